//! The shape of a body: which properties it has, and of which JSON types, but not how many and which values.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::exact::Node;
use crate::guide::{Guide, push_name};
use crate::problem::Part;

/// Exchanges of the same operation, of the same status and of the same shapes are the same for a reader of the spec.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Shape(u64);

impl Shape {
    pub(crate) fn of(
        status: u16,
        query: &BTreeSet<String>,
        bodies: &[(Part, Guide<'_>, &Node)],
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        status.hash(&mut hasher);
        query.hash(&mut hasher);
        for (part, guide, node) in bodies {
            let mut shape = BTreeSet::new();
            visit(*guide, node, &mut String::from("$"), &mut shape);
            (part, shape).hash(&mut hasher);
        }
        Self(hasher.finish())
    }
}

/// Each pattern of a path together with a type. The pattern is put back as it was.
fn visit(guide: Guide<'_>, node: &Node, pattern: &mut String, shape: &mut BTreeSet<u64>) {
    let mut hasher = DefaultHasher::new();
    (pattern.as_str(), node.kind()).hash(&mut hasher);
    shape.insert(hasher.finish());
    let length = pattern.len();
    match node {
        Node::Object(properties) => {
            let names = guide.names(properties);
            for (name, value) in properties {
                let (kind, guide) = names.property(name, value);
                push_name(pattern, name, kind);
                visit(guide, value, pattern, shape);
                pattern.truncate(length);
            }
        }
        Node::Array(items) => {
            pattern.push_str("[]");
            for item in items {
                visit(guide.item(), item, pattern, shape);
            }
            pattern.truncate(length);
        }
        _ => {}
    }
}
