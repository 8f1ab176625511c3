//! The types of records: what decodes comes back as it was, and no input makes decoding panic.

use fortinac_tests::RECORD_TYPES;
use serde_json::Value;

use crate::seeds::CASES;

/// The first two bytes choose the type, and the rest is the JSON.
pub(crate) fn run(input: &[u8]) {
    let Some(([low, high], json)) = input.split_first_chunk::<2>() else {
        return;
    };
    let index = usize::from(u16::from_le_bytes([*low, *high]));
    let record = &RECORD_TYPES[index % RECORD_TYPES.len()];
    if let Ok(again) = (record.round_trip)(json) {
        let read = |json| serde_json::from_slice::<Value>(json).expect("what decodes is JSON");
        assert_eq!(read(again.as_bytes()), read(json), "{}", record.name);
    }
}

/// The bytes that choose a type.
fn index_of(name: &str) -> [u8; 2] {
    let index = RECORD_TYPES.iter().position(|record| record.name == name);
    let index = index.unwrap_or_else(|| panic!("there is no record {name}"));
    u16::try_from(index)
        .expect("there are fewer records")
        .to_le_bytes()
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies = CASES
        .iter()
        .map(|case| (case.record(), case.json.to_string()));
    // Found by fuzzing: the sign was lost.
    let found = [("Host", r#"{"id":-0}"#.to_owned())];
    let seeds = bodies.chain(found);
    seeds
        .map(|(record, json)| [&index_of(record)[..], json.as_bytes()].concat())
        .collect()
}
