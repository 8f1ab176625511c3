//! The time of the appliance, which tests control.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

/// The clock of the appliance. It runs with the system's clock, until a test sets it.
#[derive(Debug, Default)]
pub(crate) struct Clock(Mutex<Setting>);

#[derive(Clone, Copy, Debug)]
enum Setting {
    /// The system's clock, and how far the appliance is ahead of it in milliseconds.
    Running { ahead: i64 },
    /// The clock stands still at this time, in epoch milliseconds.
    Stopped { at: i64 },
}

impl Default for Setting {
    fn default() -> Self {
        Self::Running { ahead: 0 }
    }
}

impl Setting {
    fn now(self) -> i64 {
        match self {
            Self::Running { ahead } => system_time().saturating_add(ahead),
            Self::Stopped { at } => at,
        }
    }
}

impl Clock {
    /// A clock that stands still at this time, or runs with the system's clock.
    pub(crate) fn new(time: Option<i64>) -> Self {
        let setting = time.map_or_else(Setting::default, |at| Setting::Stopped { at });
        Self(Mutex::new(setting))
    }

    /// The time in milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> i64 {
        self.lock().now()
    }

    /// Stops the clock at this time, in epoch milliseconds.
    pub(crate) fn set(&self, at: i64) {
        *self.lock() = Setting::Stopped { at };
    }

    /// Moves the clock forward. A clock that runs goes on running, and one that stands still goes on standing still.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let mut setting = self.lock();
        match &mut *setting {
            Setting::Running { ahead: time } | Setting::Stopped { at: time } => {
                *time = time.saturating_add(by);
            }
        }
    }

    /// Ignores poisoning: a setting is always whole.
    fn lock(&self) -> MutexGuard<'_, Setting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time of the system in epoch milliseconds.
fn system_time() -> i64 {
    Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_runs_with_the_system_until_it_is_set() {
        let clock = Clock::default();
        let before = system_time();
        let now = clock.now();
        assert!((before..=system_time()).contains(&now));

        clock.advance(Duration::from_secs(3600));
        let before = system_time();
        let now = clock.now();
        assert!((before..=system_time()).contains(&(now - 3_600_000)));

        clock.set(1_709_545_260_318);
        assert_eq!(clock.now(), 1_709_545_260_318);
        clock.advance(Duration::from_millis(2));
        assert_eq!(clock.now(), 1_709_545_260_320);
    }

    #[test]
    fn a_time_that_is_too_late_becomes_the_latest_one() {
        for clock in [Clock::default(), Clock::new(Some(i64::MAX - 1))] {
            clock.advance(Duration::MAX);
            assert_eq!(clock.now(), i64::MAX);
        }
        // A time before 1970 is a time too.
        let clock = Clock::new(Some(-5));
        clock.advance(Duration::from_millis(3));
        assert_eq!(clock.now(), -2);
    }
}
