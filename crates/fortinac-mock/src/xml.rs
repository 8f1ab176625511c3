//! Reads XML requests as the JSON of a type of the spec.

use std::fmt;

use fortinac_spec::Api;
use fortinac_spec::api::{SchemaKind, Type};
use fortinac_xml::from_xml_seed;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads an XML document as the JSON of a value of type `ty`.
///
/// # Errors
/// The JSON path `$`, and the reason why the document is not valid.
pub(crate) fn read(xml: &[u8], api: &Api, ty: &Type) -> Result<Value, String> {
    let ty = Some(ty);
    from_xml_seed(Typed { api, ty }, xml)
        .map_err(|error| format!("{}: expected {}", error.path(), error.expected()))
}

/// Reads an element by its type in the spec, if it has one there.
///
/// The type only decides how a text is read. Whatever does not fit is kept as it is, and the schema refuses it afterwards.
#[derive(Clone, Copy)]
struct Typed<'a> {
    api: &'a Api,
    ty: Option<&'a Type>,
}

impl<'a> Typed<'a> {
    fn with(self, ty: Option<&'a Type>) -> Self {
        Self { ty, ..self }
    }

    fn component(self) -> Option<&'a SchemaKind> {
        match self.ty {
            Some(Type::Ref(name)) => self.api.schemas.get(name).map(|schema| &schema.kind),
            _ => None,
        }
    }

    fn is_integer_or_string(self) -> bool {
        self.ty == Some(&Type::IntegerOrString)
            || matches!(self.component(), Some(SchemaKind::IntegerOrString))
    }

    /// The type of a property of the value.
    fn of_property(self, name: &str) -> Self {
        let ty = match self.ty {
            Some(Type::Ref(record) | Type::RecordOrString(record)) => {
                let record = self.api.record(record);
                let property = record.and_then(|record| record.property(name));
                property.map(|property| &property.ty)
            }
            Some(Type::Map(values)) => Some(&**values),
            _ => None,
        };
        self.with(ty)
    }
}

impl<'de> DeserializeSeed<'de> for Typed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, element: D) -> Result<Value, D::Error> {
        element.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Typed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, element: D) -> Result<Value, D::Error> {
        match self.ty {
            Some(
                Type::String
                | Type::JsonString
                | Type::StringOf(_)
                | Type::Secret
                | Type::RecordOrString(_),
            ) => element.deserialize_string(self),
            Some(Type::Boolean) => element.deserialize_bool(self),
            Some(Type::Integer | Type::Number) => element.deserialize_i64(self),
            Some(Type::Array(_)) => element.deserialize_seq(self),
            Some(Type::Object | Type::Map(_)) => element.deserialize_map(self),
            _ => match self.component() {
                Some(SchemaKind::Record(_)) => element.deserialize_map(self),
                Some(SchemaKind::OpenEnum(_)) => element.deserialize_string(self),
                _ => element.deserialize_any(self),
            },
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Value, E> {
        Ok(match self.is_integer_or_string() {
            true => boolean.to_string().into(),
            false => boolean.into(),
        })
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Value, E> {
        Ok(integer.into())
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Value, E> {
        Ok(integer.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let number = Value::from(number);
        Ok(match self.is_integer_or_string() {
            true => number.to_string().into(),
            false => number,
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        let is_null = matches!(self.ty, Some(Type::Integer | Type::Number | Type::Boolean))
            && text.trim().is_empty();
        Ok(match is_null {
            true => Value::Null,
            false => text.into(),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let item = self.with(match self.ty {
            Some(Type::Array(item)) => Some(&**item),
            _ => None,
        });
        let mut items = Vec::new();
        while let Some(value) = elements.next_element_seed(item)? {
            items.push(value);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut properties = Map::new();
        while let Some(name) = elements.next_key::<String>()? {
            let value = elements.next_value_seed(self.of_property(&name))?;
            properties.insert(name, value);
        }
        Ok(Value::Object(properties))
    }
}

#[cfg(test)]
mod tests {
    use fortinac_xml::to_xml;
    use serde_json::json;

    use super::*;

    fn api() -> (Api, Type) {
        let integer = json!({"type": "integer", "format": "int64"});
        let record = json!({"type": "object", "properties": {
            "id": integer, "name": {"type": "string"}, "on": {"type": "boolean"},
            "list": {"type": "array", "items": {"type": "string"}},
            "map": {"type": "object", "additionalProperties": {"type": "string"}},
            "time": {"anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}]},
            "parent": {"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "string"}]},
        }});
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"User": record}},
        });
        (Api::new(&document).unwrap(), Type::Ref("User".into()))
    }

    #[test]
    fn written_xml_reads_back() {
        let (api, ty) = api();
        for value in [
            json!({"id": 5, "name": "5 & <6>", "on": true, "list": ["1"], "time": 1709545260318_i64,
                   "map": {"id": "1"}, "parent": {"name": "7"}, "unknown": {"a": null, "b": ["x", "y"]}}),
            json!({"name": "true", "list": ["1", null, ""], "time": "true", "parent": "7"}),
            json!({"time": "1.5", "map": {}, "list": null, "parent": null, "unknown": [{"a": 1}, {"a": 1.5}]}),
        ] {
            assert_eq!(read(&to_xml("user", &value).unwrap(), &api, &ty), Ok(value));
        }
    }

    #[test]
    fn an_empty_element_is_null_unless_a_string_or_an_object_fits() {
        let (api, ty) = api();
        let xml = "<user><id/><on> </on><name></name><time>+5</time><map/><parent/></user>";
        let expected =
            json!({"id": null, "on": null, "name": "", "time": "+5", "map": {}, "parent": ""});
        assert_eq!(read(xml.as_bytes(), &api, &ty), Ok(expected));
        assert_eq!(read(b"<user/>", &api, &ty), Ok(json!({})));
    }

    #[test]
    fn a_text_of_another_type_is_left_to_the_schema() {
        let (api, ty) = api();
        let xml = "<user><id>x</id><on>2</on><name>a</name><name>b</name><map>x</map><parent><id>x</id></parent></user>";
        let expected =
            json!({"id": "x", "on": "2", "name": ["a", "b"], "map": "x", "parent": {"id": "x"}});
        assert_eq!(read(xml.as_bytes(), &api, &ty), Ok(expected));
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
