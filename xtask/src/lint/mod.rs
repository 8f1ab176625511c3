//! What must hold for the spec before anything is generated from it.
//!
//! The grammar of the files, dangling references and wrong shapes are found before: by `bundle` and by the model. The
//! rules here are about what the parts mean together.

mod agreement;
mod bodies;
mod claims;
mod columns;
mod conditions;
mod duplicates;
mod evidence;
mod examples;
mod names;
mod operations;
mod parameters;
mod provenance;
mod reserved;
mod root;
mod secrets;
mod tags;
mod texts;
mod verbs;

use std::path::Path;

use crate::bundle::{bundle, locate};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;

/// Reads the spec whose root is this file, and checks it by every rule.
///
/// # Errors
/// All that is wrong with it, by file and line.
pub fn checked(root: &Path) -> Result<Model, Diagnostics> {
    let model = Model::read(bundle(root)?)?;
    check(&model)?;
    Ok(model)
}

/// Checks a spec by every rule.
///
/// # Errors
/// All that is wrong with it, by file and line.
pub fn check(model: &Model) -> Result<(), Diagnostics> {
    let rules: [fn(&Model, &mut Vec<Diagnostic>); 17] = [
        root::check,
        names::check,
        tags::check,
        operations::check,
        verbs::check,
        parameters::check,
        bodies::check,
        secrets::check,
        conditions::check,
        examples::check,
        agreement::check,
        texts::check,
        provenance::check,
        duplicates::check,
        evidence::check,
        claims::check,
        columns::check,
    ];
    let mut diagnostics = Vec::new();
    for rule in rules {
        rule(model, &mut diagnostics);
    }
    if diagnostics.is_empty() {
        Ok(())
    } else {
        Err(locate(Diagnostics(diagnostics)))
    }
}
