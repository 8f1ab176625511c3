//! OpenAPI 3.0 schemas as JSON Schema.
//!
//! OpenAPI 3.0 says `nullable: true` where JSON Schema lists the type `null`, and `format: int64` where JSON Schema
//! has only bounds. Everything else that the description uses means the same in both.

use serde_json::{Map, Value, json};

/// A keyword of our own beside the bounds: what is less than the least integer is read as a float that equals it.
pub(crate) const INT64: &str = "x-int64";

/// Converts one OpenAPI 3.0 schema object, with everything inside it. A `$ref` stays as it is.
pub fn from_openapi(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut converted = Map::new();
    for (keyword, value) in members {
        match keyword.as_str() {
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties =
                    properties.map(|(name, schema)| (name.clone(), from_openapi(schema)));
                converted.insert(keyword.clone(), properties.collect());
            }
            "items" | "additionalProperties" | "not" => {
                converted.insert(keyword.clone(), from_openapi(value));
            }
            "anyOf" | "oneOf" | "allOf" => {
                let schemas = value.as_array().into_iter().flatten().map(from_openapi);
                converted.insert(keyword.clone(), schemas.collect());
            }
            "type" if members.get("nullable") == Some(&Value::Bool(true)) => {
                converted.insert(keyword.clone(), json!([value, "null"]));
            }
            "$ref" | "type" | "required" | "enum" | "minimum" | "maximum" | "minLength"
            | "maxLength" | "minItems" | "maxItems" | "pattern" => {
                converted.insert(keyword.clone(), value.clone());
            }
            "format" if value == "int64" => {
                converted.insert(INT64.into(), true.into());
                converted.insert("minimum".into(), i64::MIN.into());
                converted.insert("maximum".into(), i64::MAX.into());
            }
            // Annotations: they say nothing about which values are valid.
            _ => {}
        }
    }
    Value::Object(converted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nullable_becomes_a_type_at_every_depth() {
        let openapi = json!({
            "type": "object", "nullable": true,
            "properties": {"nullable": {"type": "array", "nullable": true, "items": {"type": "string"}}},
            "additionalProperties": {"anyOf": [{"type": "integer", "nullable": true}, {"type": "string"}]},
        });
        let expected = json!({
            "type": ["object", "null"],
            "properties": {"nullable": {"type": ["array", "null"], "items": {"type": "string"}}},
            "additionalProperties": {"anyOf": [{"type": ["integer", "null"]}, {"type": "string"}]},
        });
        assert_eq!(from_openapi(&openapi), expected);
    }

    #[test]
    fn annotations_are_left_out() {
        let openapi = json!({"type": "string", "format": "password", "description": "d", "example": "e", "x-a": 1});
        assert_eq!(from_openapi(&openapi), json!({"type": "string"}));
    }
}
