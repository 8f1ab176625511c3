use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value whose type no source documents. It is kept, and serialized unchanged.
///
/// It can hold a secret, so `Debug` shows only its JSON type.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Any(pub Value);

impl<T: Into<Value>> From<T> for Any {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Value::Null => "null",
            Value::Bool(_) => "[boolean]",
            Value::Number(_) => "[number]",
            Value::String(_) => "[string]",
            Value::Array(_) => "[array]",
            Value::Object(_) => "[object]",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_only_the_json_type() {
        assert_eq!(format!("{:?}", Any::from("canary")), "[string]");
    }
}
