//! What descriptions claim of real responses and requests, against the evidence and the captured exchanges.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fortinac_evidence::{BodySide, Evidence, Kind as JsonKind, Step, kinds_of_words, locations};
use fortinac_spec::api::Evidence as Worth;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::api::{Body, Operation};
use crate::model::{Model, property_pointer};

/// A phrase of a description, in lower case, and what it claims.
struct Claim {
    phrase: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// Real responses have null.
    Null,
    /// Real responses have null, or something empty.
    Empty,
    /// No source has anything but null.
    OnlyNull,
    /// No request has the property.
    OnlyInResponses,
    /// No response has the property.
    OnlyInRequests,
    /// No source has the property.
    Unseen,
    /// A number can be -1.
    MinusOne,
}

const CLAIMS: [Claim; 20] = [
    claim("null in real responses", Kind::Null),
    claim("null in real records", Kind::Null),
    claim("null in the real responses", Kind::Null),
    claim("null in all real responses", Kind::Null),
    claim("null in all real records", Kind::Null),
    claim("null or empty in real responses", Kind::Empty),
    claim("null or empty in real records", Kind::Empty),
    claim("empty in real responses", Kind::Empty),
    claim("empty in all real responses", Kind::Empty),
    claim("empty in all real records", Kind::Empty),
    claim("empty in every", Kind::Empty),
    claim("only null has been seen", Kind::OnlyNull),
    claim("only in responses", Kind::OnlyInResponses),
    claim("only responses show it", Kind::OnlyInResponses),
    claim("only in request bodies", Kind::OnlyInRequests),
    claim("only in requests", Kind::OnlyInRequests),
    claim("no source shows it", Kind::Unseen),
    claim("no source has it", Kind::Unseen),
    claim("no response shows it", Kind::OnlyInRequests),
    claim("-1", Kind::MinusOne),
];

const fn claim(phrase: &'static str, kind: Kind) -> Claim {
    Claim { phrase, kind }
}

/// A sentence with one of these claims nothing that can be decided: it is a guess, or about some records only.
const HEDGES: [&str; 4] = ["presumably", "going by", "probably", " other "];

/// A property as a source shows it.
struct Shown {
    side: BodySide,
    is_real: bool,
    /// A value, or type words.
    value: Value,
    is_words: bool,
    /// The source, for a reader.
    source: String,
}

type ByProperty = BTreeMap<String, Vec<Shown>>;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let root = model.bundle.root.parent();
    let Some(repository) = root.and_then(Path::parent) else {
        return;
    };
    let folder = repository.join("evidence");
    // What is wrong with the evidence is reported where the spec is compared with it.
    let Some(evidence) = folder
        .is_dir()
        .then(|| Evidence::read(&folder).ok())
        .flatten()
    else {
        return;
    };
    let mut shown = ByProperty::new();
    add_evidence(model, &evidence, &mut shown);
    add_exchanges(model, &repository.join("tests/data/exchanges"), &mut shown);
    for (record, property) in model.api.properties() {
        let all = shown.get(&format!("{record}.{}", property.name));
        let all = all.map_or(&[][..], Vec::as_slice);
        for sentence in property.description.split_inclusive(". ") {
            if let Some((message, help)) = wrong(sentence, all) {
                let pointer = property_pointer(record, &property.name);
                diagnostics.push(model.at(&pointer, message).help(help));
            }
        }
    }
}

fn add_evidence(model: &Model, evidence: &Evidence, shown: &mut ByProperty) {
    for operation in &model.api.operations {
        for (file, entry) in evidence.of(operation.method.as_str(), &operation.path) {
            let file = file.file_name().unwrap_or_default().to_string_lossy();
            let source = format!("{} in evidence/{file}", entry.title());
            let is_real = entry.evidence == Worth::Real;
            for (side, skeleton) in [
                (BodySide::Request, &entry.request),
                (BodySide::Response, &entry.response),
            ] {
                add(
                    model, operation, side, skeleton, is_real, true, &source, shown,
                );
            }
            if let Some(Body::Form { component, .. }) = &operation.body {
                for argument in &entry.arguments {
                    let known = shown.entry(format!("{component}.{}", argument.name));
                    known.or_default().push(Shown {
                        side: BodySide::Request,
                        is_real,
                        value: argument.ty.as_str().into(),
                        is_words: true,
                        source: source.clone(),
                    });
                }
            }
        }
    }
}

fn add_exchanges(model: &Model, folder: &Path, shown: &mut ByProperty) {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.sort();
    for file in files {
        // The conformance checker reports what is wrong with an exchange.
        let text = fs::read_to_string(&file).unwrap_or_default();
        let exchange: Value = serde_json::from_str(&text).unwrap_or_default();
        let operation = exchange["operation"].as_str().unwrap_or_default();
        let mut operations = model.api.operations.iter();
        let operation =
            operations.find(|known| format!("{} {}", known.method, known.path) == operation);
        let is_success = exchange["response"]["status"]
            .as_str()
            .is_none_or(|status| status == "success");
        let Some(operation) = operation.filter(|_| is_success) else {
            continue;
        };
        let file = file.file_name().unwrap_or_default().to_string_lossy();
        let source = format!("tests/data/exchanges/{file}");
        for (side, body) in [
            (BodySide::Request, &exchange["request"]),
            (BodySide::Response, &exchange["response"]),
        ] {
            add(model, operation, side, body, true, false, &source, shown);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "it is called twice")]
fn add(
    model: &Model,
    operation: &Operation,
    side: BodySide,
    body: &Value,
    is_real: bool,
    is_words: bool,
    source: &str,
    shown: &mut ByProperty,
) {
    for location in locations(&model.api, operation, side, body) {
        if matches!(location.path.last(), Some(Step::Property(_))) {
            shown.entry(location.name).or_default().push(Shown {
                side,
                is_real,
                value: location.value.clone(),
                is_words,
                source: source.to_owned(),
            });
        }
    }
}

/// What is wrong with a sentence about a property, and the remedy.
fn wrong(sentence: &str, shown: &[Shown]) -> Option<(String, &'static str)> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let sentence = words.join(" ").to_lowercase();
    if HEDGES.iter().any(|hedge| sentence.contains(hedge)) {
        return None;
    }
    let is_here = |claim: &&Claim| match claim.kind {
        Kind::MinusOne => words.iter().any(|word| is_minus_one(word)),
        _ => sentence.contains(claim.phrase),
    };
    let claim = CLAIMS.iter().find(is_here)?;
    let against = shown.iter().find(|shown| {
        let is_response = shown.side == BodySide::Response;
        match claim.kind {
            Kind::Null => is_response && shown.is_real && !shown.is_null(),
            Kind::Empty => is_response && shown.is_real && !shown.is_empty(),
            Kind::OnlyNull => !shown.is_null(),
            Kind::OnlyInResponses => !is_response,
            Kind::OnlyInRequests => is_response,
            Kind::Unseen => true,
            Kind::MinusOne => !shown.is_null() && !shown.can_be_number(),
        }
    })?;
    Some((
        format!(
            "the description says \"{}\", and {} shows otherwise",
            claim.phrase, against.source
        ),
        "correct the description, or the evidence if it is wrong",
    ))
}

fn is_minus_one(word: &str) -> bool {
    word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '-')) == "-1"
}

impl Shown {
    fn words(&self) -> Option<&str> {
        self.value.as_str().filter(|_| self.is_words)
    }

    fn is_null(&self) -> bool {
        match self.words() {
            Some(words) => kinds_of_words(words).is_empty(),
            None => self.value.is_null(),
        }
    }

    /// Whether it can be empty: type words do not tell whether a string is.
    fn is_empty(&self) -> bool {
        match &self.value {
            Value::Array(items) => {
                let is_never =
                    |item: &Value| item.as_str().is_some_and(|words| words.contains("empty"));
                items.iter().all(|item| self.is_words && is_never(item))
            }
            Value::Object(properties) => properties.is_empty(),
            Value::String(text) if !self.is_words => text.is_empty(),
            Value::String(words) => {
                let can_be = |kind: &JsonKind| matches!(kind, JsonKind::String | JsonKind::Object);
                kinds_of_words(words).iter().all(can_be)
            }
            value => value.is_null(),
        }
    }

    /// Whether it can be a number, or a number inside a string.
    fn can_be_number(&self) -> bool {
        match (self.words(), &self.value) {
            (Some(words), _) => kinds_of_words(words).iter().any(|kind| {
                !matches!(kind, JsonKind::Boolean | JsonKind::Array | JsonKind::Object)
            }),
            (None, value) => value.is_number() || value.is_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(side: BodySide, is_words: bool, value: Value) -> Vec<Shown> {
        vec![Shown {
            side,
            is_real: true,
            value,
            is_words,
            source: "a page".to_owned(),
        }]
    }

    #[test]
    fn a_claim_that_a_source_contradicts_is_found() {
        use BodySide::{Request, Response};
        for (text, side, is_words, value) in [
            (
                "Null in real responses.",
                Response,
                true,
                json!("integer | null"),
            ),
            ("Null in real\n  records seen.", Response, false, json!(7)),
            (
                "Null or empty in real responses.",
                Response,
                true,
                json!({"id": "integer"}),
            ),
            ("Empty in all real records.", Response, false, json!("x")),
            (
                "Empty in all real records.",
                Response,
                true,
                json!(["string"]),
            ),
            ("Only null has been seen.", Request, true, json!("boolean")),
            (
                "Only in responses, as far as known.",
                Request,
                true,
                json!("null"),
            ),
            ("Only in request bodies.", Response, false, json!(null)),
            ("No source shows it.", Response, true, json!("string")),
            ("-1 if there is none.", Response, true, json!("boolean")),
            ("None is -1.", Response, false, json!([])),
        ] {
            let all = shown(side, is_words, value);
            assert!(wrong(text, &all).is_some(), "{text}");
            assert_eq!(wrong(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_decided_is_no_finding() {
        use BodySide::{Request, Response};
        for (text, side, is_words, value) in [
            (
                "Presumably null in real responses.",
                Response,
                false,
                json!(7),
            ),
            ("Null in real responses.", Request, false, json!(7)),
            (
                "Empty in all real records.",
                Response,
                true,
                json!("string"),
            ),
            (
                "Empty in all real records.",
                Response,
                true,
                json!(["string (never seen non-empty)"]),
            ),
            ("Empty in all real records.", Response, false, json!([])),
            ("Only in responses.", Response, false, json!(7)),
            ("Only in request bodies.", Request, false, json!(7)),
            ("-1 if there is none.", Response, true, json!("integer")),
            ("A SHA-1 fingerprint.", Response, true, json!("boolean")),
            ("The name.", Response, false, json!("x")),
        ] {
            assert_eq!(wrong(text, &shown(side, is_words, value)), None, "{text}");
        }
    }
}
