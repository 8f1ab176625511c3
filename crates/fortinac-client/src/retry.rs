//! Sending again what failed in a way that may pass.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{HeaderMap, RETRY_AFTER};
// Of the same clock as the pauses, which a test can set forward.
use tokio::time::Instant;

use crate::Error;

/// When and how often a call is sent again.
///
/// Only calls that change nothing are, unless [`Call::retry_writes`](crate::Call::retry_writes) is asked for; and only
/// after failures that may pass ([`Error::is_retryable`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a call is sent again at most. 3 by default; 0 turns retries off.
    pub max_retries: u32,
    /// The pause before the first retry; it doubles for each further one. Up to as much again is added by chance, so
    /// that many clients do not come back at once. 250 ms by default.
    pub first_pause: Duration,
    /// The longest pause, before what is added by chance. A longer `Retry-After` of the appliance is kept to. 5 s by
    /// default.
    pub longest_pause: Duration,
    /// The time, from the first try, after which no retry begins. A pause that would end later is not begun. 180 s by
    /// default: three tries that take as long as they may.
    pub budget: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(5),
            budget: Duration::from_secs(180),
        }
    }
}

impl RetryPolicy {
    fn pauses(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(self.first_pause)
            .with_max_delay(self.longest_pause)
            .with_max_times(usize::try_from(self.max_retries).unwrap_or(usize::MAX))
            .with_jitter()
    }
}

/// The tries of one call.
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    repeatable: bool,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, repeatable: bool) -> Self {
        Self { policy, repeatable }
    }

    /// Runs `attempt`, which gets the number of the try from 1, until it succeeds or must not be repeated.
    pub(crate) async fn run<T, F>(&self, attempt: impl Fn(u32) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let start = Instant::now();
        let number = AtomicU32::new(0);
        (|| attempt(1 + number.fetch_add(1, Ordering::Relaxed)))
            .retry(self.policy.pauses())
            .when(|error| self.repeatable && error.is_retryable())
            .adjust(|error, pause| {
                let pause = pause.map(|pause| pause.max(error.retry_after().unwrap_or_default()));
                pause.filter(|pause| start.elapsed().saturating_add(*pause) <= self.policy.budget)
            })
            .notify(|error, pause| {
                let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
                tracing::warn!(%error, pause_ms, "sending again");
            })
            .await
    }
}

/// The pause that an answer asks for, in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(text)
            .ok()?
            .duration_since(SystemTime::now())
            .ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use backon::BackoffBuilder;
    use reqwest::{Method, StatusCode};

    use super::*;
    use crate::error::Kind;
    use crate::mask::Secrets;
    use crate::media::Media;
    use crate::operation::Operation;
    use crate::runtime::Request;

    /// A 503 with this `Retry-After`.
    fn unavailable(retry_after: Option<Duration>) -> Error {
        let request = Request {
            operation: Operation::raw(Method::GET, "/user".into()),
            path: String::new(),
            query: Vec::new(),
            body: None,
            media: Media::Json,
            repeatable: true,
            timeout: None,
        };
        let secrets = Secrets::of(&"token".into(), &HeaderMap::new(), &request);
        let kind = Kind::Status {
            status: StatusCode::SERVICE_UNAVAILABLE,
            message: None,
            excerpt: None,
        };
        Error::answer(&request.operation, "", kind, retry_after, &secrets)
    }

    /// When each attempt of a call began that fails with 503 and this `Retry-After`. In a test whose clock is paused,
    /// pauses take no time, and are exact but for the jitter.
    async fn failing(policy: &RetryPolicy, retry_after: Option<Duration>) -> Vec<Duration> {
        let start = Instant::now();
        let begun = RefCell::new(Vec::new());
        let outcome: Result<(), _> = Attempts::new(policy, true)
            .run(async |_| {
                begun.borrow_mut().push(start.elapsed());
                Err(unavailable(retry_after))
            })
            .await;
        assert!(outcome.unwrap_err().is_retryable());
        begun.into_inner()
    }

    #[test]
    fn pauses_double_and_differ() {
        let policy = RetryPolicy::default();
        let pauses = || policy.pauses().build().collect::<Vec<_>>();
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
        let policy = RetryPolicy {
            first_pause: Duration::from_secs(2),
            ..RetryPolicy::default()
        };
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
        let policy = RetryPolicy {
            max_retries: 50,
            budget: Duration::from_secs(65),
            ..RetryPolicy::default()
        };
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
        let policy = RetryPolicy {
            first_pause: Duration::MAX,
            longest_pause: Duration::MAX,
            ..RetryPolicy::default()
        };
        for _ in 0..1000 {
            assert_eq!(policy.pauses().build().count(), 3);
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
        assert_eq!(after("Thu, 01 Jan 1970 00:00:00 GMT"), None);
        let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        assert!(after(&later).is_some_and(|pause| pause > Duration::from_secs(90)));
        assert_eq!(after("soon"), None);
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
