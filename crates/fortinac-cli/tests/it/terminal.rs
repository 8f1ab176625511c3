//! Sessions in a terminal.

use std::process::{Command, Stdio};
use std::time::Duration;

use fortinac_mock::{Appliance, Fault};
use rexpect::process::{Signal, WaitStatus};
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::profile::Config;
use crate::support::fortinac;

const LIMIT: u64 = 20_000;

fn start(mut command: Command) -> PtySession {
    command.env("TERM", "xterm").stdin(Stdio::inherit());
    let options = Options::new().timeout_ms(Some(LIMIT));
    spawn_with_options(command, options).unwrap()
}

fn run(appliance: &Appliance, arguments: &[&str]) -> PtySession {
    let mut command = fortinac(appliance);
    command.args(arguments);
    start(command)
}

/// All that the terminal got until the program ended, and how it ended.
fn end(mut session: PtySession) -> (String, WaitStatus) {
    let shown = session.exp_eof().unwrap();
    (shown, session.process().wait().unwrap())
}

fn code(status: WaitStatus) -> i32 {
    match status {
        WaitStatus::Exited(_, code) => code,
        // As a shell tells it.
        WaitStatus::Signaled(_, signal, _) => 128 + signal as i32,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_terminal_gets_a_table_without_escapes() {
    let appliance = Appliance::builder().hosts(3).start().unwrap();
    let (shown, status) = end(run(
        &appliance,
        &["host", "list", "--columns", "id,hostName"],
    ));
    assert_eq!(code(status), 0);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines[0].contains("ID") && lines[0].contains("HOST-NAME"),
        "{shown}"
    );
    assert_eq!(lines.len(), 1 + appliance.records("host").len(), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn a_long_table_is_cut_and_says_so() {
    let appliance = Appliance::builder().hosts(250).start().unwrap();
    let list = ["host", "list", "--columns", "id"];
    let (shown, status) = end(run(&appliance, &list));
    assert_eq!(code(status), 0);
    assert_eq!(shown.lines().count(), 202, "{shown}");
    let last = shown.lines().last().unwrap();
    assert!(last.starts_with("the first 200 are shown"), "{last}");
    let (shown, _) = end(run(&appliance, &[&list[..], &["--limit", "220"]].concat()));
    assert_eq!(shown.lines().count(), 221, "{shown}");
    let (shown, _) = end(run(&appliance, &[&list[..], &["-o", "csv"]].concat()));
    assert_eq!(shown.lines().count(), 1 + appliance.records("host").len());
}

#[test]
fn colours_are_for_terminals_and_can_be_turned_off() {
    let appliance = Appliance::start().unwrap();
    let help = |variable: Option<(&str, &str)>| {
        let mut command = fortinac(&appliance);
        command.arg("--help").envs(variable);
        end(start(command)).0
    };
    assert!(help(None).contains("\u{1b}["));
    assert!(!help(Some(("NO_COLOR", "1"))).contains('\u{1b}'));
    assert!(!help(Some(("CLICOLOR", "0"))).contains('\u{1b}'));
    let output = fortinac(&appliance).arg("--help").output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
}

#[test]
fn what_destroys_asks_first() {
    let appliance = Appliance::builder().hosts(3).start().unwrap();
    let id = appliance.records("host")[1]["id"].to_string();
    let number = || appliance.records("host").len();
    let before = number();
    for (answer, expected) in [("n", 2), ("", 2), ("\u{3}", 130), ("y", 0)] {
        let mut session = run(&appliance, &["host", "delete", &id]);
        let shown = session.exp_string("Go on? [y/N] ").unwrap();
        assert!(
            shown.contains("delete host (1):") && shown.contains(&id),
            "{shown}"
        );
        assert_eq!(number(), before);
        match answer {
            "\u{3}" => session.send_control('c').unwrap(),
            answer => drop(session.send_line(answer).unwrap()),
        }
        let (shown, status) = end(session);
        assert_eq!(code(status), expected, "{answer:?}: {shown}");
    }
    assert_eq!(number(), before - 1);
}

/// A terminal that shows what is typed, as those of people do, and the program in it.
fn login(config: &Config, after: &str) -> PtySession {
    let mut command = Command::new("sh");
    let program = config.fortinac();
    let script = format!("stty echo; \"$0\" login; code=$?; {after} exit $code");
    command.args(["-c", &script]).arg(program.get_program());
    command.env_clear();
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    start(command)
}

#[test]
fn login_asks_and_does_not_show_the_token() {
    let appliance = Appliance::builder().tls().start().unwrap();
    let config = Config::empty();
    let mut session = login(&config, "");
    let mut shown = session.exp_string("Address of the appliance: ").unwrap();
    session.send_line(&appliance.url()).unwrap();
    shown += &session
        .exp_string("Trust this certificate, and pin it? [y/N] ")
        .unwrap();
    // What is typed is shown in general.
    assert!(shown.contains(&appliance.url()), "{shown}");
    assert!(
        shown.contains(appliance.certificate_sha256().unwrap()),
        "{shown}"
    );
    session.send_line("y").unwrap();
    shown += &session.exp_string("API token (it is not shown): ").unwrap();
    assert!(appliance.requests().is_empty());
    // The terminal is made silent right after the question.
    std::thread::sleep(Duration::from_millis(300));
    session.send_line(appliance.token()).unwrap();
    let (rest, status) = end(session);
    shown += &rest;
    assert_eq!(code(status), 0, "{shown}");
    assert!(shown.contains("Logged in to "), "{shown}");
    assert!(!shown.contains(appliance.token()), "{shown}");
    assert!(config.run(&["host", "list"]).json().is_array());
}

#[test]
fn login_is_left_at_each_question() {
    let appliance = Appliance::builder().tls().start().unwrap();
    let config = Config::empty();
    let to_certificate = || {
        let mut session = login(&config, "stty -a;");
        session.exp_string("Address of the appliance: ").unwrap();
        session.send_line(&appliance.url()).unwrap();
        session.exp_string("pin it? [y/N] ").unwrap();
        session
    };
    let mut session = to_certificate();
    session.send_line("n").unwrap();
    let (shown, status) = end(session);
    assert_eq!(code(status), 2, "{shown}");
    assert!(shown.contains("the certificate is not trusted"), "{shown}");

    let mut session = to_certificate();
    session.send_line("y").unwrap();
    session.exp_string("API token (it is not shown): ").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    session.send_control('c').unwrap();
    let (shown, status) = end(session);
    assert_eq!(code(status), 130, "{shown}");
    // The terminal is as it was.
    for setting in [" echo ", " icanon ", "isig "] {
        assert!(shown.contains(setting), "{setting}: {shown}");
    }
    assert!(appliance.requests().is_empty());
    assert_eq!(config.text(), "");
}

#[test]
fn progress_is_shown_after_a_second_and_goes_away() {
    let appliance = Appliance::builder().hosts(3).start().unwrap();
    let list = ["host", "list", "--columns", "id"];
    let (shown, _) = end(run(&appliance, &list));
    assert!(!shown.contains("reading"), "{shown:?}");

    let slow = || appliance.fault(Fault::delay(Duration::from_millis(2000)).on("host_list"));
    slow();
    let start = std::time::Instant::now();
    let mut session = run(&appliance, &list);
    let before = session.exp_string("reading, 0 records so far").unwrap();
    assert!(!before.contains("ID"), "{before:?}");
    assert!(start.elapsed() > Duration::from_millis(900));
    let (shown, status) = end(session);
    assert_eq!(code(status), 0);
    // The line is cleared before the table is written.
    let table = shown.rfind("\u{1b}[2K").unwrap();
    let table = &shown[table..];
    assert!(
        table.contains("ID") && !table.contains("reading"),
        "{shown:?}"
    );

    // Nobody waits at a file.
    slow();
    let output = fortinac(&appliance).args(list).output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn ctrl_c_ends_a_list() {
    let appliance = Appliance::builder().hosts(3).start().unwrap();
    appliance.fault(Fault::delay(Duration::from_secs(30)).on("host_list"));
    let mut session = run(&appliance, &["host", "list"]);
    session.exp_string("reading").unwrap();
    session.send_control('c').unwrap();
    let (_, status) = end(session);
    assert_eq!(code(status), 128 + Signal::SIGINT as i32);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let appliance = Appliance::builder().hosts(2000).start().unwrap();
    for form in ["jsonl", "csv", "json", "table", "yaml"] {
        let mut command = Command::new("bash");
        let script = "\"$0\" host list -o \"$1\" | head -1 >/dev/null; echo ${PIPESTATUS[0]}";
        let program = fortinac(&appliance);
        command
            .args(["-c", script])
            .arg(program.get_program())
            .arg(form);
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        let code = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert!(["0", "141"].contains(&code.as_str()), "{form}: {output:?}");
        assert!(output.stderr.is_empty(), "{form}: {output:?}");
    }
}
