//! Examples: each body has one, and it is valid by its schema.

use fortinac_spec::Validator;

use super::bodies::{FORM, JSON};
use super::site::{Operation, Site, media};
use crate::bundle::Bundle;
use crate::problem::Problem;

/// `sound_schemas` says that the schemas are all known to be right: a value is worth checking against no others.
pub(super) fn check(
    bundle: &Bundle,
    operations: &[Operation<'_>],
    sound_schemas: bool,
    problems: &mut Vec<Problem>,
) {
    for operation in operations {
        check_presence(operation, problems);
    }
    if sound_schemas {
        check_values(bundle, operations, problems);
    }
}

fn check_presence(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let success = operation
        .responses
        .iter()
        .find(|(status, _)| *status == "200");
    let success = success.map(|(_, response)| response);
    for body in [operation.request.as_ref(), success].into_iter().flatten() {
        for (_, media) in media(body).iter().filter(|(kind, _)| *kind == JSON) {
            if media.value.is_object() && media.value.get("example").is_none() {
                problems.push(
                    media
                        .problem("has no `example`")
                        .help("write one as an appliance would send it"),
                );
            }
        }
    }
    for (_, media) in success
        .into_iter()
        .flat_map(media)
        .filter(|(kind, _)| *kind == JSON)
    {
        if let Some(example) = media.member("example")
            && example.text("status") != Some("success")
        {
            problems.push(example.problem("is not an answer with `status: success`"));
        }
    }
}

fn check_values(bundle: &Bundle, operations: &[Operation<'_>], problems: &mut Vec<Problem>) {
    let mut samples = Vec::new();
    for operation in operations {
        samples.extend(operation.parameters.iter().cloned());
        let media = operation
            .media()
            .filter(|(kind, _)| matches!(*kind, JSON | FORM));
        samples.extend(media.map(|(_, media)| media));
    }
    samples.retain(|sample| {
        sample.value.get("schema").is_some() && sample.value.get("example").is_some()
    });

    let schemas = samples.iter().enumerate();
    let schemas = schemas
        .filter_map(|(index, sample)| Some((index.to_string(), sample.value.get("schema")?)));
    let validator = match Validator::with_inline(&bundle.document, schemas) {
        Ok(validator) => validator,
        Err(error) => {
            problems.push(Site::root(bundle).problem(format!("a schema is not valid: {error}")));
            return;
        }
    };
    for (index, sample) in samples.iter().enumerate() {
        let Some(example) = sample.member("example") else {
            continue;
        };
        for violation in validator.check(&index.to_string(), example.value) {
            problems.push(
                example
                    .problem(format!("{}: {}", violation.path, violation.reason))
                    .help("correct the example, or the schema if real answers look like this"),
            );
        }
    }
}
