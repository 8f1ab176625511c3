//! What would be sent, for `--dry-run`: one document, however many calls there are.

use std::fmt::Write;

use fortinac_client::{Call, Preview};
use fortinac_spec::api::{Body, Type};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::output::{self, Output};

/// Calls that would be made, in their order.
#[derive(Default)]
pub(crate) struct Plan(Vec<Planned>);

struct Planned {
    operation: String,
    target: String,
    preview: Preview,
}

impl Plan {
    /// Adds a call, with what it is for.
    ///
    /// # Errors
    /// An argument of the call cannot be used.
    pub(crate) fn add<T, P>(
        &mut self,
        context: &Context,
        operation: &str,
        target: &str,
        call: &Call<T, P>,
    ) -> Result<()> {
        let mut preview = call.preview()?;
        let known = context.index().operation(operation);
        let ty = known.and_then(|known| known.body.as_ref().and_then(Body::ty));
        let ty = ty.unwrap_or(Type::Any);
        let body = preview.body.take();
        preview.body = body.map(|body| output::redacted(context.index(), &ty, body));
        self.0.push(Planned {
            operation: operation.to_owned(),
            target: target.to_owned(),
            preview,
        });
        Ok(())
    }

    /// Writes the calls: as requests for people, and as one list for programs.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn show(self, context: &Context) -> Result<Outcome> {
        if is_for_people(context) {
            let requests = self.0.iter().map(|call| lines(&call.preview));
            output::text(&output::escaped_lines(&requests.collect::<String>()))?;
        } else {
            let mut output = Output::new(&context.options, context.index(), Type::Any)?;
            for call in &self.0 {
                output.item(document(call))?;
            }
            output.end()?;
        }
        Ok(end())
    }

    /// Writes the only call, as an object for programs.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn show_one(self, context: &Context) -> Result<Outcome> {
        match self.0.as_slice() {
            [call] if !is_for_people(context) => {
                let output = Output::new(&context.options, context.index(), Type::Any)?;
                output.value(document(call))?;
                Ok(end())
            }
            _ => self.show(context),
        }
    }
}

fn is_for_people(context: &Context) -> bool {
    context.options.form.is_table()
}

fn end() -> Outcome {
    output::note("dry run: nothing was sent");
    Outcome::Success
}

fn document(call: &Planned) -> Value {
    let preview = &call.preview;
    let query = preview.query.iter();
    let query: Vec<String> = query
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    json!({
        "dryRun": true,
        "target": call.target,
        "operation": call.operation,
        "method": preview.method.as_str(),
        "path": preview.path,
        "query": query,
        "contentType": preview.content_type,
        "body": preview.body,
    })
}

/// A request, as lines that look like it.
fn lines(preview: &Preview) -> String {
    let mut lines = format!("{} {}\n", preview.method, preview.path);
    for (name, value) in &preview.query {
        let _ = writeln!(lines, "  ?{name}={value}");
    }
    let is_form = preview.content_type != Some("application/json");
    match &preview.body {
        Some(Value::Object(fields)) if is_form => {
            for (name, value) in fields {
                let values = match value {
                    Value::Array(values) => values.iter().collect(),
                    value => vec![value],
                };
                for value in values {
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), ToOwned::to_owned);
                    let _ = writeln!(lines, "  {name}={text}");
                }
            }
        }
        Some(body) => {
            for line in format!("{body:#}").lines() {
                let _ = writeln!(lines, "  {line}");
            }
        }
        None => {}
    }
    lines
}
