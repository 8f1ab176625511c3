//! HAR 1.2, the archive of HTTP calls that browsers and proxies export.
//!
//! Browsers and proxies differ in small things, such as where they put the fields of a form and whether they decompress a
//! body. So whatever an entry lacks is absent here, and only what an exchange needs is read.

mod content;
mod entry;
mod form;
mod host;
mod model;
mod skip;

use serde_json::value::RawValue;

use crate::exchange::{Exchange, InvalidExchange};
use crate::problem::Problem;
use model::{Document, Entry, Log};

pub use host::{ApiHost, InvalidHost};
pub use skip::Skip;

/// How to export a file that can be read.
const EXPORT: &str =
    "export it again as HAR 1.2, in a browser with \"Save all as HAR with content\"";

/// A HAR file that is known to be JSON, with its entries not read yet: they can take much memory.
pub(crate) struct Har {
    text: String,
}

/// An entry of a HAR file that is a call of the API.
pub(crate) struct Call {
    pub(crate) exchange: Exchange,
    /// Whether the exporter left out a body that the response had.
    pub(crate) lacks_response: bool,
}

impl Har {
    /// Whether a text looks like a HAR file: an object whose first property is `log`.
    pub(crate) fn is_likely(text: &str) -> bool {
        let rest = text.trim_start_matches('\u{feff}').trim_start();
        let rest = rest.strip_prefix('{').map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with("\"log\""))
    }

    /// Checks that the text is a HAR file, down to its list of entries.
    pub(crate) fn new(text: String) -> Result<Self, InvalidExchange> {
        raw_entries(&text).map_err(|reason| InvalidExchange {
            problems: vec![Problem::exchange("$", reason)],
        })?;
        Ok(Self { text })
    }

    /// Calls `visit` with each entry in turn, of which only one is in memory at a time.
    pub(crate) fn visit(&self, host: Option<&ApiHost>, mut visit: impl FnMut(Result<Call, Skip>)) {
        for raw in raw_entries(&self.text).unwrap_or_default() {
            let entry: Result<Entry<'_>, _> = serde_json::from_str(raw.get());
            visit(match entry {
                Ok(entry) => entry::call(&entry, host),
                // The message of the error can have a value of the entry.
                Err(_) => Err(Skip::Malformed),
            });
        }
    }
}

/// The entries, not read yet.
fn raw_entries(text: &str) -> Result<Vec<&RawValue>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: Document<'_> =
        serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    let not_har = |what: &str| format!("is not a HAR file: {what}; {EXPORT}");
    // Serde reads an array as a struct too.
    if !text.trim_start().starts_with('{') {
        return Err(not_har("it is not an object with one `log`"));
    }
    let log = document.log.ok_or_else(|| not_har("it has no `log`"))?;
    let log: Log<'_> = serde_json::from_str(log.get())
        .map_err(|_| not_har("its `log` is not an object with each property once"))?;
    let version: Option<&str> = log
        .version
        .and_then(|version| serde_json::from_str(version.get()).ok());
    match version.map(str::trim) {
        Some("1.2") => {}
        // A version is no data, but anything can stand in its place.
        Some(version) if is_version(version) => {
            return Err(format!(
                "is HAR {version}, and only HAR 1.2 can be read; {EXPORT}"
            ));
        }
        Some(_) => return Err(not_har("its `log.version` is not a version")),
        None => return Err(not_har("it has no `log.version`")),
    }
    let entries = log
        .entries
        .ok_or_else(|| not_har("it has no `log.entries`"))?;
    serde_json::from_str(entries.get()).map_err(|_| not_har("its `log.entries` is not an array"))
}

fn is_version(text: &str) -> bool {
    matches!(text.as_bytes(), [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit())
}

/// Whether JSON is broken only because it ends too early. To serde_json, the end inside a number is not an end.
fn is_cut(text: &str, error: &serde_json::Error) -> bool {
    let last = text.lines().last().unwrap_or_default();
    let is_at_end = error.line() == text.lines().count() && error.column() + 1 >= last.len();
    error.is_eof() || (error.is_syntax() && is_at_end && text.len() > 1)
}

/// The message of a syntax error has no value; that of a wrong type has, and is not shown.
fn not_json(text: &str, error: &serde_json::Error) -> String {
    if is_cut(text, error) {
        format!("is cut off: {error}; the export was stopped or the disk was full, so {EXPORT}")
    } else if error.is_data() {
        format!("is not a HAR file: it is not an object with one `log`; {EXPORT}")
    } else {
        format!("is not JSON: {error}; {EXPORT}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_invalid(text: &str, expected: &str) {
        let Err(error) = Har::new(text.to_owned()) else {
            panic!("{text} is read");
        };
        let message = error.to_string();
        assert!(message.starts_with(expected), "{text}: {message}");
        assert!(
            message.contains("Save all as HAR with content"),
            "{message}"
        );
        assert!(!message.contains("canary"), "{message}");
    }

    #[test]
    fn what_is_not_har_is_told_with_what_to_do() {
        assert_invalid(
            "{\"log\": {\"version\": \"1.2\", \"entries\": [{\"canary\": ",
            "is cut off: EOF",
        );
        assert_invalid("", "is cut off: EOF");
        assert_invalid("{\"log\": -", "is cut off: invalid number");
        assert_invalid("{\"log\": canary}", "is not JSON: expected value at line 1");
        assert_invalid(
            "[\"canary\"]",
            "is not a HAR file: it is not an object with one `log`",
        );
        assert_invalid("{\"canary\": 1}", "is not a HAR file: it has no `log`");
        assert_invalid(
            "{\"log\": \"canary\"}",
            "is not a HAR file: its `log` is not an object",
        );
        assert_invalid(
            "{\"log\": {}}",
            "is not a HAR file: it has no `log.version`",
        );
        assert_invalid(
            "{\"log\": {\"version\": 1.2}}",
            "is not a HAR file: it has no `log.version`",
        );
        assert_invalid(
            "{\"log\": {\"version\": \"canary\"}}",
            "is not a HAR file: its `log.version` is not a version",
        );
        assert_invalid(
            "{\"log\": {\"version\": \"4177\"}}",
            "is not a HAR file: its `log.version` is not a version",
        );
        assert_invalid(
            "{\"log\": {\"version\": \"1.1\", \"entries\": []}}",
            "is HAR 1.1, and only HAR 1.2 can be read; export it again",
        );
        assert_invalid(
            "{\"log\": {\"version\": \"1.2\"}}",
            "is not a HAR file: it has no `log.entries`",
        );
        assert_invalid(
            "{\"log\": {\"version\": \"1.2\", \"entries\": \"canary\"}}",
            "is not a HAR file: its `log.entries` is not an array",
        );
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        let text = "\u{feff} {\n \"log\": {\"version\": \"1.2\", \"entries\": [7]}}";
        assert!(Har::is_likely(text));
        assert!(!Har::is_likely("{\"method\": \"GET\"}"));
        let mut skipped = Vec::new();
        let har = Har::new(text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
        har.visit(None, |entry| skipped.push(entry.map(|_| ()).unwrap_err()));
        assert_eq!(skipped, [Skip::Malformed]);
    }
}
