//! Questions about an operation that only a human can answer, which go to the `TODO` of its description.

use super::words::snake;
use crate::model::verbs::{CHECKS, WRITES};

/// Words of a call that destroys data or interrupts service, and does not begin with `delete`.
const DESTRUCTIVE: [&str; 9] = [
    "clear", "failover", "purge", "reboot", "reset", "restart", "restore", "shutdown", "wipe",
];
/// Words of a GET that changes data although no verb says so: a read of a monitor takes the changes away.
const CHANGES: [&str; 2] = ["monitor", "polling"];
/// Words of a POST that only reads.
const READS: [&str; 3] = ["preview", "search", "summary"];

/// What has to be asked about a call, by its method and its path.
pub(super) fn questions(method: &str, path: &str) -> Vec<&'static str> {
    let segments = path.split('/').filter(|segment| !segment.starts_with('{'));
    let segments: Vec<String> = segments.map(snake).collect();
    // What the call does is in its last segment; a scan is mostly a thing there.
    let last = segments.last().map(String::as_str).unwrap_or_default();
    let does = |known: &[&str]| {
        let mut words = last.split('_').filter(|word| *word != "scan");
        words.any(|word| known.contains(&word))
    };
    let is_below = |known: &[&str]| segments.iter().any(|name| known.contains(&name.as_str()));
    let mut questions = Vec::new();
    if method == "GET" && (does(WRITES) || is_below(&CHANGES)) {
        questions.push("Does it change data? Then add `x-fortinac-safe: false`.");
    }
    if method == "POST" && (does(CHECKS) || does(&READS)) {
        questions.push("Does it only read? Then add `x-fortinac-safe: true`.");
    }
    if method != "DELETE" && does(&DESTRUCTIVE) {
        questions.push(
            "Does it destroy data or interrupt service? Then add `x-fortinac-destructive: true`.",
        );
    }
    questions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_method_does_not_tell_is_asked() {
        let asks = |method, path| {
            let asked = questions(method, path).concat();
            ["safe: false", "safe: true", "destructive"].map(|part| asked.contains(part))
        };
        assert_eq!(asks("GET", "/device/move"), [true, false, false]);
        assert_eq!(asks("GET", "/device/polling/l3"), [true, false, false]);
        assert_eq!(
            asks("GET", "/logging/alarm/monitor/{id}"),
            [true, false, false]
        );
        assert_eq!(asks("POST", "/settings/aaa/validate"), [false, true, false]);
        assert_eq!(asks("POST", "/x/{id}/resetToDefault"), [false, false, true]);
        assert_eq!(asks("GET", "/policy/access"), [false; 3]);
        assert_eq!(asks("POST", "/policy/access/delete"), [false; 3]);
        assert_eq!(asks("POST", "/host/scan"), [false; 3]);
    }
}
