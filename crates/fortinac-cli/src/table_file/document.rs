//! Records in JSON, JSON lines and YAML.

use serde_json::Value;

use super::{Row, TableFile};

/// An array of objects, one object, or an object a line.
pub(super) fn json(text: &str) -> Result<TableFile, String> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut found = Vec::new();
    let mut end = 0;
    let mut values = values;
    while let Some(value) = values.next() {
        let value = value.map_err(|error| format!("not JSON: {error}"))?;
        let space = text[end..].len() - text[end..].trim_start().len();
        let line = 1 + text[..end + space].matches('\n').count() as u64;
        end = values.byte_offset();
        found.push((format!("line {line}"), value));
    }
    match found.as_slice() {
        [(_, Value::Array(_))] => array(found.remove(0).1),
        _ => rows(found),
    }
}

pub(super) fn yaml(text: &str) -> Result<TableFile, String> {
    let value = serde_saphyr::from_str(text).map_err(|error| {
        let error = error.to_string();
        format!("not YAML: {}", error.lines().next().unwrap_or_default())
    })?;
    match value {
        value @ Value::Object(_) => array(Value::Array(vec![value])),
        value => array(value),
    }
}

fn array(value: Value) -> Result<TableFile, String> {
    match value {
        Value::Array(items) => {
            let places = (1..).map(|number| format!("record {number}"));
            rows(places.zip(items).collect())
        }
        _ => Err("is not an array of records".to_owned()),
    }
}

fn rows(values: Vec<(String, Value)>) -> Result<TableFile, String> {
    let mut columns: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (place, value) in values {
        let Value::Object(properties) = value else {
            return Err(format!("{place} is not an object"));
        };
        for name in properties.keys() {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        let cells = properties.into_iter().collect();
        rows.push(Row { place, cells });
    }
    Ok(TableFile {
        columns,
        rows,
        is_text: false,
    })
}
