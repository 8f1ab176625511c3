//! How the server is started.

use std::process::Stdio;

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use super::session::Session;
use crate::support::{Run, run, without_appliance};

fn config(arguments: &[&str]) -> Run {
    let mut command = without_appliance();
    command.args(["mcp", "--print-config"]).args(arguments);
    command.output().unwrap().into()
}

#[test]
fn the_configuration_starts_this_program() {
    let program = env!("CARGO_BIN_EXE_fortinac");
    for client in ["claude", "cursor", "gemini"] {
        let run = config(&[client, "--profile", "lab"]);
        let server = &run.json()["mcpServers"]["fortinac"];
        assert_eq!(
            server,
            &json!({"command": program, "args": ["mcp", "--profile", "lab"]})
        );
        assert!(run.stderr.starts_with("add this to "), "{run:?}");
    }
    let code = config(&[
        "vscode",
        "--allow-writes",
        "hosts",
        "user",
        "--allow-destructive",
    ])
    .json();
    assert_eq!(
        code["servers"]["fortinac"],
        json!({"type": "stdio", "command": program,
            "args": ["mcp", "--allow-writes", "hosts,user", "--allow-destructive"]})
    );
    let codex = config(&["codex", "--demo"]);
    assert_eq!(
        codex.stdout,
        format!("[mcp_servers.fortinac]\ncommand = {program:?}\nargs = [\"mcp\",\"--demo\"]\n")
    );
    let without_profile = config(&[]);
    assert!(
        without_profile.stderr.contains("fortinac login"),
        "{without_profile:?}"
    );
    assert_eq!(config(&["emacs"]).code, Some(2));
}

#[test]
fn a_configuration_has_no_secret() {
    let appliance = Appliance::builder().token("c4nary-t0ken").start().unwrap();
    let run = run(&appliance, &["mcp", "--print-config", "claude"]);
    assert_eq!(run.code, Some(0));
    assert!(!format!("{run:?}").contains("c4nary"), "{run:?}");
}

#[test]
fn the_demo_needs_no_appliance() {
    let mut command = without_appliance();
    command.args(["mcp", "--demo", "--allow-writes", "host"]);
    let mut session = Session::of(&mut command);
    let found = session.call("find", &json!({"what": "cam-c-017"}));
    assert_eq!(found["rows"][0]["role"], "NAC-Cameras");
    let told = session.end();
    assert!(
        told.contains("serves an appliance in memory: writes to host after a plan"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_served_is_told_at_once() {
    let mut command = without_appliance();
    let run: Run = command.arg("mcp").output().unwrap().into();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("FORTINAC_URL"), "{run:?}");
    let appliance = Appliance::start().unwrap();
    let unknown = crate::support::run(&appliance, &["mcp", "--allow-writes", "hots"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("near it are host"), "{unknown:?}");
    let alone = crate::support::run(&appliance, &["mcp", "--allow-destructive"]);
    assert_eq!(alone.code, Some(2));
    let several = crate::support::run(&appliance, &["mcp", "--all-profiles"]);
    assert_eq!(several.code, Some(2), "{several:?}");
    // A person who starts it in a shell learns what it is for.
    let nobody = crate::support::run(&appliance, &["mcp"]);
    assert_ne!(nobody.code, Some(0));
    assert!(nobody.stderr.contains("--print-config"), "{nobody:?}");
}

#[test]
fn what_is_no_message_does_not_end_the_server() {
    use std::io::Write;
    let appliance = Appliance::start().unwrap();
    let mut command = crate::support::fortinac(&appliance);
    let child = command
        .arg("mcp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = child.stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let greeting = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}});
    let call = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "count", "arguments": {"resource": "group"}}});
    writeln!(input, "{greeting}").unwrap();
    writeln!(
        input,
        "{}",
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"})
    )
    .unwrap();
    writeln!(input, "this is no JSON").unwrap();
    writeln!(
        input,
        "{}",
        json!({"jsonrpc": "2.0", "id": 9, "method": "no/such/method"})
    )
    .unwrap();
    writeln!(input, "{call}").unwrap();
    let output = child.stdout.take().unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(output));
    let messages = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let counted = messages
        .into_iter()
        .find(|message| message["id"] == 2)
        .unwrap();
    assert_eq!(counted["result"]["structuredContent"]["count"], 2);
    drop(input);
    assert!(child.wait().unwrap().success());
}
