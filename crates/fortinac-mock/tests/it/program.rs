//! The program itself: the variables that it prints or writes, and the README's examples with them.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running program, which is ended when this is dropped.
struct Program {
    child: Child,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const NAME: &str = env!("CARGO_BIN_EXE_fortinac-mock");

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(NAME);
        command.args(arguments).env_remove("FORTINAC_MOCK_TOKEN");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        Self { child }
    }

    /// The first lines of the standard output.
    fn lines(&mut self, count: usize) -> Vec<String> {
        let output = BufReader::new(self.child.stdout.as_mut().unwrap());
        output.lines().take(count).map(Result::unwrap).collect()
    }

    /// Waits for a line on the standard error, which comes when the program has done what the line says.
    fn await_message(&mut self, start: &str) {
        let mut messages = BufReader::new(self.child.stderr.as_mut().unwrap()).lines();
        let found = messages.any(|line| line.unwrap().starts_with(start));
        assert!(found, "the program ended without `{start}`");
    }
}

/// Starts the program with a file of variables.
fn with_file(file: &Path, arguments: &[&str]) -> Program {
    let file = ["--env-file", file.to_str().unwrap()];
    let mut program = Program::start(&[&file, arguments].concat());
    program.await_message("variables: ");
    program
}

#[test]
fn the_program_prints_the_variables() {
    let mut program = Program::start(&["--tls", "--token", "secret"]);
    let lines = program.lines(3);
    assert!(lines[0].starts_with("FORTINAC_URL=https://127.0.0.1:"));
    assert_eq!(lines[1], "FORTINAC_TOKEN=secret");
    assert!(lines[2].starts_with("FORTINAC_CERT_SHA256="));
}

#[test]
fn the_file_has_the_variables_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("appliance.env");
    let mut program = with_file(&file, &["--token", "it's$secret"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        let metadata = fs::metadata(&file).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    program.child.kill().unwrap();
    let mut printed = String::new();
    let stdout = program.child.stdout.as_mut().unwrap();
    stdout.read_to_string(&mut printed).unwrap();
    assert_eq!(printed, "", "the token is in the file alone");

    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(r"FORTINAC_TOKEN='it'\''s$secret'"), "{text}");
    // Its own file is replaced.
    let _program = with_file(&file, &["--tls", "--token", "another"]);
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("FORTINAC_TOKEN=another\nFORTINAC_CERT_SHA256="),
        "{text}"
    );
}

#[test]
fn a_file_of_others_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    for text in ["my notes\n", "", "FORTINAC_URL=https://nac.example.com\n"] {
        fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        let output = Command::new(NAME)
            .args(["--env-file", file, "--token", "secret"])
            .output()
            .unwrap();
        assert!(!output.status.success());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.contains("was not written by this program"),
            "{message}"
        );
        assert!(!message.contains("secret"), "{message}");
        assert_eq!(fs::read_to_string(file).unwrap(), text);
    }
}

/// The first block of the README in a language.
fn example(language: &str) -> &'static str {
    let readme = include_str!("../../README.md");
    let (_, block) = readme.split_once(&format!("```{language}\n")).unwrap();
    block.split("```").next().unwrap()
}

/// Runs an example with the variables of a new appliance; `None` without the program that it needs.
fn run(needed: &str, runner: &[&str], language: &str) -> Option<String> {
    if Command::new(needed).arg("--version").output().is_err() {
        // Past the test harness, which hides what a test that passes prints.
        let words = format!("SKIPPED: the README's example for {language}: no {needed} here\n");
        let _ = std::io::stderr().write_all(words.as_bytes());
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("appliance.env");
    let _program = with_file(&file, &[]);
    // As the README says, with the file read by a shell.
    let script = folder.path().join("example");
    fs::write(&script, example(language)).unwrap();
    let output = Command::new("sh")
        .args([
            "-e",
            "-c",
            "set -a; . ./appliance.env; set +a; exec \"$@\" ./example",
            "sh",
        ])
        .args(runner)
        .current_dir(folder.path())
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{language}: {printed}{message}");
    Some(printed)
}

#[cfg(unix)]
#[test]
fn the_example_for_curl_runs() {
    let Some(printed) = run("curl", &["sh", "-e"], "sh") else {
        return;
    };
    let answers = serde_json::Deserializer::from_str(&printed).into_iter::<Value>();
    let answers: Vec<Value> = answers.map(Result::unwrap).collect();
    let [hosts, done] = &answers[..] else {
        panic!("two answers: {printed}");
    };
    assert_eq!(hosts["results"][0]["role"], "NAC-Cameras");
    assert_eq!(done["status"], "success");
}

#[cfg(unix)]
#[test]
fn the_example_for_python_runs() {
    let Some(printed) = run("python3", &["python3"], "python") else {
        return;
    };
    assert!(printed.lines().count() > 0, "no host");
    let is_camera = |line: &str| line.ends_with(" NAC-Cameras");
    assert!(printed.lines().all(is_camera), "{printed}");
}

#[test]
fn the_seed_of_the_readme_is_valid() {
    let seed: Value = serde_json::from_str(example("json")).unwrap();
    let mut builder = fortinac_mock::Appliance::builder().empty();
    for (resource, records) in seed.as_object().unwrap() {
        builder = builder.seed(resource, records.clone());
    }
    let appliance = builder.start().unwrap();
    for (resource, records) in seed.as_object().unwrap() {
        assert_eq!(&Value::from(appliance.records(resource)), records);
    }
}
