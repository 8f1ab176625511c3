//! What a job would send, for `--dry-run`: one document, however many calls there are.

use fortinac_client::call::ById;
use fortinac_client::{Call, Preview};
use fortinac_spec::api::{Body, Type};
use serde_json::{Value, json};

use super::{Outcome, sections};
use crate::call::preview;
use crate::context::Context;
use crate::failure::Result;
use crate::output::{self, Output};

/// The calls of a job, in their order.
#[derive(Default)]
pub(super) struct Plan(Vec<Planned>);

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
    pub(super) fn add(
        &mut self,
        context: &Context,
        operation: &str,
        target: &str,
        call: &Call<Value, ById>,
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
    pub(super) fn show(self, context: &Context) -> Result<Outcome> {
        if sections::are_wanted(context) {
            for call in &self.0 {
                preview::show(context, &call.operation, &call.preview)?;
            }
        } else {
            let mut output = Output::new(&context.options, context.index(), Type::Any)?;
            for call in self.0 {
                output.item(json!({
                    "dryRun": true,
                    "target": call.target,
                    "operation": call.operation,
                    "method": call.preview.method.as_str(),
                    "path": call.preview.path,
                    "contentType": call.preview.content_type,
                    "body": call.preview.body,
                }))?;
            }
            output.end()?;
        }
        output::note("dry run: nothing was sent");
        Ok(Outcome::Success)
    }
}
