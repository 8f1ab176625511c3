//! How far a list is read, for people who wait.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::time::{Instant, Interval, interval_at};

use super::Form;
use crate::options::Options;

/// What takes less is not worth a line that comes and goes.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(200);

/// A line on the standard error that counts records, if a person waits for them there. It goes away at the end.
pub(crate) struct Progress {
    timer: Option<Interval>,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(options: &Options) -> Self {
        // Rows that are written to the terminal as they come are progress enough.
        let is_streamed = io::stdout().is_terminal()
            && options.jq.is_none()
            && matches!(options.form, Form::Json | Form::JsonLines | Form::Csv);
        let is_shown = io::stderr().is_terminal() && !is_streamed && options.rows.is_none();
        Self {
            timer: is_shown.then(|| interval_at(Instant::now() + PATIENCE, STEP)),
            bar: None,
        }
    }

    /// Waits until the line has to be drawn anew.
    pub(crate) async fn tick(&mut self) {
        match &mut self.timer {
            Some(timer) => drop(timer.tick().await),
            None => std::future::pending().await,
        }
    }

    /// Draws the line.
    pub(crate) fn show(&mut self, number: usize) {
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} reading, {pos} records so far");
            let bar = ProgressBar::new_spinner();
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        bar.set_position(number as u64);
        bar.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
