//! The spec says what the evidence shows.

use fortinac_evidence::{Evidence, check as compare};

use crate::diagnostic::Diagnostic;
use crate::model::Model;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    // `openapi/` and `evidence/` are side by side. Other specs, such as those of tests, have no evidence.
    let repository = model
        .bundle
        .root
        .parent()
        .and_then(|folder| folder.parent());
    let Some(folder) = repository.map(|folder| folder.join("evidence")) else {
        return;
    };
    if !folder.is_dir() {
        return;
    }
    match Evidence::read(&folder) {
        Ok(evidence) => {
            for finding in compare(&model.api, &evidence) {
                let message = format!("{} ({})", finding.message, finding.file.display());
                diagnostics.push(
                    model
                        .at(&finding.subject.pointer(&model.api), message)
                        .help(finding.help),
                );
            }
        }
        Err(error) => diagnostics.push(
            Diagnostic::new(&error.file, error.reason)
                .help("the README of `evidence/` explains the form"),
        ),
    }
}
