//! Patterns of JSON paths, which have no data.

use std::collections::{HashMap, HashSet};

use fortinac_json::{push_index, push_property};

use crate::exact::Node;
use crate::guide::{Guide, push_name};

/// The patterns of paths: the path `$.results[0].attributeFilters["Lab 7"]` has the pattern
/// `$.results[].attributeFilters.*`. A path of which the body has only the beginning keeps its end, which can only be
/// from a schema or type.
pub(crate) fn patterns(guide: Guide<'_>, body: &Node, paths: &[&str]) -> Vec<String> {
    let mut search = Search {
        wanted: paths.iter().flat_map(|path| beginnings(path)).collect(),
        found: HashMap::new(),
    };
    search.visit(guide, body, "$", "$");
    let pattern_of = |path: &&str| {
        let longest = beginnings(path).find_map(|known| Some((known, search.found.get(known)?)));
        let (known, pattern) = longest.map_or(("", ""), |(known, pattern)| (known, pattern));
        format!("{pattern}{}", without_indexes(&path[known.len()..]))
    };
    paths.iter().map(pattern_of).collect()
}

struct Search<'a> {
    wanted: HashSet<&'a str>,
    /// The patterns of the wanted paths.
    found: HashMap<String, String>,
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
                    let (kind, guide) = names.property(name);
                    let (mut path, mut pattern) = (path.to_owned(), pattern.to_owned());
                    push_property(&mut path, name);
                    push_name(&mut pattern, name, kind);
                    self.visit(guide, value, &path, &pattern);
                }
            }
            Node::Array(items) => {
                let pattern = format!("{pattern}[]");
                for (index, item) in items.iter().enumerate() {
                    let mut path = path.to_owned();
                    push_index(&mut path, index);
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

fn without_indexes(path: &str) -> String {
    let mut pattern = String::new();
    let mut rest = path;
    while let Some(start) = rest.find('[') {
        let after = &rest[start + 1..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        pattern.push_str(&rest[..=start]);
        rest = &after[digits..];
    }
    pattern.push_str(rest);
    pattern
}

#[cfg(test)]
mod tests {
    use fortinac_spec::Spec;
    use serde_json::json;

    use super::*;
    use crate::problem::Part;
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
            "$.added.by[3].a",
            "$.unheardOf[0]",
        ];
        let found = patterns(guide, &body.into(), &paths);
        let expected = [
            "$",
            "$.attributeFilters.*",
            "$.attributeFilters.*[]",
            "$.name",
            "$.added.by[].a",
            "$.unheardOf[]",
        ];
        assert_eq!(found, expected);
    }
}
