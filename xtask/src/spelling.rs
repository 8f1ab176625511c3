//! The ways in which a schema may be spelled: one for each meaning.
//!
//! The validator demands these spellings, and lowering builds on them: what is read here is all that the generator
//! ever sees.

use serde_json::{Map, Value};

/// The meaning of a schema, read from its spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelling<'a> {
    /// An object with known members. Unknown members are allowed.
    Record(&'a Map<String, Value>),
    /// An object of which no member is known.
    FreeObject,
    /// Any number of members of one kind, with names of the data's own.
    Map(&'a Value),
    /// A list.
    List(&'a Value),
    /// Text.
    Text,
    /// Text that must never be shown.
    Secret,
    /// A word of which some are known.
    OpenEnum(Vec<&'a str>),
    /// A 64-bit integer.
    Integer,
    /// An integer, or a number with a fraction.
    Number,
    /// True or false.
    Flag,
    /// An integer on some pages, text on others.
    IntegerOrText,
    /// A record on some pages, text on others.
    RecordOrText(&'a str),
    /// A value of which no kind is known.
    Open,
    /// Another component, by name.
    Reference(&'a str),
}

/// Members that say nothing about which values are valid.
const ANNOTATIONS: [&str; 3] = ["description", "example", "nullable"];

/// Reads a schema. The error says which spelling to use instead.
pub fn read(schema: &Value) -> Result<Spelling<'_>, String> {
    let members = schema.as_object().ok_or("a schema must be a mapping")?;
    if let Some(reference) = members.get("$ref") {
        return component_name(reference)
            .map(Spelling::Reference)
            .ok_or_else(|| "not a reference to a schema".into());
    }
    let spelled = |name: &str| members.get(name);
    let only = |known: &[&str]| {
        let known = |name: &str| {
            known.contains(&name) || ANNOTATIONS.contains(&name) || name.starts_with("x-")
        };
        match members.keys().find(|name| !known(name)) {
            Some(odd) => Err(format!("`{odd}` does not belong here; {}", advice(odd))),
            None => Ok(()),
        }
    };
    if let Some(forms) = spelled("anyOf") {
        only(&["anyOf"])?;
        return either(forms);
    }
    let Some(kind) = spelled("type") else {
        only(&[])?;
        return Ok(Spelling::Open);
    };
    let format = match spelled("format") {
        None => None,
        Some(Value::String(format)) => Some(format.as_str()),
        Some(other) => return Err(format!("`format` is {other}, and not a word")),
    };
    match kind.as_str().unwrap_or_default() {
        "object" => {
            only(&["type", "properties", "additionalProperties", "xml"])?;
            match (spelled("properties"), spelled("additionalProperties")) {
                (Some(Value::Object(properties)), None) => Ok(Spelling::Record(properties)),
                (None, Some(values @ Value::Object(_))) => Ok(Spelling::Map(values)),
                (None, None) => Ok(Spelling::FreeObject),
                (Some(_), None) => Err("`properties` is not a mapping".into()),
                (_, Some(_)) => Err("`additionalProperties` is for a map alone, and holds the schema of its values; a \
                                     record allows unknown members by default"
                    .into()),
            }
        }
        "array" => {
            only(&["type", "items"])?;
            spelled("items")
                .map(Spelling::List)
                .ok_or_else(|| "an array has no `items`".into())
        }
        "string" => match (format, spelled("x-extensible-enum")) {
            (None, None) => only(&["type"]).map(|()| Spelling::Text),
            (Some("password"), None) => only(&["type", "format"]).map(|()| Spelling::Secret),
            (None, Some(words)) => {
                only(&["type"])?;
                words_of(words).map(Spelling::OpenEnum)
            }
            (Some(other), None) => Err(format!(
                "`format: {other}` is not used; a time is `$ref` Timestamp, a secret is `format: password`, and any \
                 other text has no format"
            )),
            (Some(_), Some(_)) => Err("`format` and `x-extensible-enum` exclude each other".into()),
        },
        "integer" => {
            only(&["type", "format"])?;
            match format {
                Some("int64") => Ok(Spelling::Integer),
                _ => Err("an integer has `format: int64`".into()),
            }
        }
        "number" => only(&["type"]).map(|()| Spelling::Number),
        "boolean" => only(&["type"]).map(|()| Spelling::Flag),
        _ => Err(format!("`type: {kind}` is not a type of OpenAPI 3.0")),
    }
}

/// The name of the component schema that a `$ref` names.
pub(crate) fn component_name(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix("#/components/schemas/")
}

fn either(forms: &Value) -> Result<Spelling<'_>, String> {
    const ADVICE: &str = "`anyOf` is [integer or record, string]: `[{type: integer, format: int64, nullable: true}, \
                          {type: string}]` or `[{$ref: Record}, {type: string}]`";
    let [first, second] = forms.as_array().map_or(&[][..], Vec::as_slice) else {
        return Err(ADVICE.into());
    };
    match (read(first)?, read(second)?) {
        (Spelling::Integer, Spelling::Text) if is_nullable(first) => Ok(Spelling::IntegerOrText),
        (Spelling::Reference(name), Spelling::Text) => Ok(Spelling::RecordOrText(name)),
        _ => Err(ADVICE.into()),
    }
}

/// Whether the schema itself allows null.
pub fn is_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

fn words_of(words: &Value) -> Result<Vec<&str>, String> {
    let words: Option<Vec<&str>> = words
        .as_array()
        .and_then(|words| words.iter().map(Value::as_str).collect());
    words
        .filter(|words| !words.is_empty())
        .ok_or_else(|| "the words of an enumeration are a list of strings".into())
}

fn advice(odd: &str) -> &'static str {
    match odd {
        "oneOf" | "allOf" | "not" => {
            "use `anyOf` in one of its two spellings, or one component with all members"
        }
        "required" => "every member of an answer may be absent",
        "minimum" | "maximum" | "pattern" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "uniqueItems" | "multipleOf" | "exclusiveMinimum" | "exclusiveMaximum" => {
            "say it in the description: a real answer must not fail because of it"
        }
        "enum" => "an answer fails on a new word: make it a component with `x-extensible-enum`",
        "default" => "say it in the description",
        _ => "see the spellings in CONTRIBUTING.md",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_spelling_is_read() {
        let record = json!({"type": "object", "nullable": true, "properties": {"a": {}}});
        assert!(matches!(read(&record), Ok(Spelling::Record(members)) if members.len() == 1));
        for (schema, spelling) in [
            (json!({"type": "object"}), Spelling::FreeObject),
            (
                json!({"type": "string", "description": "d"}),
                Spelling::Text,
            ),
            (
                json!({"type": "string", "format": "password"}),
                Spelling::Secret,
            ),
            (
                json!({"type": "string", "x-extensible-enum": ["OR"]}),
                Spelling::OpenEnum(vec!["OR"]),
            ),
            (
                json!({"type": "integer", "format": "int64"}),
                Spelling::Integer,
            ),
            (json!({"type": "number"}), Spelling::Number),
            (json!({"type": "boolean"}), Spelling::Flag),
            (json!({"x-fortinac-open": "why"}), Spelling::Open),
            (
                json!({"$ref": "#/components/schemas/A"}),
                Spelling::Reference("A"),
            ),
            (
                json!({"anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}]}),
                Spelling::IntegerOrText,
            ),
            (
                json!({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}),
                Spelling::RecordOrText("A"),
            ),
        ] {
            assert_eq!(read(&schema), Ok(spelling), "{schema}");
        }
    }

    #[test]
    fn other_spellings_say_what_to_write() {
        for (schema, part) in [
            (json!([]), "a mapping"),
            (json!({"type": "array"}), "`items`"),
            (json!({"type": "integer"}), "int64"),
            (
                json!({"type": "integer", "format": "int64", "minimum": 1}),
                "`minimum`",
            ),
            (
                json!({"type": "string", "format": "date-time"}),
                "Timestamp",
            ),
            (
                json!({"type": "string", "x-extensible-enum": ["a"], "format": "password"}),
                "exclude",
            ),
            (json!({"type": ["string", "null"]}), "OpenAPI 3.0"),
            (
                json!({"type": "object", "required": ["a"], "properties": {}}),
                "`required`",
            ),
            (
                json!({"type": "object", "additionalProperties": true}),
                "additionalProperties",
            ),
            (json!({"oneOf": []}), "`oneOf`"),
            (json!({"anyOf": [{"type": "string"}]}), "anyOf"),
            (
                json!({"anyOf": [{"type": "integer", "format": "int64"}, {"type": "string"}]}),
                "nullable",
            ),
            (
                json!({"type": "string", "x-extensible-enum": []}),
                "list of strings",
            ),
            (
                json!({"type": "string", "enum": ["a"]}),
                "x-extensible-enum",
            ),
            (json!({"type": "string", "format": 1}), "format"),
            (
                json!({"type": "string", "descripton": "typo"}),
                "descripton",
            ),
        ] {
            let error = read(&schema).expect_err("not a spelling");
            assert!(error.contains(part), "{schema}: {error}");
        }
    }
}
