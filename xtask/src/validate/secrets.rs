//! Secrets: what is called like one is spelled as one, so that nothing ever shows it.

use fortinac_json::sounds_secret;
use serde_json::Value;

use super::site::{Site, component_schema};
use crate::bundle::Bundle;
use crate::problem::Problem;
use crate::spelling::{self, Spelling};

/// The extension that says why something is no secret in spite of its name.
pub(super) const NOT_SECRET: &str = "x-fortinac-not-secret";

/// Checks a member or a parameter called `name`.
pub(super) fn check(bundle: &Bundle, name: &str, schema: &Site<'_>, problems: &mut Vec<Problem>) {
    if spelling::read(schema.value).is_err() {
        return;
    }
    let suspect = sounds_secret(name) && could_show_text(bundle, schema.value);
    match (suspect, is_excepted(schema.value)) {
        (true, false) => problems.push(
            schema
                .problem(format!(
                    "`{name}` sounds like a secret, and is not `format: password`"
                ))
                .help(format!(
                    "add the format, or say in `{NOT_SECRET}` why it is none"
                )),
        ),
        (false, true) => problems.push(
            schema
                .problem(format!("`{NOT_SECRET}` excepts nothing"))
                .help("take it out: the rule does not hold this for a secret"),
        ),
        _ => {}
    }
}

fn could_show_text(bundle: &Bundle, schema: &Value) -> bool {
    match spelling::read(schema) {
        Ok(Spelling::List(inner) | Spelling::Map(inner)) => could_show_text(bundle, inner),
        // A component can be shared by many members: the exception stands there, since a `$ref` has no siblings.
        Ok(Spelling::Reference(name)) => component_schema(bundle, name).is_some_and(|component| {
            !is_excepted(component)
                && matches!(
                    spelling::read(component),
                    Ok(Spelling::OpenEnum(_) | Spelling::IntegerOrText)
                )
        }),
        Ok(
            Spelling::Text
            | Spelling::OpenEnum(_)
            | Spelling::Open
            | Spelling::FreeObject
            | Spelling::IntegerOrText
            | Spelling::RecordOrText(_),
        ) => true,
        // A record is judged by its members.
        _ => false,
    }
}

fn is_excepted(schema: &Value) -> bool {
    schema.get(NOT_SECRET).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_could_show_text_is_suspect() {
        let text = json!({"type": "string"});
        let secret = json!({"type": "string", "format": "password"});
        let bundle = Bundle {
            document: json!({"components": {"schemas": {
                "Code": {"anyOf": [{"type": "integer", "format": "int64", "nullable": true}, text]},
                "Time": {"anyOf": [{"type": "integer", "format": "int64", "nullable": true}, text], NOT_SECRET: "why"},
                "Record": {"type": "object", "properties": {}},
            }}}),
            root: PathBuf::new(),
            path_files: BTreeMap::new(),
            component_files: BTreeMap::new(),
        };
        let problems = |name: &str, schema: &Value| {
            let mut problems = Vec::new();
            let site = Site {
                file: Path::new(""),
                place: String::new(),
                value: schema,
            };
            check(&bundle, name, &site, &mut problems);
            problems.len()
        };
        for schema in [
            text.clone(),
            json!({}),
            json!({"type": "object"}),
            json!({"type": "array", "items": text}),
            json!({"type": "object", "additionalProperties": text}),
            json!({"$ref": "#/components/schemas/Code"}),
        ] {
            assert_eq!(problems("userPassWord", &schema), 1, "{schema}");
            assert_eq!(problems("userName", &schema), 0, "{schema}");
        }
        for name in ["cliPwd", "presharedKey", "radiusKey", "snmpCommunity"] {
            assert_eq!(problems(name, &text), 1, "{name}");
            assert_eq!(problems(name, &secret), 0, "{name}");
        }
        for schema in [
            secret.clone(),
            json!({"type": "array", "items": secret}),
            json!({"type": "boolean"}),
            json!({"$ref": "#/components/schemas/Time"}),
            json!({"$ref": "#/components/schemas/Record"}),
            json!({"type": "string", NOT_SECRET: "a name"}),
        ] {
            assert_eq!(problems("apiKey", &schema), 0, "{schema}");
        }
        assert_eq!(
            problems("userName", &json!({"type": "string", NOT_SECRET: "a name"})),
            1
        );
    }
}
