//! What the server did, for the person who runs it: a line for each call, without arguments and results.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::tools::Tool;
use crate::failure::Result;
use crate::output;

/// How many lines wait for somebody to read them. Further ones are lost.
const WAITING: usize = 200;

/// Writes lines beside the calls: a client may start the server and never read its standard error, and no call waits for
/// that.
pub(super) struct Log {
    lines: SyncSender<String>,
    /// Ends when all lines are written.
    written: Mutex<Receiver<()>>,
}

impl Log {
    pub(super) fn new() -> Self {
        let (lines, waiting) = sync_channel::<String>(WAITING);
        let (end, written) = sync_channel(0);
        std::thread::spawn(move || {
            let _end: SyncSender<()> = end;
            waiting.iter().for_each(output::note);
        });
        Self {
            lines,
            written: Mutex::new(written),
        }
    }

    pub(super) fn call(&self, tool: &Tool, outcome: &Result<serde_json::Value>, started: Instant) {
        let how = match outcome {
            Ok(value) if value.get("plan").is_some() => "plan".to_owned(),
            Ok(_) => "ok".to_owned(),
            Err(failure) => {
                let failure = failure.json();
                failure["kind"].as_str().unwrap_or_default().to_owned()
            }
        };
        let time = started.elapsed().as_millis();
        self.line(format!("mcp: {}: {how}, {time} ms", tool.name));
    }

    pub(super) fn line(&self, line: String) {
        // One that nobody reads is lost.
        let _ = self.lines.try_send(line);
    }

    /// Waits until what was logged is written, but not for ever.
    pub(super) fn end(self) {
        drop(self.lines);
        if let Ok(written) = self.written.lock() {
            let _ = written.recv_timeout(Duration::from_secs(1));
        }
    }
}
