//! Bodies of kind `application/x-www-form-urlencoded`.

use form_urlencoded::Serializer;
use serde::Serialize;
use serde_json::Value;

/// Encodes an object of text, numbers, flags, and lists of these: a list becomes a repeated key.
pub(crate) fn encode<T: Serialize + ?Sized>(body: &T) -> Result<String, String> {
    let body = serde_json::to_value(body).map_err(|error| error.to_string())?;
    let Value::Object(members) = body else {
        return Err("a form is an object".into());
    };
    let mut form = Serializer::new(String::new());
    for (name, value) in &members {
        let values = match value {
            Value::Array(items) => items,
            value => std::slice::from_ref(value),
        };
        for value in values {
            form.append_pair(name, &scalar(name, value)?);
        }
    }
    Ok(form.finish())
}

/// One text as it stands in a form.
pub(crate) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The members of an encoded form.
pub(crate) fn members(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

fn scalar(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Err(format!(
            "a form cannot carry the null of `{name}`; leave it out"
        )),
        Value::Array(_) | Value::Object(_) => {
            Err(format!("a form cannot carry what is in `{name}`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_becomes_a_repeated_key() {
        let form = json!({"all": true, "id": [1, 2], "role": "a&b=ü c"});
        assert_eq!(
            encode(&form).unwrap(),
            "all=true&id=1&id=2&role=a%26b%3D%C3%BC+c"
        );
        assert_eq!(encode(&json!({})).unwrap(), "");
        let members = members(b"id=1&id=2&role=a%26b%3D%C3%BC+c");
        assert_eq!(members[2], ("role".into(), "a&b=ü c".into()));
    }

    #[test]
    fn what_a_form_cannot_carry_is_named() {
        for value in [json!(null), json!({}), json!([[1]])] {
            assert!(
                encode(&json!({"member": value}))
                    .unwrap_err()
                    .contains("`member`")
            );
        }
        assert!(encode(&[1]).is_err());
    }
}
