//! JSON Schemas of the records and of the hand-written types, for the feature `schemars`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::{
    Code, Entries, Extra, Field, IntegerOrString, JsonString, JsonValue, RecordOrString, Secret,
    StringOf, Timestamp,
};

/// Implements [`JsonSchema`] for a type whose schema is inlined.
macro_rules! inlined {
    ($($name:ident => $schema:tt,)*) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

inlined! {
    JsonValue => {},
    Code => {"type": ["integer", "string"]},
    Extra => {"type": "object"},
    IntegerOrString => {"type": ["integer", "string"]},
    JsonString => {"type": "string"},
    Secret => {"type": "string", "format": "password"},
    Timestamp => {"type": ["integer", "string"]},
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("EntriesOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "additionalProperties": generator.subschema_for::<Option<T>>()})
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

impl<T> JsonSchema for StringOf<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "StringOf".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

impl<T: JsonSchema> JsonSchema for RecordOrString<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrString", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [generator.subschema_for::<T>(), {"type": "string"}]})
    }
}

/// Implements [`JsonSchema`] for a record, from the definition that [`record!`](crate::record::record) takes.
macro_rules! record_schema {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident $(<$param:ident>)? {
            $($(#[doc = $field_doc:literal])* $field:ident: $type:ty = $property:literal,)*
        }
    ) => {
        impl $(<$param: ::schemars::JsonSchema>)? ::schemars::JsonSchema for $name $(<$param>)? {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                crate::schemas::name(stringify!($name), &[$($param::schema_name())?])
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                let name = concat!(module_path!(), "::", stringify!($name));
                crate::schemas::name(name, &[$($param::schema_id())?])
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let mut record = crate::schemas::Record::new(generator, &[$($doc),*]);
                $(record.property::<$type>($property, &[$($field_doc),*]);)*
                record.schema()
            }
        }
    };
}

pub(crate) use record_schema;

/// The name of a type with its parameters, as schemars derives it.
pub(crate) fn name(name: &'static str, parameters: &[Cow<'static, str>]) -> Cow<'static, str> {
    match parameters {
        [] => name.into(),
        parameters => format!("{name}_for_{}", parameters.join("_and_")).into(),
    }
}

/// The schema of a record. No property is required, and additional properties are allowed.
pub(crate) struct Record<'a> {
    generator: &'a mut SchemaGenerator,
    description: String,
    properties: Map<String, Value>,
}

impl<'a> Record<'a> {
    pub(crate) fn new(generator: &'a mut SchemaGenerator, doc: &[&str]) -> Self {
        Self {
            generator,
            description: description(doc),
            properties: Map::new(),
        }
    }

    pub(crate) fn property<T: JsonSchema>(&mut self, name: &str, doc: &[&str]) {
        let mut schema = self.generator.subschema_for::<Field<T>>();
        schema.insert("description".to_owned(), description(doc).into());
        self.properties.insert(name.to_owned(), schema.into());
    }

    pub(crate) fn schema(self) -> Schema {
        json_schema!({
            "type": "object",
            "description": self.description,
            "properties": self.properties,
        })
    }
}

/// The text of doc comments, with the lines of a paragraph joined.
fn description(doc: &[&str]) -> String {
    let mut text = String::new();
    for line in doc.iter().map(|line| line.trim()) {
        if line.is_empty() {
            text.push_str("\n\n");
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(line);
        }
    }
    text
}
