//! The spec as a model: the bundled document, what it means, and the names that Rust has for its parts.

pub mod layout;
pub mod naming;
pub mod verbs;

use std::collections::BTreeMap;

use fortinac_spec::Api;

pub use fortinac_spec::api;
pub(crate) use fortinac_spec::pointer::schema as schema_pointer;

use crate::bundle::{Bundle, locate};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A bundled document and what it means.
#[derive(Debug)]
pub struct Model {
    /// The document and its files.
    pub bundle: Bundle,
    /// What it means.
    pub api: Api,
}

impl Model {
    /// Reads what a bundled document means.
    ///
    /// # Errors
    /// All that the model has no place for.
    pub fn read(bundle: Bundle) -> Result<Self, Diagnostics> {
        let (api, issues) = Api::read(&bundle.document);
        if issues.is_empty() {
            return Ok(Self { bundle, api });
        }
        let diagnostics = issues.into_iter().map(|issue| {
            let diagnostic = bundle.diagnostic(&issue.pointer, issue.message);
            diagnostic.help(issue.help)
        });
        Err(locate(Diagnostics(diagnostics.collect())))
    }

    /// The operations of each tag, in the order of the document.
    pub(crate) fn operations_by_tag(&self) -> BTreeMap<&str, Vec<&api::Operation>> {
        let mut by_tag: BTreeMap<&str, Vec<&api::Operation>> = BTreeMap::new();
        for operation in &self.api.operations {
            by_tag.entry(&operation.tag).or_default().push(operation);
        }
        by_tag
    }

    /// A diagnostic about the place of the document that a JSON pointer names.
    pub(crate) fn at(&self, pointer: &str, message: impl Into<String>) -> Diagnostic {
        self.bundle.diagnostic(pointer, message)
    }

    /// A diagnostic about an operation.
    pub(crate) fn at_operation(
        &self,
        operation: &api::Operation,
        message: impl Into<String>,
    ) -> Diagnostic {
        self.at(&operation.pointer(), message)
    }
}

/// The JSON pointer of a property of a component schema.
pub(crate) fn property_pointer(schema: &str, property: &str) -> String {
    let property = fortinac_spec::pointer::escape(property);
    format!("{}/properties/{property}", schema_pointer(schema))
}
