//! Names of the types of JSON values, as messages have them.

use serde::de::Unexpected;
use serde_json::Value;

const NULL: &str = "null";
const BOOLEAN: &str = "a boolean";
const INTEGER: &str = "an integer";
const FRACTION: &str = "a number with a fraction";
const STRING: &str = "a string";
const ARRAY: &str = "an array";
const OBJECT: &str = "an object";

/// Names the type of a JSON value, without showing the value.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(number) if number.is_f64() => FRACTION,
        Value::Number(_) => INTEGER,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// The same of a value that serde did not expect. `None` if it is not a JSON value.
pub(crate) fn kind_of_unexpected(value: Unexpected<'_>) -> Option<&'static str> {
    Some(match value {
        Unexpected::Unit => NULL,
        Unexpected::Bool(_) => BOOLEAN,
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => INTEGER,
        Unexpected::Float(_) => FRACTION,
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => STRING,
        Unexpected::Seq => ARRAY,
        Unexpected::Map => OBJECT,
        _ => return None,
    })
}

/// Translates what a Rust type says that it expects into the terms of JSON.
pub(crate) fn name_of_expected(expected: &str) -> String {
    let name = match expected {
        "f32" | "f64" | "a JSON number" => "a number",
        "unit" => NULL,
        "a sequence" => ARRAY,
        "a map" => OBJECT,
        _ if expected.starts_with("struct ") => OBJECT,
        _ if expected.starts_with("tuple ") => ARRAY,
        _ if expected.starts_with("enum ") => "an enum value",
        _ => match expected.strip_prefix("a tuple of size ") {
            Some(size) => return format!("an array of {size} items"),
            None => return integer(expected).unwrap_or_else(|| expected.to_owned()),
        },
    };
    name.to_owned()
}

/// The name of a Rust integer such as `u32`.
fn integer(rust: &str) -> Option<String> {
    let (sign, bits) = match rust.split_at_checked(1)? {
        ("i", bits) => ("", bits),
        ("u", bits) => ("unsigned ", bits),
        _ => return None,
    };
    let bits: u8 = bits.parse().ok()?;
    let article = if sign.is_empty() && bits != 8 {
        "a"
    } else {
        "an"
    };
    Some(format!("{article} {sign}{bits}-bit integer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_named_in_the_terms_of_json() {
        for (rust, json) in [
            ("i64", "a 64-bit integer"),
            ("i8", "an 8-bit integer"),
            ("u16", "an unsigned 16-bit integer"),
            ("f64", "a number"),
            ("unit", "null"),
            ("a sequence", "an array"),
            ("a tuple of size 2", "an array of 2 items"),
            ("struct User", "an object"),
            ("enum Shape", "an enum value"),
            ("a string", "a string"),
            ("if", "if"),
            ("é", "é"),
        ] {
            assert_eq!(name_of_expected(rust), json);
        }
    }
}
