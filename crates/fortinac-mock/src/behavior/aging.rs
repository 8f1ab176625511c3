//! What happens to records by itself, as time passes.

use super::{groups, users};
use crate::state::{HOST, State};

/// Removes the records that have expired since the time that the records stand at. Those that had expired before, as
/// records of the spec's examples have, stay.
pub(crate) fn pass_time(state: &mut State, now: i64) {
    for (resource, id) in state.expired_until(now) {
        let deletes_hosts = resource == users::USER
            && state
                .peek(resource, id)
                .is_some_and(|user| user["deleteHostsUponExpiration"] == true);
        let hosts = match deletes_hosts {
            true => users::hosts_of(state, id),
            false => Vec::new(),
        };
        remove(state, resource, id);
        hosts.into_iter().for_each(|host| remove(state, HOST, host));
    }
}

fn remove(state: &mut State, resource: &str, id: i64) {
    groups::leave_all(state, resource, id);
    state.remove(resource, id);
}
