//! Scheduled tasks. Their switch follows from the verbs.

use super::Behavior;
use super::Evidence::Inferred;
use super::call::Payload;
use super::generic::check_known;
use crate::when;

const TASK: &str = "scheduled_task";

pub(super) const BEHAVIORS: &[Behavior] = &[Behavior {
    operation: "scheduled_task_run_many",
    evidence: Inferred,
    effect: "sets `previousScheduledTime` of the tasks; nothing is run",
    perform: |call, state| {
        let ids = call.targets();
        check_known(state, TASK, &ids)?;
        for id in ids {
            state.set(
                TASK,
                id,
                "previousScheduledTime",
                when::text(call.now).into(),
            );
        }
        Ok(Payload::Done)
    },
}];
