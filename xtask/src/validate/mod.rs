//! What must hold for a bundled description before anything is generated from it.
//!
//! Whatever would make the generator panic, or emit something else than is meant, is a problem here, with the file and
//! the operation that it comes from.

pub(crate) mod bodies;
mod examples;
mod families;
mod names;
mod operations;
mod parameters;
mod reserved;
mod results;
mod schemas;
mod secrets;
mod site;
mod structure;
mod tags;

use crate::bundle::Bundle;
use crate::problem::Problems;

/// Checks a bundled description by every rule.
///
/// # Errors
/// All that is wrong with it, by file and place.
pub fn validate(bundle: &Bundle) -> Result<(), Problems> {
    let operations = site::Operation::all(bundle);
    let mut problems = Vec::new();
    families::check(bundle, &mut problems);
    structure::check(bundle, &operations, &mut problems);
    let tags = tags::check(bundle, &operations, &mut problems);
    operations::check(&operations, &tags, &mut problems);
    parameters::check(bundle, &operations, &mut problems);
    bodies::check(bundle, &operations, &mut problems);
    let before = problems.len();
    schemas::check(bundle, &operations, &mut problems);
    let sound_schemas = problems.len() == before;
    examples::check(bundle, &operations, sound_schemas, &mut problems);
    if problems.is_empty() {
        structure::check_types(bundle, &mut problems);
        results::check(bundle, &mut problems);
    }

    // What is shared, such as an answer under components, is met once for each of its uses.
    problems.sort_by(|a, b| (&a.file, &a.place, &a.message).cmp(&(&b.file, &b.place, &b.message)));
    problems.dedup();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Problems(problems))
    }
}
