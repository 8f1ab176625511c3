//! What in an exchange the spec does not foresee.

use std::collections::BTreeMap;

use crate::exact::Node;
use crate::guide::{Guide, Name, push_name};
use crate::pattern::patterns;
use crate::problem::{Part, Problem, one_line};

/// Something that the spec does not foresee. It has no value of an exchange, and no name that is data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[non_exhaustive]
pub struct Surprise {
    /// The body.
    pub part: Part,
    /// The pattern of the JSON paths, such as `$.results[].dbid`. `*` is the key of a map.
    pub pattern: String,
    /// What surprises, such as `the spec does not have this property`.
    pub reason: String,
}

/// How often something surprises.
pub(crate) type Surprises = BTreeMap<Surprise, usize>;

const UNKNOWN: &str = "the spec does not have this property";
const NO_ENVELOPE: &str = "the envelope is missing: it has no `status`";

impl Surprise {
    /// Whether it is a property of the whole body.
    pub(crate) fn is_of_root(&self) -> bool {
        let name = self.pattern.strip_prefix("$.");
        name.is_some_and(|name| !name.contains(['.', '[']))
    }
}

impl std::fmt::Display for Surprise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            part,
            pattern,
            reason,
        } = self;
        f.write_str(&one_line(&format!("{part} {pattern}: {reason}")))
    }
}

/// Adds the properties that the spec does not have. Below such a property, there is nothing to compare with.
pub(crate) fn unknown_properties(guide: Guide<'_>, part: Part, body: &Node, found: &mut Surprises) {
    visit(guide, body, "$", &mut |pattern| {
        let surprise = Surprise {
            part,
            pattern,
            reason: UNKNOWN.into(),
        };
        *found.entry(surprise).or_default() += 1;
    });
}

/// Adds the lack of an envelope in the response to a success. A body that is not an object is a problem of its own.
pub(crate) fn missing_envelope(guide: Guide<'_>, body: &Node, found: &mut Surprises) {
    let Node::Object(properties) = body else {
        return;
    };
    let has_status = |record: &fortinac_spec::api::Record| record.property("status").is_some();
    if guide.record().is_some_and(has_status) && !properties.contains_key("status") {
        let surprise = Surprise {
            part: Part::Response,
            pattern: "$".into(),
            reason: NO_ENVELOPE.into(),
        };
        *found.entry(surprise).or_default() += 1;
    }
}

/// Adds the problems of a part of an exchange, with the patterns of their paths.
pub(crate) fn problems(
    body: Option<(Guide<'_>, &Node)>,
    problems: &[&Problem],
    found: &mut Surprises,
) {
    let paths: Vec<&str> = problems
        .iter()
        .map(|problem| problem.path.as_str())
        .collect();
    let patterns = match body {
        Some((guide, body)) => patterns(guide, body, &paths, false),
        None => paths.into_iter().map(str::to_owned).collect(),
    };
    for (problem, pattern) in problems.iter().zip(patterns) {
        let surprise = Surprise {
            part: problem.part,
            pattern,
            reason: problem.reason.clone(),
        };
        *found.entry(surprise).or_default() += 1;
    }
}

fn visit(guide: Guide<'_>, node: &Node, pattern: &str, found: &mut impl FnMut(String)) {
    match node {
        Node::Object(properties) => {
            let names = guide.names(properties);
            for (name, value) in properties {
                let (kind, guide) = names.property(name, value);
                let mut pattern = pattern.to_owned();
                push_name(&mut pattern, name, kind);
                if names.is_record() && kind != Name::Known {
                    found(pattern);
                } else {
                    visit(guide, value, &pattern, found);
                }
            }
        }
        Node::Array(items) => {
            let pattern = format!("{pattern}[]");
            for item in items {
                visit(guide.item(), item, &pattern, found);
            }
        }
        _ => {}
    }
}
