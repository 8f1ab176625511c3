//! What all requests share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::access::Access;
use crate::behavior;
use crate::clock::Clock;
#[cfg(feature = "docs")]
use crate::docs::Docs;
use crate::fault::Fault;
use crate::plan::Plan;
use crate::request_log::RequestLog;
use crate::restrictions::Restrictions;
use crate::state::State;

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) plan: Arc<Plan>,
    pub(crate) access: Access,
    pub(crate) restrictions: Restrictions,
    pub(crate) clock: Clock,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) requests: Mutex<RequestLog>,
    /// The documentation in the browser, if it is turned on.
    #[cfg(feature = "docs")]
    pub(crate) docs: Option<Docs>,
    pub(crate) records: Mutex<State>,
}

impl Shared {
    /// The records as they are now: what has expired is gone.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.records);
        behavior::pass_time(&mut state, self.clock.now());
        state
    }
}

/// Ignores poisoning: a panic responds with HTTP 500, and leaves the data complete up to the last change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
