//! Bodies of kind `application/x-www-form-urlencoded`.

use reqwest::Url;
use serde::Serialize;
use serde_json::Value;

/// Encodes an object of text, numbers, flags, and lists of these: a list becomes a repeated key.
pub(crate) fn encode<T: Serialize + ?Sized>(body: &T) -> Result<String, String> {
    let body = serde_json::to_value(body).map_err(|error| error.to_string())?;
    let Value::Object(members) = body else {
        return Err("a form is an object".into());
    };
    // A URL's query has the encoding of a form, and reqwest brings a URL.
    let mut url = Url::parse("form:").map_err(|error| error.to_string())?;
    {
        let mut pairs = url.query_pairs_mut();
        for (name, value) in &members {
            match value {
                Value::Array(items) => {
                    for item in items {
                        pairs.append_pair(name, &scalar(name, item)?);
                    }
                }
                value => {
                    pairs.append_pair(name, &scalar(name, value)?);
                }
            }
        }
    }
    Ok(url.query().unwrap_or_default().to_owned())
}

/// The members of an encoded form.
pub(crate) fn members(form: &[u8]) -> Vec<(String, String)> {
    let url = Url::parse(&format!("form:?{}", String::from_utf8_lossy(form)));
    url.map(|url| url.query_pairs().into_owned().collect())
        .unwrap_or_default()
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
