use fortinac_json::{kind_of, push_index, push_property};
use serde_json::Value;

use crate::problem::{Finding, Stage};

/// How a body differs once it was decoded and encoded again. A null member may be left out.
pub(crate) fn differences(original: &Value, again: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    compare("$", Some(original), Some(again), &mut found);
    found
}

fn compare(path: &str, original: Option<&Value>, again: Option<&Value>, found: &mut Vec<Finding>) {
    let reason = match (original, again) {
        (Some(Value::Object(original)), Some(Value::Object(again))) => {
            for (name, value) in original {
                compare(&member(path, name), Some(value), again.get(name), found);
            }
            for (name, value) in again
                .iter()
                .filter(|(name, _)| !original.contains_key(*name))
            {
                compare(&member(path, name), None, Some(value), found);
            }
            return;
        }
        (Some(Value::Array(original)), Some(Value::Array(again))) => {
            for index in 0..original.len().max(again.len()) {
                compare(
                    &item(path, index),
                    original.get(index),
                    again.get(index),
                    found,
                );
            }
            return;
        }
        (Some(original), Some(again)) if original == again => return,
        (Some(Value::Null), None) => return,
        (Some(original), Some(again)) if kind_of(original) == kind_of(again) => {
            format!(
                "{} is here, which the generated type changes",
                kind_of(original)
            )
        }
        (Some(original), Some(again)) => {
            format!(
                "{} is here, which the generated type makes {}",
                kind_of(original),
                kind_of(again)
            )
        }
        (Some(original), None) => format!(
            "{} is here, which the generated type loses",
            kind_of(original)
        ),
        (None, Some(again)) => format!("the generated type adds {} here", kind_of(again)),
        (None, None) => return,
    };
    found.push(Finding {
        stage: Stage::Encode,
        path: path.to_owned(),
        reason,
    });
}

fn member(path: &str, name: &str) -> String {
    let mut path = path.to_owned();
    push_property(&mut path, name);
    path
}

fn item(path: &str, index: usize) -> String {
    let mut path = path.to_owned();
    push_index(&mut path, index);
    path
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn assert_differs(original: Value, again: Value, expected: &[&str]) {
        let found = differences(&original, &again);
        let found: Vec<String> = found
            .iter()
            .map(|finding| format!("{}: {}", finding.path, finding.reason))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_a_null_member_may_be_left_out() {
        assert_differs(
            json!({"a": null, "b": [{"c": null}]}),
            json!({"b": [{}]}),
            &[],
        );
        assert_differs(
            json!({}),
            json!({"a": null}),
            &["$.a: the generated type adds null here"],
        );
        assert_differs(
            json!({"a": ""}),
            json!({}),
            &["$.a: a string is here, which the generated type loses"],
        );
        assert_differs(
            json!([1]),
            json!([1, 2]),
            &["$[1]: the generated type adds an integer here"],
        );
        assert_differs(
            json!([1, 2]),
            json!([1]),
            &["$[1]: an integer is here, which the generated type loses"],
        );
    }

    #[test]
    fn values_are_compared_exactly_and_never_shown() {
        let makes =
            "$.a: an integer is here, which the generated type makes a number with a fraction";
        assert_differs(json!({"a": 1}), json!({"a": 1.0}), &[makes]);
        assert_differs(
            json!({"a": null}),
            json!({"a": ""}),
            &["$.a: null is here, which the generated type makes a string"],
        );
        assert_differs(
            json!("canary"),
            json!("other"),
            &["$: a string is here, which the generated type changes"],
        );
    }
}
