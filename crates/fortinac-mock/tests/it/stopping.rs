//! How an appliance ends, and the program.

use std::time::Duration;

use fortinac_mock::Appliance;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Longer than any test runs.
const LONG: Duration = Duration::from_secs(600);

/// A request whose body the appliance waits for.
struct InProgress(BufReader<TcpStream>);

impl InProgress {
    async fn start(address: &str, token: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v2/user/31 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nExpect: 100-continue\r\n\
             Content-Type: application/json\r\nContent-Length: 17\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        assert_eq!(line, "HTTP/1.1 100 Continue\r\n");
        stream.read_line(&mut line).await.unwrap();
        Self(stream)
    }

    /// Sends the body, and returns the response.
    async fn finish(mut self) -> String {
        self.0.write_all(br#"{"notes": "late"}"#).await.unwrap();
        let mut response = String::new();
        self.0.read_to_string(&mut response).await.unwrap();
        response
    }
}

/// Waits until nothing listens on the address.
async fn closed(address: &str) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_shutdown_finishes_the_requests_in_progress_and_waits_for_no_other_connection() {
    let mut appliance = Appliance::start().unwrap();
    let address = appliance.address().to_string();
    let _silent = TcpStream::connect(&address).await.unwrap();
    let mut idle = InProgress::start(&address, appliance.token()).await;
    idle.0.write_all(br#"{"notes": "once"}"#).await.unwrap();
    let mut byte = [0];
    idle.0.read_exact(&mut byte).await.unwrap();
    let request = InProgress::start(&address, appliance.token()).await;

    let shutdown = tokio::task::spawn_blocking(move || {
        appliance.shutdown(LONG);
        appliance
    });
    closed(&address).await;
    let response = request.finish().await;
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    let appliance = shutdown.await.unwrap();
    assert_eq!(appliance.records("user")[0]["notes"], "late");
}

#[tokio::test]
async fn a_request_that_takes_longer_than_the_grace_period_is_cut() {
    let mut appliance = Appliance::start().unwrap();
    let address = appliance.address().to_string();
    let mut request = InProgress::start(&address, appliance.token()).await;
    let shutdown = move || appliance.shutdown(Duration::from_millis(20));
    tokio::task::spawn_blocking(shutdown).await.unwrap();
    let read = request.0.read(&mut [0; 9]).await;
    assert!(!matches!(read, Ok(1..)), "{read:?}");
}

#[cfg(all(feature = "cli", unix))]
mod program {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;
    use std::process::{Child, Command, ExitStatus, Stdio};

    use super::*;
    use crate::support::{http, send};

    /// The program, which is ended with the test.
    struct Program(Child);

    impl Drop for Program {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    impl Program {
        fn start(arguments: &[&str]) -> Self {
            let mut command = Command::new(env!("CARGO_BIN_EXE_fortinac-mock"));
            command.args(arguments).env("FORTINAC_MOCK_TOKEN", "t0Ken");
            let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
            Self(command.spawn().unwrap())
        }

        /// The address that it prints.
        fn address(&mut self) -> String {
            let mut line = String::new();
            let output = self.0.stdout.as_mut().unwrap();
            BufReader::new(output).read_line(&mut line).unwrap();
            let address = line.trim().strip_prefix("FORTINAC_URL=http://");
            let address = address.and_then(|rest| rest.strip_suffix("/api/v2"));
            address.unwrap_or_else(|| panic!("{line}")).to_owned()
        }

        fn signal(&self, name: &str) {
            let id = self.0.id().to_string();
            let sent = Command::new("kill").args(["-s", name, &id]).status();
            assert!(sent.unwrap().success());
        }

        fn wait(&mut self) -> ExitStatus {
            self.0.wait().unwrap()
        }
    }

    #[tokio::test]
    async fn a_signal_finishes_the_request_in_progress() {
        for signal in ["INT", "TERM"] {
            let mut program = Program::start(&[]);
            let address = program.address();
            let request = InProgress::start(&address, "t0Ken").await;
            program.signal(signal);
            closed(&address).await;
            let response = request.finish().await;
            assert!(
                response.starts_with("HTTP/1.1 200 "),
                "{signal}: {response}"
            );
            assert_eq!(program.wait().code(), Some(0), "{signal}");
        }
    }

    #[tokio::test]
    async fn a_second_signal_does_not_wait() {
        let mut program = Program::start(&[]);
        let address = program.address();
        let _request = InProgress::start(&address, "t0Ken").await;
        program.signal("INT");
        closed(&address).await;
        program.signal("INT");
        assert_eq!(program.wait().code(), Some(0));
    }

    #[tokio::test]
    async fn an_output_that_nobody_reads_does_not_matter() {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut program = Program::start(&["--port", &port.to_string()]);
        drop((program.0.stdout.take(), program.0.stderr.take()));
        let address = format!("127.0.0.1:{port}");
        while TcpStream::connect(&address).await.is_err() {
            assert_eq!(program.0.try_wait().unwrap(), None, "the program has ended");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // A request is logged to the standard error.
        for _ in 0..2 {
            let get = http().get(format!("http://{address}/api/v2/user"));
            assert_eq!(send(get).await.status, 401);
        }
        program.signal("TERM");
        assert_eq!(program.wait().code(), Some(0));
    }

    /// Sets the notes of user 31.
    async fn note(address: &str, notes: &str) {
        let update = http().post(format!("http://{address}/api/v2/user/31"));
        let update = update.bearer_auth("t0Ken");
        let update = update.header("content-type", "application/json");
        let body = serde_json::json!({"notes": notes}).to_string();
        let response = send(update.body(body)).await;
        assert_eq!(response.json()["status"], "success");
    }

    #[tokio::test]
    async fn records_are_saved_at_a_signal_and_loaded_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("demo.json");
        let file = file.to_str().unwrap();
        let arguments = ["--state", file, "--hosts", "10"];
        let text = || std::fs::read_to_string(file).unwrap();

        let mut program = Program::start(&arguments);
        let address = program.address();
        note(&address, "first run").await;
        program.signal("TERM");
        assert_eq!(program.wait().code(), Some(0));
        assert!(text().contains("first run"));

        // The second signal cuts the request in progress, whose change is the only one that is lost.
        let mut program = Program::start(&arguments);
        let address = program.address();
        note(&address, "second run").await;
        let _request = InProgress::start(&address, "t0Ken").await;
        program.signal("INT");
        closed(&address).await;
        program.signal("INT");
        assert_eq!(program.wait().code(), Some(0));
        assert!(text().contains("second run"));
    }

    #[tokio::test]
    async fn records_that_cannot_be_saved_are_a_failure_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("demo.json");
        let mut program = Program::start(&["--state", file.to_str().unwrap()]);
        program.address();
        drop(folder);
        program.signal("TERM");
        assert_eq!(program.wait().code(), Some(1));
    }
}
