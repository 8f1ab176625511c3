//! Reads the request body of an operation.

use openapiv3::{
    Components, ReferenceOr, RequestBody, StringFormat, Type as OpenApiType,
    VariantOrUnknownOrEmpty as Format,
};

use super::read::{JSON, NOT_A_RECORD, Reader, XML};
use super::schema::{SchemaKind, Type};
use super::{Api, Body, FormField};
use crate::pointer::{self, escape};

const FORM: &str = "application/x-www-form-urlencoded";
const UPLOAD: &str = "multipart/form-data";

impl<'a> Reader<'a> {
    pub(super) fn body(
        &mut self,
        body: &'a ReferenceOr<RequestBody>,
        path: &str,
        pointer: &str,
    ) -> Option<Body> {
        let mut pointer = pointer.to_owned();
        let what = ("requestBodies", "a request body");
        let of_kind = |components: &'a Components| &components.request_bodies;
        let body = self.resolve(body, &mut pointer, what, of_kind)?;
        let mut kinds: Vec<&str> = body.content.keys().map(String::as_str).collect();
        kinds.sort_unstable();
        let media_type = match kinds.as_slice() {
            [JSON] | [JSON, XML] => JSON,
            [FORM] => FORM,
            [UPLOAD] => UPLOAD,
            _ => {
                self.issue(
                    pointer,
                    format!("has the media types [{}]", kinds.join(", ")),
                    format!("write {JSON}, {JSON} and {XML} together, {FORM}, or {UPLOAD}"),
                );
                return None;
            }
        };
        let media = &body.content[media_type];
        let schema_pointer = format!("{pointer}/content/{}/schema", escape(media_type));
        let Some(schema) = &media.schema else {
            self.issue(
                pointer,
                format!("has no schema for {media_type}"),
                "add a `$ref` to the record that the body is",
            );
            return None;
        };
        if media_type == UPLOAD {
            return self.multipart(schema, &schema_pointer);
        }
        if let Some(xml) = body.content.get(XML)
            && xml.schema.as_ref() != Some(schema)
        {
            self.issue(
                pointer.clone(),
                format!("{JSON} and {XML} have different schemas"),
                "give both the same `$ref`",
            );
        }
        let ty = self.inline_type(schema, &schema_pointer)?;
        let is_record =
            |api: &Api, ty: &Type| matches!(ty, Type::Ref(name) if api.record(name).is_some());
        match (&ty, media_type) {
            (Type::Ref(name), JSON) if is_record(&self.api, &ty) => Some(Body::Json {
                pointer: pointer::schema(name),
                id: self.id_of_path(path, name),
                ty,
                xml: body.content.contains_key(XML),
            }),
            (Type::Array(items), JSON) if self.is_scalar(items) || is_record(&self.api, items) => {
                Some(Body::Json {
                    ty,
                    xml: body.content.contains_key(XML),
                    id: None,
                    pointer: schema_pointer,
                })
            }
            (Type::Ref(name), FORM) if is_record(&self.api, &ty) => Some(self.form(&name.clone())),
            _ => {
                self.issue(schema_pointer, "is not a `$ref` to a record", NOT_A_RECORD);
                None
            }
        }
    }

    /// The property of a record that repeats the id at the end of a path.
    fn id_of_path(&self, path: &str, record: &str) -> Option<String> {
        const NAMES: [&str; 2] = ["id", "dbid"];
        let record = self
            .api
            .record(record)
            .filter(|_| path.ends_with("/{id}"))?;
        let is_id = |name: &&str| {
            record
                .property(name)
                .is_some_and(|property| property.ty == Type::Integer)
        };
        NAMES.into_iter().find(is_id).map(ToOwned::to_owned)
    }

    fn form(&mut self, component: &str) -> Body {
        let record = self.api.record(component).cloned().unwrap_or_default();
        let mut fields = Vec::new();
        for property in record.properties {
            let is_field = match &property.ty {
                Type::Array(items) => self.is_scalar(items),
                ty => self.is_scalar(ty),
            };
            if !is_field {
                self.issue(
                    format!(
                        "{}/properties/{}",
                        pointer::schema(component),
                        escape(&property.name)
                    ),
                    "a form cannot carry it",
                    "make it a string, a number, a boolean, or an array of one of these",
                );
            }
            fields.push(FormField {
                required: record.required.contains(&property.name),
                name: property.name,
                ty: property.ty,
                description: property.description,
            });
        }
        Body::Form {
            component: component.to_owned(),
            fields,
        }
    }

    /// The parts of an upload: the schema is an object in place, whose files are binary strings.
    fn multipart(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        pointer: &str,
    ) -> Option<Body> {
        let object = schema
            .as_item()
            .and_then(|schema| match &schema.schema_kind {
                openapiv3::SchemaKind::Type(OpenApiType::Object(object)) => Some(object),
                _ => None,
            });
        let mut parts = Vec::new();
        for (name, schema) in object.into_iter().flat_map(|object| &object.properties) {
            let pointer = format!("{pointer}/properties/{}", escape(name));
            let item = schema.as_item();
            let ty = match item.is_some_and(|schema| is_binary(schema)) {
                true => Type::File,
                false => self.inline_type(schema, &pointer)?,
            };
            if ty != Type::File && !self.is_scalar(&ty) {
                self.issue(
                    pointer,
                    "a part of an upload cannot carry it",
                    "make it a file, a string, a number or a boolean",
                );
            }
            let description = item.and_then(|schema| schema.schema_data.description.as_deref());
            parts.push(FormField {
                required: object.is_some_and(|object| object.required.contains(name)),
                name: name.clone(),
                ty,
                description: description.unwrap_or_default().trim().to_owned(),
            });
        }
        if !parts
            .iter()
            .any(|part| part.ty == Type::File && part.required)
        {
            self.issue(
                pointer,
                "has no file that is required",
                "write `type: object` in place, with a property for each part; a file is `type: string` and \
                 `format: binary`",
            );
            return None;
        }
        Some(Body::Multipart { parts })
    }

    /// Whether a value of this type can be sent as one string.
    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::String
            | Type::JsonString
            | Type::StringOf(_)
            | Type::Secret
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::IntegerOrString => true,
            Type::Ref(name) => self.api.schemas.get(name).is_none_or(|schema| {
                matches!(
                    schema.kind,
                    SchemaKind::OpenEnum(_) | SchemaKind::IntegerOrString
                )
            }),
            _ => false,
        }
    }
}

/// Whether a schema is that of a file.
fn is_binary(schema: &openapiv3::Schema) -> bool {
    matches!(&schema.schema_kind, openapiv3::SchemaKind::Type(OpenApiType::String(string))
        if string.format == Format::Item(StringFormat::Binary))
}
