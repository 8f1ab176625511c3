//! Every way to break a spec gives a diagnostic that names the file, the line, the place and the remedy, and never a
//! panic.
//!
//! Each case is a change to the small good spec in `specs/good`.

mod accepted;
mod cases;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::diagnostic::Diagnostic;
use xtask::generate::generate;
use xtask::lint;

const ROOT: &str = "fortinac.yaml";
const SHARED: &str = "common.yaml";
const THING: &str = "thing/thing.yaml";
const FILES: [&str; 3] = [ROOT, SHARED, THING];

/// A change to the files of the good spec.
enum Change {
    /// Replaces the first place where the string stands; it must stand somewhere.
    Edit(&'static str, &'static str, &'static str),
    /// The same with a string that is put together.
    Build(&'static str, &'static str, String),
    /// Writes the whole file.
    Write(&'static str, Vec<u8>),
    /// Gives the file another name.
    Move(&'static str, &'static str),
    Remove(&'static str),
}

use Change::{Build, Edit, Move, Remove, Write};

#[test]
fn the_good_spec_is_good() {
    let good = copy_of_good();
    assert_eq!(diagnostics(&good.path().join(ROOT)), []);
}

#[test]
fn every_broken_spec_gives_just_its_diagnostics() {
    let mut failures = Vec::new();
    let mut names = BTreeSet::new();
    for (name, changes, expected) in cases::all() {
        assert!(names.insert(name.clone()), "two cases are called {name:?}");
        let folder = copy_of_good();
        for change in changes {
            apply(folder.path(), &name, change);
        }
        let found = diagnostics(&folder.path().join(ROOT));
        let is_expected = found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(found, parts)| has(folder.path(), found, parts));
        if !is_expected {
            let found = found.iter().map(|found| as_expected(folder.path(), found));
            failures.push(format!("{name}: found\n{}", found.collect::<String>()));
        }
        for diagnostic in &found {
            let has_line = diagnostic.position.is_some() || diagnostic.location.is_empty();
            if !has_line || diagnostic.help.is_empty() {
                failures.push(format!("{name}: no line or no remedy: {diagnostic}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn null_is_no_top_level_value() {
    for file in FILES {
        let folder = copy_of_good();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("a file of the good spec");
        let good: Value = serde_saphyr::from_str(&text).expect("valid YAML");
        for name in good.as_object().expect("a mapping").keys() {
            let mut broken = good.clone();
            *broken.get_mut(name).expect("one of its keys") = Value::Null;
            fs::write(&path, broken.to_string()).expect("a temporary file");
            assert_ne!(
                diagnostics(&folder.path().join(ROOT)),
                [],
                "{name} of {file}"
            );
        }
    }
}

#[test]
fn nothing_panics_on_a_broken_spec() {
    let all = broken_files();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = all.len().div_ceil(threads);
    let (refused, panics) = thread::scope(|scope| {
        let running = all.chunks(share).map(|files| scope.spawn(|| tried(files)));
        let running: Vec<_> = running.collect();
        let tried = running
            .into_iter()
            .map(|one| one.join().expect("it catches panics"));
        tried.fold((0, Vec::new()), |(refused, mut panics), (more, others)| {
            panics.extend(others);
            (refused + more, panics)
        })
    });
    let runs = all.len();
    assert!(panics.is_empty(), "panics on: {panics:#?}");
    assert!(runs > 1800, "only {runs} specs were tried");
    // Some changes are none, or leave out what may be left out.
    assert!(
        refused * 100 > runs * 90,
        "only {refused} of {runs} broken specs were refused"
    );
}

/// Whether a diagnostic is at a place, which the first part names as `file: location`, or with the line and the column
/// as `file:line:column: location`. Two more parts are its message and its help; of a long list in a help there is the
/// beginning in a part of its own.
fn has(folder: &Path, found: &Diagnostic, parts: &[&str]) -> bool {
    let [place, message, help, list @ ..] = parts else {
        return false;
    };
    let is_there = |with_position| *place == self::place(folder, found, with_position);
    let found_help = without_folder(folder, &found.help);
    let helps = match list {
        [] => found_help == *help,
        [first, ..] => found_help.starts_with(&format!("{help} {first}")),
    };
    helps
        && without_folder(folder, &found.message) == *message
        && (is_there(false) || is_there(true))
}

/// A text in which files are named from the root, and evidence from the folder above.
fn without_folder(folder: &Path, text: &str) -> String {
    let repository = folder.parent().expect("a repository").join("");
    let folder = folder.join("").display().to_string();
    let text = text.replace(&folder, "");
    text.replace(&repository.display().to_string(), "")
}

/// Where a diagnostic is, with the line and the column or without.
fn place(folder: &Path, found: &Diagnostic, with_position: bool) -> String {
    let file = found.file.strip_prefix(folder).unwrap_or(&found.file);
    let mut place = file.display().to_string();
    if let (true, Some((line, column))) = (with_position, found.position) {
        place += &format!(":{line}:{column}");
    }
    if !found.location.is_empty() {
        place += &format!(": {}", found.location);
    }
    place
}

/// A diagnostic as a case expects it.
fn as_expected(folder: &Path, found: &Diagnostic) -> String {
    let place = place(folder, found, true);
    let message = without_folder(folder, &found.message);
    let help = without_folder(folder, &found.help);
    format!("    &[{place:?}, {message:?}, {help:?}],\n")
}

/// A broken file of the good spec.
struct Broken {
    /// What was done to it.
    name: String,
    file: &'static str,
    content: String,
}

/// How many of the specs with one of these files are refused, and on which something panics.
fn tried(files: &[Broken]) -> (usize, Vec<String>) {
    let folder = copy_of_good();
    let root = folder.path().join(ROOT);
    let (mut refused, mut panics) = (0, Vec::new());
    for broken in files {
        let path = folder.path().join(broken.file);
        let good = fs::read(&path).expect("a file of the good spec");
        fs::write(&path, &broken.content).expect("a temporary file");
        match catch_unwind(AssertUnwindSafe(|| generates(&root))) {
            Ok(is_good) => refused += usize::from(!is_good),
            Err(_) => panics.push(broken.name.clone()),
        }
        fs::write(&path, good).expect("a temporary file");
    }
    (refused, panics)
}

/// For each file of the good spec, each way to leave out or replace one of its values, and to cut it off.
fn broken_files() -> Vec<Broken> {
    let folder = copy_of_good();
    let mut all = Vec::new();
    for file in FILES {
        let text = fs::read_to_string(folder.path().join(file));
        let text = text.expect("a file of the good spec");
        let value: Value = serde_saphyr::from_str(&text).expect("valid YAML");
        let mut add = |name: String, content: String| {
            all.push(Broken {
                name,
                file,
                content,
            });
        };

        let mut pointers = Vec::new();
        collect_pointers(String::new(), &value, &mut pointers);
        for pointer in pointers {
            let replacements = [json!(null), json!(0), json!("x"), json!([]), json!({})];
            for replacement in replacements {
                let mut broken = value.clone();
                let name = format!("{file}{pointer} = {replacement}");
                *broken.pointer_mut(&pointer).expect("just collected") = replacement;
                add(name, broken.to_string());
            }
            let mut broken = value.clone();
            remove(&mut broken, &pointer);
            add(format!("{file} without {pointer}"), broken.to_string());
        }

        let lines: Vec<&str> = text.lines().collect();
        for count in 0..lines.len() {
            let cut = lines.get(..count).unwrap_or_default().join("\n");
            add(format!("the first {count} lines of {file}"), cut);
        }
    }
    all
}

fn collect_pointers(place: String, value: &Value, found: &mut Vec<String>) {
    let mut below = |name: String, inner: &Value| {
        let inner_place = format!("{place}/{}", fortinac_spec::pointer::escape(&name));
        found.push(inner_place.clone());
        collect_pointers(inner_place, inner, found);
    };
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, inner)| below(name.clone(), inner)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, inner)| below(index.to_string(), inner));
        }
        _ => {}
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match value.pointer_mut(parent).expect("just collected") {
        Value::Object(members) => {
            members.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Value::Array(items) => {
            items.remove(name.parse().expect("an index"));
        }
        scalar => panic!("{scalar} has no members"),
    }
}

fn apply(folder: &Path, case: &str, change: Change) {
    let edit = |file: &str, find: &str, replace: &str| {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).expect("a file of the good spec");
        assert!(text.contains(find), "{case}: {file} has no {find:?}");
        fs::write(path, text.replacen(find, replace, 1)).expect("a temporary file");
    };
    match change {
        Edit(file, find, replace) => edit(file, find, replace),
        Build(file, find, replace) => edit(file, find, &replace),
        Write(file, content) => {
            let path = folder.join(file);
            let parent = path.parent().expect("a folder");
            fs::create_dir_all(parent).expect("a temporary folder");
            fs::write(path, content).expect("a temporary file");
        }
        Move(from, to) => {
            let target = folder.join(to);
            let parent = target.parent().expect("a folder");
            fs::create_dir_all(parent).expect("a temporary folder");
            fs::rename(folder.join(from), target).expect("a temporary file");
        }
        Remove(file) => fs::remove_file(folder.join(file)).expect("a temporary file"),
    }
}

/// A copy of the good spec, in a repository of its own: lint looks for evidence beside it.
struct Copied {
    openapi: PathBuf,
    _repository: TempDir,
}

impl Copied {
    fn path(&self) -> &Path {
        &self.openapi
    }
}

fn copy_of_good() -> Copied {
    let good = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs/good");
    let repository = tempfile::tempdir().expect("a temporary folder");
    let openapi = repository.path().join("openapi");
    fs::create_dir_all(openapi.join("thing")).expect("a temporary folder");
    for file in FILES {
        fs::copy(good.join(file), openapi.join(file)).expect("a file of the good spec");
    }
    Copied {
        openapi,
        _repository: repository,
    }
}

/// Whether the spec is good. Then all is generated from it: what lint lets through, the generator takes.
fn generates(root: &Path) -> bool {
    let Ok(model) = lint::checked(root) else {
        return false;
    };
    generate(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    true
}

fn diagnostics(root: &Path) -> Vec<Diagnostic> {
    lint::checked(root)
        .err()
        .map_or_else(Vec::new, |diagnostics| diagnostics.0)
}
