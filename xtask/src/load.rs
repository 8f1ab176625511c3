//! Reading one YAML file.

use std::path::Path;

use serde_json::Value;

use crate::problem::Problem;

/// Deeper nesting than any description needs, and shallow enough for every recursion over it.
const MAX_DEPTH: usize = 64;

/// Reads a YAML file whose root is a mapping. A duplicate key is an error.
pub(crate) fn yaml(file: &Path) -> Result<Value, Problem> {
    let bytes = std::fs::read(file).map_err(|error| {
        Problem::new(file, "", format!("cannot be read: {error}"))
            .help("check the path, or the `$ref` that names it")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        Problem::new(file, "", format!("line {line} is not UTF-8")).help("save the file as UTF-8")
    })?;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH },
    };
    let value: Value = serde_saphyr::from_str_with_options(&text, options)
        .map_err(|error| Problem::new(file, "", format!("is not valid YAML: {error}")))?;
    match value {
        Value::Object(_) => Ok(value),
        Value::Null => Err(Problem::new(file, "", "is empty")
            .help("an OpenAPI file is a mapping of `key: value` lines")),
        _ => Err(Problem::new(file, "", "is not a mapping")
            .help("an OpenAPI file is a mapping of `key: value` lines")),
    }
}
