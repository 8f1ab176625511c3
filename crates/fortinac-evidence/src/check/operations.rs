use std::collections::BTreeSet;
use std::path::Path;

use fortinac_spec::api::{Evidence as Worth, Operation, Origin, Type};

use super::{Finding, Subject, listed};
use crate::{Entry, Evidence, Kind, kinds_of_words};

/// Reports the sources of an operation that have no entry, and an operation that none of its sources documents.
pub(super) fn check(evidence: &Evidence, operation: &Operation) -> Vec<Finding> {
    let method = operation.method.as_str();
    let file = file(evidence, operation);
    let finding = |message: String, help: String| {
        Finding::new(
            Subject::Operation(operation.id.clone()),
            &file,
            message,
            help,
        )
    };
    let mut findings = Vec::new();
    let is_unknown = |source: &&String| evidence.iter().all(|entry| entry.source != **source);
    for source in operation.sources.iter().filter(is_unknown) {
        findings.push(finding(
            format!("the source `{source}` has no entry in the evidence"),
            format!(
                "add an entry with `method: {method}`, `path: {}` and `source: {source}` to {}, as the README there \
                 explains, or correct x-fortinac-source",
                operation.path,
                file.display()
            ),
        ));
    }
    let unnamed = evidence.of(method, &operation.path);
    let unnamed: BTreeSet<&str> = unnamed
        .map(|(_, entry)| entry.source.as_str())
        .filter(|source| !operation.sources.iter().any(|named| named == source))
        .collect();
    if findings.is_empty() && !unnamed.is_empty() && !own(evidence, operation).is_empty() {
        findings.push(finding(
            format!(
                "the evidence has the operation from {} too",
                listed(unnamed)
            ),
            format!(
                "add it to x-fortinac-source, or correct the entry in {}",
                file.display()
            ),
        ));
    }
    if findings.is_empty() && own(evidence, operation).is_empty() {
        findings.push(finding(
            format!("no source that it names shows {method} {}", operation.path),
            format!(
                "x-fortinac-source names {}; add an entry with this method and path to {}, or correct the path",
                listed(operation.sources.iter().map(String::as_str)),
                file.display()
            ),
        ));
    }
    findings
}

/// Reports `x-fortinac-deviation` of an operation that says what the evidence says.
pub(super) fn idle_deviation(evidence: &Evidence, operation: &Operation) -> Finding {
    Finding::new(
        Subject::Operation(operation.id.clone()),
        &file(evidence, operation),
        "x-fortinac-deviation has no effect: what it names does not differ from the evidence"
            .to_owned(),
        "take it out, or name in backticks each argument and property that differs; without a name it is about the \
         response as a whole",
    )
}

/// Reports extensions of an operation that differ from the evidence.
pub(super) fn check_extensions(evidence: &Evidence, operation: &Operation) -> Vec<Finding> {
    let mut findings = Vec::new();
    let entries = own(evidence, operation);
    let file = entries
        .first()
        .map_or_else(|| file(evidence, operation), |(file, _)| (*file).to_owned());
    let mut differs = |extension: &str, here: String, there: String| {
        if here != there {
            findings.push(Finding::new(
                Subject::Operation(operation.id.clone()),
                &file,
                format!("{extension} is {here}, and the evidence says {there}"),
                format!(
                    "write `{extension}: {there}`, or correct the entry in {}",
                    file.display()
                ),
            ));
        }
    };
    let entries = || entries.iter().map(|(_, entry)| *entry);
    if operation.evidence != Worth::Inferred
        && let Some(best) = entries().map(|entry| entry.evidence).min()
    {
        differs(
            "x-fortinac-evidence",
            operation.evidence.to_string(),
            best.to_string(),
        );
    }
    if let Some(best) = entries().map(|entry| entry.origin).min() {
        differs(
            "x-fortinac-origin",
            operation.origin.to_string(),
            best.to_string(),
        );
    }
    let versions: BTreeSet<&str> = entries()
        .flat_map(|entry| &entry.versions)
        .map(String::as_str)
        .collect();
    let quoted = |versions: BTreeSet<&str>| {
        let quoted: Vec<String> = versions
            .into_iter()
            .map(|version| format!("'{version}'"))
            .collect();
        format!("[{}]", quoted.join(", "))
    };
    let here = operation.versions.iter().map(String::as_str).collect();
    differs("x-fortinac-versions", quoted(here), quoted(versions));
    findings.extend(denied_page(&file, operation));
    findings.extend(path_parameters(&file, operation, entries()));
    findings
}

/// Reports a text that says that no reference page has the operation, although one has it.
fn denied_page(file: &Path, operation: &Operation) -> Option<Finding> {
    const DENIALS: [&str; 6] = [
        "no reference page shows this call",
        "no reference page describes",
        "no reference page documents",
        "no reference page is known",
        "there is no reference page",
        "it has no reference page",
    ];
    let texts = [operation.summary.as_str(), operation.description.as_str()];
    let texts = texts
        .into_iter()
        .chain(operation.note.as_deref())
        .chain(operation.gaps.iter().map(String::as_str));
    let denial = texts
        .map(str::to_lowercase)
        .find_map(|text| DENIALS.into_iter().find(|denial| text.contains(denial)));
    denial
        .filter(|_| operation.origin == Origin::Document)
        .map(|denial| {
            Finding::new(
                Subject::Operation(operation.id.clone()),
                file,
                format!("a text says \"{denial}\", and x-fortinac-origin is document"),
                "correct the text, or the origin and its entry in the evidence",
            )
        })
}

/// Compares the path variables by name and type.
fn path_parameters<'a>(
    file: &Path,
    operation: &Operation,
    entries: impl Iterator<Item = &'a Entry>,
) -> Option<Finding> {
    let here: Vec<String> = variables(&operation.path)
        .map(|name| {
            let is_integer = operation
                .path_parameters()
                .any(|parameter| parameter.name == name && parameter.ty == Type::Integer);
            format!("{name} ({})", if is_integer { "integer" } else { "string" })
        })
        .collect();
    for entry in entries.filter(|entry| !entry.path_parameters.is_empty()) {
        let there: Vec<String> = variables(&entry.path)
            .map(|name| {
                let mut parameters = entry.path_parameters.iter();
                let words = parameters
                    .find(|parameter| parameter.name == name)
                    .map(|found| found.ty.as_str());
                let is_integer =
                    words.is_none_or(|words| kinds_of_words(words).contains(&Kind::Integer));
                format!("{name} ({})", if is_integer { "integer" } else { "string" })
            })
            .collect();
        if here != there {
            return Some(Finding::new(
                Subject::Operation(operation.id.clone()),
                file,
                format!(
                    "the path has {}, and the evidence says {}",
                    here.join(", "),
                    there.join(", ")
                ),
                format!(
                    "name and type the variables alike, or correct the entry in {}",
                    file.display()
                ),
            ));
        }
    }
    None
}

/// The names of the variables in a path template.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// The entries about this operation from the sources that it names.
pub(super) fn own<'a>(evidence: &'a Evidence, operation: &Operation) -> Vec<(&'a Path, &'a Entry)> {
    let entries = evidence.of(operation.method.as_str(), &operation.path);
    entries
        .filter(|(_, entry)| operation.sources.contains(&entry.source))
        .collect()
}

/// The file for the entries of an operation.
pub(super) fn file(evidence: &Evidence, operation: &Operation) -> std::path::PathBuf {
    let mut entries = evidence.of(operation.method.as_str(), &operation.path);
    entries.next().map_or_else(
        || evidence.file_of(&operation.path),
        |(file, _)| file.to_owned(),
    )
}

/// `min` relies on this order: real evidence before generated samples, documents before articles and programs.
const _: () = assert!(
    (Worth::Real as u8) < (Worth::Placeholder as u8)
        && (Worth::Placeholder as u8) < (Worth::None as u8)
        && (Origin::Document as u8) < (Origin::Community as u8)
        && (Origin::Community as u8) < (Origin::Program as u8)
);
