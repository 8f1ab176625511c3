//! Names of types that our own deserializer treats in its own way: they ask for a newtype struct of this name.

/// [`Field`](crate::Field): in tolerant mode it is given the value as a sequence, as often as it asks.
pub(crate) const FIELD: &str = "fortinac_types::Field";

/// [`JsonValue`](crate::JsonValue): it is given the JSON text as a string.
pub(crate) const JSON_VALUE: &str = "fortinac_types::JsonValue";
