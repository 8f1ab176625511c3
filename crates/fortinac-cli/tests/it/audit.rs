//! `audit`.

use std::time::{SystemTime, UNIX_EPOCH};

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::run;

const HOUR: i64 = 60 * 60 * 1000;

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Entries of `root`, a number of hours old each, and every third of `Mlind`.
fn appliance(hours: impl Iterator<Item = i64>) -> Appliance {
    let entry = |(index, hours): (usize, i64)| {
        json!({
            "recordID": index,
            "date": now() - hours * HOUR,
            "userID": if index % 3 == 2 { "Mlind" } else { "root" },
        })
    };
    let entries: Vec<Value> = hours.enumerate().map(entry).collect();
    let builder = Appliance::builder().empty();
    builder.seed("audit_entry", entries.into()).start().unwrap()
}

fn records(appliance: &Appliance, arguments: &[&str]) -> Vec<Value> {
    let found = run(appliance, &[&["audit"], arguments].concat()).json();
    let entries = found.as_array().unwrap().iter();
    entries.map(|entry| entry["recordID"].clone()).collect()
}

#[test]
fn entries_of_a_time_and_of_a_user() {
    let appliance = appliance([30, 20, 10, 5, 1].into_iter());
    assert_eq!(records(&appliance, &[]), [4, 3, 2, 1]);
    assert_eq!(records(&appliance, &["--since", "6h"]), [4, 3]);
    assert_eq!(
        records(&appliance, &["--since", "2d", "--until", "15h"]),
        [1, 0]
    );
    assert_eq!(records(&appliance, &["--user", "mlind"]), [2]);
    assert_eq!(
        records(&appliance, &["--since", "2d", "--limit", "2"]),
        [4, 3]
    );
    assert_eq!(
        records(
            &appliance,
            &["--since", "2020-01-01", "--until", "2020-02-01"]
        ),
        [0; 0]
    );
    for wrong in [
        &["--since", "soon"][..],
        &["--since", "1h", "--until", "2h"],
    ] {
        let run = run(&appliance, &[&["audit"], wrong].concat());
        assert_eq!(run.code, Some(2), "{run:?}");
    }
}

#[test]
fn reading_ends_with_what_is_older() {
    // Two recent ones among 1,700, of which a page of 500 is enough to know.
    let appliance = appliance((0..1700).map(|index| if index < 2 { 1 } else { 100 + index }));
    let entries = records(&appliance, &[]);
    assert_eq!(entries.len(), 2);
    let requests = appliance.requests();
    assert!((1..=2).contains(&requests.len()), "{}", requests.len());
    let query = requests[0].query();
    for (name, value) in [("sortKey", "date"), ("sortDir", "desc")] {
        assert!(
            query.contains(&(name.to_owned(), value.to_owned())),
            "{query:?}"
        );
    }
}

#[test]
fn an_appliance_that_cannot_sort_is_read_to_the_end() {
    let appliance = appliance((0..1200).map(|index| if index == 1199 { 1 } else { 3000 - index }));
    appliance.fault(Fault::failure("unknown sort key").on("audit_entry_list"));
    let found = run(&appliance, &["audit"]);
    assert_eq!(found.json()[0]["recordID"], 1199, "{found:?}");
    assert!(found.stderr.contains("without a sort order"), "{found:?}");
    assert!(found.stderr.contains("newest entries first"), "{found:?}");
}
