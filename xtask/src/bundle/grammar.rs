//! The grammar of a file of the spec: `openapi/schema/file.schema.json`, which editors use too.

use std::path::Path;
use std::sync::OnceLock;

use fortinac_json::kind_of;
use fortinac_spec::pointer;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::{location, nearest, some_of};
use crate::diagnostic::Diagnostic;

const SCHEMA: &str = include_str!("../../../openapi/schema/file.schema.json");

struct Grammar {
    schema: Value,
    validator: Validator,
}

fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let schema =
            serde_json::from_str(SCHEMA).expect("the grammar is JSON, and a test reads it");
        let validator = jsonschema::draft7::new(&schema).expect("the grammar is a JSON Schema");
        Grammar { schema, validator }
    })
}

/// The grammar as JSON.
pub(crate) fn schema() -> &'static Value {
    &grammar().schema
}

/// What is wrong with a file by the grammar.
pub(super) fn check(file: &Path, content: &Value) -> Vec<Diagnostic> {
    let grammar = grammar();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for error in grammar.validator.iter_errors(content) {
        diagnostics.extend(diagnostic(file, content, &error, &grammar.schema));
    }
    diagnostics
}

fn diagnostic(
    file: &Path,
    content: &Value,
    error: &ValidationError<'_>,
    schema: &Value,
) -> Vec<Diagnostic> {
    let place = error.instance_path().as_str().to_owned();
    let keyword = error.schema_path().as_str();
    let (holder, _) = keyword.rsplit_once('/').unwrap_or_default();
    let rule = schema.pointer(holder).unwrap_or(&Value::Null);
    let rule_help = help_of(schema, holder);
    let at = |pointer: &str, message: String, help: String| {
        Diagnostic::new(file, message)
            .at(pointer, location(content, pointer))
            .help(help)
    };
    let found = kind_of(error.instance());
    let (message, help) = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let properties = rule["properties"].as_object();
            let known = || properties.into_iter().flat_map(serde_json::Map::keys);
            let unknown = |name: &String| {
                // A number or `default` under responses is a status, and not a misspelled one.
                let is_closed = rule["patternProperties"].get("^/").is_some();
                let help = match (advice(name, holder), nearest(name, known().cloned())) {
                    (Some(advice), _) => advice.to_owned(),
                    _ if holder.ends_with("/responses") => format!("take it out. {rule_help}"),
                    _ if is_closed => rule_help.clone(),
                    (None, Some(meant)) => format!("did you mean `{meant}`?"),
                    (None, None) => {
                        let known = some_of(known());
                        let help = "correct its name or its indentation, or take it out";
                        let rule_help = rule_help.trim_end_matches('.');
                        match is_sentence(rule_help) {
                            true => format!("{help}. {rule_help}. Known here: {known}"),
                            false => format!("{help}. Known here: {known}"),
                        }
                    }
                };
                let pointer = format!("{place}/{}", pointer::escape(name));
                let mut diagnostic = at(&place, format!("`{name}` is not known here"), help);
                diagnostic.pointer = pointer;
                diagnostic
            };
            return unexpected.iter().map(unknown).collect();
        }
        ValidationErrorKind::Required { property } => {
            // The unknown `$ref` is an error of its own, and all that is missing comes with what it stands for.
            if error.instance().get("$ref").is_some() {
                return Vec::new();
            }
            let name = property.as_str().unwrap_or_default();
            let help = missing(schema, rule, name).unwrap_or(rule_help);
            (format!("`{name}` is missing"), format!("add it. {help}"))
        }
        ValidationErrorKind::Type { kind } => {
            let kind = match kind {
                TypeKind::Single(kind) => kind.to_string(),
                TypeKind::Multiple(_) => "another type".to_owned(),
            };
            let article = if kind.starts_with(['a', 'i', 'o']) {
                "an"
            } else {
                "a"
            };
            let is_scalar = error.instance().is_number() || error.instance().is_boolean();
            let remedy = match kind.as_str() {
                "string" if is_scalar => "put it in quotes",
                "string" => "write a string",
                "object" => "write a mapping: lines of `key: value` below it",
                "array" => "write a list: each item begins with a hyphen",
                "boolean" => "write `true` or `false`",
                _ => "write a value of this type",
            };
            let message = format!("is {found}, and not {article} {kind}");
            match rule_help.starts_with("Write ") {
                true => (message, rule_help),
                false => (message, format!("{remedy}. {rule_help}")),
            }
        }
        ValidationErrorKind::Constant { expected_value } => {
            let (expected, shown) = (plain(expected_value), plain(error.instance()));
            let message = format!("is `{shown}`, and not `{expected}`");
            (message, rule_help)
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map_or(&[][..], Vec::as_slice);
            let options: Vec<String> = options.iter().map(plain).collect();
            let shown = plain(error.instance());
            (
                format!("is `{shown}`, which is not known"),
                format!("write one of: {}. {rule_help}", options.join(", ")),
            )
        }
        ValidationErrorKind::Pattern { .. } | ValidationErrorKind::MinLength { .. } => {
            match error.instance().as_str().unwrap_or_default().trim() {
                "" => ("is empty".to_owned(), format!("fill it in. {rule_help}")),
                _ => ("is not of the form that belongs here".to_owned(), rule_help),
            }
        }
        ValidationErrorKind::MinItems { .. } | ValidationErrorKind::MinProperties { .. } => {
            let is_empty = match error.instance().as_ref() {
                Value::Array(items) => items.is_empty(),
                Value::Object(properties) => properties.is_empty(),
                _ => false,
            };
            let message = if is_empty {
                "is empty"
            } else {
                "has too few items"
            };
            (message.to_owned(), format!("fill it in. {rule_help}"))
        }
        ValidationErrorKind::MaxItems { .. } | ValidationErrorKind::MaxProperties { .. } => {
            ("has too many items".to_owned(), rule_help)
        }
        ValidationErrorKind::MaxLength { .. } => {
            let length = error
                .instance()
                .as_str()
                .unwrap_or_default()
                .chars()
                .count();
            (format!("has {length} characters"), rule_help)
        }
        ValidationErrorKind::Not { .. } => {
            let name = rule["not"]["required"][0].as_str().unwrap_or_default();
            let message = format!("`{name}` does not belong here");
            let mut diagnostic = at(&place, message, rule_help);
            diagnostic.pointer = format!("{place}/{}", pointer::escape(name));
            return vec![diagnostic];
        }
        ValidationErrorKind::FalseSchema => ("does not belong here".to_owned(), rule_help),
        _ => (error.masked_with(found).to_string(), rule_help),
    };
    vec![at(&place, message, help)]
}

/// Whether a description says more than the name of what it describes.
fn is_sentence(description: &str) -> bool {
    const LONGEST_NAME: usize = 5;
    description.split(' ').count() > LONGEST_NAME || description.contains('`')
}

/// What belongs in a property that is missing: its description, or that of the definition it refers to, and its values.
fn missing(schema: &Value, rule: &Value, name: &str) -> Option<String> {
    let property = &rule["properties"][name];
    if let Some(options) = property["enum"].as_array() {
        let options: Vec<String> = options.iter().map(plain).collect();
        let description = property["description"].as_str().unwrap_or_default();
        return Some(format!(
            "{description} It is one of: {}",
            options.join(", ")
        ));
    }
    let definition = property["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'));
    let definition =
        definition.and_then(|pointer| schema.pointer(pointer)?["description"].as_str());
    let described = property["description"].as_str();
    described
        .or(definition.filter(|text| is_sentence(text)))
        .map(str::to_owned)
}

/// The description of the rule, or of the nearest one around it.
fn help_of(schema: &Value, rule: &str) -> String {
    let mut rule = rule;
    loop {
        let description = schema
            .pointer(rule)
            .and_then(|rule| rule["description"].as_str());
        if let (Some(description), false) = (description, rule.is_empty()) {
            return description.to_owned();
        }
        match rule.rsplit_once('/') {
            Some((around, _)) => rule = around,
            None => return String::new(),
        }
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// What to write in place of a keyword of JSON Schema that the spec does without.
fn advice(keyword: &str, rule: &str) -> Option<&'static str> {
    let of_parameter = rule.ends_with("/parameter");
    Some(match keyword {
        "$ref" if rule.ends_with("/pathItem") || rule.ends_with("/operation") => {
            "write it in place: a `$ref` stands for a component, and for a path in the root alone"
        }
        "description" if rule.ends_with("/reference") => {
            "a `$ref` has no siblings: write `allOf: [{$ref: ...}]`, and the description beside it"
        }
        _ if rule.ends_with("/reference") => {
            "take it out: OpenAPI 3.0 ignores what is beside a `$ref`"
        }
        "style" | "explode" if of_parameter => "take it out: an array becomes a repeated key",
        "put" | "patch" | "head" | "options" | "trace" => {
            "use `get`, `post` or `delete`: FortiNAC reads, writes and deletes with these"
        }
        "oneOf" | "allOf" | "not" => {
            "use `anyOf` in one of its two shapes, or one component with all properties"
        }
        "minimum" | "maximum" | "pattern" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "uniqueItems" | "multipleOf" | "exclusiveMinimum" | "exclusiveMaximum" => {
            "say it in the description: a real response must not fail because of it"
        }
        "enum" if !of_parameter => {
            "a response fails on a new value: make it a component with `x-extensible-enum`"
        }
        "default" if !rule.ends_with("/responses") => "say it in the description",
        "required" => "take it out: every property of a response may be absent",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_help() {
        fn walk(value: &Value, path: &str, schema: &Value) {
            match value {
                Value::Object(properties) => {
                    let checks = [
                        "required",
                        "additionalProperties",
                        "enum",
                        "const",
                        "pattern",
                        "not",
                    ];
                    let is_rule = properties.keys().any(|key| checks.contains(&key.as_str()));
                    // Not below `properties`, where a key is a name of the spec.
                    if is_rule && !path.ends_with("/properties") && !path.ends_with("/if") {
                        assert!(
                            !help_of(schema, path).is_empty(),
                            "no description for {path}"
                        );
                    }
                    for (key, value) in properties {
                        walk(value, &format!("{path}/{}", pointer::escape(key)), schema);
                    }
                }
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk(item, &format!("{path}/{index}"), schema);
                    }
                }
                _ => {}
            }
        }
        let schema = &grammar().schema;
        walk(&schema["definitions"], "/definitions", schema);
    }
}
