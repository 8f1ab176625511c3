//! The token that a program prints.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use fortinac_types::Secret;

use super::file;
use super::keys;
use crate::client::token;
use crate::text;

/// How long a command may take.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// How much of its output is kept. A token is much shorter.
const MAX_OUTPUT: usize = 64 * 1024;

/// How long to wait for the end of the output after the program has ended: one that it started may keep it open.
const GRACE: Duration = Duration::from_secs(1);

/// Runs a command, and returns the first line that it prints. The error shows nothing of the output, nor an argument, which
/// may be a secret.
pub(super) fn token(
    words: &[String],
    folder: Option<&Path>,
    limit: Duration,
) -> Result<Secret, String> {
    let (program, arguments) = words.split_first().ok_or("it has no words")?;
    let shown = keys::shown(program);
    let mut child = command(program, folder)?
        .args(arguments)
        // A program that is itself fed by a pipe needs what is in it.
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{shown}` cannot be run: {error}"))?;
    let output = Output::of(&mut child);
    let status = match wait(&mut child, limit) {
        Ok(Some(status)) => status,
        ended => {
            // It may have ended by itself meanwhile.
            let _ = child.kill();
            let _ = child.wait();
            return Err(match ended {
                Err(error) => format!("`{shown}` cannot be waited for: {error}"),
                Ok(_) => format!("`{shown}` took longer than {limit:?}, and was ended"),
            });
        }
    };
    if !status.success() {
        return Err(match status.code() {
            Some(code) => format!("`{shown}` ended with the exit code {code}"),
            None => format!("`{shown}` ended early ({status})"),
        });
    }
    let text = Secret::from(text::of_file(&output.into_bytes()));
    let line = text.expose().lines().next().unwrap_or_default();
    if line.trim().is_empty() {
        return Err(format!("the first line that `{shown}` prints is empty"));
    }
    token::check(line)
        .map_err(|reason| format!("the first line that `{shown}` prints: {reason}"))?;
    Ok(Secret::from(line))
}

/// A program of the `PATH`, or a file. A file never begins at the current folder, where anybody may have put another.
fn command(program: &str, folder: Option<&Path>) -> Result<Command, String> {
    if Path::new(program).components().count() > 1 {
        return file::resolve(folder, Path::new(program)).map(Command::new);
    }
    Ok(Command::new(program))
}

/// Waits for the end of a child. Nothing comes when time is up.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    const MAX_PAUSE: Duration = Duration::from_millis(20);
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let Some(rest) = limit.checked_sub(start.elapsed()) else {
            return Ok(None);
        };
        thread::sleep(pause.min(rest));
        pause = (pause * 2).min(MAX_PAUSE);
    }
}

/// What a child prints, read by a thread of its own, so that neither waits for the other.
struct Output {
    kept: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Output {
    fn of(child: &mut Child) -> Self {
        let kept = Arc::<Mutex<Vec<u8>>>::default();
        let (end, ended) = mpsc::channel();
        if let Some(mut pipe) = child.stdout.take() {
            let kept = Arc::clone(&kept);
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                // What is too much is read too: a full pipe would stop the program.
                while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    let length = length.min(MAX_OUTPUT - kept.len());
                    kept.extend_from_slice(&buffer[..length]);
                }
                // Nobody listens any more if the program took too long.
                let _ = end.send(());
            });
        }
        Self { kept, ended }
    }

    /// What was printed, after the program has ended.
    fn into_bytes(self) -> Vec<u8> {
        // Either way, what it printed itself has been read.
        let _ = self.ended.recv_timeout(GRACE);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept)
    }
}
