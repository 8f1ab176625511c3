//! Scalars of common.yaml that a property is.

use serde_json::Value;

use super::library::COMMON;
use super::records::Records;
use super::types::{accepts, values};
use super::words::pascal;

/// Those of envelopes mean something else in a record.
const OF_ENVELOPES: [&str; 4] = ["ErrorMessage", "Filtered", "Status", "Total"];

impl Records<'_> {
    /// A `$ref` to the shared scalar that is called like the property, such as `LastModifiedBy` for `lastModifiedBy`, or to
    /// the shared enumeration that has the values which are shown, such as `LogicalOperator` for AND and OR.
    pub(super) fn shared_scalar(&self, name: &str, skeleton: &Value) -> Option<Value> {
        let values = values(skeleton);
        let mut shared = self
            .library
            .components()
            .filter(|shared| shared.file == COMMON && shared.schema.get("properties").is_none());
        let is_called_so = |name_of_shared: &str| {
            pascal(name) == name_of_shared && !OF_ENVELOPES.contains(&name_of_shared)
        };
        let has_values = |schema: &Value| {
            let known = schema["x-extensible-enum"].as_array();
            let is_known =
                |value: &&str| known.is_some_and(|known| known.iter().any(|known| known == value));
            !values.is_empty() && values.iter().all(is_known)
        };
        let found = shared.find(|shared| {
            (is_called_so(shared.name) || has_values(shared.schema))
                && accepts(self.library, COMMON, shared.schema, skeleton)
        })?;
        Some(self.reference(found.name))
    }
}
