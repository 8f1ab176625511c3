//! What the appliance refuses although the request is right, as real appliances are reported to do.

use std::collections::BTreeSet;

use fortinac_spec::api::Operation;

use crate::filter::ListQuery;
use crate::plan::{Action, Plan, action};

/// What the appliance refuses although the request is right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Restrictions {
    /// The number of records above which a list fails if the request does not bound it.
    pub(crate) max_unfiltered: Option<usize>,
    /// The ids of the operations that the appliance does not have.
    pub(crate) without: BTreeSet<String>,
}

impl Restrictions {
    /// The first operation to leave out that the spec does not have.
    pub(crate) fn unknown_operation(&self, plan: &Plan) -> Option<&str> {
        let mut ids = self.without.iter().map(String::as_str);
        ids.find(|id| plan.spec.api().operation(id).is_none())
    }

    /// Whether the appliance does not have an operation of the spec.
    pub(crate) fn lacks(&self, operation: &Operation) -> bool {
        self.without.contains(&operation.id)
    }

    /// Whether a list of a table with `total` records fails. A filter, a sort key or a page below the limit makes it
    /// work. Parameters that the operation does not have make no difference.
    pub(crate) fn is_too_large(
        &self,
        operation: &Operation,
        query: &[(String, String)],
        total: impl FnOnce() -> usize,
    ) -> Option<usize> {
        let max = self
            .max_unfiltered
            .filter(|_| action(operation) == Action::List)?;
        let described = |name: &str| operation.query().any(|parameter| parameter.name == name);
        let list = ListQuery::new(query.iter().filter(|(name, _)| described(name))).ok()?;
        let is_bounded = !list.filters.is_empty()
            || list.sort_key.is_some()
            || list.count.is_some_and(|count| count <= max);
        let total = (!is_bounded).then(total)?;
        (total > max).then_some(total)
    }
}
