//! The Rust types of all records, behind functions that are the same for each.

use std::fmt::Debug;

use fortinac_types::decode::{self, DecodeError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a test does with the Rust type of a record.
#[derive(Debug)]
pub struct RecordType {
    /// The name of the component and of the type.
    pub name: &'static str,
    /// Decodes JSON and encodes the record. Panics if that does not decode to the same record again.
    pub round_trip: fn(&[u8]) -> Result<String, DecodeError>,
    /// Decodes JSON and shows the record as `Debug` does, in one line and in several.
    pub debug: fn(&[u8]) -> Result<String, DecodeError>,
}

impl RecordType {
    /// The type of the component of this name.
    ///
    /// # Panics
    /// When there is none.
    pub fn named(name: &str) -> &'static Self {
        let mut all = RECORD_TYPES.iter();
        all.find(|record| record.name == name)
            .unwrap_or_else(|| panic!("there is no record {name}"))
    }

    const fn of<T: Debug + PartialEq + Serialize + DeserializeOwned>(name: &'static str) -> Self {
        Self {
            name,
            round_trip: round_trip::<T>,
            debug: debug::<T>,
        }
    }
}

fn round_trip<T: Debug + PartialEq + Serialize + DeserializeOwned>(
    json: &[u8],
) -> Result<String, DecodeError> {
    let record: T = decode::from_slice(json)?;
    let encoded = serde_json::to_string(&record).expect("a record encodes");
    let again: T = decode::from_slice(encoded.as_bytes()).expect("its own JSON decodes");
    assert!(
        again == record,
        "the record's own JSON decodes to another record"
    );
    Ok(encoded)
}

fn debug<T: Debug + DeserializeOwned>(json: &[u8]) -> Result<String, DecodeError> {
    decode::from_slice::<T>(json).map(|record| format!("{record:?}\n{record:#?}"))
}

macro_rules! record_types {
    ($($module:ident::$name:ident,)*) => {
        /// The types of all records of the spec.
        pub static RECORD_TYPES: &[RecordType] =
            &[$(RecordType::of::<fortinac_types::$module::$name>(stringify!($name))),*];
    };
}

with_records!(record_types);
