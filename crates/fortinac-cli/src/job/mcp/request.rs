//! A call as a model asks for it: arguments by name, checked against the spec, with names in place of ids.

use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::{Body, ListParameters, Operation, Output as Returned, Type};
use serde_json::{Map, Value};

use super::list::Listing;
use super::resolve::Resolved;
use crate::call::{self, keeps_absent, target, without_redacted};
use crate::command::names::nearest;
use crate::command::operation::{is_update, targets};
use crate::context::Context;
use crate::failure::{Failure, Result};

/// A call that can be made, and what it is for.
pub(super) struct Request {
    pub(super) operation: Operation,
    pub(super) call: Call<Value, ById>,
    /// What decides about the call, secrets included: it is compared, and never shown.
    pub(super) identity: Value,
    /// The ids of the records that it is for, as far as they are ids of the resource of the operation.
    pub(super) ids: Vec<i64>,
    /// The record before an update that sends all of it.
    pub(super) before: Option<Value>,
    /// The JSON body as asked for.
    pub(super) body: Option<Value>,
    /// The page, if the operation returns a list.
    pub(super) listing: Listing,
}

/// The parameters of a page, which are arguments of every operation that returns a list.
const PAGE: [&str; 2] = ["start", "count"];

impl Request {
    /// # Errors
    /// An argument is not one of the operation, or cannot be used; a name means no record, or several.
    pub(super) async fn new(
        context: &Context,
        resolved: Resolved,
        mut arguments: Map<String, Value>,
        body: Option<Value>,
    ) -> Result<Self> {
        let Resolved { operation, path } = resolved;
        for (name, value) in path {
            arguments.entry(name).or_insert_with(|| value.into());
        }
        let is_list = matches!(operation.result, Returned::List { .. });
        let mut listing = Listing::default();
        if is_list {
            for name in PAGE {
                if let Some(value) = arguments.remove(name) {
                    listing.set(name, &value)?;
                }
            }
            if operation.list_parameters() != ListParameters::None {
                listing.filter = texts(arguments.remove("filter"))?;
            }
        }
        let mut request = Self {
            call: context.client()?.call(&operation.id)?,
            operation,
            identity: Value::Null,
            ids: Vec::new(),
            before: None,
            body: None,
            listing,
        };
        let mut identity = Map::new();
        for (name, value) in arguments {
            let value = request.set(context, &name, value).await?;
            identity.insert(name, value);
        }
        let body = request.set_body(context, body).await?;
        request.identity = serde_json::json!([request.operation.id, identity, body]);
        Ok(request)
    }

    /// Sets an argument, and returns its value with ids in place of names.
    async fn set(&mut self, context: &Context, name: &str, value: Value) -> Result<Value> {
        let operation = &self.operation;
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|known| known.name == name);
        let fields = operation.body.as_ref().map_or(&[][..], Body::fields);
        let field = fields.iter().find(|known| known.name == name);
        let ty = match (parameter, field) {
            (Some(parameter), _) => &parameter.ty,
            (None, Some(field)) => &field.ty,
            (None, None) => {
                let parameters = operation.parameters.iter();
                let names = parameters.map(|known| known.name.as_str());
                let names = names.chain(fields.iter().map(|known| known.name.as_str()));
                let near = nearest(names, name);
                let message = format!("{} has no argument `{name}`", operation.id);
                return Err(match near.as_str() {
                    "" => {
                        Failure::usage(message).hint("it has none; properties belong into `body`")
                    }
                    near => Failure::usage(message).hint(format!("near it are {near}")),
                });
            }
        };
        let value = match value {
            Value::Null => return Ok(Value::Null),
            Value::Array(items) => {
                let inner = match ty {
                    Type::Array(items) => items,
                    ty => ty,
                };
                let mut ids = Vec::new();
                for item in items {
                    ids.push(id(context, operation, name, inner, item).await?);
                }
                Value::Array(ids)
            }
            value => match ty {
                // One value is an array of one.
                Type::Array(items) => {
                    vec![id(context, operation, name, items, value).await?].into()
                }
                ty => id(context, operation, name, ty, value).await?,
            },
        };
        let is_target = targets(operation).is_some_and(|target| target.name == name);
        let is_path = operation.path_parameters().any(|known| known.name == name);
        if is_target || is_path && name == "id" {
            let values = value
                .as_array()
                .map_or(std::slice::from_ref(&value), Vec::as_slice);
            self.ids.extend(values.iter().filter_map(target::as_id));
        }
        let call = self.call.clone();
        self.call = match parameter {
            Some(_) => call.parameter(name, value.clone()),
            None => call.field(name, value.clone()),
        };
        Ok(value)
    }

    /// Sets the JSON body, and returns it as it is sent.
    async fn set_body(&mut self, context: &Context, body: Option<Value>) -> Result<Value> {
        let Some(mut body) = body.map(parsed).transpose()? else {
            return Ok(Value::Null);
        };
        without_redacted(&mut body, "$");
        let operation = &self.operation;
        if let Some(Body::Json { ty, .. }) = &operation.body {
            check_properties(context, ty, &body)?;
        }
        let mut sent = body.clone();
        if is_update(operation) && !keeps_absent(&operation.resource) {
            let get = context
                .index()
                .operation(&format!("{}_get", operation.resource));
            if let (Some(get), [id]) = (get, self.ids.as_slice()) {
                let before = call::record(context, &get, &(*id).into()).await?;
                sent = call::changed(before.clone(), body.clone());
                self.before = Some(before);
            }
        }
        self.call = self.call.clone().json(&sent);
        self.body = Some(body);
        Ok(sent)
    }

    /// How many records the call is for.
    pub(super) fn number(&self) -> usize {
        match &self.body {
            Some(Value::Array(items)) => items.len(),
            _ => self.ids.len().max(1),
        }
    }
}

async fn id(
    context: &Context,
    operation: &Operation,
    name: &str,
    ty: &Type,
    value: Value,
) -> Result<Value> {
    match value {
        Value::String(text) => target::id(context, operation, name, ty, text).await,
        value => Ok(value),
    }
}

fn texts(value: Option<Value>) -> Result<Vec<String>> {
    let values = match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values,
        Some(value) => vec![value],
    };
    let texts = values.into_iter().map(|value| match value {
        Value::String(text) => Ok(text),
        _ => Err(Failure::usage(
            "`filter` is not a text, or an array of them",
        )),
    });
    texts.collect()
}

/// Some models send JSON as a text.
fn parsed(body: Value) -> Result<Value> {
    match body {
        Value::String(text) => serde_json::from_str(&text)
            .map_err(|error| Failure::usage(format!("`body` is a text that is no JSON: {error}"))),
        body => Ok(body),
    }
}

/// A property that the spec does not have is a typing error, or an invention, more often than news.
fn check_properties(context: &Context, ty: &Type, body: &Value) -> Result<()> {
    let record = ty.component().and_then(|name| context.index().record(name));
    let Some(record) = record.filter(|record| !record.properties.is_empty()) else {
        return Ok(());
    };
    let items = match body {
        Value::Array(items) => items.as_slice(),
        body => std::slice::from_ref(body),
    };
    let names = items
        .iter()
        .filter_map(Value::as_object)
        .flat_map(Map::keys);
    for name in names {
        if record.property(name).is_none() {
            let known = record
                .properties
                .iter()
                .map(|property| property.name.as_str());
            let near = nearest(known, name);
            let message = format!("the spec has no property `{name}` of this body");
            return Err(
                Failure::usage(message).hint(format!("nothing was sent; near it are {near}"))
            );
        }
    }
    Ok(())
}
