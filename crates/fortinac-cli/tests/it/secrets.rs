//! The token and secrets of records are in no output, whatever happens.

use fortinac_mock::{Appliance, Fault};
use serde_json::json;

use crate::support::{fortinac, run, run_with};

const TOKEN: &str = "c4nary-t0ken";
const SECRET: &str = "c4nary-s3cret";

fn appliance() -> Appliance {
    let user = json!({"id": 31, "userID": "mlind", "password": SECRET, "hashedPassword": SECRET,
        "apiAccessToken": SECRET, "guestPassword": SECRET});
    let builder = Appliance::builder().empty().token(TOKEN);
    builder.seed("user", user).start().unwrap()
}

#[test]
fn no_form_of_output_has_a_secret() {
    let appliance = appliance();
    for form in ["table", "wide", "json", "jsonl", "yaml", "csv", "value"] {
        for command in [
            &["user", "list"][..],
            &["user", "get", "31"],
            &["find", "mlind"],
        ] {
            let arguments: Vec<&str> = command.iter().copied().chain(["-o", form]).collect();
            let run = run(&appliance, &arguments);
            assert_eq!(run.code, Some(0), "{run:?}");
            let all = format!("{run:?}");
            assert!(!all.contains("c4nary"), "{command:?} {form}: {all}");
        }
    }
    let jq = run(&appliance, &["user", "list", "--jq", ".[0].password"]);
    assert_eq!(jq.json(), "[redacted]");
    let columns = run(
        &appliance,
        &[
            "user",
            "list",
            "-o",
            "csv",
            "--columns",
            "password,guestPassword",
        ],
    );
    assert_eq!(
        columns.stdout,
        "password,guestPassword\n[redacted],[redacted]\n"
    );
    let shown = run(&appliance, &["user", "get", "31", "--show-secret"]).json();
    assert_eq!(shown["password"], SECRET);
}

#[test]
fn errors_and_dry_runs_have_none() {
    let appliance = appliance();
    let body = json!({"password": SECRET, "notes": "x"}).to_string();
    let dry = run_with(
        &appliance,
        &["user", "update", "31", "--body", "-", "--dry-run"],
        &body,
    );
    assert_eq!(
        dry.json()["body"],
        json!({"password": "[redacted]", "notes": "x", "id": 31})
    );
    appliance.fault(Fault::failure(format!("{SECRET} is wrong for {TOKEN}")));
    let refused = run_with(&appliance, &["user", "update", "31", "--body", "-"], &body);
    assert_eq!(refused.code, Some(6), "{refused:?}");
    assert!(!format!("{refused:?}").contains("c4nary"), "{refused:?}");

    let mut wrong = fortinac(&appliance);
    let wrong = wrong
        .env("FORTINAC_TOKEN", "c4nary-other")
        .args(["user", "list"]);
    let wrong = wrong.output().unwrap();
    assert_eq!(wrong.status.code(), Some(3));
    assert!(!format!("{wrong:?}").contains("c4nary"), "{wrong:?}");
}

#[test]
fn a_secret_is_not_taken_from_the_command_line() {
    let appliance = Appliance::start().unwrap();
    let operation = fortinac_spec::api::Api::bundled_index();
    let secret =
        |field: &fortinac_spec::api::FormField| field.ty == fortinac_spec::api::Type::Secret;
    let with_secret = operation
        .operations
        .iter()
        .filter(|known| known.body.iter().flat_map(|body| body.fields()).any(secret));
    let mut tried = 0;
    for operation in with_secret {
        let mut arguments = vec!["op".to_owned(), operation.id.clone()];
        arguments.extend(operation.path_parameters().map(|_| "31".to_owned()));
        for field in operation.body.iter().flat_map(|body| body.fields()) {
            if secret(field) {
                arguments.push(format!("--{}={SECRET}", fortinac_cli::kebab(&field.name)));
            } else if field.required {
                arguments.push(format!("--{}=true", fortinac_cli::kebab(&field.name)));
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = run(&appliance, &arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
        assert!(!format!("{run:?}").contains(SECRET), "{run:?}");
        tried += 1;
    }
    assert!(tried > 5, "{tried}");
    assert!(appliance.requests().is_empty());
}
