//! What an export of 100,000 hosts costs: `cargo bench --package fortinac-cli --bench export`.
//!
//! Figures are of the machine that runs it; program and appliance share it. The aim is a peak of at most 40 MiB.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fortinac_mock::Appliance;

const HOSTS: u32 = 100_000;
/// How many hosts the program reads at once.
const PAGE: u32 = 500;
const RUNS: usize = 3;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let appliance = Appliance::builder().empty().hosts(HOSTS).start();
    let appliance = appliance.expect("an appliance");
    // No host expires while the list is read.
    appliance.set_time(appliance.time());
    for arguments in [
        &["export", "hosts"][..],
        &["export", "hosts", "--columns", "@all"],
        &["export", "hosts", "-o", "jsonl"],
        &["host", "list", "-o", "json"],
    ] {
        let runs = (0..RUNS).map(|_| export(&appliance, arguments));
        let (elapsed, peak) = runs.min().expect("a run");
        println!(
            "fortinac {}: {elapsed:.2?}, {:.0} rows a second, peak {:.1} MiB",
            arguments.join(" "),
            f64::from(HOSTS) / elapsed.as_secs_f64(),
            peak as f64 / 1024.0,
        );
    }
    let export = (0..RUNS)
        .map(|_| export(&appliance, &["export", "hosts"]).0)
        .min();
    match (0..RUNS).map(|_| curl(&appliance)).min().flatten() {
        Some(plain) => {
            let ratio = export.expect("a run").as_secs_f64() / plain.as_secs_f64();
            println!(
                "curl, the same pages: {plain:.2?}; the export takes {ratio:.2} times as long"
            );
        }
        None => println!("curl is not there, or failed"),
    }
}

/// Runs the program. Returns how long it took, and the most memory that it held, in KiB.
fn export(appliance: &Appliance, arguments: &[&str]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_fortinac"))
        .args(arguments)
        .env_clear()
        .env(
            "FORTINAC_CONFIG",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/empty.toml"),
        )
        .env("FORTINAC_URL", appliance.url())
        .env("FORTINAC_TOKEN", appliance.token())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let (peak, has_ended) = (AtomicU64::new(0), AtomicBool::new(false));
    let lines = std::thread::scope(|scope| {
        let (process, peak, has_ended) = (child.id(), &peak, &has_ended);
        scope.spawn(move || {
            while !has_ended.load(Ordering::Relaxed) {
                peak.fetch_max(memory(process), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        let lines = lines(&mut child);
        has_ended.store(true, Ordering::Relaxed);
        lines
    });
    let status = child.wait().expect("its end");
    assert!(status.success(), "{status}");
    assert!(lines > HOSTS as usize, "{lines} lines");
    (start.elapsed(), peak.into_inner())
}

fn lines(child: &mut Child) -> usize {
    let mut output = BufReader::new(child.stdout.take().expect("an output"));
    let (mut lines, mut line) = (1, Vec::new());
    while output.read_until(b'\n', &mut line).expect("an output") > 0 {
        lines += 1;
        line.clear();
    }
    lines
}

/// The most memory that a process has held, in KiB, where the system tells.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default()
}

/// Fetches the same pages over one connection, and drops them.
fn curl(appliance: &Appliance) -> Option<Duration> {
    let mut config = format!("header = \"Authorization: Bearer {}\"\n", appliance.token());
    config.push_str("silent\nfail\ncompressed\n");
    for start in (0..HOSTS).step_by(PAGE as usize) {
        let url = format!("{}/host?start={start}&count={PAGE}", appliance.url());
        let _ = write!(config, "url = \"{url}\"\noutput = \"/dev/null\"\n");
    }
    let start = Instant::now();
    let mut child = Command::new("curl")
        .args(["--config", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(config.as_bytes()).ok()?;
    let status = child.wait().ok()?;
    status.success().then(|| start.elapsed())
}
