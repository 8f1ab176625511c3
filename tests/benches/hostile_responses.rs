//! How much memory the worst responses take: the peak of a process that makes one call, above what it had before.
//!
//! Each response is as large as the client accepts by default. `cargo bench --package fortinac-tests --bench
//! hostile_responses` prints a table; it needs `/proc`, as Linux has it.

use std::io::Write;
use std::process::Command;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use fortinac_client::{Client, Method};
use fortinac_testkit::{Response, Server};

const SIZE: usize = 8 * 1024 * 1024;
const URL: &str = "HOSTILE_RESPONSES_URL";
const CALL: &str = "HOSTILE_RESPONSES_CALL";

struct Case {
    name: &'static str,
    media_type: &'static str,
    body: String,
    calls: &'static [&'static str],
}

/// A list of as many of these as the size allows, or as many as are given.
fn list(property: &str, part: &str, parts: Option<usize>) -> String {
    let head = format!(r#"{{"status":"success","errorMessage":null,"{property}":["#);
    let most = (SIZE - head.len() - 2) / (part.len() + 1);
    let parts = parts.unwrap_or(most).min(most);
    let list = vec![part; parts].join(",");
    format!("{head}{list}]}}")
}

fn cases() -> Vec<Case> {
    const BOTH: &[&str] = &["raw", "typed"];
    let json = |name, body| Case {
        name,
        media_type: "application/json",
        body,
        calls: BOTH,
    };
    let host = r#"{"id":12,"hostName":"printer-12","role":"NAC-Default","status":1,"creationTime":1692985235000,"notes":null,"agentVersion":"","unknown":{"a":1},"other":["x","y"]}"#;
    // Just below the bounds of objects and values.
    let (objects, values) = (SIZE / 48 - 3, SIZE / 8 - 8);
    vec![
        json(r#"`{"a":0},...`, refused"#, list("x", r#"{"a":0}"#, None)),
        json(
            r#"`{"a":0},...`, as many as pass"#,
            list("x", r#"{"a":0}"#, Some(objects)),
        ),
        json(
            r#"`[0],...`, as many as pass"#,
            list("x", "[0]", Some(objects)),
        ),
        json("`0,0,...`, refused", list("x", "0", None)),
        json("`0,0,...`, as many as pass", list("x", "0", Some(values))),
        json(
            r#"`"a","a",...`, as many as pass"#,
            list("x", r#""a""#, Some(values)),
        ),
        json("as many objects and strings as pass", {
            let objects = vec![r#"{"a":0}"#; objects].join(",");
            let strings = vec![r#""a""#; values - 2 * SIZE / 48].join(",");
            format!(r#"{{"status":"success","x":[{objects},{strings}]}}"#)
        }),
        json(
            "one string",
            list("x", &format!("\"{}\"", "x".repeat(SIZE - 100)), None),
        ),
        json("hosts", list("results", host, None)),
        json(
            "hosts, each with an id and a role of another type",
            list(
                "results",
                &host
                    .replace("12,", "\"12\",")
                    .replace("\"NAC-Default\"", "true"),
                None,
            ),
        ),
        json(
            "`{}`, as many as pass, as hosts",
            list("results", "{}", Some(objects)),
        ),
        json("8 MiB of `&` as a message", {
            let message = "&".repeat(SIZE - 100);
            format!(r#"{{"status":"error","errorMessage":"{message}"}}"#)
        }),
        Case {
            name: "`<a/>...`, as many as pass",
            media_type: "application/xml",
            body: format!("<r>{}</r>", "<a/>".repeat(SIZE / 8 - 8)),
            calls: &["xml"],
        },
    ]
}

fn main() {
    if let (Ok(url), Ok(call)) = (std::env::var(URL), std::env::var(CALL)) {
        return child(&url, &call);
    }
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    println!("| response | on the wire | call | outcome | peak above the start | factor |");
    println!("|---|---|---|---|---|---|");
    for case in cases() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(case.body.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let wire = gzip.len();
        let response = Response::new(200, case.media_type, gzip).header("content-encoding", "gzip");
        let server = runtime.block_on(Server::start([response]));
        for call in case.calls {
            let output = Command::new(std::env::current_exe().unwrap())
                .env(URL, server.url())
                .env(CALL, call)
                .output()
                .unwrap();
            let output = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            println!(
                "| {}, {:.1} MiB | {} KiB | {call} | {output} |",
                case.name,
                case.body.len() as f64 / 1_048_576.0,
                wire / 1024
            );
        }
    }
}

/// Makes a call, and prints what became of it and how much memory it took.
fn child(url: &str, call: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = Client::new(url, "token").unwrap();
    let before = peak();
    let start = Instant::now();
    let outcome = runtime.block_on(async {
        match call {
            "raw" => client.raw(Method::GET, "/host").await.map(drop),
            "typed" => client.hosts().list().await.map(drop),
            _ => client
                .users()
                .update(31, &Default::default())
                .xml()
                .await
                .map(drop),
        }
    });
    let (took, peak) = (start.elapsed(), peak() - before);
    let outcome = match outcome {
        Ok(()) => "a value".to_owned(),
        Err(error) => error.to_string().chars().skip(20).take(60).collect(),
    };
    println!(
        "{outcome} ({} ms) | {} MiB | {:.1}",
        took.as_millis(),
        peak / 1024,
        (peak * 1024) as f64 / SIZE as f64
    );
}

/// The largest resident size of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.unwrap().split_whitespace().nth(1).unwrap();
    number.parse().unwrap()
}
