//! Verbs: what an operation is called after its resource.

use serde_json::Value;

use crate::draft::facts::Facts;
use crate::draft::response::is_count;
use crate::draft::words::{plural, snake};
use crate::model::verbs::{WRITES, is_verb};

/// What an operation is called after its resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) name: String,
    /// Whether the path does not tell the verb, so that a human has to decide.
    pub(super) is_guess: bool,
}

impl Verb {
    /// Another name, where an operation has this one already.
    pub(super) fn another(&self, method: &str) -> Self {
        let first = if method == "GET" { "get" } else { "run" };
        Self {
            name: format!("{first}_{}", self.name),
            is_guess: true,
        }
    }
}

/// The verb of an operation, by the table in openapi/README.md.
pub(super) fn verb(facts: &Facts, base: &str, all: &[Facts]) -> Verb {
    let entry = &facts.entry;
    let rest: Vec<&str> = entry
        .path
        .strip_prefix(base)
        .unwrap_or(&entry.path)
        .split('/')
        .skip(1)
        .collect();
    let is_variable = |segment: &&str| segment.starts_with('{');
    let literal: Vec<String> = rest
        .iter()
        .filter(|segment| !is_variable(segment))
        .map(|segment| snake(segment))
        .collect();
    let words = literal.join("_");
    let is_also_read = || {
        all.iter()
            .any(|other| other.entry.is_of("GET", &entry.path))
    };
    let is_also_of_one = |verb: &str| {
        let path = format!("{base}/{{id}}/{verb}");
        all.iter().any(|other| other.entry.is_of("POST", &path))
    };
    let guess = |name: String| Verb {
        name,
        is_guess: true,
    };
    // Whether such a GET changes data is for a human to find out.
    if entry.method == "GET"
        && let Some(name) = not_a_write(&words)
    {
        return guess(name);
    }
    let name = match (entry.method.as_str(), rest.as_slice()) {
        ("GET", []) if is_no_list(&entry.response) => {
            let last = base.rsplit('/').next().unwrap_or_default();
            return guess(format!("get_{}", snake(last)));
        }
        ("GET", []) => "list".to_owned(),
        ("GET", [one]) if is_variable(one) => "get".to_owned(),
        ("GET", ["search"]) => "search".to_owned(),
        ("GET", [first, .., last]) if is_variable(last) && first.starts_with("by-") => {
            format!("get_{words}")
        }
        ("GET", [.., last]) if is_variable(last) && rest.len() == 2 && facts.lists_records() => {
            format!("get_{words}")
        }
        ("GET", [one]) if !words.starts_with("count") && facts.lists_records() => {
            format!("list_{words}")
        }
        ("GET", _) if words.is_empty() => "get".to_owned(),
        ("GET", _)
            if ["count", "count_all"].contains(&words.as_str()) && !is_count(&entry.response) =>
        {
            format!("get_{words}")
        }
        ("GET", _) => words,
        ("POST", []) => "create".to_owned(),
        ("POST", [one]) if is_variable(one) => "update".to_owned(),
        ("POST", [one, "delete"]) if is_variable(one) => "delete_by_post".to_owned(),
        ("POST", [key, one, "delete"]) if is_variable(one) => format!("delete_by_{}", snake(key)),
        ("POST", ["delete" | "enable" | "disable"]) => format!("{words}_many"),
        ("POST", [one]) if is_verb(one) && is_also_of_one(one) => format!("{words}_many"),
        ("POST", ["with-adapters"]) => format!("create_{words}"),
        ("POST", _) if words.is_empty() => "update".to_owned(),
        ("POST", _) if is_also_read() => format!("set_{words}"),
        ("DELETE", _) if words.is_empty() => "delete".to_owned(),
        ("DELETE", _) => format!("delete_{words}"),
        _ => match verb_first(&literal) {
            Some(name) => name,
            None => return guess(format!("set_{words}")),
        },
    };
    Verb {
        name,
        is_guess: false,
    }
}

/// Whether a response has other things than a list of records.
fn is_no_list(response: &Value) -> bool {
    let is_envelope = |name: &String| name == "status" || name == "errorMessage";
    let is_shown = response.as_object();
    let is_shown = is_shown.is_some_and(|response| !response.keys().all(is_envelope));
    is_shown && !response["results"].is_array() && !response["result"].is_array()
}

/// A name for a GET whose path is called like a write: `create-from-x` is `get_from_x`, and `move` is `get_move`.
fn not_a_write(words: &str) -> Option<String> {
    let (first, rest) = words.split_once('_').unwrap_or((words, words));
    WRITES.contains(&first).then(|| format!("get_{rest}"))
}

/// The words of segments, with the last segment's verb first: `rank/set` is `set_rank`. Two are swapped: `swap_ranks`.
fn verb_first(segments: &[String]) -> Option<String> {
    let of_segments = segments.iter().rev().map(|segment| segment.split('_'));
    let verb = of_segments
        .flat_map(|mut words| words.find(|word| is_verb(word)))
        .next()?;
    let words: Vec<&str> = segments
        .iter()
        .flat_map(|segment| segment.split('_'))
        .collect();
    let at = words.iter().rposition(|word| *word == verb)?;
    let name = [&[verb], &words[..at], &words[at + 1..]].concat().join("_");
    Some(if verb == "swap" { plural(&name) } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_comes_first() {
        let first = |rest: &str| {
            let segments: Vec<String> = rest.split('/').map(snake).collect();
            verb_first(&segments)
        };
        for (rest, name) in [
            ("rank/swap", "swap_ranks"),
            ("rank/set", "set_rank"),
            ("dpc-hosts-table/validate", "validate_dpc_hosts_table"),
            ("set-role", "set_role"),
            ("resetToDefault", "reset_to_default"),
            ("archive/import", "import_archive"),
            ("batch-upsert", "upsert_batch"),
            ("scan/copy", "copy_scan"),
        ] {
            assert_eq!(first(rest).as_deref(), Some(name), "{rest}");
        }
        assert_eq!(first("aging"), None);
    }

    #[test]
    fn a_get_is_not_called_like_a_write() {
        let name = |words: &str| not_a_write(words);
        assert_eq!(name("create_from_adapter").unwrap(), "get_from_adapter");
        assert_eq!(name("move").unwrap(), "get_move");
        assert_eq!(name("supporting_info"), None);
        assert_eq!(name("test"), None);
    }
}
