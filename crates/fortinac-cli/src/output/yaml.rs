//! YAML.

use serde_json::Value;

use crate::failure::{Failure, Kind, Result};

pub(super) fn write(value: &Value) -> Result<String> {
    let text = serde_saphyr::to_string(value);
    let mut text = text.map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
