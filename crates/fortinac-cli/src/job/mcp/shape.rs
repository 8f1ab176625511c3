//! What a model sees of values: no secrets, no nulls, no characters that nobody sees, and times that it can read.

use fortinac_spec::api::{Index, Type};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::job::span;
use crate::output;

/// A record as on the wire, without its secrets and nulls.
pub(super) fn record(index: &Index, ty: &Type, value: Value) -> Value {
    visible(output::redacted(index, ty, value))
}

/// The columns of records of this type: those of the tables of the command.
pub(super) fn columns(context: &Context, ty: &Type) -> Option<Vec<String>> {
    output::columns(&context.options, context.index(), ty)
}

/// These columns of records, with times in UTC. What is no record stays as it is.
pub(super) fn rows(index: &Index, ty: &Type, columns: &[String], items: Vec<Value>) -> Vec<Value> {
    let Value::Array(items) = record(index, ty, items.into()) else {
        return Vec::new();
    };
    // The schema is read once, however many rows there are.
    let known = ty.component().and_then(|name| index.record(name));
    let is_time = |name: &str| {
        let property = known.as_ref().and_then(|record| record.property(name));
        property.is_some_and(|property| is_timestamp(&property.ty))
    };
    let columns: Vec<(&String, bool)> = columns.iter().map(|name| (name, is_time(name))).collect();
    let rows = items.into_iter().map(|item| match item {
        Value::Object(_) => chosen(&item, &columns),
        item => item,
    });
    rows.collect()
}

/// The columns of one record, each with whether it is a time.
fn chosen(record: &Value, columns: &[(&String, bool)]) -> Value {
    let mut row = Map::new();
    for (name, is_time) in columns {
        let cell = match output::at(record, name) {
            Value::Null => continue,
            cell if *is_time => match utc(cell) {
                Some(time) => time.into(),
                // 0 and -1 mean that it is not set.
                None if cell.is_number() => continue,
                None => cell.clone(),
            },
            cell => cell.clone(),
        };
        row.insert((*name).clone(), cell);
    }
    row.into()
}

/// The same of one record.
pub(super) fn row(index: &Index, ty: &Type, columns: &[String], value: Value) -> Value {
    let mut rows = rows(index, ty, columns, vec![value]);
    rows.pop().unwrap_or_default()
}

pub(super) fn is_timestamp(ty: &Type) -> bool {
    *ty == Type::Ref("Timestamp".to_owned())
}

fn utc(value: &Value) -> Option<String> {
    let time = span::read(value)?;
    let seconds = Timestamp::from_second(time.as_second()).ok()?;
    Some(seconds.to_string())
}

/// Names and values with escapes for what nobody sees, and without what says nothing.
pub(super) fn visible(value: Value) -> Value {
    match value {
        Value::String(text) => escaped(&text).into(),
        Value::Array(items) => items.into_iter().map(visible).collect(),
        Value::Object(properties) => {
            let properties = properties.into_iter();
            let shown = properties.filter(|(_, value)| !value.is_null() && *value != "");
            let shown = shown.map(|(name, value)| (escaped(&name), visible(value)));
            Value::Object(shown.collect())
        }
        value => value,
    }
}

/// The text with escapes for control characters, and for the characters without a form of their own, in which a text for a
/// model can hide from the person who reads along.
pub(super) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in output::escaped(text).chars() {
        match character {
            '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' => {
                shown.extend(character.escape_unicode());
            }
            character => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_have_columns_times_and_no_secrets() {
        let columns: Vec<String> = [
            "id",
            "userID",
            "password",
            "expirationDate",
            "role.name",
            "x",
        ]
        .map(ToOwned::to_owned)
        .to_vec();
        let user = json!({"id": 7, "userID": "a\u{1b}b", "password": "c4nary", "role": {"name": "r"}, "x": null});
        let shown = row(
            &Index::bundled(),
            &Type::Ref("User".to_owned()),
            &columns,
            user,
        );
        assert_eq!(
            shown,
            json!({"id": 7, "userID": "a\\u{1b}b", "password": "[redacted]", "role.name": "r"})
        );
        let columns = ["lastSuccessfulPoll", "creationTime"].map(ToOwned::to_owned);
        let host = json!({"lastSuccessfulPoll": 1_716_299_892_123_i64, "creationTime": -1});
        let shown = row(
            &Index::bundled(),
            &Type::Ref("Host".to_owned()),
            &columns,
            host,
        );
        assert_eq!(shown, json!({"lastSuccessfulPoll": "2024-05-21T13:58:12Z"}));
    }

    #[test]
    fn nothing_is_invisible() {
        for hidden in [
            "\u{e0041}",
            "\u{200b}",
            "\u{202e}",
            "\u{7}",
            "\u{fe0f}",
            "\u{feff}",
            "\u{2028}",
        ] {
            let shown = escaped(&format!("a{hidden}b"));
            assert!(shown.starts_with("a\\u{"), "{shown}");
        }
        assert_eq!(escaped("Zoë 7 µm 東京"), "Zoë 7 µm 東京");
        assert_eq!(
            visible(json!({"\u{e0041}": ["\u{1}", null]})),
            json!({"\\u{e0041}": ["\\u{1}", null]})
        );
    }
}
