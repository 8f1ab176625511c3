//! Bodies to fill in.

use std::fmt::Write;

use fortinac_spec::api::{Body, Operation, Type};
use serde_json::{Map, Value};

use super::record::record_of_type;
use super::text::type_text;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::REDACTED;

/// The body of an operation as YAML: each property in a comment, or with the value of a record.
pub(super) async fn template(
    context: &Context,
    operation: &Operation,
    from: Option<&String>,
) -> Result<String> {
    let index = context.index();
    let Some(Body::Json { ty, .. }) = &operation.body else {
        return Err(Failure::usage(format!("{} has no JSON body", operation.id))
            .hint("its arguments are flags: see --help"));
    };
    let values = match from {
        None => Map::new(),
        Some(id) => {
            let id = target::resolve(context, &operation.resource, id).await?;
            let get = format!("{}_get", operation.resource);
            let call = context.client()?.call(&get)?.parameter("id", id);
            match call.await? {
                Value::Object(values) => values,
                _ => Map::new(),
            }
        }
    };
    let mut text = format!("# The body of `{}`: {}\n", operation.id, operation.summary);
    text.push_str("# What is absent or a comment is not sent. null may clear a property.\n");
    for property in record_of_type(index, ty)
        .iter()
        .flat_map(|record| &record.properties)
    {
        let description = crate::command::operation::first_sentence(&property.description);
        let _ = writeln!(text, "\n# {description} ({})", type_text(&property.ty));
        let is_secret = property.ty == Type::Secret;
        match values.get(&property.name) {
            Some(value) if !value.is_null() && !is_secret => {
                let _ = writeln!(text, "{}: {value}", property.name);
            }
            Some(value) if !value.is_null() => {
                let _ = writeln!(text, "# {}: {REDACTED}", property.name);
            }
            _ => {
                let _ = writeln!(text, "# {}:", property.name);
            }
        }
    }
    Ok(text)
}
