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

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let seeds = CASES.iter().map(|case| {
        let index = RECORD_TYPES
            .iter()
            .position(|record| record.name == case.record());
        let index = u16::try_from(index.unwrap_or_default()).expect("there are fewer records");
        [&index.to_le_bytes()[..], case.json.to_string().as_bytes()].concat()
    });
    seeds.collect()
}
