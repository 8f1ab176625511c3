//! Records that are evaluated in the order of their ranks, the first of which is 1.

use serde_json::Value;

use super::records::check_known;
use super::{Call, Failed, Payload, State, rejected};
use crate::state::id_of;

/// The ids in the order of their ranks. Records without a rank come last.
fn in_order(state: &State, resource: &str) -> Vec<i64> {
    let rank = |record: &Value| id_of(&record["rank"]).unwrap_or(i64::MAX);
    let records = state.all(resource).map(|(id, record)| (rank(record), id));
    let mut records: Vec<(i64, i64)> = records.collect();
    records.sort_unstable();
    records.into_iter().map(|(_, id)| id).collect()
}

/// Moves a record. Those between its old and its new place move by one.
pub(super) fn set_rank(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let resource = call.resource();
    let id = call.integer("id").unwrap_or_default();
    check_known(state, resource, &[id])?;
    let mut order = in_order(state, resource);
    let rank = call
        .integer("rank")
        .and_then(|rank| usize::try_from(rank).ok());
    let Some(rank) = rank.filter(|rank| (1..=order.len()).contains(rank)) else {
        let last = order.len();
        return rejected(format!("the rank has to be from 1 to {last}"));
    };
    order.retain(|known| *known != id);
    order.insert(rank - 1, id);
    for (id, rank) in order.into_iter().zip(1_i64..) {
        state.set(resource, id, "rank", rank.into());
    }
    Ok(Payload::Done)
}

/// Swaps the ranks of two records.
pub(super) fn swap_ranks(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let resource = call.resource();
    let ids = ["id1", "id2"].map(|name| call.integer(name).unwrap_or_default());
    check_known(state, resource, &ids)?;
    let [first, second] = ids.map(|id| state.peek(resource, id).map(|known| known["rank"].clone()));
    state.set(resource, ids[0], "rank", second.unwrap_or_default());
    state.set(resource, ids[1], "rank", first.unwrap_or_default());
    Ok(Payload::Done)
}
