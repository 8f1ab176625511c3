//! The thread of a server.

use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

/// The server's thread, which ends when this is dropped.
pub(crate) struct Running {
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn new(stop: oneshot::Sender<Duration>, thread: JoinHandle<()>) -> Self {
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Returns when the requests in progress have been responded to, or this much time has passed.
    pub(crate) fn stop(&mut self, grace: Duration) {
        if let Some(stop) = self.stop.take() {
            // The thread can have ended already.
            let _ = stop.send(grace);
        }
        if let Some(thread) = self.thread.take() {
            // A panic has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}
