//! Bodies of the media type `application/x-www-form-urlencoded`.

use form_urlencoded::Serializer;
use serde_json::Value;

/// The media type.
pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Encodes fields. A name that comes several times is an array.
pub(crate) fn encode(fields: &[(String, String)]) -> String {
    let mut form = Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

/// The names and values of an encoded form, or of a query.
pub(crate) fn decode(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

/// The fields of an object whose properties are strings, numbers, booleans, and arrays of these.
pub(crate) fn fields_of(object: &Value) -> Result<Vec<(String, String)>, String> {
    let Value::Object(properties) = object else {
        return Err("a form is an object".into());
    };
    let mut fields = Vec::new();
    for (name, value) in properties {
        let values = values_of(value).map_err(|reason| format!("`{name}`: {reason}"))?;
        fields.extend(values.into_iter().map(|value| (name.clone(), value)));
    }
    Ok(fields)
}

/// The values of one field: several for an array.
pub(crate) fn values_of(value: &Value) -> Result<Vec<String>, &'static str> {
    let items = match value {
        Value::Array(items) => items,
        value => std::slice::from_ref(value),
    };
    items.iter().map(scalar).collect()
}

fn scalar(value: &Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(boolean) => Ok(boolean.to_string()),
        Value::Null => Err("a form cannot carry null; leave the field out"),
        Value::Array(_) | Value::Object(_) => {
            Err("a form carries strings, numbers, booleans, and arrays of these")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_array_becomes_a_repeated_name() {
        let fields = fields_of(&json!({"all": true, "id": [1, 2], "role": "a&b=ü c"})).unwrap();
        let form = encode(&fields);
        assert_eq!(form, "all=true&id=1&id=2&role=a%26b%3D%C3%BC+c");
        assert_eq!(decode(form.as_bytes()), fields);
        assert_eq!(encode(&[]), "");
    }

    #[test]
    fn values_that_a_form_cannot_carry_are_named() {
        for value in [json!(null), json!({}), json!([[1]])] {
            let error = fields_of(&json!({"field": value})).unwrap_err();
            assert!(error.starts_with("`field`: "), "{error}");
        }
        assert!(fields_of(&json!([1])).is_err());
    }
}
