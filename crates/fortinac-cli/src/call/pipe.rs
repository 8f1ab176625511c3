//! Records that another command names: `fortinac host list -o jsonl | fortinac host set-role - --role x`.

use std::io;

use serde_json::Value;

use super::target::key;
use crate::failure::{Failure, Result};

/// Stands for the standard input.
const STDIN: &str = "-";

/// The targets, with those of the standard input in place of `-`. Of records in JSON nothing but the id is taken: any other
/// property would be a guess.
pub(crate) fn targets(given: Vec<String>) -> Result<Vec<String>> {
    let Some(position) = given.iter().position(|target| target == STDIN) else {
        return Ok(given);
    };
    let text = io::read_to_string(io::stdin())?;
    let read = of_text(&text)?;
    let (before, after) = (&given[..position], &given[position + 1..]);
    Ok([before, &read, after].concat())
}

fn of_text(text: &str) -> Result<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let wrong = |reason: String| Failure::usage(format!("the standard input: {reason}"));
    let found: Vec<String> = match text.starts_with(['{', '[']) {
        true => {
            let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
            let mut ids = Vec::new();
            for value in values {
                let value = value.map_err(|error| wrong(format!("not JSON: {error}")))?;
                let items = match value {
                    Value::Array(items) => items,
                    one => vec![one],
                };
                for item in items {
                    let id = key(&item).or_else(|| item.as_i64());
                    let id = id.ok_or_else(|| wrong("a record has no id".to_owned()))?;
                    ids.push(id.to_string());
                }
            }
            ids
        }
        false => {
            let lines = text.lines().map(str::trim);
            let lines = lines.filter(|line| !line.is_empty());
            lines.map(ToOwned::to_owned).collect()
        }
    };
    match found.is_empty() {
        true => Err(wrong("it has no records".to_owned()).hint("nothing was sent")),
        false => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_lines_become_targets() {
        for (text, expected) in [
            (
                "[{\"id\": 7, \"hostID\": 9}, {\"dbid\": \"8\"}]",
                vec!["7", "8"],
            ),
            ("{\"id\": 7}\n{\"id\": 8}\n", vec!["7", "8"]),
            ("[7, 8]", vec!["7", "8"]),
            (
                "cam-1\r\n\r\n02:00:5E:00:53:01\n",
                vec!["cam-1", "02:00:5E:00:53:01"],
            ),
        ] {
            assert_eq!(of_text(text).unwrap(), expected, "{text}");
        }
        for text in ["", "[]", "[{\"name\": \"x\"}]", "[{\"id\": 7}", "[\"7\"]"] {
            assert!(of_text(text).is_err(), "{text}");
        }
    }
}
