//! `guest create`.

use std::collections::HashSet;

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::{Run, run, run_with};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn appliance() -> Appliance {
    let template = json!([
        {"id": 3, "name": "Visitor", "passwordLength": 10, "passwordExclusions": "xyzXYZ", "role": "Guest"},
        {"id": 4, "name": "Speaker", "passwordLength": 8},
    ]);
    let builder = Appliance::builder().empty();
    builder.seed("guest_template", template).start().unwrap()
}

fn create<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [
        &["guest", "create", "--template", "visitor", "--for", "2d"],
        rest,
    ]
    .concat()
}

/// The passwords that the appliance got.
fn passwords(appliance: &Appliance) -> Vec<String> {
    let guests = appliance.records("guest");
    guests
        .iter()
        .map(|guest| guest["password"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_guest_is_made_for_a_time() {
    let appliance = appliance();
    let arguments = ["--email", "rowan@example.com", "--first-name", "Rowan"];
    let created = run(&appliance, &create(&arguments));
    let rows = created.json();
    assert_eq!(rows[0]["userID"], "rowan@example.com");
    assert_eq!(rows[0]["template"], "Visitor");
    assert!(rows[0].get("password").is_none());
    let guest = &appliance.records("guest")[0];
    assert_eq!(
        (&guest["firstName"], &guest["templateID"]),
        (&json!("Rowan"), &json!(3))
    );
    let time = |name: &str| guest[name].as_i64().unwrap();
    assert_eq!(time("userEndTime") - time("userStartTime"), 2 * DAY);
    assert_eq!(time("validForTime"), time("userEndTime"));
    let password = &passwords(&appliance)[0];
    assert_eq!(password.len(), 10);
    assert!(!format!("{created:?}").contains(password.as_str()));
    // The account is there already.
    let refused = run(&appliance, &create(&arguments));
    assert_eq!(
        (refused.code, refused.stdout.as_str()),
        (Some(6), ""),
        "{refused:?}"
    );
}

#[test]
fn many_guests_with_badges() {
    let appliance = appliance();
    let arguments = create(&[
        "--count",
        "20",
        "--prefix",
        "spring",
        "--show-secret",
        "-o",
        "csv",
    ]);
    let created = run(&appliance, &arguments);
    let mut lines = created.stdout.lines();
    let header =
        "userID,password,firstName,lastName,email,validFrom,validUntil,template,result,message";
    assert_eq!(lines.next(), Some(header), "{created:?}");
    let shown: HashSet<String> = lines
        .map(|line| line.split(',').nth(1).unwrap().to_owned())
        .collect();
    let sent: HashSet<String> = passwords(&appliance).into_iter().collect();
    assert_eq!(sent.len(), 20);
    assert_eq!(shown, sent);
    let guests = appliance.records("guest");
    assert!(
        guests
            .iter()
            .all(|guest| guest["userID"].as_str().unwrap().starts_with("spring-"))
    );
    let refused = run(&appliance, &create(&["--count", "101"]));
    assert_eq!(refused.code, Some(2));
    assert_eq!(appliance.records("guest").len(), 20);
}

#[test]
fn guests_of_a_file() {
    let appliance = appliance();
    let file = "\u{feff}First name;last-name;email;userID\r\nRowan;'=Vik;r@example.com;\r\n\"O;d\";Øst;;odd\r\n";
    let created = run_with(&appliance, &create(&["--from-csv", "-"]), file).json();
    assert_eq!(
        (&created[0]["userID"], &created[1]["userID"]),
        (&json!("r@example.com"), &json!("odd"))
    );
    let guests = appliance.records("guest");
    assert_eq!(
        (&guests[0]["lastName"], &guests[1]["lastName"]),
        (&json!("=Vik"), &json!("Øst"))
    );
    assert_eq!(guests[1]["firstName"], "O;d");
    appliance.clear_requests();
    for wrong in [
        "mail\na@example.com\n",
        "email\n",
        "email\na@b\nA@b\n",
        "email,userID\na\n",
        "",
    ] {
        let refused = run_with(&appliance, &create(&["--from-csv", "-"]), wrong);
        assert_eq!(
            (refused.code, refused.stdout.as_str()),
            (Some(2), ""),
            "{wrong:?}: {refused:?}"
        );
    }
    assert_eq!(appliance.requests().len(), 0);
}

#[test]
fn nothing_is_sent_in_a_dry_run_or_without_what_is_needed() {
    let appliance = appliance();
    let planned = run(&appliance, &create(&["--count", "2", "--dry-run"])).json();
    assert_eq!(planned.as_array().unwrap().len(), 2);
    assert_eq!(planned[0]["body"]["password"], "[redacted]");
    for (arguments, code) in [
        (create(&["--send", "email"]), 2),
        (create(&["--send", "email", "--message-template", "2"]), 2),
        (create(&["--count", "2", "--email", "a@example.com"]), 2),
        (create(&["--start", "2020-01-01"]), 2),
        (
            vec!["guest", "create", "--template", "unheard of", "--for", "1d"],
            4,
        ),
        (
            vec!["guest", "create", "--template", "99", "--for", "1d"],
            4,
        ),
        (
            vec!["guest", "create", "--template", "Visitor", "--for", "long"],
            2,
        ),
    ] {
        let run = run(&appliance, &arguments);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(code), ""),
            "{arguments:?}: {run:?}"
        );
    }
    assert!(
        appliance
            .requests()
            .iter()
            .all(|request| request.method() == "GET")
    );
}

fn rows(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

#[test]
fn messages_go_to_guests_whose_id_is_found() {
    let appliance = appliance();
    let arguments = [
        "--email",
        "a@example.com",
        "--send",
        "email",
        "--message-template",
        "2",
    ];
    let unsent = run(&appliance, &create(&arguments));
    assert_eq!(unsent.code, Some(8), "{unsent:?}");
    let row = &rows(&unsent)[0];
    assert_eq!(row["result"], "created");
    assert!(
        row["message"]
            .as_str()
            .unwrap()
            .contains("no call lists guests"),
        "{row}"
    );
    // A user of the same name who is no guest gets nothing.
    let id = appliance.records("guest")[0]["id"].as_i64().unwrap();
    let user =
        json!([{"id": id + 1, "userID": "b@example.com"}, {"id": 900, "userID": "c@example.com"}]);
    appliance.seed("user", user).unwrap();
    let sent = |email: &str| {
        appliance.clear_requests();
        let arguments = [
            "--email",
            email,
            "--send",
            "email",
            "--message-template",
            "2",
        ];
        let code = run(&appliance, &create(&arguments)).code;
        let requests = appliance.requests();
        let sent = requests
            .iter()
            .find(|request| request.operation() == Some("guest_send_email"));
        (
            code,
            sent.map(|request| String::from_utf8(request.body().to_vec()).unwrap()),
        )
    };
    let body = format!("id={}&messageTemplate=2", id + 1);
    assert_eq!(sent("b@example.com"), (Some(0), Some(body)));
    assert_eq!(sent("c@example.com"), (Some(8), None));
}

#[test]
fn a_row_for_each_guest_says_what_became_of_it() {
    let appliance = appliance();
    appliance.fault(Fault::failure("busy").on("guest_create"));
    let failed = run(&appliance, &create(&["--count", "2"]));
    assert_eq!(failed.code, Some(8), "{failed:?}");
    let found = rows(&failed);
    assert_eq!(
        (&found[0]["result"], &found[1]["result"]),
        (&json!("failed"), &json!("created"))
    );
    // Nobody knows whether that one was made.
    appliance.fault(Fault::truncated_body().on("guest_create"));
    let failed = run(&appliance, &create(&["--count", "2"]));
    let found = rows(&failed);
    assert_eq!(
        (&found[0]["result"], &found[1]["result"]),
        (&json!("not known"), &json!("skipped")),
        "{failed:?}"
    );
    assert_eq!(appliance.records("guest").len(), 2);
}
