//! What progenitor's type space decides: the Rust name and the Rust type of each property of a record.
//!
//! Nothing else of progenitor is used. It gets the records alone, with a string format in the place of each type that
//! it does not model, and its generated code is not read.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, TypeImpl};
use quote::ToTokens;
use schemars::schema::{InstanceType, SchemaObject};
use serde_json::{Map, Value, json};
use syn::visit_mut::VisitMut;
use typify::TypeDetails;

use super::emit;
use super::rust_type::rust_type;
use crate::model::Model;
use crate::model::api::Type;
use crate::model::naming::{distinct_names, escape_keyword, field_name};

/// The generator; the workspace pins the same version.
pub const GENERATOR: &str = "progenitor 0.15.1";

/// What a string format begins with that stands for a Rust type.
const RUST_TYPE: &str = "rust:";

/// The field of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The name in Rust.
    pub(super) name: String,
    /// The type of a value that is neither absent nor null.
    pub(super) ty: String,
}

/// The fields of each record, by the name of the record and of the property.
pub(super) type Fields = BTreeMap<String, BTreeMap<String, Field>>;

/// Asks for the fields of all records.
///
/// # Errors
/// The generator refuses a record, or makes something else of it.
pub(super) fn fields(model: &Model) -> Result<Fields, String> {
    let mut input = Input {
        model,
        formats: BTreeMap::new(),
    };
    let document = input.document();
    let document: OpenAPI = serde_json::from_value(document)
        .map_err(|error| format!("the input of {GENERATOR} is not OpenAPI: {error}"))?;
    let mut settings = GenerationSettings::default();
    for (format, ty) in &input.formats {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some(format.clone()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, ty, std::iter::empty::<TypeImpl>());
    }
    let mut generator = Generator::new(&settings);
    // Its tokens are not used: this fills the type space.
    generator
        .generate_tokens(&document)
        .map_err(|error| format!("{GENERATOR} refuses the records: {error}"))?;
    let space = generator.get_type_space();
    // By the name of the struct and of its field.
    let mut types: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for ty in space.iter_types() {
        if let TypeDetails::Struct(details) = ty.details() {
            let mut of_record = BTreeMap::new();
            for property in details.properties_info() {
                of_record.insert(
                    property.name.to_owned(),
                    inner_type(space, &property.type_id)?,
                );
            }
            types.insert(ty.name(), of_record);
        }
    }
    by_property(model, &types)
}

/// The type of a property without the `Option` around it.
fn inner_type(space: &typify::TypeSpace, id: &typify::TypeId) -> Result<String, String> {
    let get = |id| space.get_type(id).map_err(|error| error.to_string());
    let ty = get(id)?;
    let inner = match ty.details() {
        TypeDetails::Option(inner) => Some(get(&inner)?),
        _ => None,
    };
    let tokens = inner.unwrap_or(ty).ident().to_string();
    let mut parsed: syn::Type =
        syn::parse_str(&tokens).map_err(|error| format!("{tokens}: {error}"))?;
    BareNames.visit_type_mut(&mut parsed);
    Ok(emit::compact(parsed.to_token_stream()))
}

/// Makes types as the prelude of fortinac-types names them: `::std::string::String` is `String`.
struct BareNames;

impl VisitMut for BareNames {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        syn::visit_mut::visit_path_mut(self, path);
        path.leading_colon = None;
        path.segments = path.segments.pop().into_iter().collect();
    }
}

/// The same by the names of the properties on the wire, which the type space does not have.
fn by_property(
    model: &Model,
    generated: &BTreeMap<String, BTreeMap<String, String>>,
) -> Result<Fields, String> {
    let mut fields = Fields::new();
    for (name, record) in model.api.records() {
        let of_record = generated
            .get(name)
            .ok_or_else(|| format!("{GENERATOR} made no struct {name}"))?;
        let names = record.properties.iter();
        let names = names.map(|property| property.name.as_str());
        let mut found = BTreeMap::new();
        for (property, distinct) in distinct_names(names).map_err(|(_, error)| error)? {
            let field = escape_keyword(field_name(&distinct));
            let ty = of_record.get(&field).ok_or_else(|| {
                format!("{GENERATOR} made no field `{field}` of {name}.{property}")
            })?;
            found.insert(
                property.to_owned(),
                Field {
                    name: field,
                    ty: ty.clone(),
                },
            );
        }
        fields.insert(name.to_owned(), found);
    }
    Ok(fields)
}

/// The records as the generator takes them.
struct Input<'a> {
    model: &'a Model,
    /// The formats that stand for a Rust type, each with the type.
    formats: BTreeMap<String, String>,
}

impl Input<'_> {
    fn document(&mut self) -> Value {
        let mut schemas = Map::new();
        let model = self.model;
        for (name, record) in model.api.records() {
            let names = record.properties.iter();
            let names = names.map(|property| property.name.as_str());
            let distinct = distinct_names(names).unwrap_or_default();
            let mut described = Map::new();
            for property in &record.properties {
                let name = distinct.iter().find(|(name, _)| *name == property.name);
                let name = name.map_or(&property.name, |(_, distinct)| distinct);
                described.insert(name.clone(), self.schema(&property.ty));
            }
            // Without additionalProperties, unknown properties are dropped.
            let record =
                json!({"type": "object", "properties": described, "additionalProperties": {}});
            schemas.insert(name.to_owned(), record);
        }
        json!({
            "openapi": "3.0.3", "info": {"title": "records", "version": "0"}, "paths": {},
            "components": {"schemas": schemas},
        })
    }

    fn schema(&mut self, ty: &Type) -> Value {
        match ty {
            Type::String => json!({"type": "string"}),
            Type::Integer => json!({"type": "integer", "format": "int64"}),
            Type::Boolean => json!({"type": "boolean"}),
            Type::Array(items) => json!({"type": "array", "items": self.schema(items)}),
            Type::Ref(name) if self.model.api.record(name).is_some() => {
                json!({"$ref": format!("#/components/schemas/{name}")})
            }
            hand_written => {
                let ty = rust_type(hand_written);
                let format = format!("{RUST_TYPE}{ty}");
                self.formats.insert(format.clone(), ty);
                json!({"type": "string", "format": format})
            }
        }
    }
}
