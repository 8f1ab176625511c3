//! What follows from the verb of an operation, and from the properties of its record.

mod order;
mod records;
mod settings;
mod switch;

use fortinac_spec::api::{Operation, Output};

use super::call::{Call, Failed, Payload, rejected};
use super::{groups, references};
use crate::plan::{Action, Plan, action};
use crate::state::State;

pub(super) use records::{check_known, create, delete};

/// Whether an operation does what its verb says, and does not only respond with its example.
pub(super) fn is_performed(plan: &Plan, operation: &Operation) -> bool {
    if settings::name(plan, operation).is_some() {
        return true;
    }
    let Some(model) = plan.resources.get(&operation.resource) else {
        return false;
    };
    match action(operation) {
        Action::Other => false,
        Action::GetBy | Action::DeleteBy => records::path_property(operation, model).is_some(),
        Action::ListBy => records::query_properties(operation, model).is_some(),
        // A usage that is not a list is text in a form that nobody knows.
        Action::Usage => matches!(operation.result, Output::List { .. }),
        _ => true,
    }
}

/// Performs an operation that no behavior is written for.
pub(super) fn perform(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    if !is_performed(call.plan, call.operation) {
        return Ok(Payload::Done);
    }
    if let Some(name) = settings::name(call.plan, call.operation) {
        return Ok(settings::perform(call, state, name));
    }
    match action(call.operation) {
        Action::List => records::list(call, state),
        Action::ListBy => records::list_by(call, state),
        Action::Get => Ok(records::get(call, state)),
        Action::GetBy => Ok(records::get_by(call, state)),
        Action::Count => records::count(call, state),
        Action::Create => records::create(call, state),
        Action::Update => records::update(call, state),
        Action::Delete | Action::DeleteMany => records::delete_targets(call, state),
        Action::DeleteBy => records::delete_by(call, state),
        Action::Enable => switch::perform(call, state, true),
        Action::Disable => switch::perform(call, state, false),
        Action::SetRank => order::set_rank(call, state),
        Action::SwapRanks => order::swap_ranks(call, state),
        Action::Usage => {
            let id = call.id().unwrap_or_default();
            Ok(Payload::all(references::usage(state, call.resource(), id)))
        }
        Action::Other => Ok(Payload::Done),
    }
}
