//! Lists: all pages, limits, filters and order.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::run;

fn appliance(hosts: usize) -> Appliance {
    let hosts: Vec<Value> = (1..=hosts).map(|id| json!({"id": id, "hostName": format!("h{id}"), "role": if id % 2 == 0 { "even" } else { "odd" }})).collect();
    Appliance::builder()
        .empty()
        .seed("host", hosts.into())
        .start()
        .unwrap()
}

fn ids(value: &Value) -> Vec<i64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|host| host["id"].as_i64().unwrap())
        .collect()
}

#[test]
fn all_pages_are_one_result() {
    let appliance = appliance(1_203);
    let hosts = run(&appliance, &["hosts", "list"]).json();
    assert_eq!(ids(&hosts), (1..=1_203).collect::<Vec<i64>>());
    assert_eq!(appliance.requests().len(), 3);
    let csv = run(
        &appliance,
        &["host", "list", "-o", "csv", "--columns", "id"],
    )
    .stdout;
    assert_eq!(csv.lines().count(), 1_204);
}

#[test]
fn a_list_can_be_limited_filtered_and_sorted() {
    let appliance = appliance(9);
    let list = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["host", "list"].iter().chain(arguments).copied().collect();
        ids(&run(&appliance, &arguments).json())
    };
    assert_eq!(list(&["--limit", "2"]), [1, 2]);
    assert_eq!(list(&["--limit", "0"]), Vec::<i64>::new());
    assert_eq!(list(&["--start", "7"]), [8, 9]);
    assert_eq!(
        list(&["--filter", "role==even", "--filter", "id>=4"]),
        [4, 6, 8]
    );
    assert_eq!(list(&["--sort", "id:desc", "--limit", "2"]), [9, 8]);
    let wrong = run(&appliance, &["host", "list", "--sort", "id:down"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}

#[test]
fn a_table_that_is_not_on_a_terminal_is_not_cut() {
    let appliance = appliance(230);
    let table = run(
        &appliance,
        &["host", "list", "-o", "table", "--columns", "id"],
    );
    assert_eq!(table.stdout.lines().count(), 231);
    assert_eq!(table.stderr, "");
}

#[test]
fn lists_with_pages_of_another_kind_are_read_to_the_end() {
    let groups: Vec<Value> = (1..=450)
        .map(|id| json!({"dbid": id, "name": format!("g{id}")}))
        .collect();
    let builder = Appliance::builder().empty().seed("group", groups.into());
    let appliance = builder.start().unwrap();
    let groups = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["group", "list"].iter().chain(arguments).copied().collect();
        let list = run(&appliance, &arguments).json();
        let ids = list.as_array().unwrap().iter();
        ids.map(|group| group["dbid"].as_i64().unwrap())
            .collect::<Vec<i64>>()
    };
    assert_eq!(groups(&[]), (1..=450).collect::<Vec<i64>>());
    assert_eq!(groups(&["--limit", "3"]), [1, 2, 3]);
    assert_eq!(
        groups(&["--start", "448"]),
        [449, 450],
        "who asks for a page gets it"
    );
    let csv = run(&appliance, &["export", "groups"]).stdout;
    assert_eq!(csv.lines().count(), 451);
}

#[cfg(unix)]
#[test]
fn nobody_reads_the_rest() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let appliance = appliance(5_000);
    let mut command = crate::support::fortinac(&appliance);
    command
        .args(["host", "list", "-o", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    drop(output);
    let run = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(run.stderr).unwrap(), "");
    assert_eq!(run.status.code(), Some(141));
}
