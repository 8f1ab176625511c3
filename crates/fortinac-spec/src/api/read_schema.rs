//! Reads types from schema objects. Each type has one schema shape.

use std::collections::BTreeMap;

use openapiv3::{
    AdditionalProperties, IntegerFormat, ObjectType, ReferenceOr, SchemaData, StringFormat,
    StringType, Type as OpenApiType, VariantOrUnknownOrEmpty as Format,
};
use serde_json::Value;

use super::read::{Extensions, Reader, component_name, string, strings};
use super::schema::{OPEN_ENUM, Property, Record, Schema, SchemaKind, Type};
use crate::pointer::{self, escape};

type OpenApiSchema = openapiv3::Schema;

/// An inline schema or a `$ref`, boxed or not.
pub(super) trait SchemaOrRef {
    fn get(&self) -> ReferenceOr<&OpenApiSchema>;
}

impl SchemaOrRef for ReferenceOr<OpenApiSchema> {
    fn get(&self) -> ReferenceOr<&OpenApiSchema> {
        match self {
            Self::Reference { reference } => ReferenceOr::Reference {
                reference: reference.clone(),
            },
            Self::Item(schema) => ReferenceOr::Item(schema),
        }
    }
}

impl SchemaOrRef for ReferenceOr<Box<OpenApiSchema>> {
    fn get(&self) -> ReferenceOr<&OpenApiSchema> {
        match self {
            Self::Reference { reference } => ReferenceOr::Reference {
                reference: reference.clone(),
            },
            Self::Item(schema) => ReferenceOr::Item(schema),
        }
    }
}

/// What is wrong, and what to do about it.
type Wrong = (&'static str, &'static str);

const ANY_OF: Wrong = (
    "`anyOf` is an integer or a string, or a record or a string, in this order",
    "write `[{type: integer, format: int64, nullable: true}, {type: string}]` or `[{$ref: Record}, {type: string}]`",
);

impl Reader<'_> {
    /// Reads the component schemas.
    pub(super) fn schemas(&mut self) {
        let Some(components) = &self.openapi.components else {
            return;
        };
        for (name, schema) in &components.schemas {
            let pointer = pointer::schema(name);
            let ReferenceOr::Item(schema) = schema else {
                self.issue(
                    pointer,
                    "is nothing but a `$ref`",
                    "use the component that it names instead",
                );
                continue;
            };
            if let Some(kind) = self.component(schema, &pointer) {
                let data = &schema.schema_data;
                self.api.schemas.insert(
                    name.clone(),
                    Schema {
                        kind,
                        description: data
                            .description
                            .clone()
                            .unwrap_or_default()
                            .trim()
                            .to_owned(),
                        nullable: data.nullable,
                        sources: strings(&data.extensions, "x-fortinac-source"),
                        note: string(&data.extensions, "x-fortinac-note"),
                        gaps: strings(&data.extensions, "x-fortinac-gap"),
                        not_secret: string(&data.extensions, "x-fortinac-not-secret"),
                    },
                );
            }
        }
        self.describe_references();
    }

    fn component(&mut self, schema: &OpenApiSchema, pointer: &str) -> Option<SchemaKind> {
        let data = &schema.schema_data;
        match &schema.schema_kind {
            openapiv3::SchemaKind::Type(OpenApiType::Object(object))
                if object.additional_properties.is_none() && !object.properties.is_empty() =>
            {
                Some(SchemaKind::Record(self.record(data, object, pointer)))
            }
            openapiv3::SchemaKind::Type(OpenApiType::String(_))
                if data.extensions.contains_key(OPEN_ENUM) =>
            {
                let values = strings(&data.extensions, OPEN_ENUM);
                if values.is_empty() {
                    self.issue(
                        pointer,
                        "has no enum values",
                        "list those that a source shows",
                    );
                }
                Some(SchemaKind::OpenEnum(values))
            }
            _ => match self.item_type(schema, pointer)? {
                Type::IntegerOrString => Some(SchemaKind::IntegerOrString),
                _ => {
                    self.issue(
                        pointer,
                        "is neither a record, nor an open enumeration, nor an integer or string",
                        "write the schema in place where it is used; a scalar that many records share can be a \
                         component of the root's common file",
                    );
                    None
                }
            },
        }
    }

    fn record(&mut self, data: &SchemaData, object: &ObjectType, pointer: &str) -> Record {
        let of_record = |extension: &str, name: &str| -> Option<String> {
            let text = data.extensions.get(extension)?.get(name)?.as_str()?;
            Some(text.trim().to_owned())
        };
        let mut properties = Vec::new();
        for (name, schema) in &object.properties {
            let pointer = format!("{pointer}/properties/{}", escape(name));
            let Some(ty) = self.inline_type(schema, &pointer) else {
                continue;
            };
            let own = schema.as_item().map(|schema| &schema.schema_data);
            let extension = |name: &str| string(&own?.extensions, name);
            let description = own.and_then(|data| data.description.clone());
            // A component says itself that it can be null.
            let is_component = own.is_none() || matches!(ty, Type::Ref(_));
            properties.push(Property {
                inferred: of_record("x-fortinac-inferred", name),
                open: open(schema),
                not_secret: extension("x-fortinac-not-secret"),
                note: extension("x-fortinac-note"),
                gaps: own
                    .map(|data| strings(&data.extensions, "x-fortinac-gap"))
                    .unwrap_or_default(),
                nullable: is_component || own.is_some_and(|data| data.nullable),
                description: description.unwrap_or_default().trim().to_owned(),
                name: name.clone(),
                ty,
            });
        }
        Record {
            properties,
            required: object.required.clone(),
            columns: strings(&data.extensions, "x-fortinac-columns"),
        }
    }

    /// Gives a `$ref` property without a description in its record the first sentence of the component's description.
    fn describe_references(&mut self) {
        let first_sentence = |schema: &Schema| {
            let text = schema.description.split_inclusive(". ").next();
            text.unwrap_or_default().trim().to_owned()
        };
        let described: BTreeMap<String, String> = self
            .api
            .schemas
            .iter()
            .map(|(name, schema)| (name.clone(), first_sentence(schema)))
            .collect();
        for schema in self.api.schemas.values_mut() {
            let SchemaKind::Record(record) = &mut schema.kind else {
                continue;
            };
            for property in record
                .properties
                .iter_mut()
                .filter(|one| one.description.is_empty())
            {
                if let Type::Ref(name) = &property.ty {
                    property.description = described.get(name).cloned().unwrap_or_default();
                }
            }
        }
    }

    /// The type of an inline schema or a `$ref` to a component.
    pub(super) fn inline_type(&mut self, schema: &impl SchemaOrRef, pointer: &str) -> Option<Type> {
        match schema.get() {
            ReferenceOr::Reference { reference } => {
                let name = component_name(&reference, "schemas");
                let components = self.openapi.components.as_ref();
                let exists = name
                    .zip(components)
                    .is_some_and(|(name, components)| components.schemas.contains_key(name));
                match name.filter(|_| exists) {
                    Some(name) => Some(Type::Ref(name.to_owned())),
                    None => {
                        self.dangling(pointer, &reference, "a schema");
                        None
                    }
                }
            }
            ReferenceOr::Item(schema) => self.item_type(schema, pointer),
        }
    }

    fn item_type(&mut self, schema: &OpenApiSchema, pointer: &str) -> Option<Type> {
        let data = &schema.schema_data;
        let ty = match &schema.schema_kind {
            openapiv3::SchemaKind::Type(OpenApiType::String(string)) => {
                string_type(string, &data.extensions)
            }
            openapiv3::SchemaKind::Type(OpenApiType::Integer(integer)) => match integer.format {
                Format::Item(IntegerFormat::Int64) => Ok(Type::Integer),
                _ => Err(("is an integer without `format: int64`", "add the format")),
            },
            openapiv3::SchemaKind::Type(OpenApiType::Number(_)) => Ok(Type::Number),
            openapiv3::SchemaKind::Type(OpenApiType::Boolean(_)) => Ok(Type::Boolean),
            openapiv3::SchemaKind::Type(OpenApiType::Array(array)) => match &array.items {
                Some(items) => {
                    let items = self.inline_type(items, &format!("{pointer}/items"))?;
                    Ok(Type::Array(Box::new(items)))
                }
                None => Err(("is an array without `items`", "add the schema of its items")),
            },
            openapiv3::SchemaKind::Type(OpenApiType::Object(object)) => {
                return self.object_type(object, pointer);
            }
            openapiv3::SchemaKind::AnyOf { any_of } => return self.any_of(any_of, pointer),
            openapiv3::SchemaKind::Any(any) if *any == openapiv3::AnySchema::default() => {
                Ok(Type::Any)
            }
            openapiv3::SchemaKind::AllOf { all_of }
                if matches!(all_of.as_slice(), [ReferenceOr::Reference { .. }]) =>
            {
                return self.inline_type(&all_of[0], pointer);
            }
            openapiv3::SchemaKind::OneOf { .. }
            | openapiv3::SchemaKind::AllOf { .. }
            | openapiv3::SchemaKind::Not { .. } => Err((
                "is put together of other schemas",
                "use `anyOf` in one of its two shapes, or one component with all properties",
            )),
            openapiv3::SchemaKind::Any(_) => Err((
                "has keywords that do not belong together",
                "write one of the schema shapes in openapi/README.md",
            )),
        };
        match ty {
            Ok(ty) => Some(ty),
            Err((message, help)) => {
                self.issue(pointer, message, help);
                None
            }
        }
    }

    fn object_type(&mut self, object: &ObjectType, pointer: &str) -> Option<Type> {
        match (&object.additional_properties, object.properties.is_empty()) {
            (None, true) => Some(Type::Object),
            (None, false) => {
                self.issue(
                    pointer,
                    "a record is a component",
                    "move it to components/schemas, and `$ref` it here",
                );
                None
            }
            (Some(AdditionalProperties::Schema(values)), true) => {
                let values =
                    self.inline_type(&**values, &format!("{pointer}/additionalProperties"))?;
                Some(Type::Map(Box::new(values)))
            }
            (Some(_), _) => {
                self.issue(
                    pointer,
                    "`additionalProperties` is for a map alone, and holds the schema of its values",
                    "take it out: a record allows unknown properties by default",
                );
                None
            }
        }
    }

    fn any_of(&mut self, forms: &[ReferenceOr<OpenApiSchema>], pointer: &str) -> Option<Type> {
        let [first, second] = forms else {
            self.issue(pointer, ANY_OF.0, ANY_OF.1);
            return None;
        };
        let is_nullable = first
            .as_item()
            .is_some_and(|schema| schema.schema_data.nullable);
        let first = self.inline_type(first, &format!("{pointer}/anyOf/0"))?;
        let second = self.inline_type(second, &format!("{pointer}/anyOf/1"))?;
        match (first, second) {
            (Type::Integer, Type::String) if is_nullable => Some(Type::IntegerOrString),
            (Type::Ref(name), Type::String) => Some(Type::RecordOrString(name)),
            _ => {
                self.issue(pointer, ANY_OF.0, ANY_OF.1);
                None
            }
        }
    }
}

/// The `x-fortinac-open` of a schema, or of its items or values: the reason why it has no type.
fn open(schema: &impl SchemaOrRef) -> Option<String> {
    let ReferenceOr::Item(schema) = schema.get() else {
        return None;
    };
    let own = string(&schema.schema_data.extensions, "x-fortinac-open");
    own.or_else(|| match &schema.schema_kind {
        openapiv3::SchemaKind::Type(OpenApiType::Array(array)) => open(array.items.as_ref()?),
        openapiv3::SchemaKind::Type(OpenApiType::Object(object)) => {
            match &object.additional_properties {
                Some(AdditionalProperties::Schema(values)) => open(&**values),
                _ => None,
            }
        }
        _ => None,
    })
}

fn string_type(string: &StringType, extensions: &Extensions) -> Result<Type, Wrong> {
    if extensions.contains_key(OPEN_ENUM) {
        return Err((
            "an open enumeration is a component",
            "move it to components/schemas, and `$ref` it here",
        ));
    }
    if !string.enumeration.is_empty() {
        return Err((
            "is a closed enumeration: a response fails on a new value",
            "make it a component with `x-extensible-enum`",
        ));
    }
    let content = extensions.get("x-fortinac-content-media-type");
    if let Some(of) = extensions.get("x-fortinac-string-of") {
        let of = match of.as_str() {
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("boolean") => Type::Boolean,
            _ => {
                return Err((
                    "`x-fortinac-string-of` is not the type of what the string contains",
                    "write `integer`, `number` or `boolean`",
                ));
            }
        };
        return match &string.format {
            Format::Empty if content.is_none() => Ok(Type::StringOf(Box::new(of))),
            _ => Err((
                "a string with `x-fortinac-string-of` has another form, too",
                "take out `format` and `x-fortinac-content-media-type`, or `x-fortinac-string-of`",
            )),
        };
    }
    match &string.format {
        Format::Empty if content.and_then(Value::as_str) == Some("application/json") => {
            Ok(Type::JsonString)
        }
        Format::Empty => Ok(Type::String),
        Format::Item(StringFormat::Password) => Ok(Type::Secret),
        Format::Item(_) | Format::Unknown(_) => Err((
            "this `format` is not used",
            "write `$ref` Timestamp for a time, `format: password` for a secret, and no format for any other string",
        )),
    }
}
