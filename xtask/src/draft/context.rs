use serde_json::{Map, Value};

use super::facts::Facts;
use super::library::Library;
use super::names::Resource;
use super::texts::Texts;

/// What an operation is drafted from.
pub(super) struct Draft<'a> {
    pub(super) library: &'a Library,
    pub(super) resource: &'a Resource,
    pub(super) texts: &'a Texts<'a>,
    pub(super) verb: &'a str,
    /// Whether a human has to decide on the verb.
    pub(super) verb_is_guess: bool,
    /// The name of the record of the resource, if one is known.
    pub(super) record: Option<&'a str>,
    /// All that the operations of the resource show of that record.
    pub(super) skeleton: Option<&'a Map<String, Value>>,
    pub(super) facts: &'a Facts,
}
