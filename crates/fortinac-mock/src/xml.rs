//! XML by the rules of OpenAPI: a property is an element with its name, an array repeats the element, and null is
//! `xsi:nil`.

use fortinac_spec::Api;
use fortinac_spec::api::{SchemaKind, Type};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Number, Value};

/// The maximum nesting depth.
const MAX_DEPTH: usize = 64;

/// Reads an XML document as the JSON of a value of type `ty`.
///
/// # Errors
/// The JSON path `$`, and the reason why the document is not valid.
pub(crate) fn read(xml: &[u8], api: &Api, ty: &Type) -> Result<Value, String> {
    let text = std::str::from_utf8(xml).map_err(|_| "$: the XML is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    loop {
        match next(&mut reader)? {
            Event::Start(start) => {
                let value = element(&mut reader, &start, 0)?.into_json(api, Some(ty));
                loop {
                    match next(&mut reader)? {
                        Event::Eof => return Ok(value),
                        event if is_blank(&event) => {}
                        _ => return Err("$: there is content after the root element".into()),
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

/// An element: its text, its children in order, and whether it is nil.
#[derive(Default)]
struct Element {
    text: String,
    children: Vec<(String, Element)>,
    nil: bool,
}

fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, String> {
    loop {
        match reader.read_event() {
            Ok(Event::DocType(_)) => {
                return Err("$: a document type declaration is not supported".into());
            }
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
    if depth > MAX_DEPTH {
        return Err(format!("$: the XML has more than {MAX_DEPTH} levels"));
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

/// Resolves a character reference, or one of the five predefined entities of XML.
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
        .ok_or_else(|| "$: an entity that XML does not predefine is not supported".into())
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
    fn into_json(self, api: &Api, ty: Option<&Type>) -> Value {
        if self.nil {
            return Value::Null;
        }
        let component = match ty {
            Some(Type::Ref(name)) => api.schemas.get(name).map(|schema| &schema.kind),
            _ => None,
        };
        let is_object = matches!(component, Some(SchemaKind::Record(_)))
            || matches!(ty, Some(Type::Object | Type::Map(_)));
        if is_object || !self.children.is_empty() {
            return self.object(api, ty);
        }
        let number = || self.text.trim().parse::<Number>().ok();
        let value = match ty {
            Some(Type::String | Type::JsonString | Type::Secret) => None,
            Some(Type::Ref(_)) if matches!(component, Some(SchemaKind::OpenEnum(_))) => None,
            Some(Type::Boolean) => self.text.trim().parse().ok().map(Value::Bool),
            Some(Type::Integer | Type::Number) if self.text.is_empty() => Some(Value::Null),
            Some(Type::Integer | Type::Number) => number().map(Value::Number),
            // An integer or a string: an integer if it is in the canonical form of one.
            _ => number()
                .filter(|number| number.to_string() == self.text)
                .map(Value::Number),
        };
        value.unwrap_or(Value::String(self.text))
    }

    fn object(self, api: &Api, ty: Option<&Type>) -> Value {
        let record = ty
            .and_then(Type::component)
            .and_then(|name| api.record(name));
        let mut properties = Map::new();
        for (name, child) in self.children {
            let known = record
                .and_then(|record| record.property(&name))
                .map(|property| &property.ty);
            let (inner, is_list) = match (known, ty) {
                (Some(Type::Array(items)), _) => (Some(&**items), true),
                (None, Some(Type::Map(values))) => (Some(&**values), false),
                (known, _) => (known, false),
            };
            let value = child.into_json(api, inner);
            match properties.get_mut(&name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None if is_list => drop(properties.insert(name, Value::Array(vec![value]))),
                None => drop(properties.insert(name, value)),
            }
        }
        Value::Object(properties)
    }
}

/// Writes a value as an XML document with the root element `root`. Names and characters that are not valid in XML are
/// left out.
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
    let is_name_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || !name.chars().all(is_name_char)
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
        Value::Object(properties) => properties
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

    fn api() -> (Api, Type) {
        let integer = json!({"type": "integer", "format": "int64"});
        let record = json!({"type": "object", "properties": {
            "id": integer, "name": {"type": "string"}, "on": {"type": "boolean"},
            "list": {"type": "array", "items": {"type": "string"}},
            "time": {"anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}]},
        }});
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"User": record}},
        });
        (Api::new(&document).unwrap(), Type::Ref("User".into()))
    }

    #[test]
    fn written_xml_reads_back() {
        let value = json!({"id": 5, "name": "5 & <6>", "on": true, "list": ["1"], "time": 1709545260318_i64,
                           "unknown": {"a": null, "b": ["x", "y"]}});
        let (api, ty) = api();
        assert_eq!(read(write("user", &value).as_bytes(), &api, &ty), Ok(value));
        let nil = r#"<user><id/><name></name><time>+5</time></user>"#;
        let expected = json!({"id": null, "name": "", "time": "+5"});
        assert_eq!(read(nil.as_bytes(), &api, &ty), Ok(expected));
    }

    #[test]
    fn invalid_xml_is_an_error() {
        let (api, ty) = api();
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
            assert!(read(xml.as_bytes(), &api, &ty).is_err(), "{xml}");
        }
        assert!(read(b"<a>\xff</a>", &api, &ty).is_err());
    }
}
