//! What it takes to start the command: `cargo bench --package fortinac-cli --bench startup`.
//!
//! Figures are of the machine that runs it, so only the ratios to a program with nothing but clap count. All take turns in
//! one run, and the fastest turn of each is compared: load of the machine only adds to a time.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fortinac_spec::api::{Api, Operation};

const TURNS: usize = 200;

/// About as many operations as an API of this kind can come to have.
const MANY: usize = 1_300;

/// A program with its arguments, as a shell starts it.
struct Start {
    name: String,
    command: Command,
    fastest: Duration,
}

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let examples = build_examples();
    let folder = tempfile::tempdir().expect("a folder");
    let index = Api::bundled_index();
    let small = files(folder.path(), "bundled", &index);
    let large = files(folder.path(), "synthetic", &grown(index, MANY));

    let mut starts = vec![start(
        "clap alone --help",
        &examples.join("hello"),
        &[],
        &["--help"],
    )];
    let program = Path::new(env!("CARGO_BIN_EXE_fortinac"));
    let other = examples.join("other_index");
    let variants: [(&str, &Path, &[PathBuf]); 3] = [
        ("fortinac", program, &[]),
        ("603 from a file", &other, &small),
        ("1300 from a file", &other, &large),
    ];
    for (name, program, files) in variants {
        for arguments in [
            &["--help"][..],
            &["host", "--help"],
            &["host", "list", "--help"],
        ] {
            let name = format!("{name}: {}", arguments.join(" "));
            starts.push(start(&name, program, files, arguments));
        }
        let words = ["--", "fortinac", "host", ""];
        let mut completion = start(&format!("{name}: host <TAB>"), program, files, &words);
        completion
            .command
            .env("COMPLETE", "bash")
            .env("_CLAP_COMPLETE_INDEX", "2");
        starts.push(completion);
    }
    for _ in 0..TURNS {
        starts.iter_mut().for_each(Start::turn);
    }
    let base = starts[0].fastest.as_secs_f64();
    for start in &starts {
        let time = start.fastest.as_secs_f64();
        println!(
            "{:36} {:7.2} ms  {:5.2}x",
            start.name,
            time * 1e3,
            time / base
        );
    }
}

fn start(name: &str, program: &Path, files: &[PathBuf], arguments: &[&str]) -> Start {
    let mut command = Command::new(program);
    command.args(files).args(arguments);
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    Start {
        name: name.to_owned(),
        command,
        fastest: Duration::MAX,
    }
}

impl Start {
    fn turn(&mut self) {
        let start = Instant::now();
        let status = self.command.status().expect("a program that starts");
        self.fastest = self.fastest.min(start.elapsed());
        assert!(status.success(), "{}", self.name);
    }
}

/// Cargo builds no examples for a bench. They are beside the program then.
fn build_examples() -> PathBuf {
    let arguments = [
        "build",
        "--release",
        "--quiet",
        "--package",
        "fortinac-cli",
        "--examples",
    ];
    let built = Command::new(env!("CARGO")).args(arguments).status();
    assert!(built.expect("cargo").success());
    let program = Path::new(env!("CARGO_BIN_EXE_fortinac"));
    program.parent().expect("a folder").join("examples")
}

fn files(folder: &Path, name: &str, api: &Api) -> [PathBuf; 2] {
    let [index, schemas] = ["index", "schemas"].map(|part| folder.join(format!("{name}-{part}")));
    std::fs::write(&index, api.to_index()).expect("a file of the index");
    std::fs::write(&schemas, api.to_schema_index()).expect("a file of the schemas");
    [index, schemas]
}

/// An API with more operations of the same kinds: copies of resources under other names.
fn grown(mut api: Api, number: usize) -> Api {
    let originals: Vec<Operation> = api.operations.clone();
    let copies = (2..).flat_map(|round| originals.iter().map(move |operation| (round, operation)));
    let missing = number.saturating_sub(originals.len());
    for (round, operation) in copies.take(missing) {
        let mut copy = operation.clone();
        copy.id = format!("{}_{round}", operation.id);
        copy.resource = format!("{}_{round}", operation.resource);
        copy.path = format!("/{round}{}", operation.path);
        let tags = &mut api.tags;
        let known = tags.iter().flat_map(|tag| &tag.resources);
        if !known.clone().any(|known| known.name == copy.resource) {
            let tag = tags.iter_mut().find(|tag| tag.name == copy.tag);
            let resources = &mut tag.expect("each operation has a tag").resources;
            let mut resource = resources
                .iter()
                .find(|known| known.name == operation.resource)
                .expect("each operation has a resource")
                .clone();
            resource.name.clone_from(&copy.resource);
            resource.handle = format!("{}_{round}", resource.handle);
            resources.push(resource);
        }
        api.operations.push(copy);
    }
    api
}
