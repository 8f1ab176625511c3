//! XML by OpenAPI's rules: a member is an element of its name, a list repeats the element, null is `xsi:nil`.

use fortinac_spec::resolve;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

const DEEPEST: usize = 64;

/// Reads a document as the JSON that `schema` describes.
///
/// # Errors
/// Where and why it is none.
pub(crate) fn read(xml: &[u8], document: &Value, schema: &Value) -> Result<Value, String> {
    let text = std::str::from_utf8(xml).map_err(|_| "$: the XML is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    loop {
        match next(&mut reader)? {
            Event::Start(start) => {
                let value = element(&mut reader, &start, 0)?.into_json(document, schema);
                loop {
                    match next(&mut reader)? {
                        Event::Eof => return Ok(value),
                        event if is_blank(&event) => {}
                        _ => return Err("$: there is something behind the root element".into()),
                    }
                }
            }
            Event::Empty(_) => return Ok(Value::Object(Map::new())),
            event if is_blank(&event) => {}
            _ => return Err("$: there is no root element".into()),
        }
    }
}

fn is_blank(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(text) if text.xml_content(XmlVersion::Implicit1_0).trim().is_empty())
}

/// An element: its text, its children in their order, and whether it is nil.
#[derive(Default)]
struct Element {
    text: String,
    children: Vec<(String, Element)>,
    nil: bool,
}

fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, String> {
    loop {
        match reader.read_event() {
            Ok(Event::DocType(_)) => return Err("$: a document type is not taken".into()),
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
            Ok(event) => return Ok(event),
            Err(error) => return Err(format!("$: not XML: {error}")),
        }
    }
}

fn element(
    reader: &mut Reader<&[u8]>,
    start: &BytesStart<'_>,
    depth: usize,
) -> Result<Element, String> {
    if depth > DEEPEST {
        return Err(format!("$: the XML has more than {DEEPEST} levels"));
    }
    let mut own = empty(start)?;
    loop {
        match next(reader)? {
            Event::Start(child) => {
                let inner = element(reader, &child, depth + 1)?;
                own.children.push((name(&child), inner));
            }
            Event::Empty(child) => own.children.push((name(&child), empty(&child)?)),
            Event::Text(text) => {
                own.text
                    .push_str(&text.xml_content(XmlVersion::Implicit1_0));
            }
            Event::CData(data) => own
                .text
                .push_str(&data.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => own.text.push(character(&reference)?),
            Event::End(_) => return Ok(own),
            Event::Eof => return Err("$: the XML ends in the middle".into()),
            _ => {}
        }
    }
}

/// One of XML's own five entities, or a character by number.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, String> {
    let resolved = reference
        .resolve_char_ref()
        .map_err(|error| format!("$: not XML: {error}"))?;
    resolved
        .or(match &**reference {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        })
        .ok_or_else(|| "$: an entity that XML itself does not have is not taken".into())
}

fn empty(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut nil = false;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("$: not XML: {error}"))?;
        nil |= attribute.key.local_name().as_ref() == "nil" && &*attribute.value == "true";
    }
    Ok(Element {
        nil,
        ..Element::default()
    })
}

fn name(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

impl Element {
    fn into_json(self, document: &Value, schema: &Value) -> Value {
        if self.nil {
            return Value::Null;
        }
        let schema = resolve(document, schema);
        let kind = schema["type"].as_str();
        if kind == Some("object") || !self.children.is_empty() {
            return self.members(document, schema);
        }
        let number = || {
            self.text
                .trim()
                .parse::<serde_json::Number>()
                .ok()
                .map(Value::Number)
        };
        let value = match kind {
            Some("string") => None,
            Some("boolean") => self.text.trim().parse().ok().map(Value::Bool),
            Some("integer" | "number") if self.text.is_empty() => Some(Value::Null),
            Some("integer" | "number") => number(),
            // A number or a text: a number where it is spelled like one.
            _ => number().filter(|number| {
                let text = number.to_string();
                text == self.text
            }),
        };
        value.unwrap_or(Value::String(self.text))
    }

    fn members(self, document: &Value, schema: &Value) -> Value {
        let mut members = Map::new();
        for (name, child) in self.children {
            let known = resolve(document, &schema["properties"][&name]);
            let is_list = known["type"] == "array";
            let value = child.into_json(document, if is_list { &known["items"] } else { known });
            match members.get_mut(&name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None if is_list => drop(members.insert(name, Value::Array(vec![value]))),
                None => drop(members.insert(name, value)),
            }
        }
        Value::Object(members)
    }
}

/// Writes a value as a document whose root element is `root`. What XML cannot carry is left out.
pub(crate) fn write(root: &str, value: &Value) -> String {
    let mut xml = String::from(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    let namespace = r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#;
    element_of(&mut xml, root, namespace, value);
    xml
}

fn element_of(xml: &mut String, name: &str, attributes: &str, value: &Value) {
    if let Value::Array(items) = value {
        items
            .iter()
            .for_each(|item| element_of(xml, name, attributes, item));
        return;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || !name.chars().all(plain)
    {
        return;
    }
    let nil = if value.is_null() {
        r#" xsi:nil="true""#
    } else {
        ""
    };
    xml.extend(["<", name, attributes, nil, ">"]);
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| element_of(xml, name, "", value)),
        Value::String(text) => {
            let is_char = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
            let text: String = text.chars().filter(is_char).collect();
            xml.push_str(&quick_xml::escape::escape(text));
        }
        Value::Null | Value::Array(_) => {}
        other => xml.push_str(&other.to_string()),
    }
    xml.extend(["</", name, ">"]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({"type": "object", "properties": {
            "id": {"type": "integer"}, "name": {"type": "string"}, "on": {"type": "boolean"},
            "list": {"type": "array", "items": {"type": "string"}},
            "time": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        }})
    }

    #[test]
    fn what_is_written_is_read() {
        let value = json!({"id": 5, "name": "5 & <6>", "on": true, "list": ["1"], "time": 1709545260318_i64,
                           "unknown": {"a": null, "b": ["x", "y"]}});
        assert_eq!(
            read(write("user", &value).as_bytes(), &Value::Null, &schema()),
            Ok(value)
        );
        let nil = r#"<user><id/><name></name><time>+5</time></user>"#;
        let expected = json!({"id": null, "name": "", "time": "+5"});
        assert_eq!(read(nil.as_bytes(), &Value::Null, &schema()), Ok(expected));
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        let deep = "<a>".repeat(1_000);
        for xml in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<!DOCTYPE a><a/>",
            "<a>&b;</a>",
            "<a></a><b/>",
            &deep,
        ] {
            assert!(
                read(xml.as_bytes(), &Value::Null, &schema()).is_err(),
                "{xml}"
            );
        }
        assert!(read(b"<a>\xff</a>", &Value::Null, &schema()).is_err());
    }
}
