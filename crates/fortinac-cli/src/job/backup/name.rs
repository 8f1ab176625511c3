//! Names of files, which every system takes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::call::target;

/// The properties that name a record.
const NAMES: [&str; 4] = ["name", "label", "domain", "userID"];
/// The longest name, in bytes. Systems take 255; some is left for an id and an extension.
const LONGEST: usize = 120;
/// What Windows keeps for itself.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A record that will be a file.
pub(super) struct Named {
    pub(super) name: String,
    /// What tells it from others with the same name.
    pub(super) id: Option<String>,
    pub(super) content: String,
}

/// What a record is called; with its id where ids count.
pub(super) fn of(record: &Value, content: String, has_ids: bool) -> Named {
    let id = target::key(record)
        .filter(|_| has_ids)
        .map(|id| id.to_string());
    let mut names = NAMES.iter().filter_map(|name| record[*name].as_str());
    let name = names.find(|name| !name.is_empty()).map(safe);
    Named {
        name: name
            .or_else(|| id.clone())
            .unwrap_or_else(|| "record".to_owned()),
        id,
        content,
    }
}

/// The files, whose names differ also where letter case does not count. Their order does not matter.
pub(super) fn files(resource: &str, mut records: Vec<Named>) -> BTreeMap<String, String> {
    records.sort_by(|one, other| (&one.name, &one.content).cmp(&(&other.name, &other.content)));
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for record in &records {
        *numbers.entry(record.name.to_lowercase()).or_default() += 1;
    }
    let mut files = BTreeMap::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        let mut name = record.name;
        if numbers[&name.to_lowercase()] > 1
            && let Some(id) = record.id.filter(|id| *id != name)
        {
            name = format!("{name}~{id}");
        }
        let count = taken.entry(name.to_lowercase()).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{name}~~{count}");
        }
        files.insert(format!("{resource}/{name}.json"), record.content);
    }
    files
}

/// The name with everything percent-encoded that a file system could refuse or read in another way.
pub(super) fn safe(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(|character: char| character.is_ascii_digit());
    let is_reserved = RESERVED.contains(&stem.trim_end());
    let mut safe = String::new();
    let last = name.chars().count().saturating_sub(1);
    for (index, character) in name.chars().enumerate() {
        let is_edge = index == 0 || index == last;
        let is_wrong = character.is_control()
            || "<>:\"/\\|?*%~".contains(character)
            || is_edge && [' ', '.'].contains(&character)
            || index == 0 && is_reserved;
        if !is_wrong {
            safe.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    if safe.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| safe.is_char_boundary(*end));
        safe.truncate(end.unwrap_or_default());
        // Different ends make different names.
        safe.push_str(&format!("~{:08x}", checksum(name)));
    }
    safe
}

/// FNV-1a, which is the same on every system and in every release.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_takes_the_names() {
        for (name, expected) in [
            ("NAC-Cameras", "NAC-Cameras"),
            ("Zoë 2", "Zoë 2"),
            ("a/b\\c:d", "a%2Fb%5Cc%3Ad"),
            ("..", "%2E%2E"),
            (".hidden. ", "%2Ehidden.%20"),
            ("end.", "end%2E"),
            ("con", "%63on"),
            ("COM1.x", "%43OM1.x"),
            ("console", "console"),
            ("a\u{1}~", "a%01%7E"),
        ] {
            assert_eq!(safe(name), expected);
        }
        let (one, other) = ("ä".repeat(200), "ä".repeat(201));
        assert!(safe(&one).len() < 140 && safe(&one) != safe(&other));
    }

    #[test]
    fn records_with_the_same_name_have_files_of_their_own() {
        let named = |name: &str, id: Option<&str>, content: &str| Named {
            name: name.to_owned(),
            id: id.map(ToOwned::to_owned),
            content: content.to_owned(),
        };
        let records = || {
            vec![
                named("Guest", Some("2"), "b"),
                named("guest", Some("1"), "a"),
                named("x", Some("3"), "c"),
                named("y", None, "e"),
                named("y", None, "d"),
            ]
        };
        let expected = [
            ("r/Guest~2.json", "b"),
            ("r/guest~1.json", "a"),
            ("r/x.json", "c"),
            ("r/y.json", "d"),
            ("r/y~~2.json", "e"),
        ];
        let expected: BTreeMap<String, String> = expected
            .iter()
            .map(|(name, content)| ((*name).to_owned(), (*content).to_owned()))
            .collect();
        assert_eq!(files("r", records()), expected);
        let reversed = records().into_iter().rev().collect();
        assert_eq!(files("r", reversed), expected);
    }
}
