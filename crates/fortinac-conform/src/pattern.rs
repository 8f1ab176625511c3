//! Patterns of JSON paths, which have no data.

use std::collections::{HashMap, HashSet};

use fortinac_json::{push_index, push_property};

use crate::exact::Node;
use crate::guide::{Guide, push_name};
use crate::json_path::masked;
use crate::problem::{Part, Problem};

/// The patterns of paths: the path `$.results[0].attributeFilters["Lab 7"]` has the pattern
/// `$.results[].attributeFilters.*`, or with `numbers` `$.results[0].attributeFilters.*`. Of a path that the body does not
/// have, only the names stay that the spec has.
pub(crate) fn patterns(
    guide: Guide<'_>,
    body: &Node,
    paths: &[&str],
    numbers: bool,
) -> Vec<String> {
    let mut search = Search {
        wanted: paths.iter().flat_map(|path| beginnings(path)).collect(),
        found: HashMap::new(),
        numbers,
    };
    search.visit(guide, body, "$", "$");
    let pattern_of = |path: &&str| {
        let longest = beginnings(path).find_map(|known| Some((known, search.found.get(known)?)));
        let (known, pattern) = longest.map_or(("", ""), |(known, pattern)| (known, pattern));
        let rest = masked(&path[known.len()..], numbers, |name| {
            guide.is_property(name)
        });
        format!("{pattern}{rest}")
    };
    paths.iter().map(pattern_of).collect()
}

/// Replaces the paths of problems by their patterns, with the numbers of items, for the reader of a report.
pub(crate) fn mask(problems: &mut [Problem], bodies: &[(Part, Guide<'_>, &Node)]) {
    for (part, guide, body) in bodies {
        let mut problems: Vec<&mut Problem> = problems
            .iter_mut()
            .filter(|problem| problem.part == *part)
            .collect();
        let paths: Vec<&str> = problems
            .iter()
            .map(|problem| problem.path.as_str())
            .collect();
        let masked = patterns(*guide, body, &paths, true);
        for (problem, path) in problems.iter_mut().zip(masked) {
            problem.path = path;
        }
    }
}

struct Search<'a> {
    wanted: HashSet<&'a str>,
    /// The patterns of the wanted paths.
    found: HashMap<String, String>,
    numbers: bool,
}

impl Search<'_> {
    fn visit(&mut self, guide: Guide<'_>, node: &Node, path: &str, pattern: &str) {
        if !self.wanted.contains(path) {
            return;
        }
        self.found.insert(path.to_owned(), pattern.to_owned());
        match node {
            Node::Object(properties) => {
                let names = guide.names(properties);
                for (name, value) in properties {
                    let (kind, guide) = names.property(name, value);
                    let (mut path, mut pattern) = (path.to_owned(), pattern.to_owned());
                    push_property(&mut path, name);
                    push_name(&mut pattern, name, kind);
                    self.visit(guide, value, &path, &pattern);
                }
            }
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let (mut path, mut pattern) = (path.to_owned(), pattern.to_owned());
                    push_index(&mut path, index);
                    match self.numbers {
                        true => push_index(&mut pattern, index),
                        false => pattern.push_str("[]"),
                    }
                    self.visit(guide.item(), item, &path, &pattern);
                }
            }
            _ => {}
        }
    }
}

/// The beginnings of a path that can be paths, the longest first. A dot in a quoted name only gives one too many.
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    let ends = path
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, '.' | '['));
    std::iter::once(path).chain(ends.map(|(end, _)| &path[..end]))
}

#[cfg(test)]
mod tests {
    use fortinac_spec::Spec;
    use serde_json::json;

    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn indexes_and_keys_of_maps_are_left_out() {
        let spec = Spec::bundled();
        let vocabulary = Vocabulary::new(spec.api());
        let operation = spec.api().operation("access_policy_update");
        let guide = Guide::new(spec.api(), &vocabulary, operation, Part::Request, 200);
        let body = json!({
            "attributeFilters": {"Lab 7": [1]},
            "unheardOf": [{"a": [1]}],
            "name": 7,
        });
        let paths = [
            "$",
            "$.attributeFilters[\"Lab 7\"]",
            "$.attributeFilters[\"Lab 7\"][0]",
            "$.name",
            "$.brandNew.name[3][\"a.b\"]",
            "$.unheardOf[0]",
        ];
        let body = body.into();
        let found = patterns(guide, &body, &paths, false);
        let expected = [
            "$",
            "$.attributeFilters.*",
            "$.attributeFilters.*[]",
            "$.name",
            "$.*.name[].*",
            "$.unheardOf[]",
        ];
        assert_eq!(found, expected);
        let found = patterns(guide, &body, &paths[2..], true);
        let expected = [
            "$.attributeFilters.*[0]",
            "$.name",
            "$.*.name[3].*",
            "$.unheardOf[0]",
        ];
        assert_eq!(found, expected);
    }
}
