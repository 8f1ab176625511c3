//! Codes: values of enumerations, which samples show as a word and appliances send as a number.

use serde_json::{Map, Value};

use super::library::target_of;
use super::records::{Owner, Records};

/// Names that are codes where no record tells otherwise.
const CODES: [&str; 6] = [
    "elementClass",
    "elementType",
    "scheduledObjectType",
    "state",
    "taskType",
    "type",
];

/// Properties beside which `state` is a part of an address.
const ADDRESS: [&str; 4] = ["city", "country", "zip", "zipCode"];

impl<'a> Records<'a> {
    /// Whether a property without a like one is a Code by its name.
    pub(super) fn is_code_by_name(&self, owner: &Owner<'a, '_>, name: &str) -> bool {
        let is_other = || {
            let mut records = self.library.records();
            records.any(|known| {
                let schema = &known.schema["properties"][name];
                !schema.is_null() && !is_code(schema)
            })
        };
        CODES.contains(&name)
            && !is_of_address(owner.skeleton, name)
            && (self.is_mostly_code(name) || !is_other())
    }

    /// Whether most records that have a property of this name have a Code there.
    pub(super) fn is_mostly_code(&self, name: &str) -> bool {
        let schemas = self
            .library
            .records()
            .map(|known| &known.schema["properties"][name]);
        let is_other = |schema: &Value| {
            let target = target_of(schema).unwrap_or_default();
            // The `status` of an envelope is another one than that of a record.
            !schema.is_null() && !target.ends_with("/Status")
        };
        let (codes, others): (Vec<_>, Vec<_>) = schemas
            .filter(|schema| is_other(schema))
            .partition(|schema| is_code(schema));
        codes.len() > others.len()
    }
}

/// Whether a property is the state of an address, which is a name.
pub(super) fn is_of_address(properties: &Map<String, Value>, name: &str) -> bool {
    name == "state" && ADDRESS.iter().any(|part| properties.contains_key(*part))
}

pub(super) fn is_code(schema: &Value) -> bool {
    let target = target_of(schema).unwrap_or_default();
    target.ends_with("common.yaml#/components/schemas/Code")
        || target == "#/components/schemas/Code"
}
