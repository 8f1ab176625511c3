//! Results of a bounded size: a model pays for every character, and a client may drop what is too long.

use serde_json::{Map, Value};

/// The largest result, in bytes of JSON.
pub(super) const LIMIT: usize = 16 * 1024;

/// How much of what is cut is told.
const TOLD: usize = 5;
/// What is smaller is not worth cutting further: it is left out.
const SMALLEST: usize = 48;

/// The value in at most `limit` bytes of JSON, and what was cut off.
pub(super) fn fit(value: Value, limit: usize) -> (Value, Vec<String>) {
    let mut cuts = Vec::new();
    let value = shrink(value, limit, "", &mut cuts).unwrap_or_default();
    if cuts.len() > TOLD {
        let more = cuts.len() - TOLD;
        cuts.truncate(TOLD);
        cuts.push(format!("and {more} more cuts"));
    }
    (value, cuts)
}

fn size(value: &Value) -> usize {
    // Compact JSON of a value always can be written.
    serde_json::to_vec(value).map_or(0, |bytes| bytes.len())
}

/// The value in the given number of bytes, or nothing if that is too little for anything.
fn shrink(value: Value, limit: usize, path: &str, cuts: &mut Vec<String>) -> Option<Value> {
    let whole = size(&value);
    if whole <= limit {
        return Some(value);
    }
    if limit < SMALLEST {
        cuts.push(format!("{path}: {whole} bytes left out"));
        return None;
    }
    Some(match value {
        Value::String(text) => {
            let mut end = limit - SMALLEST / 2;
            // Characters that need escapes take more bytes in JSON than in the text.
            while !text.is_char_boundary(end) || size(&text[..end].into()) > limit - 5 {
                end -= 1;
            }
            cuts.push(format!(
                "{path}: {} bytes left out at the end",
                text.len() - end
            ));
            format!("{}...", &text[..end]).into()
        }
        Value::Array(items) => array(items, limit, path, cuts),
        Value::Object(properties) => object(properties, limit, path, cuts),
        value => value,
    })
}

/// The items from the beginning. The first one is cut itself, if it is too large.
fn array(items: Vec<Value>, limit: usize, path: &str, cuts: &mut Vec<String>) -> Value {
    let number = items.len();
    let (mut kept, mut left) = (Vec::new(), limit - 2);
    for (index, item) in items.into_iter().enumerate() {
        let needed = size(&item) + 1;
        if needed > left {
            if index == 0 {
                kept.extend(shrink(item, left - 1, &format!("{path}[0]"), cuts));
            }
            break;
        }
        left -= needed;
        kept.push(item);
    }
    if kept.len() < number {
        cuts.push(format!(
            "{path}: items {} to {number} of {number} left out",
            kept.len() + 1
        ));
    }
    kept.into()
}

/// The smallest properties are kept as they are, and the others share what they leave.
fn object(
    properties: Map<String, Value>,
    limit: usize,
    path: &str,
    cuts: &mut Vec<String>,
) -> Value {
    let mut sizes: Vec<(String, usize)> = properties
        .iter()
        .map(|(name, value)| (name.clone(), size(value)))
        .collect();
    sizes.sort_by_key(|(_, size)| *size);
    let mut left = limit.saturating_sub(2);
    let mut shares: Map<String, Value> = Map::new();
    let mut remaining = sizes.len();
    for (name, size) in &sizes {
        // Quotation marks, colon and comma.
        let around = name.len() + 4;
        let share = (left / remaining).saturating_sub(around).min(*size);
        shares.insert(name.clone(), share.into());
        left = left.saturating_sub(share + around);
        remaining -= 1;
    }
    let mut kept = Map::new();
    for (name, value) in properties {
        let share = shares[&name].as_u64().unwrap_or_default();
        let inner = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let share = usize::try_from(share).unwrap_or_default();
        if let Some(value) = shrink(value, share, &inner, cuts) {
            kept.insert(name, value);
        }
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_fits_is_whole() {
        let value = json!({"rows": [{"a": 1}], "note": "x"});
        assert_eq!(fit(value.clone(), LIMIT), (value, Vec::new()));
    }

    #[test]
    fn rows_at_the_end_are_left_out_and_the_rest_stays() {
        let rows: Vec<Value> = (0..1000)
            .map(|id| json!({"id": id, "name": "x".repeat(50)}))
            .collect();
        let (value, cuts) = fit(json!({"rows": rows, "total": 1000}), LIMIT);
        let kept = value["rows"].as_array().unwrap().len();
        assert!(kept > 150, "{kept}");
        assert_eq!(value["total"], 1000);
        assert_eq!(
            cuts,
            [format!("rows: items {} to 1000 of 1000 left out", kept + 1)]
        );
    }

    #[test]
    fn a_long_text_is_cut_where_it_is() {
        let (value, cuts) = fit(json!({"id": 7, "notes": "é".repeat(20_000)}), LIMIT);
        assert_eq!(value["id"], 7);
        assert!(value["notes"].as_str().unwrap().ends_with("é..."));
        assert!(cuts[0].starts_with("notes: "), "{cuts:?}");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,300}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 256, 16, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..16).prop_map(Value::from),
                prop::collection::hash_map("[a-z]{1,8}", inner, 0..16)
                    .prop_map(|properties| Value::Object(properties.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn nothing_is_longer_than_the_limit(value in any_json(), limit in 200_usize..4000) {
            let (cut, cuts) = fit(value.clone(), limit);
            prop_assert_eq!(cuts.is_empty(), cut == value);
            prop_assert!(size(&cut) <= limit, "{} > {limit}", size(&cut));
        }
    }
}
