//! A client of the protocol in a few lines: one JSON message a line.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::fortinac;

/// A server that was started, and greeted.
pub(super) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    told: Option<JoinHandle<String>>,
    /// Messages that answer another request than the one that is waited for.
    others: Vec<Value>,
    next: u64,
    pub(super) greeting: Value,
}

/// How long a message may take. A server that sends none makes the test fail, not hang.
const LONGEST: Duration = Duration::from_secs(120);

impl Session {
    pub(super) fn new(appliance: &Appliance, arguments: &[&str]) -> Self {
        let mut command = fortinac(appliance);
        command.arg("mcp").args(arguments);
        Self::of(&mut command)
    }

    pub(super) fn of(command: &mut Command) -> Self {
        let mut session = Self::without_reader(command);
        let mut stderr = session.child.stderr.take().unwrap();
        session.told = Some(std::thread::spawn(move || {
            let mut told = String::new();
            stderr.read_to_string(&mut told).unwrap();
            told
        }));
        session
    }

    /// One whose standard error nobody reads.
    pub(super) fn without_reader(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let line = line.unwrap();
                let message = serde_json::from_str(&line);
                let message = message.unwrap_or_else(|error| panic!("{error}: {line}"));
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut session = Self {
            told: None,
            input: child.stdin.take(),
            child,
            messages,
            others: Vec::new(),
            next: 0,
            greeting: Value::Null,
        };
        let program = json!({"name": "test", "version": "1"});
        let greeting =
            json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": program});
        session.greeting = session.request("initialize", &greeting);
        session.notify("notifications/initialized", &json!({}));
        session
    }

    fn write(&mut self, message: &Value) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{message}").unwrap();
        input.flush().unwrap();
    }

    pub(super) fn notify(&mut self, method: &str, params: &Value) {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request, and does not wait for what it returns.
    pub(super) fn send(&mut self, method: &str, params: &Value) -> u64 {
        self.next += 1;
        self.write(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}));
        self.next
    }

    pub(super) fn send_call(&mut self, tool: &str, arguments: &Value) -> u64 {
        self.send("tools/call", &json!({"name": tool, "arguments": arguments}))
    }

    /// Cancels a request.
    pub(super) fn cancel(&mut self, id: u64) {
        self.notify(
            "notifications/cancelled",
            &json!({"requestId": id, "reason": "test"}),
        );
    }

    /// The next message, whatever it answers.
    #[track_caller]
    pub(super) fn any(&mut self) -> Value {
        self.messages.recv_timeout(LONGEST).expect("a message")
    }

    /// What a request returns.
    #[track_caller]
    pub(super) fn response(&mut self, id: u64) -> Value {
        if let Some(index) = self.others.iter().position(|message| message["id"] == id) {
            return self.others.remove(index);
        }
        loop {
            let message = self.any();
            if message["id"] == id {
                return message;
            }
            self.others.push(message);
        }
    }

    #[track_caller]
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.send(method, params);
        self.response(id)["result"].take()
    }

    /// The whole result of a tool.
    #[track_caller]
    pub(super) fn result(&mut self, tool: &str, arguments: &Value) -> Value {
        let id = self.send_call(tool, arguments);
        self.response(id)["result"].take()
    }

    /// What a tool returns that succeeds.
    #[track_caller]
    pub(super) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let mut result = self.result(tool, arguments);
        assert_ne!(result["isError"], true, "{tool} {arguments}: {result}");
        result["structuredContent"].take()
    }

    /// Why a tool fails.
    #[track_caller]
    pub(super) fn error(&mut self, tool: &str, arguments: &Value) -> Value {
        let mut result = self.result(tool, arguments);
        assert_eq!(result["isError"], true, "{tool} {arguments}: {result}");
        result["structuredContent"]["error"].take()
    }

    /// Ends the server as clients do, and returns what it told on its standard error.
    pub(super) fn end(mut self) -> String {
        self.input = None;
        let status = self.child.wait().unwrap();
        let told = self.told.take().unwrap().join().unwrap();
        assert!(status.success(), "{status}: {told}");
        told
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
