//! The response of a draft: envelope, result, example.

use serde_json::{Map, Value, json};

use super::context::Draft;
use super::example::example;
use super::library::{COMMON, reference};
use super::names::pascal;
use super::records::Records;

/// The response to a success, and what a client returns out of it.
pub(super) struct Response {
    pub(super) result: &'static str,
    pub(super) schema: Value,
}

/// Properties that an envelope has beside its result.
const ENVELOPE: [&str; 4] = ["status", "errorMessage", "filtered", "total"];

pub(super) fn response(draft: &Draft<'_>, records: &mut Records<'_>) -> Response {
    let skeleton = &draft.facts.entry.response;
    let empty = Map::new();
    let properties = skeleton.as_object().unwrap_or(&empty);
    let beside = properties
        .keys()
        .any(|name| !ENVELOPE.contains(&name.as_str()) && !is_result(name));
    let (results, result) = (properties.get("results"), properties.get("result"));
    let items = results.and_then(Value::as_array);
    let is_list = ["list", "search"]
        .iter()
        .any(|verb| draft.verb.starts_with(verb));
    let verb = draft.verb;
    let (result, envelope) = match () {
        () if beside => ("envelope", own(draft, records, properties)),
        () if (verb == "count" || verb == "count_all") && result.is_none() => {
            ("count", records.reference("CountEnvelope"))
        }
        () if verb == "usage" && result.is_none() => ("list", records.reference("UsageEnvelope")),
        () if is_list && results.is_none() && result.is_none() => {
            ("list", records.reference("OpenListEnvelope"))
        }
        () if results.is_none() && result.is_none() => ("none", records.reference("Envelope")),
        () if items.is_some_and(|items| {
            is_list || verb.starts_with("get") || items.first().is_some_and(Value::is_object)
        }) =>
        {
            let result = if verb.starts_with("get") {
                "one"
            } else {
                "list"
            };
            let list = list(
                draft,
                records,
                properties,
                items.and_then(|items| items.first()),
            );
            list.map_or_else(
                || ("list", records.reference("OpenListEnvelope")),
                |list| (result, list),
            )
        }
        () if items
            .or_else(|| result?.as_array())
            .is_some_and(|items| is_unknown(items)) =>
        {
            ("none", records.reference("AcknowledgementEnvelope"))
        }
        () if result.is_some_and(Value::is_object) => ("one", own(draft, records, properties)),
        () if result.and_then(Value::as_str) == Some("integer") => {
            ("value", records.reference("IntegerEnvelope"))
        }
        () if result
            .or(results)
            .and_then(Value::as_str)
            .is_some_and(|words| words.starts_with("map")) =>
        {
            ("envelope", own(draft, records, properties))
        }
        () => ("value", own(draft, records, properties)),
    };
    let captured = draft.facts.response.as_ref();
    let done = reference(&draft.resource.file, COMMON, "schemas", "Envelope");
    let plain = json!({"status": "success", "errorMessage": null});
    if envelope == done && captured.is_none_or(|captured| *captured == plain) {
        return Response {
            result,
            schema: reference(&draft.resource.file, COMMON, "responses", "Done"),
        };
    }
    let example = captured.cloned().unwrap_or_else(|| match skeleton {
        Value::Null => plain,
        _ => example_of(draft, skeleton),
    });
    let schema = json!({
        "description": draft.texts.response(draft.verb),
        "content": {"application/json": {"schema": envelope, "example": example}},
    });
    Response { result, schema }
}

fn is_result(name: &str) -> bool {
    name == "results" || name == "result"
}

/// Whether nothing is known of the items of a list.
fn is_unknown(items: &[Value]) -> bool {
    let has_type = |item: &Value| {
        item.as_str()
            .is_none_or(|words| !fortinac_evidence::kinds_of_words(words).is_empty())
    };
    !items.iter().any(has_type)
}

/// A count has no rows, and a number in `total`.
fn example_of(draft: &Draft<'_>, skeleton: &Value) -> Value {
    let mut example = example("", skeleton);
    if draft.verb.starts_with("count") {
        example["results"] = json!([]);
        example["filtered"] = Value::Null;
        example["total"] = json!(7);
    }
    example
}

/// The envelope of a list of the resource's records.
fn list(
    draft: &Draft<'_>,
    records: &mut Records<'_>,
    properties: &Map<String, Value>,
    item: Option<&Value>,
) -> Option<Value> {
    let reference_to = match (item.and_then(Value::as_object), draft.record) {
        (Some(skeleton), record) => {
            let name = format!("{}{}Item", pascal(&draft.resource.name), pascal(draft.verb));
            records.known_or_named(record, &name, skeleton)
        }
        (None, Some(record)) => records.reference(record),
        (None, None) => return None,
    };
    let target = reference_to["$ref"].as_str().unwrap_or_default();
    let name = format!(
        "{}ListEnvelope",
        target.rsplit('/').next().unwrap_or_default()
    );
    if !records.is_known(&name) {
        let mut envelope = json!({
            "type": "object",
            "description": format!("Response with {}.", draft.texts.plural()),
        });
        let common = |name: &str| reference(&draft.resource.file, COMMON, "schemas", name);
        let mut described = Map::new();
        described.insert("status".to_owned(), common("Status"));
        described.insert("errorMessage".to_owned(), common("ErrorMessage"));
        let rows = format!("The {}.", draft.texts.plural());
        described.insert(
            "results".to_owned(),
            json!({
                "type": "array", "nullable": true, "description": rows, "items": reference_to,
            }),
        );
        for (property, component) in [("filtered", "Filtered"), ("total", "Total")] {
            if properties.contains_key(property) {
                described.insert(property.to_owned(), common(component));
            }
        }
        envelope["properties"] = described.into();
        if !properties.is_empty() && !properties.contains_key("errorMessage") {
            envelope["x-fortinac-inferred"] =
                json!({"errorMessage": "All other responses have it."});
        }
        records.new.insert(name.clone(), envelope);
    }
    Some(records.reference(&name))
}

/// An envelope of this operation's own.
fn own(draft: &Draft<'_>, records: &mut Records<'_>, skeleton: &Map<String, Value>) -> Value {
    let is_record = draft.verb == "get" && skeleton.get("result").is_some_and(Value::is_object);
    let verb = if is_record {
        String::new()
    } else {
        pascal(draft.verb)
    };
    let name = format!("{}{verb}Envelope", pascal(&draft.resource.name));
    if !records.is_known(&name) {
        let like = records.like(&name, skeleton);
        let mut properties = Map::new();
        let common = |name: &str| reference(&draft.resource.file, COMMON, "schemas", name);
        for (property, skeleton) in skeleton {
            let schema = match (property.as_str(), skeleton, draft.record) {
                ("status", ..) => common("Status"),
                ("errorMessage", ..) => common("ErrorMessage"),
                ("filtered", ..) => common("Filtered"),
                ("total", ..) => common("Total"),
                ("result", Value::Object(skeleton), record) => {
                    let name = format!("{}{}", pascal(&draft.resource.name), pascal(draft.verb));
                    records.known_or_named(record, name.trim_end_matches("Get"), skeleton)
                }
                _ => records.property(&name, &like, property, skeleton).0,
            };
            properties.insert(property.clone(), schema);
        }
        let envelope = json!({
            "type": "object", "description": "TODO: say what the response has.", "properties": properties,
        });
        records.new.insert(name.clone(), envelope);
    }
    records.reference(&name)
}
