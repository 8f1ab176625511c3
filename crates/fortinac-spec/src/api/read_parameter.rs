//! Reads the parameters of an operation.

use openapiv3::{
    Components, Operation as Item, Parameter as OpenApiParameter, ParameterData,
    ParameterSchemaOrContent, PathItem, ReferenceOr,
};

use super::read::{Reader, string};
use super::{Location, Parameter};
use crate::pointer::escape;

impl<'a> Reader<'a> {
    pub(super) fn parameters(
        &mut self,
        path: &str,
        path_item: &'a PathItem,
        item: &'a Item,
        pointer: &str,
    ) -> Vec<Parameter> {
        let shared = format!("/paths/{}", escape(path));
        let holders = [
            (shared.as_str(), &path_item.parameters),
            (pointer, &item.parameters),
        ];
        let mut parameters = Vec::new();
        for (holder, list) in holders {
            for (index, parameter) in list.iter().enumerate() {
                let pointer = format!("{holder}/parameters/{index}");
                parameters.extend(self.parameter(parameter, pointer));
            }
        }
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &'a ReferenceOr<OpenApiParameter>,
        mut pointer: String,
    ) -> Option<Parameter> {
        let what = ("parameters", "a parameter");
        let of_kind = |components: &'a Components| &components.parameters;
        let parameter = self.resolve(parameter, &mut pointer, what, of_kind)?;
        let (location, data): (Location, &ParameterData) = match parameter {
            OpenApiParameter::Path { parameter_data, .. } => (Location::Path, parameter_data),
            OpenApiParameter::Query { parameter_data, .. } => (Location::Query, parameter_data),
            OpenApiParameter::Header { .. } | OpenApiParameter::Cookie { .. } => {
                self.issue(
                    pointer,
                    "is in a header or cookie",
                    "only `in: path` and `in: query` are supported",
                );
                return None;
            }
        };
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.issue(
                pointer,
                "has `content` instead of `schema`",
                "describe it by a schema",
            );
            return None;
        };
        let ty = self.inline_type(schema, &format!("{pointer}/schema"))?;
        let extensions = schema
            .as_item()
            .map(|schema| &schema.schema_data.extensions);
        Some(Parameter {
            not_secret: extensions
                .and_then(|extensions| string(extensions, "x-fortinac-not-secret")),
            name: data.name.clone(),
            location,
            required: data.required,
            ty,
            description: data
                .description
                .clone()
                .unwrap_or_default()
                .trim()
                .to_owned(),
        })
    }
}
