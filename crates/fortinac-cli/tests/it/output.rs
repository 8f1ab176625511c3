//! The forms of output.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::run;

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 5001, "hostName": "=cmd|'/c calc'!A1", "role": "NAC, \"Staff\"", "adapters": ["02:00:5E:00:53:01"],
         "creationTime": 1717403488160_i64, "lastSuccessfulPoll": 1717403488160_i64, "reValidationAction": {"disable": true}},
        {"id": 7301455120986643_i64, "hostName": "cam\u{1b}[31m-1\n", "role": null, "notes": "+4\u{e9}",
         "lastSuccessfulPoll": 0},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .start()
        .unwrap()
}

#[test]
fn json_is_one_document_in_the_order_of_the_appliance() {
    let appliance = appliance();
    let hosts = run(&appliance, &["host", "list"]).json();
    assert_eq!(hosts.as_array().unwrap().len(), 2);
    assert_eq!(hosts[1]["id"], 7301455120986643_i64);
    let names: Vec<&String> = hosts[0].as_object().unwrap().keys().collect();
    assert_eq!(&names[..3], ["id", "creationTime", "lastSuccessfulPoll"]);

    let one = run(&appliance, &["host", "get", "5001", "-o", "json"]).json();
    assert_eq!(one["id"], 5001);
    let none = run(&appliance, &["host", "list", "--filter", "role==Nobody"]);
    assert_eq!(none.stdout, "[]\n");
    assert_eq!(run(&appliance, &["host", "count"]).json(), 2);
}

#[test]
fn json_lines_yaml_and_values() {
    let appliance = appliance();
    let lines = run(&appliance, &["host", "list", "-o", "jsonl"]).stdout;
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((lines.len(), &lines[0]["id"]), (2, &json!(5001)));

    let yaml = run(&appliance, &["host", "get", "5001", "-o", "yaml"]).stdout;
    assert!(yaml.contains("id: 5001\n"), "{yaml}");
    let columns = [
        "host",
        "list",
        "-o",
        "value",
        "--columns",
        "id,reValidationAction.disable",
    ];
    assert_eq!(
        run(&appliance, &columns).stdout,
        "5001\ttrue\n7301455120986643\t\n"
    );
    assert_eq!(
        run(&appliance, &["host", "count", "-o", "value"]).stdout,
        "2\n"
    );
}

#[test]
fn a_table_has_the_columns_of_the_record_and_no_control_characters() {
    let appliance = appliance();
    let table = run(&appliance, &["host", "list", "-o", "table"]).stdout;
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(&header[..4], ["ID", "HOST-NAME", "PRIMARY-MAC", "IP"]);
    assert!(
        table.contains("2024-06-03 08:31:28"),
        "times are readable: {table}"
    );
    assert!(table.contains(r"cam\u{1b}[31m-1\n"), "{table}");
    assert!(!table.contains('\u{1b}'), "{table}");

    let chosen = run(
        &appliance,
        &[
            "host",
            "list",
            "-o",
            "table",
            "--columns",
            "id,role",
            "--no-header",
        ],
    );
    assert_eq!(
        chosen.stdout,
        "5001              NAC, \"Staff\"\n7301455120986643\n"
    );
}

#[test]
fn csv_is_safe_for_spreadsheets() {
    let appliance = appliance();
    let columns = [
        "host",
        "list",
        "-o",
        "csv",
        "--columns",
        "id,hostName,role,notes",
    ];
    let csv = run(&appliance, &columns).stdout;
    let expected = "id,hostName,role,notes\n\
        5001,'=cmd|'/c calc'!A1,\"NAC, \"\"Staff\"\"\",\n\
        7301455120986643,\"cam\u{1b}[31m-1\n\",,'+4\u{e9}\n";
    assert_eq!(csv, expected);
    let raw: Vec<&str> = columns.into_iter().chain(["--csv-raw"]).collect();
    assert!(run(&appliance, &raw).stdout.contains("5001,=cmd"));
    let none = [
        "host",
        "list",
        "-o",
        "csv",
        "--columns",
        "id,role",
        "--filter",
        "role==x",
    ];
    assert_eq!(run(&appliance, &none).stdout, "id,role\n");
}

#[test]
fn a_filter_of_jq_sees_the_whole_result() {
    let appliance = appliance();
    let count = run(
        &appliance,
        &[
            "host",
            "list",
            "--jq",
            "map(select(.role == null)) | length",
        ],
    );
    assert_eq!(count.json(), 1);
    let names = run(
        &appliance,
        &["host", "list", "--jq", ".[].id", "-o", "value"],
    );
    assert_eq!(names.stdout, "5001\n7301455120986643\n");
    let wrong = run(&appliance, &["host", "list", "--jq", "map("]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        appliance.requests().len() == 2,
        "a wrong filter sends nothing"
    );
}

#[test]
fn the_environment_sets_the_form() {
    let appliance = appliance();
    let mut command = crate::support::fortinac(&appliance);
    let output = command
        .env("FORTINAC_OUTPUT", "value")
        .args(["host", "count"])
        .output();
    assert_eq!(String::from_utf8(output.unwrap().stdout).unwrap(), "2\n");
    let mut command = crate::support::fortinac(&appliance);
    let output = command
        .env("FORTINAC_OUTPUT", "xlsx")
        .args(["host", "count"])
        .output();
    assert_eq!(output.unwrap().status.code(), Some(2));
}
