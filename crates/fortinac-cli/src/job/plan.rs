//! What a job would send, for `--dry-run`: one document, however many calls there are.

use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::{Body, Type};
use serde_json::{Value, json};

use super::Outcome;
use crate::context::Context;
use crate::failure::Result;
use crate::output::{self, Output};

/// The calls of a job, in their order.
#[derive(Default)]
pub(super) struct Plan(Vec<Value>);

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
        let preview = call.preview()?;
        let known = context.index().operation(operation);
        let ty = known.and_then(|known| known.body.as_ref().and_then(Body::ty));
        let ty = ty.unwrap_or(Type::Any);
        let body = preview
            .body
            .map(|body| output::redacted(context.index(), &ty, body));
        self.0.push(json!({
            "dryRun": true,
            "target": target,
            "operation": operation,
            "method": preview.method.as_str(),
            "path": preview.path,
            "contentType": preview.content_type,
            "body": body,
        }));
        Ok(())
    }

    /// Writes the calls as a list.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn show(self, context: &Context) -> Result<Outcome> {
        let mut options = context.options.clone();
        if options.columns.is_empty() {
            let columns = ["target", "operation", "method", "path", "body"];
            options.columns = columns.map(ToOwned::to_owned).to_vec();
        }
        let mut output = Output::new(&options, context.index(), Type::Any)?;
        for call in self.0 {
            output.item(call)?;
        }
        output.end()?;
        output::note("dry run: nothing was sent");
        Ok(Outcome::Success)
    }
}
