//! The records of types and resources.

use fortinac_spec::api::{Index, Operation, Output as Returned, Record, Type};

pub(super) fn record_of_type(index: &Index, ty: &Type) -> Option<Record> {
    index.record(ty.component()?)
}

/// The record of a resource, with its name: what its operations return, or else what they take.
pub(super) fn record_of_resource(index: &Index, resource: &str) -> Option<(String, Record)> {
    let operations: Vec<Operation> = index.operations_of(resource).collect();
    let returned = operations
        .iter()
        .find_map(|operation| match &operation.result {
            Returned::One { record, .. } => Some(record.clone()),
            Returned::List { item, .. } => item.component().map(ToOwned::to_owned),
            _ => None,
        });
    let taken = || {
        operations
            .iter()
            .find_map(|operation| operation.body.as_ref()?.component().map(ToOwned::to_owned))
    };
    let name = returned.or_else(taken)?;
    let record = index.record(&name)?;
    Some((name, record))
}
