//! When records expire, so that no request has to look for those that do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::HOST;
use crate::when;

/// The time of a host or an adapter at which the appliance saw it last.
pub(crate) const SEEN: &str = "lastSuccessfulPoll";

/// The records with a time at which they expire, in the order of the times.
#[derive(Default)]
pub(super) struct Expiries(BTreeSet<(i64, &'static str, i64)>);

impl Expiries {
    pub(super) fn add(&mut self, resource: &str, id: i64, record: &Value) {
        self.0.extend(of(resource, id, record));
    }

    pub(super) fn remove(&mut self, resource: &str, id: i64, record: &Value) {
        if let Some(expiry) = of(resource, id, record) {
            self.0.remove(&expiry);
        }
    }

    /// The records that expire after `from`, and not after `to`.
    pub(super) fn between(&self, from: i64, to: i64) -> Vec<(&'static str, i64)> {
        let first = (from.saturating_add(1), "", i64::MIN);
        let due = self.0.range(first..).take_while(|(at, ..)| *at <= to);
        due.map(|(_, resource, id)| (*resource, *id)).collect()
    }
}

fn of(resource: &str, id: i64, record: &Value) -> Option<(i64, &'static str, i64)> {
    let times: (&'static str, [Option<i64>; 2]) = match resource {
        HOST => (
            HOST,
            [when::read(&record["validForTime"]), inactive_from(record)],
        ),
        "user" => ("user", [when::read(&record["validForTime"]), None]),
        // How the two times of a guest go together is not known, so the later one counts.
        "guest" => {
            let times = ["validForTime", "userEndTime"].map(|name| when::read(&record[name]));
            ("guest", [times.into_iter().flatten().max(), None])
        }
        _ => return None,
    };
    let (resource, times) = times;
    let at = times.into_iter().flatten().min()?;
    Some((at, resource, id))
}

/// When a host will have been away for as many days as it may.
fn inactive_from(host: &Value) -> Option<i64> {
    let days = host["validForInactivityDays"].as_i64();
    let days = days.filter(|days| *days > 0)?;
    let seen = when::read(&host[SEEN]).or_else(|| when::read(&host["creationTime"]))?;
    Some(seen.saturating_add(days.saturating_mul(when::DAY)))
}
