//! Writes JSON with its properties in the order of the spec.

use fortinac_spec::Api;
use fortinac_spec::api::Type;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// The first properties of a response, whatever the order of the spec: programs look for them in the text.
const FIRST: [&str; 2] = ["status", "errorMessage"];

/// A value that is written in the order of its type: the properties that the spec has, and then all others in the order
/// of the [`Value`].
///
/// A [`Value`] has the order in which its properties were added only if some crate of the program enables the feature
/// `preserve_order` of `serde_json`, and is sorted otherwise. A response must not depend on that.
pub(crate) struct Ordered<'a> {
    api: &'a Api,
    ty: Option<&'a Type>,
    value: &'a Value,
    first: &'static [&'static str],
}

impl<'a> Ordered<'a> {
    /// A response. Its `status` and its `errorMessage` come first.
    pub(crate) fn envelope(api: &'a Api, ty: &'a Type, value: &'a Value) -> Self {
        Self {
            api,
            ty: Some(ty),
            value,
            first: &FIRST,
        }
    }

    /// A value inside of this one.
    fn inner(&self, ty: Option<&'a Type>, value: &'a Value) -> Self {
        Self {
            api: self.api,
            ty,
            value,
            first: &[],
        }
    }

    fn array<S: Serializer>(&self, items: &'a [Value], to: S) -> Result<S::Ok, S::Error> {
        let ty = match self.ty {
            Some(Type::Array(item)) => Some(&**item),
            _ => None,
        };
        let mut array = to.serialize_seq(Some(items.len()))?;
        for item in items {
            array.serialize_element(&self.inner(ty, item))?;
        }
        array.end()
    }

    fn object<S: Serializer>(
        &self,
        properties: &'a Map<String, Value>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let record = match self.ty {
            Some(Type::Ref(name) | Type::RecordOrString(name)) => self.api.record(name),
            _ => None,
        };
        let values = match self.ty {
            Some(Type::Map(values)) => Some(&**values),
            _ => None,
        };
        let known = record.map_or(&[][..], |record| &record.properties);
        let is_first = |name: &str| self.first.contains(&name);

        let mut object = to.serialize_map(Some(properties.len()))?;
        let mut written = 0;
        for name in self.first {
            if let Some(value) = properties.get(*name) {
                object.serialize_entry(name, &self.inner(None, value))?;
                written += 1;
            }
        }
        for property in known.iter().filter(|property| !is_first(&property.name)) {
            if let Some(value) = properties.get(&property.name) {
                object.serialize_entry(&property.name, &self.inner(Some(&property.ty), value))?;
                written += 1;
            }
        }
        // Most records have no property that the spec lacks: then there is nothing to look for.
        if written < properties.len() {
            let is_known = |name: &str| known.iter().any(|property| property.name == name);
            for (name, value) in properties {
                if !is_first(name) && !is_known(name) {
                    object.serialize_entry(name, &self.inner(values, value))?;
                }
            }
        }
        object.end()
    }
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Array(items) => self.array(items, to),
            Value::Object(properties) => self.object(properties, to),
            scalar => scalar.serialize(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use fortinac_spec::Spec;
    use serde_json::json;

    use super::*;

    fn spec() -> Spec {
        // As text, because the order of a `Value` may be another one.
        let document = r##"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
            "Zone": {"type": "object", "properties": {
                "name": {"type": "string"}, "id": {"type": "integer", "format": "int64"}}},
            "Envelope": {"type": "object", "properties": {
                "total": {"type": "integer", "format": "int64"},
                "errorMessage": {"type": "string", "nullable": true},
                "results": {"type": "array", "items": {"$ref": "#/components/schemas/Zone"}},
                "status": {"type": "string"},
                "byName": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Zone"}},
                "owner": {"anyOf": [{"$ref": "#/components/schemas/Zone"}, {"type": "string"}]}}}
        }}}"##;
        Spec::from_json(document).unwrap()
    }

    #[track_caller]
    fn assert_written(value: &Value, expected: &str) {
        let spec = spec();
        let ty = Type::Ref("Envelope".into());
        let written = serde_json::to_string(&Ordered::envelope(spec.api(), &ty, value)).unwrap();
        assert_eq!(written, expected);
    }

    #[test]
    fn status_comes_first_and_then_the_properties_as_in_the_spec() {
        let zone = json!({"id": 1, "name": "a"});
        assert_written(
            &json!({"errorMessage": null, "results": [zone, null], "status": "success", "total": 1}),
            r#"{"status":"success","errorMessage":null,"total":1,"results":[{"name":"a","id":1},null]}"#,
        );
        assert_written(
            &json!({"byName": {"b": zone, "c": null}, "owner": zone}),
            r#"{"byName":{"b":{"name":"a","id":1},"c":null},"owner":{"name":"a","id":1}}"#,
        );
        assert_written(
            &json!({"owner": "x", "results": "text"}),
            r#"{"results":"text","owner":"x"}"#,
        );
    }

    #[test]
    fn what_the_spec_lacks_comes_last_and_is_written_whole() {
        assert_written(
            &json!({"aside": [{"b": 1.0}], "results": [{"alias": {"x": []}, "name": "a"}], "status": "success"}),
            r#"{"status":"success","results":[{"name":"a","alias":{"x":[]}}],"aside":[{"b":1.0}]}"#,
        );
        assert_written(&json!([1, {"z": 2}]), r#"[1,{"z":2}]"#);
        assert_written(&json!(null), "null");
        assert_written(&json!({}), "{}");
    }
}
