use fortinac_json::{push_index, push_property};

use crate::exact::Node;
use crate::problem::{Finding, Stage};

/// How a body differs after it was decoded and encoded again. A null property may be left out.
pub(crate) fn differences(original: &Node, again: &Node) -> Vec<Finding> {
    let mut found = Vec::new();
    compare("$", Some(original), Some(again), &mut found);
    found
}

fn compare(path: &str, original: Option<&Node>, again: Option<&Node>, found: &mut Vec<Finding>) {
    let reason = match (original, again) {
        (Some(Node::Object(original)), Some(Node::Object(again))) => {
            for (name, value) in original {
                compare(&property(path, name), Some(value), again.get(name), found);
            }
            for (name, value) in again
                .iter()
                .filter(|(name, _)| !original.contains_key(*name))
            {
                compare(&property(path, name), None, Some(value), found);
            }
            return;
        }
        (Some(Node::Array(original)), Some(Node::Array(again))) => {
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
        (Some(original), Some(again)) if original.is_same(again) => return,
        (Some(Node::Null), None) => return,
        (Some(original), Some(again)) if original.kind() == again.kind() => {
            format!("the generated type changes {}", original.kind())
        }
        (Some(original), Some(again)) => {
            format!(
                "the generated type changes {} to {}",
                original.kind(),
                again.kind()
            )
        }
        (Some(original), None) => format!("the generated type loses {}", original.kind()),
        (None, Some(again)) => format!("the generated type adds {}", again.kind()),
        (None, None) => return,
    };
    found.push(Finding {
        stage: Stage::Encode,
        path: path.to_owned(),
        reason,
    });
}

fn property(path: &str, name: &str) -> String {
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
    use serde_json::{Value, json};

    use super::*;
    use crate::exact::ExactJson;

    #[track_caller]
    fn assert_differs(original: Value, again: Value, expected: &[&str]) {
        let found = differences(&original.into(), &again.into());
        let found: Vec<String> = found
            .iter()
            .map(|finding| format!("{}: {}", finding.path, finding.reason))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_a_null_property_may_be_left_out() {
        assert_differs(
            json!({"a": null, "b": [{"c": null}]}),
            json!({"b": [{}]}),
            &[],
        );
        assert_differs(
            json!({}),
            json!({"a": null}),
            &["$.a: the generated type adds null"],
        );
        assert_differs(
            json!({"a": ""}),
            json!({}),
            &["$.a: the generated type loses a string"],
        );
        assert_differs(
            json!([1]),
            json!([1, 2]),
            &["$[1]: the generated type adds an integer"],
        );
        assert_differs(
            json!([1, 2]),
            json!([1]),
            &["$[1]: the generated type loses an integer"],
        );
    }

    #[test]
    fn values_are_compared_exactly_and_never_shown() {
        let changes = "$.a: the generated type changes an integer to a number with a fraction";
        assert_differs(json!({"a": 1}), json!({"a": 1.0}), &[changes]);
        assert_differs(
            json!({"a": null}),
            json!({"a": ""}),
            &["$.a: the generated type changes null to a string"],
        );
        assert_differs(
            json!("canary"),
            json!("other"),
            &["$: the generated type changes a string"],
        );
    }

    #[test]
    fn digits_count() {
        let node = |text| match ExactJson::parse(text) {
            Ok(ExactJson(node)) => node,
            Err(_) => panic!("{text} is JSON"),
        };
        for (original, again) in [
            ("18446744073709551616", "18446744073709552000"),
            ("0.1000000000000000055511151231257827", "0.1"),
        ] {
            let found = differences(&node(original), &node(again));
            assert!(found[0].reason.starts_with("the generated type changes a"));
            assert!(differences(&node(original), &node(original)).is_empty());
        }
        assert!(differences(&node("1.10"), &node("1.1")).is_empty());
    }
}
