//! Retries of calls whose failure may pass.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::header::{HeaderMap, RETRY_AFTER};
// Of the same clock as the pauses, which a test can advance.
use tokio::time::Instant;

use super::observe::milliseconds;
use crate::error::Error;

/// When and how often a call is retried.
///
/// Only calls that change nothing are, unless [`Call::retry_non_idempotent`](crate::Call::retry_non_idempotent) is
/// called; and only after failures that may pass ([`Error::is_retryable`]).
///
/// ```
/// use std::time::Duration;
///
/// use fortinac_client::RetryPolicy;
///
/// let policy = RetryPolicy::default().max_retries(5).budget(Duration::from_secs(60));
/// assert_ne!(policy, RetryPolicy::default());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    budget: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            initial_backoff: Duration::from_millis(250),
            max_backoff: Duration::from_secs(5),
            budget: Duration::from_secs(180),
        }
    }
}

impl RetryPolicy {
    /// A policy without retries.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the largest number of retries of a call. 3 by default; 0 turns retries off.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the pause before the first retry. It doubles before each further one, and up to as much again is added at
    /// random, so that many clients do not come back at once. 250 ms by default.
    #[must_use]
    pub fn initial_backoff(mut self, pause: Duration) -> Self {
        self.initial_backoff = pause;
        self
    }

    /// Sets the longest pause, without what is added at random. A longer `Retry-After` of the appliance takes
    /// precedence. 5 s by default.
    #[must_use]
    pub fn max_backoff(mut self, pause: Duration) -> Self {
        self.max_backoff = pause;
        self
    }

    /// Sets the time after the first attempt in which a retry may begin. A pause that would end later is not begun.
    /// 180 s by default.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    fn pauses(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_min_delay(self.initial_backoff)
            .with_max_delay(self.max_backoff)
            .with_max_times(usize::try_from(self.max_retries).unwrap_or(usize::MAX))
            .with_jitter()
            .build()
    }
}

/// The retries of one call.
pub(super) struct Retries {
    start: Instant,
    budget: Duration,
    /// `None` if the call must not be retried.
    pauses: Option<ExponentialBackoff>,
}

impl Retries {
    /// `limit` is the time limit of the whole call.
    pub(super) fn new(policy: &RetryPolicy, retryable: bool, limit: Option<Duration>) -> Self {
        Self {
            start: Instant::now(),
            budget: limit.map_or(policy.budget, |limit| limit.min(policy.budget)),
            pauses: retryable.then(|| policy.pauses()),
        }
    }

    /// Waits before the next attempt. Returns `false` at once if there is none.
    pub(super) async fn wait_after(&mut self, error: &Error) -> bool {
        let Some(pause) = self.pause_after(error) else {
            return false;
        };
        tracing::warn!(%error, pause_ms = milliseconds(pause), "retrying");
        tokio::time::sleep(pause).await;
        true
    }

    fn pause_after(&mut self, error: &Error) -> Option<Duration> {
        if !error.is_retryable() {
            return None;
        }
        let pause = self.pauses.as_mut()?.next()?;
        let pause = pause.max(error.retry_after().unwrap_or_default());
        let end = self.start.elapsed().saturating_add(pause);
        (end <= self.budget).then_some(pause)
    }
}

/// The pause that a response asks for, in seconds or as a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        // A number that is too large for one is longer than any budget.
        Err(_) if !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(Duration::MAX)
        }
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(text)
            .ok()?
            .duration_since(SystemTime::now())
            .ok(),
    }
}

#[cfg(test)]
mod tests {
    use http::{Method, StatusCode};

    use super::*;
    use crate::error::kind::Kind;
    use crate::operation::Operation;

    /// A 503 with this `Retry-After`.
    fn unavailable(retry_after: Option<Duration>) -> Error {
        let kind = Kind::Status {
            status: StatusCode::SERVICE_UNAVAILABLE,
            message: None,
            is_envelope: false,
        };
        Error::call(&Operation::raw(Method::GET, "/user"), kind).with_retry_after(retry_after)
    }

    /// When each attempt of a call began that fails with 503 and this `Retry-After`. In a test whose clock is paused,
    /// pauses take no time, and are exact but for the jitter.
    async fn failing(policy: &RetryPolicy, retry_after: Option<Duration>) -> Vec<Duration> {
        let start = Instant::now();
        let mut retries = Retries::new(policy, true, None);
        let mut begun = vec![start.elapsed()];
        while retries.wait_after(&unavailable(retry_after)).await {
            begun.push(start.elapsed());
        }
        begun
    }

    #[test]
    fn pauses_double_and_differ() {
        let policy = RetryPolicy::default();
        let pauses = || policy.pauses().collect::<Vec<_>>();
        for (pause, least) in pauses().into_iter().zip([250, 500, 1000]) {
            let least = Duration::from_millis(least);
            assert!(pause >= least && pause <= 2 * least, "{pause:?}");
        }
        assert_eq!(pauses().len(), 3);
        let first = pauses();
        assert!((0..20).any(|_| pauses() != first), "{first:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_are_kept_to() {
        let policy = RetryPolicy::default().initial_backoff(Duration::from_secs(2));
        let begun = failing(&policy, None).await;
        let pauses: Vec<_> = begun.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(pauses.len(), 3);
        // The third one would be longer than the longest pause.
        for (pause, least) in pauses.into_iter().zip([2, 4, 5]) {
            let (pause, least) = (pause.as_secs_f64(), f64::from(least));
            assert!(pause >= least && pause <= 2.1 * least, "{pause}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn retry_after_is_kept_to() {
        // Longer than the longest pause of the policy.
        let policy = RetryPolicy::default();
        let begun = failing(&policy, Some(Duration::from_secs(20))).await;
        let seconds: Vec<_> = begun.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 20, 40, 60]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_retry_begins_after_the_budget() {
        let policy = RetryPolicy::default()
            .max_retries(50)
            .budget(Duration::from_secs(65));
        let begun = failing(&policy, Some(Duration::from_secs(10))).await;
        let seconds: Vec<_> = begun.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 10, 20, 30, 40, 50, 60]);
        // A pause that would end after the budget is not begun, however long it is.
        for retry_after in [Duration::from_secs(66), Duration::MAX] {
            assert_eq!(failing(&policy, Some(retry_after)).await.len(), 1);
        }
    }

    #[test]
    fn pauses_can_be_as_long_as_one_likes() {
        let policy = RetryPolicy::default()
            .initial_backoff(Duration::MAX)
            .max_backoff(Duration::MAX);
        for _ in 0..1000 {
            assert_eq!(policy.pauses().count(), 3);
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let after = |text: &str| {
            retry_after(&HeaderMap::from_iter([(
                RETRY_AFTER,
                text.parse().unwrap(),
            )]))
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        for text in ["18446744073709551616", "99999999999999999999999999999999"] {
            assert_eq!(after(text), Some(Duration::MAX));
        }
        for text in ["-5", "1.5", ""] {
            assert_eq!(after(text), None);
        }
        assert_eq!(after("Thu, 01 Jan 1970 00:00:00 GMT"), None);
        let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        assert!(after(&later).is_some_and(|pause| pause > Duration::from_secs(90)));
        assert_eq!(after("soon"), None);
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
