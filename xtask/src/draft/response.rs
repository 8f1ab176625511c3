//! The response of a draft: envelope, result, example.

use serde_json::{Map, Value, json};

use super::context::Draft;
use super::envelope::{list, own};
use super::example::example;
use super::library::{COMMON, reference};
use super::records::Records;
use super::skeleton::{map_values, words};

/// The response to a success, and what a client returns out of it.
pub(super) struct Response {
    pub(super) result: &'static str,
    /// The property that the result is in, if it is none of the usual ones.
    pub(super) property: Option<String>,
    pub(super) schema: Value,
}

/// What a client returns, out of which property if it is an unusual one, and the schema of the whole response.
type Shape = (&'static str, Option<String>, Value);

/// Properties that an envelope has beside its result.
const ENVELOPE: [&str; 4] = ["status", "errorMessage", "filtered", "total"];

pub(super) fn response(draft: &Draft<'_>, records: &mut Records<'_>) -> Response {
    let skeleton = &draft.facts.entry.response;
    let empty = Map::new();
    let properties = skeleton.as_object().unwrap_or(&empty);
    let (result, property, envelope) = shape(draft, records, properties);
    let captured = draft.facts.response.as_ref();
    let done = reference(&draft.resource.file, COMMON, "schemas", "Envelope");
    let plain = json!({"status": "success", "errorMessage": null});
    let is_xml = draft.facts.is_xml;
    if !is_xml && envelope == done && captured.is_none_or(|captured| *captured == plain) {
        return Response {
            result,
            property,
            schema: reference(&draft.resource.file, COMMON, "responses", "Done"),
        };
    }
    let example = captured.cloned().unwrap_or_else(|| match skeleton {
        Value::Object(properties) if !properties.is_empty() => example_of(draft, skeleton),
        _ => plain,
    });
    let media = if is_xml {
        "application/xml"
    } else {
        "application/json"
    };
    let mut content = json!({media: {"schema": envelope}});
    if !is_xml || skeleton.is_object() {
        content[media]["example"] = example;
    }
    let schema = json!({"description": draft.texts.response(draft.verb), "content": content});
    Response {
        result,
        property,
        schema,
    }
}

fn shape(draft: &Draft<'_>, records: &mut Records<'_>, properties: &Map<String, Value>) -> Shape {
    let verb = draft.verb;
    let is_list = ["list", "search"]
        .iter()
        .any(|start| verb.starts_with(start))
        || draft.is_page();
    let is_count = verb == "count" || verb == "count_all";
    let (results, result) = (properties.get("results"), properties.get("result"));
    let items = results.and_then(Value::as_array);
    let beside: Vec<&String> = properties
        .keys()
        .filter(|name| !ENVELOPE.contains(&name.as_str()) && !is_result(name))
        // The number of all rows, beside the rows.
        .filter(|name| !(*name == "totalCount" && results.is_some()))
        .collect();
    let usual = |result: &'static str, envelope: Value| (result, None, envelope);
    if draft.facts.is_xml || !properties.is_empty() && is_bare(properties) {
        return usual("envelope", own(draft, records, properties));
    }
    if is_count {
        return count(draft, records, properties);
    }
    if let ([name], None, None) = (beside.as_slice(), results, result) {
        let shown = &properties[*name];
        let result = match shown {
            Value::Array(_) if verb == "get" => "one",
            Value::Array(_) => "list",
            shown if is_map(shown) => "envelope",
            Value::Object(_) if !is_list => "one",
            _ => "value",
        };
        let property = (result != "envelope").then(|| (*name).clone());
        return (result, property, own(draft, records, properties));
    }
    if let (false, Some(_)) = (
        beside.is_empty(),
        items.filter(|_| is_list || verb == "get"),
    ) {
        let result = if is_list { "list" } else { "one" };
        return usual(result, own(draft, records, properties));
    }
    if !beside.is_empty() {
        return usual("envelope", own(draft, records, properties));
    }
    if verb == "usage" && result.is_none() && items.is_none_or(|items| is_usage(items)) {
        return usual("list", records.reference("UsageEnvelope"));
    }
    if results.is_none() && result.is_none() {
        return match is_list {
            true => usual("list", open_list(draft, records, properties)),
            false => usual("none", records.reference("Envelope")),
        };
    }
    let has_rows = |items: &[Value]| items.first().is_some_and(Value::is_object);
    if let Some(items) = items
        && (is_list || verb.starts_with("get") || has_rows(items))
    {
        let is_one = verb.starts_with("get") && !is_list;
        return match list(draft, records, properties, items.first()) {
            Some(list) => usual(if is_one { "one" } else { "list" }, list),
            None if is_one => usual("value", own(draft, records, properties)),
            None => usual("list", open_list(draft, records, properties)),
        };
    }
    if let Some(items) = result.and_then(Value::as_array)
        && (is_list || has_rows(items) || draft.facts.entry.method == "GET")
    {
        let property = Some("result".to_owned());
        let envelope = own(draft, records, properties);
        return match verb.starts_with("get") {
            true if has_rows(items) => usual("one", envelope),
            true => usual("value", envelope),
            false => ("list", property, envelope),
        };
    }
    if items
        .or_else(|| result?.as_array())
        .is_some_and(|items| is_unknown(items))
    {
        return usual("none", records.reference("AcknowledgementEnvelope"));
    }
    let shown = result.or(results).unwrap_or(&Value::Null);
    match shown {
        shown if is_map(shown) => usual("envelope", own(draft, records, properties)),
        Value::Object(_) => usual("one", own(draft, records, properties)),
        Value::String(words) if words == "integer" && result.is_some() => {
            usual("value", records.reference("IntegerEnvelope"))
        }
        _ => usual("value", own(draft, records, properties)),
    }
}

/// The envelope of a list whose records are not known: the shared one, if it has all properties.
fn open_list(
    draft: &Draft<'_>,
    records: &mut Records<'_>,
    properties: &Map<String, Value>,
) -> Value {
    let is_shared = |name: &String| ["status", "errorMessage", "results"].contains(&name.as_str());
    match properties.keys().all(is_shared) {
        true => records.reference("OpenListEnvelope"),
        false => own(draft, records, properties),
    }
}

/// A count: in `total` as a rule, and else in `totalCount` or in the result.
fn count(draft: &Draft<'_>, records: &mut Records<'_>, properties: &Map<String, Value>) -> Shape {
    let is_usual = |name: &String| ENVELOPE.contains(&name.as_str()) || name == "results";
    match properties.keys().all(is_usual) {
        true => ("count", None, records.reference("CountEnvelope")),
        false => {
            let both = properties.contains_key("total") && properties.contains_key("totalCount");
            let property = both.then(|| "totalCount".to_owned());
            ("count", property, own(draft, records, properties))
        }
    }
}

/// Whether a response shows a number that a count can return. What shows nothing is taken for the usual count.
pub(super) fn is_count(response: &Value) -> bool {
    let Some(properties) = response.as_object() else {
        return true;
    };
    let is_number = |name: &&str| {
        let shown = properties.get(*name);
        shown.is_some_and(|shown| shown == "integer" || *name == "total")
    };
    let is_usual = |name: &String| ENVELOPE.contains(&name.as_str()) || name == "results";
    ["total", "totalCount", "result"].iter().any(is_number) || properties.keys().all(is_usual)
}

fn is_result(name: &str) -> bool {
    name == "results" || name == "result"
}

/// Whether a response has neither the status nor the result of an envelope.
pub(super) fn is_bare(properties: &Map<String, Value>) -> bool {
    !properties
        .keys()
        .any(|name| ENVELOPE.contains(&name.as_str()) || is_result(name))
}

fn is_map(shown: &Value) -> bool {
    map_values(shown).is_some() || words(shown).is_some_and(|words| words.starts_with("map"))
}

/// Whether items are unknown, or have nothing but what UsageEnvelope has.
fn is_usage(items: &[Value]) -> bool {
    let mut properties = items
        .iter()
        .filter_map(Value::as_object)
        .flat_map(Map::keys);
    properties.all(|name| name == "name" || name == "children")
}

/// Whether nothing is known of the items of a list.
fn is_unknown(items: &[Value]) -> bool {
    let has_type = |item: &Value| {
        item.as_str()
            .is_none_or(|words| !fortinac_evidence::kinds_of_words(words).is_empty())
    };
    !items.iter().any(has_type)
}

/// A count has no rows, and a number in `total`. A success says so, also where the source leaves that out.
fn example_of(draft: &Draft<'_>, skeleton: &Value) -> Value {
    let mut example = example("", skeleton);
    let properties = skeleton.as_object();
    if properties.is_some_and(|properties| !is_bare(properties)) {
        let shown = std::mem::replace(
            &mut example,
            json!({"status": "success", "errorMessage": null}),
        );
        let is_envelope = |name: &String| name == "status" || name == "errorMessage";
        for (name, value) in shown.as_object().into_iter().flatten() {
            if !is_envelope(name) {
                example[name] = value.clone();
            }
        }
    }
    let is_usual = |name: &&String| ENVELOPE.contains(&name.as_str()) || *name == "results";
    if draft.verb.starts_with("count")
        && properties.is_some_and(|properties| properties.keys().all(|name| is_usual(&name)))
    {
        example["results"] = json!([]);
        example["filtered"] = Value::Null;
        example["total"] = json!(7);
    }
    example
}
