//! Every way to break a description gives a problem that names the file and the place, and never a panic.
//!
//! Each case is a change to the small good description in `specs/good`. The other tests of this package are modules of the same program, so
//! that the generator is linked once.

mod accepted;
mod cases;
mod codegen;
mod msrv;
mod program;
mod spelling;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::bundle::bundle;
use xtask::codegen::generate;
use xtask::problem::Problem;
use xtask::validate::validate;

const ROOT: &str = "fortinac.yaml";
const SHARED: &str = "components.yaml";
const THING: &str = "resources/thing.yaml";
const FILES: [&str; 3] = [ROOT, SHARED, THING];

/// A change to one file of the good description.
enum Change {
    /// Replaces the first place where the text stands; it must stand somewhere.
    Edit(&'static str, &'static str, &'static str),
    /// The same with a text that is put together.
    Build(&'static str, &'static str, String),
    /// Writes the whole file.
    Write(&'static str, Vec<u8>),
    Remove(&'static str),
}

use Change::{Build, Edit, Remove, Write};

#[test]
fn the_good_description_is_good() {
    let good = copy_of_good();
    assert_eq!(problems(&good.path().join(ROOT)), []);
}

#[test]
fn every_broken_description_gives_just_its_problems() {
    let mut failures = Vec::new();
    for (name, changes, expected) in cases::all() {
        let folder = copy_of_good();
        changes
            .into_iter()
            .for_each(|change| apply(folder.path(), name, change));
        let found = problems(&folder.path().join(ROOT));
        let comes = |parts: &&&[&str]| {
            found
                .iter()
                .any(|problem| parts.iter().all(|part| problem.to_string().contains(part)))
        };
        if found.len() != expected.len() || !expected.iter().all(|parts| comes(&parts)) {
            let found: Vec<_> = found.iter().map(Problem::to_string).collect();
            failures.push(format!(
                "{name}: expected {expected:#?}, found:\n{}",
                found.join("\n")
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn null_is_no_top_level_value() {
    for file in FILES {
        let folder = copy_of_good();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("a file of the good description");
        let good: Value = serde_saphyr::from_str(&text).expect("valid YAML");
        for name in good.as_object().expect("a mapping").keys() {
            let mut broken = good.clone();
            *broken.get_mut(name).expect("one of its keys") = Value::Null;
            fs::write(&path, broken.to_string()).expect("a temporary file");
            assert_ne!(problems(&folder.path().join(ROOT)), [], "{name} of {file}");
        }
    }
}

#[test]
fn nothing_panics_on_a_broken_description() {
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
    assert!(runs > 1800, "only {runs} descriptions were tried");
    // Some changes are none, or leave out what may be left out.
    assert!(
        refused * 100 > runs * 90,
        "only {refused} of {runs} broken descriptions were refused"
    );
}

/// A broken file of the good description.
struct Broken {
    /// What was done to it.
    name: String,
    file: &'static str,
    content: String,
}

/// How many of the descriptions with one of these files are refused, and on which something panics.
fn tried(files: &[Broken]) -> (usize, Vec<String>) {
    let folder = copy_of_good();
    let root = folder.path().join(ROOT);
    let (mut refused, mut panics) = (0, Vec::new());
    for broken in files {
        let path = folder.path().join(broken.file);
        let good = fs::read(&path).expect("a file of the good description");
        fs::write(&path, &broken.content).expect("a temporary file");
        match catch_unwind(AssertUnwindSafe(|| generates(&root))) {
            Ok(is_good) => refused += usize::from(!is_good),
            Err(_) => panics.push(broken.name.clone()),
        }
        fs::write(&path, good).expect("a temporary file");
    }
    (refused, panics)
}

/// For each file of the good description, each way to leave out or replace one of its values, and to cut it off.
fn broken_files() -> Vec<Broken> {
    let folder = copy_of_good();
    let mut all = Vec::new();
    for file in FILES {
        let text = fs::read_to_string(folder.path().join(file));
        let text = text.expect("a file of the good description");
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
        let inner_place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
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
        let text = fs::read_to_string(&path).expect("a file of the good description");
        assert!(text.contains(find), "{case}: {file} has no {find:?}");
        fs::write(path, text.replacen(find, replace, 1)).expect("a temporary file");
    };
    match change {
        Edit(file, find, replace) => edit(file, find, replace),
        Build(file, find, replace) => edit(file, find, &replace),
        Write(file, content) => fs::write(folder.join(file), content).expect("a temporary file"),
        Remove(file) => fs::remove_file(folder.join(file)).expect("a temporary file"),
    }
}

fn copy_of_good() -> TempDir {
    let good = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs/good");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("resources")).expect("a temporary folder");
    for file in FILES {
        fs::copy(good.join(file), folder.path().join(file))
            .expect("a file of the good description");
    }
    folder
}

/// Whether the description is good. Then all is generated from it: what `validate` lets through, the generator takes.
fn generates(root: &Path) -> bool {
    let Ok(bundle) = bundle(root) else {
        return false;
    };
    if validate(&bundle).is_err() {
        return false;
    }
    generate(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
    true
}

fn problems(root: &Path) -> Vec<Problem> {
    let result = bundle(root).and_then(|bundle| validate(&bundle));
    result.err().map_or_else(Vec::new, |problems| problems.0)
}
