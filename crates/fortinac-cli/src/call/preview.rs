//! What a call would send, for `--dry-run`.

use std::fmt::Write;

use fortinac_client::Preview;
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Result;
use crate::output::{self, Form, Output};

/// Shows a request: as lines that look like it for people, and as an object for programs.
pub(crate) fn show(context: &Context, operation: &str, preview: &Preview) -> Result<()> {
    if matches!(context.options.form, Form::Table | Form::Wide) {
        return output::text(&output::escaped_lines(&lines(preview)));
    }
    let query = preview.query.iter();
    let query: Vec<String> = query
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let shown = json!({
        "dryRun": true,
        "operation": operation,
        "method": preview.method.as_str(),
        "path": preview.path,
        "query": query,
        "contentType": preview.content_type,
        "body": preview.body,
    });
    Output::new(&context.options, context.index(), Type::Any)?.value(shown)
}

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
