//! Checks many exchanges, and counts what surprises in them by operation.

mod examined;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use fortinac_spec::api::Method;

use crate::checker::Checker;
use crate::exchange::Exchange;
use crate::files::files;
use crate::har::{ApiHost, Call, Har, Skip};
use crate::input::Input;
use crate::report::{CheckedFile, Outcome};
use crate::save::{NotSaved, SavedFile, Saver, Unsaved};
use crate::surprise::{Surprise, Surprises};
use examined::{Examined, Identity};

/// Checks exchange files, HAR files and folders of them. Create one for a run: what it saves is consistent in itself, so
/// that the same id is replaced by the same id everywhere.
#[derive(Debug)]
pub struct Survey<'c> {
    checker: &'c Checker,
    host: Option<ApiHost>,
    saver: Option<Saver>,
    /// What was saved already.
    saved: HashSet<Identity>,
    checked: Vec<Checked>,
    skipped: Vec<(PathBuf, &'static str)>,
    surprises: BTreeMap<String, Surprises>,
}

/// What a file of a run had.
#[derive(Debug)]
#[non_exhaustive]
pub enum Checked {
    /// One exchange, or a file that cannot be read.
    Exchange(CheckedFile),
    /// A HAR file.
    Har(CheckedHar),
}

/// The report on a HAR file.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckedHar {
    /// The file.
    pub file: PathBuf,
    /// The calls of the API by operation, sorted. A file without one is a failure.
    pub operations: Vec<CheckedCalls>,
    /// How many entries are no calls of the API or cannot be checked, and why.
    pub skipped: BTreeMap<Skip, usize>,
    /// How many calls were checked without the response, because the exporter left it out.
    pub without_response: usize,
}

/// The calls of one operation in a HAR file.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckedCalls {
    /// The `operationId`, or method and path if the spec does not have the operation; without data of the appliance.
    pub operation: String,
    /// The worst outcome of the calls.
    pub outcome: Outcome,
    /// How many there are.
    pub calls: usize,
    /// How many of them are different: in the properties and their types, not in the values.
    pub shapes: usize,
}

impl<'c> Survey<'c> {
    /// A run that saves nothing, and takes each host that has calls of the API for an appliance.
    ///
    /// ```no_run
    /// use fortinac_conform::{Checker, Survey};
    ///
    /// let checker = Checker::new();
    /// let mut survey = Survey::new(&checker).saving();
    /// survey.read("captures");
    /// for (operation, surprise, times) in survey.surprises() {
    ///     println!("{operation}: {surprise} ({times} times)");
    /// }
    /// ```
    pub fn new(checker: &'c Checker) -> Self {
        Self {
            checker,
            host: None,
            saver: None,
            saved: HashSet::new(),
            checked: Vec::new(),
            skipped: Vec::new(),
            surprises: BTreeMap::new(),
        }
    }

    /// Skips the calls of other hosts in HAR files.
    #[must_use]
    pub fn only_host(mut self, host: ApiHost) -> Self {
        self.host = Some(host);
        self
    }

    /// Keeps the exchanges with all values replaced, for [`Survey::save`].
    #[must_use]
    pub fn saving(mut self) -> Self {
        self.saver = Some(Saver::default());
        self
    }

    /// Checks a file, or all `*.json` and `*.har` files of a folder and its subfolders.
    pub fn read(&mut self, path: impl AsRef<Path>) {
        let found = files(path.as_ref());
        self.skipped.extend(found.others);
        for (file, usable) in found.exchanges {
            let checked = match usable.and_then(|()| Input::read(&file)) {
                Ok(Input::Exchange(exchange)) => {
                    let examined = self.examine(&exchange);
                    self.count(&examined.identity.operation, examined.unforeseen);
                    Checked::Exchange(CheckedFile {
                        file,
                        report: examined.report,
                    })
                }
                Ok(Input::Har(har)) => self.read_har(file, &har),
                Err(invalid) => Checked::Exchange(CheckedFile {
                    file,
                    report: invalid.into(),
                }),
            };
            self.checked.push(checked);
        }
    }

    /// What each file had, in the order in which they were read.
    pub fn checked(&self) -> &[Checked] {
        &self.checked
    }

    /// The files of folders that were not read, each with the reason.
    pub fn skipped(&self) -> &[(PathBuf, &'static str)] {
        &self.skipped
    }

    /// What the spec does not foresee, by operation, and how often it is there. The problems of HAR files are among it;
    /// those of an exchange file are in its report.
    pub fn surprises(&self) -> impl Iterator<Item = (&str, &Surprise, usize)> {
        self.surprises.iter().flat_map(|(operation, found)| {
            let found = found.iter();
            found.map(|(surprise, count)| (operation.as_str(), surprise, *count))
        })
    }

    /// The redacted exchanges, one for each shape; empty if the survey is not [`Survey::saving`].
    pub fn saved(&self) -> &[SavedFile] {
        self.saver.as_ref().map_or(&[], Saver::files)
    }

    /// How many exchanges are not among the saved ones, and why.
    pub fn unsaved(&self) -> impl Iterator<Item = (Unsaved, usize)> {
        let unsaved = self.saver.iter().flat_map(Saver::unsaved);
        unsaved.map(|(reason, count)| (*reason, *count))
    }

    /// Writes the redacted exchanges into a folder, which is created if it does not exist.
    ///
    /// # Errors
    /// A file exists, and then nothing is written; or one cannot be written.
    pub fn save(&self, folder: impl AsRef<Path>) -> Result<(), NotSaved> {
        self.saver
            .as_ref()
            .map_or(Ok(()), |saver| saver.write(folder.as_ref()))
    }

    fn read_har(&mut self, file: PathBuf, har: &Har) -> Checked {
        let mut operations: BTreeMap<String, (Outcome, usize, BTreeSet<Identity>)> =
            BTreeMap::new();
        let mut skipped: BTreeMap<Skip, usize> = BTreeMap::new();
        let mut without_response = 0;
        let host = self.host.clone();
        har.visit(host.as_ref(), |entry| match entry {
            Err(reason) => *skipped.entry(reason).or_default() += 1,
            Ok(Call { exchange, .. }) if exchange.method.parse::<Method>().is_err() => {
                *skipped.entry(Skip::Malformed).or_default() += 1;
            }
            Ok(Call {
                exchange,
                lacks_response,
            }) => {
                without_response += usize::from(lacks_response);
                let examined = self.examine(&exchange);
                let operation = examined.identity.operation.clone();
                let outcome = examined.report.outcome();
                let known = operations
                    .entry(operation.clone())
                    .or_insert_with(|| (outcome, 0, BTreeSet::new()));
                if outcome == Outcome::Fail {
                    known.0 = Outcome::Fail;
                }
                known.1 += 1;
                known.2.insert(examined.identity);
                self.count(&operation, examined.all);
            }
        });
        let operations = operations.into_iter();
        Checked::Har(CheckedHar {
            file,
            operations: operations
                .map(|(operation, (outcome, calls, shapes))| CheckedCalls {
                    operation,
                    outcome,
                    calls,
                    shapes: shapes.len(),
                })
                .collect(),
            skipped,
            without_response,
        })
    }

    fn count(&mut self, operation: &str, found: Surprises) {
        if found.is_empty() {
            return;
        }
        let known = self.surprises.entry(operation.to_owned()).or_default();
        for (surprise, count) in found {
            *known.entry(surprise).or_default() += count;
        }
    }

    /// Checks an exchange, and keeps it for saving if there was none like it.
    fn examine(&mut self, exchange: &Exchange) -> Examined {
        let checker = self.checker;
        let examined = Examined::of(checker, exchange);
        let identity = &examined.identity;
        if let Some(saver) = &mut self.saver
            && self.saved.insert(identity.clone())
        {
            saver.add(checker, exchange, |saved| {
                Examined::of(checker, saved).identity == *identity
            });
        }
        examined
    }
}
