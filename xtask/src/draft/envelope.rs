//! Envelopes: of a list of records, and of one operation alone.

use serde_json::{Map, Value, json};

use super::context::Draft;
use super::library::{COMMON, reference};
use super::records::Records;
use super::response::is_bare;
use super::words::pascal;

/// Why an envelope has what the source does not show.
const CAPTURED: &str = "A captured response has it.";

/// The envelope of a list of the resource's records.
pub(super) fn list(
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
    let has_all = |envelope: &Value| {
        let known = &envelope["properties"];
        properties.keys().all(|name| known.get(name).is_some())
    };
    let common = |name: &str| reference(&draft.resource.file, COMMON, "schemas", name);
    // One that is described is left alone: what it lacks needs an envelope of its own.
    if !records.new.contains_key(&name)
        && draft
            .library
            .component(&name)
            .is_some_and(|known| !has_all(known.schema))
    {
        return Some(own(draft, records, properties));
    }
    if !records.is_known(&name) {
        let rows = format!("The {}.", draft.texts.plural());
        let mut envelope = json!({
            "type": "object",
            "description": format!("Response with {}.", draft.texts.plural()),
            "properties": {
                "status": common("Status"),
                "errorMessage": common("ErrorMessage"),
                "results": {
                    "type": "array", "nullable": true, "description": rows, "items": reference_to,
                },
            },
        });
        let lacks = |name: &&&str| !properties.is_empty() && !properties.contains_key(**name);
        for name in ["status", "errorMessage"].iter().filter(lacks) {
            envelope["x-fortinac-inferred"][name] = "All other responses have it.".into();
        }
        records.new.insert(name.clone(), envelope);
    }
    if let Some(envelope) = records.new.get_mut(&name) {
        // What one source leaves out, another one can show.
        if let Some(envelope) = envelope.as_object_mut() {
            let inferred = envelope
                .get_mut("x-fortinac-inferred")
                .and_then(Value::as_object_mut);
            let is_left = inferred.is_some_and(|inferred| {
                inferred.retain(|name, _| !properties.contains_key(name));
                !inferred.is_empty()
            });
            if !is_left {
                envelope.shift_remove("x-fortinac-inferred");
            }
        }
        for (property, component) in [
            ("filtered", "Filtered"),
            ("total", "Total"),
            ("totalCount", "Total"),
        ] {
            if properties.contains_key(property) && envelope["properties"].get(property).is_none() {
                envelope["properties"][property] = common(component);
                if draft.facts.inferred.iter().any(|name| name == property) {
                    envelope["x-fortinac-inferred"][property] = CAPTURED.into();
                }
            }
        }
    }
    Some(records.reference(&name))
}

/// An envelope of this operation's own.
pub(super) fn own(
    draft: &Draft<'_>,
    records: &mut Records<'_>,
    skeleton: &Map<String, Value>,
) -> Value {
    let is_of_one = draft.verb == "get" && skeleton.get("result").is_some_and(Value::is_object);
    let verb = if is_of_one {
        String::new()
    } else {
        pascal(draft.verb)
    };
    let name = format!("{}{verb}Envelope", pascal(&draft.resource.name));
    if !records.is_known(&name) {
        let owner = records.owner(&name, skeleton);
        let mut properties = Map::new();
        let common = |name: &str| reference(&draft.resource.file, COMMON, "schemas", name);
        let row = format!("{}{verb}", pascal(&draft.resource.name));
        let is_other = draft.facts.is_xml || !skeleton.is_empty() && is_bare(skeleton);
        let lacks = |name: &&&str| !is_other && !skeleton.contains_key(**name);
        let lacking: Vec<&str> = ["status", "errorMessage"]
            .iter()
            .filter(lacks)
            .copied()
            .collect();
        if lacking.contains(&"status") {
            properties.insert("status".to_owned(), common("Status"));
        }
        for (property, skeleton) in skeleton {
            let schema = match (property.as_str(), skeleton) {
                ("status", _) => common("Status"),
                ("errorMessage", _) => common("ErrorMessage"),
                ("filtered", _) => common("Filtered"),
                ("total" | "totalCount", _) if skeleton == "integer" || skeleton.is_null() => {
                    common("Total")
                }
                ("result", Value::Object(skeleton)) if is_record(skeleton) => {
                    records.known_or_named(draft.record, &row, skeleton)
                }
                ("result" | "results", Value::Array(items))
                    if items
                        .first()
                        .and_then(Value::as_object)
                        .is_some_and(is_record) =>
                {
                    let empty = Map::new();
                    let skeleton = items[0].as_object().unwrap_or(&empty);
                    let name = format!("{row}Item");
                    let items = records.known_or_named(draft.record, &name, skeleton);
                    let rows = format!("The {}.", draft.texts.plural());
                    json!({"type": "array", "nullable": true, "description": format!("TODO: {rows}"), "items": items})
                }
                _ => records.property(&owner, property, skeleton),
            };
            properties.insert(property.clone(), schema);
        }
        if lacking.contains(&"errorMessage") {
            properties.insert("errorMessage".to_owned(), common("ErrorMessage"));
        }
        let mut envelope = json!({
            "type": "object", "description": "TODO: say what the response has.", "properties": properties,
        });
        for name in &draft.facts.inferred {
            envelope["x-fortinac-inferred"][name] = CAPTURED.into();
        }
        for name in &lacking {
            envelope["x-fortinac-inferred"][name] = "All other responses have it.".into();
        }
        if let Some(twin) = records.twin(&envelope) {
            return records.reference(twin);
        }
        records.new.insert(name.clone(), envelope);
    }
    records.reference(&name)
}

/// Whether a skeleton has the properties of a record, and is no map.
fn is_record(skeleton: &Map<String, Value>) -> bool {
    !skeleton.is_empty() && !skeleton.keys().any(|name| name.starts_with('<'))
}
