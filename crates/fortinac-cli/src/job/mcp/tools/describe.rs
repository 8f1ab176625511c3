//! What an operation takes and returns.

use fortinac_spec::api::{Body, Index, Operation, Output as Returned, Property, Type};
use rmcp::schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::search::effect;
use super::{State, Tool, parsed, result, schema};
use crate::call::returned;
use crate::failure::Result;
use crate::job::explain::{returns, type_text};
use crate::job::mcp::resolve::resolve;

pub(super) const DESCRIBE_OPERATION: Tool = Tool {
    name: "describe_operation",
    description: "What does an operation do, take and return, and how well is it known?",
    input: schema::input::<Describe>,
    output: schema::output::<Described>,
    calls: false,
    run: |state, _, arguments| Box::pin(async { describe(state, &parsed(arguments)?) }),
};

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Describe {
    /// Its operationId, such as port_list, or its method and path
    operation: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Described {
    operation: String,
    request: String,
    does: String,
    /// reads, writes or destroys
    effect: &'static str,
    allowed: bool,
    arguments: Vec<Argument>,
    /// Properties of the JSON `body`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    body: Vec<Argument>,
    returns: String,
    /// Names of columns
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<String>,
    evidence: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_known: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Argument {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    is: String,
}

fn describe(state: &State, arguments: &Describe) -> Result<Value> {
    let index = state.context.index();
    let operation = resolve(index, &arguments.operation)?.operation;
    let ty = returned(&operation);
    let record = ty.component().and_then(|name| index.record(name));
    let properties = record.into_iter().flat_map(|record| record.properties);
    let description = match operation.description.as_str() {
        "" => operation.summary.clone(),
        description => description.to_owned(),
    };
    result(&Described {
        request: format!("{} {}", operation.method, operation.path),
        does: description,
        effect: effect(&operation),
        allowed: state.permissions.allows(&operation),
        arguments: parameters(&operation),
        body: body(index, &operation),
        returns: returns(&operation),
        properties: properties.map(|property| property.name).collect(),
        evidence: format!(
            "{} ({}), {}",
            operation.evidence,
            operation.origin,
            operation.versions.join(", ")
        ),
        not_known: operation.gaps.clone(),
        operation: operation.id,
    })
}

fn parameters(operation: &Operation) -> Vec<Argument> {
    let parameters = operation.parameters.iter().map(|parameter| Argument {
        name: parameter.name.clone(),
        ty: type_text(&parameter.ty),
        required: parameter.required,
        is: parameter.description.clone(),
    });
    let fields = operation.body.iter().flat_map(Body::fields);
    let fields = fields.map(|field| Argument {
        name: field.name.clone(),
        ty: type_text(&field.ty),
        required: field.required,
        is: field.description.clone(),
    });
    let mut arguments: Vec<Argument> = parameters.chain(fields).collect();
    if matches!(operation.result, Returned::List { .. }) {
        for (name, is) in [
            ("start", "Rows to skip."),
            ("count", "Rows to return, 20 by default."),
        ] {
            if !arguments.iter().any(|argument| argument.name == name) {
                arguments.push(Argument {
                    name: name.to_owned(),
                    ty: type_text(&Type::Integer),
                    required: false,
                    is: is.to_owned(),
                });
            }
        }
    }
    arguments
}

fn body(index: &Index, operation: &Operation) -> Vec<Argument> {
    let Some(Body::Json { ty, .. }) = &operation.body else {
        return Vec::new();
    };
    let record = ty.component().and_then(|name| index.record(name));
    let properties = record.into_iter().flat_map(|record| record.properties);
    properties.map(property).collect()
}

fn property(property: Property) -> Argument {
    Argument {
        ty: type_text(&property.ty),
        required: false,
        is: property.description,
        name: property.name,
    }
}
