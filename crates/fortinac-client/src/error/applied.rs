//! Whether a call that failed may have changed something.

use http::StatusCode;

use super::Error;
use super::kind::{Kind, TimeLimit};

impl Error {
    /// The appliance may have done what the call asks for, although the call failed: check before it is repeated.
    ///
    /// This is so if the request was sent and no response says that it failed: the connection closed before the response
    /// or in the middle of it, a time limit ran out, the response is unreadable, or its HTTP status is one of 500 to 599
    /// (but 501), which a gateway also sends after it gave up waiting. It is `false` if the request was not sent, or the
    /// appliance refused it, and for calls that only read. A call that was retried counts as a whole.
    pub fn may_have_been_applied(&self) -> bool {
        let operation = self.0.operation.as_ref();
        operation.is_some_and(crate::operation::Operation::may_write)
            && (self.0.earlier_may_have_been_applied || self.attempt_may_have_been_applied())
    }

    fn attempt_may_have_been_applied(&self) -> bool {
        match &self.0.kind {
            Kind::Setting { .. }
            | Kind::Request(_)
            | Kind::NoRuntime
            | Kind::RepeatedPage { .. } => false,
            #[cfg(feature = "blocking")]
            Kind::Blocking(_) => false,
            Kind::Transport(transport) => !transport.is_before_request(),
            Kind::TimedOut { limit, .. } => *limit != TimeLimit::Connect,
            // It says that the response of a call that was done is elsewhere.
            Kind::Redirect { status, .. } => *status == StatusCode::SEE_OTHER,
            Kind::Rejected { .. } => false,
            _ => self.status().is_none_or(|status| {
                status.is_success()
                    || status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED
            }),
        }
    }

    /// Remembers that an earlier attempt of the call may have been carried out.
    pub(crate) fn after_attempts(mut self, may_have_been_applied: bool) -> Self {
        self.0.earlier_may_have_been_applied |= may_have_been_applied;
        self
    }
}
