#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Folder;
use crate::client::profile::command::token;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn shell(script: &str) -> Result<String, String> {
    let token = token(
        &words(&["sh", "-c", script, "canary"]),
        None,
        Duration::from_secs(20),
    );
    token.map(|token| token.expose().to_owned())
}

#[test]
fn the_first_line_is_the_token() {
    for script in [
        "echo canary",
        "printf canary",
        "printf 'canary\\r\\nmore\\r\\n'",
        "printf '\\357\\273\\277canary\\n'",
        // More than a pipe holds, so the program would wait for a reader.
        "echo canary; head -c 300000 /dev/zero",
        // What reads standard input does not wait for it.
        "cat; echo canary",
        // A program that stays open in the background holds up nothing.
        "sleep 15 & echo canary",
    ] {
        let start = Instant::now();
        assert_eq!(shell(script).as_deref(), Ok("canary"), "{script}");
        assert!(start.elapsed() < Duration::from_secs(10), "{script}");
    }
}

#[test]
fn a_failure_shows_nothing_of_the_output() {
    for (script, expected) in [
        ("echo canary; exit 3", "`sh` ended with the exit code 3"),
        (
            "echo canary; kill -9 $$",
            "`sh` ended early (signal: 9 (SIGKILL))",
        ),
        ("true", "the first line that `sh` prints is empty"),
        (
            "echo; echo canary",
            "the first line that `sh` prints is empty",
        ),
        (
            "echo canary canary",
            "the first line that `sh` prints: character 7 is a space, which no token has; copy the token again, alone and on \
             one line",
        ),
        (
            "printf 'canary\\377\\n'",
            "the first line that `sh` prints: character 7 is a byte that is not UTF-8, which no token has; copy the token \
             again, alone and on one line",
        ),
    ] {
        assert_eq!(shell(script), Err(expected.to_owned()), "{script}");
    }
    let missing = token(
        &words(&["no-such-program", "canary"]),
        None,
        Duration::from_secs(1),
    );
    let missing = missing.unwrap_err();
    assert!(
        missing.starts_with("`no-such-program` cannot be run: "),
        "{missing}"
    );
}

#[test]
fn a_command_that_takes_too_long_is_ended() {
    let start = Instant::now();
    let limit = Duration::from_millis(300);
    let error = token(&words(&["sleep", "60"]), None, limit).unwrap_err();
    assert_eq!(error, "`sleep` took longer than 300ms, and was ended");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_program_with_a_slash_is_beside_the_file_and_runs_when_the_client_is_built() {
    let folder = Folder::new(
        "[profiles.lab]\nurl = 'nac.example.com'\ntoken_command = ['./bin', 'a b', '$HOME']\n",
    );
    let marker = folder.0.path().join("marker");
    // Without a shell, an argument is one word, and a variable stays as it is.
    let script = format!(
        "#!/bin/sh\necho \"$1|$2\" > '{}'\necho canary\n",
        marker.display()
    );
    let source = folder.write("source", script);
    fs::set_permissions(&source, fs::Permissions::from_mode(0o700)).unwrap();
    // Copied by another process: a child of another test could hold a file that this one writes, and it would not run.
    let script = folder.0.path().join("bin");
    let copied = Command::new("cp").args([&source, &script]).status();
    assert!(copied.unwrap().success());
    let builder = folder.profiles().get("lab").unwrap().builder().unwrap();
    assert!(!marker.exists());
    assert_eq!(builder.build().unwrap().0.token.expose(), "canary");
    assert_eq!(fs::read_to_string(marker).unwrap(), "a b|$HOME\n");

    fs::remove_file(script).unwrap();
    let error = folder
        .profiles()
        .get("lab")
        .unwrap()
        .builder()
        .unwrap()
        .build()
        .unwrap_err();
    let message = folder.message(&error);
    assert!(
        message.starts_with("profile lab, key token_command (in FILE): `./bin` cannot be run: "),
        "{message}"
    );
}
