//! Converts OpenAPI 3.0 schemas to JSON Schema.
//!
//! OpenAPI 3.0 has `nullable: true` where JSON Schema lists the type `null`, and `format: int64` where JSON Schema has
//! only bounds. Every other keyword that the spec uses means the same in both.

use serde_json::{Map, Value, json};

/// A custom keyword in addition to the bounds, because an integer below the minimum is parsed as a float equal to the
/// minimum.
pub(crate) const INT64: &str = "x-int64";

/// Converts an OpenAPI 3.0 schema and all schemas inside it. A `$ref` stays unchanged.
pub fn from_openapi(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut converted = Map::new();
    for (keyword, value) in keywords {
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
            "type" if keywords.get("nullable") == Some(&Value::Bool(true)) => {
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
            // Annotations do not affect which values are valid.
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
