//! The appliance serves people as well: one call at a time, each with an end.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fortinac_mock::{Appliance, Fault};
use serde_json::json;

use super::session::Session;
use crate::support::without_appliance;

/// Longer than any test.
const FOREVER: Duration = Duration::from_secs(3600);

/// An appliance that responds when the test lets it.
struct Slow {
    url: String,
    /// The first line of each request that has come.
    seen: Arc<Mutex<Vec<String>>>,
    go: Sender<()>,
}

impl Slow {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
        let (go, wait) = channel();
        let (seen, wait) = (Arc::default(), Arc::new(Mutex::new(wait)));
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, wait) = (Arc::clone(&kept), Arc::clone(&wait));
                std::thread::spawn(move || serve(stream.unwrap(), &kept, &wait));
            }
        });
        Self { url, seen, go }
    }

    fn session(&self, arguments: &[&str]) -> Session {
        let mut command = without_appliance();
        command
            .env("FORTINAC_URL", &self.url)
            .env("FORTINAC_TOKEN", "x");
        Session::of(command.arg("mcp").args(arguments))
    }

    fn respond(&self) {
        self.go.send(()).unwrap();
    }

    /// Waits until so many requests have come.
    fn await_requests(&self, number: usize) {
        for _ in 0..6000 {
            if self.seen.lock().unwrap().len() >= number {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{:?}", self.seen.lock().unwrap());
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<String>>, wait: &Mutex<Receiver<()>>) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut first = None;
    for line in lines {
        let Ok(line) = line else { return };
        first.get_or_insert_with(|| line.clone());
        if line.is_empty() {
            seen.lock().unwrap().extend(first.take());
            if wait.lock().unwrap().recv().is_err() {
                return;
            }
            let body = r#"{"status":"success","errorMessage":null,"total":0,"results":[]}"#;
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
            let _ = write!(
                stream,
                "{head}\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    }
}

#[test]
fn parallel_calls_reach_the_appliance_one_by_one() {
    let slow = Slow::start();
    let mut session = slow.session(&[]);
    let calls: Vec<u64> = (0..5)
        .map(|_| session.send_call("list_hosts", &json!({})))
        .collect();
    for number in 1..=calls.len() {
        slow.await_requests(number);
        // The server has read all calls, and what needs no appliance does not wait for one.
        session.call("search_operations", &json!({"query": "host"}));
        assert_eq!(
            slow.seen().len(),
            number,
            "no other request comes meanwhile"
        );
        slow.respond();
        let rows = session.response(calls[number - 1]);
        assert_eq!(
            rows["result"]["structuredContent"]["rows"],
            json!([]),
            "in their order"
        );
    }
}

#[test]
fn a_cancelled_call_stops_and_the_next_one_goes_on() {
    let slow = Slow::start();
    let mut session = slow.session(&["--deadline", "3600"]);
    let running = session.send_call("list_hosts", &json!({}));
    slow.await_requests(1);
    let waiting = session.send_call("list_users", &json!({}));
    session.cancel(waiting);
    session.cancel(running);
    let last = session.send_call("list_rogues", &json!({}));
    slow.await_requests(2);
    // The first response is that of the connection that was given up.
    slow.respond();
    slow.respond();
    assert_eq!(
        session.response(last)["result"]["structuredContent"]["rows"],
        json!([])
    );
    let seen = slow.seen();
    assert_eq!(
        seen.len(),
        2,
        "what was cancelled before its turn was never sent: {seen:?}"
    );
    assert!(
        seen.iter()
            .all(|line| line.starts_with("GET /api/v2/host?")),
        "{seen:?}"
    );
    let told = session.end();
    assert!(told.contains("list_hosts: interrupted"), "{told}");
    assert!(told.contains("list_users: interrupted"), "{told}");
}

#[test]
fn nobody_has_to_read_the_log() {
    let appliance = Appliance::start().unwrap();
    let mut command = crate::support::fortinac(&appliance);
    command.arg("mcp");
    let mut session = Session::without_reader(&mut command);
    // More lines than a pipe holds.
    for _ in 0..3000 {
        session.call(
            "describe_operation",
            &json!({"operation": "group_count_all"}),
        );
    }
}

#[test]
fn a_call_has_a_deadline() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--deadline", "1"]);
    appliance.fault(Fault::delay(FOREVER).times(1));
    let error = session.error("list_hosts", &json!({}));
    assert_eq!(error["kind"], "network");
    assert_eq!(error["message"], "no result within 1 seconds");
    let counted = session.call("count", &json!({"resource": "group"}));
    assert_eq!(counted["count"], 2);
}

#[test]
fn a_write_on_its_way_is_not_given_up() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "host", "--deadline", "1"]);
    let mut call =
        json!({"operation": "host_set_role", "arguments": {"id": "cam-c-017", "role": "Late"}});
    let plan = session.call("call_operation", &call);
    call["confirm"] = plan["confirm"].clone();
    appliance.clear_requests();
    appliance.fault(Fault::delay(Duration::from_secs(2)).on("host_set_role"));
    // Longer than the deadline.
    assert_eq!(session.call("call_operation", &call)["result"], "done");
    let told = session.end();
    assert!(told.contains("call_operation: ok"), "{told}");
}

#[test]
fn failures_of_the_appliance_are_told() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    appliance.fault(Fault::html(404).times(1));
    let error = session.error("list_hosts", &json!({}));
    assert!(!error.to_string().contains('<'), "{error}");
    appliance.fault(Fault::failure("no \u{1b}[31mway\u{202e}").times(1));
    let error = session.error("list_hosts", &json!({}));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("no ") && !message.contains('\u{1b}') && !message.contains('\u{202e}'),
        "{error}"
    );
    assert_eq!(error["kind"], "refused");
    appliance.fault(Fault::truncated_body().times(10));
    session.error("list_hosts", &json!({}));
    appliance.clear_faults();
    session.call("list_hosts", &json!({}));
}
