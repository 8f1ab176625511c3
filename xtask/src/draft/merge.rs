//! Adding to a file of the spec without touching what it has.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::yaml;

/// The order of the methods of a path.
const METHODS: [&str; 3] = ["get", "post", "delete"];

/// What is drafted for one file.
#[derive(Default)]
pub(super) struct Additions {
    /// Operations by path and method in lower case.
    pub(super) paths: BTreeMap<String, BTreeMap<String, Value>>,
    /// Component schemas by name.
    pub(super) schemas: BTreeMap<String, Value>,
}

/// A key with all lines of its value.
struct Block {
    key: String,
    lines: Vec<String>,
}

/// The text of a file with the additions, sorted in between what is there.
pub(super) fn add(text: &str, additions: &Additions) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if !additions.paths.is_empty() {
        let section = section(&mut lines, &["paths:"]);
        let mut blocks = blocks(lines.splice(section.clone(), []).collect(), 2);
        for (path, methods) in &additions.paths {
            add_path(&mut blocks, path, methods);
        }
        lines.splice(
            section.start..section.start,
            blocks.into_iter().flat_map(|block| block.lines),
        );
    }
    if !additions.schemas.is_empty() {
        let section = section(&mut lines, &["components:", "  schemas:"]);
        let mut blocks = blocks(lines.splice(section.clone(), []).collect(), 4);
        for (name, schema) in &additions.schemas {
            insert(&mut blocks, name, yaml::entry(name, schema, 4));
        }
        lines.splice(
            section.start..section.start,
            blocks.into_iter().flat_map(|block| block.lines),
        );
    }
    lines.join("\n") + "\n"
}

/// The text of the root with a tag, sorted in between those that are there.
pub(super) fn add_tag(root: &str, tag: &str, resources: &[(String, String)]) -> String {
    let mut lines: Vec<String> = root.lines().map(str::to_owned).collect();
    let section = section(&mut lines, &["tags:"]);
    let is_later = |line: &String| {
        line.strip_prefix("  - name: ")
            .is_some_and(|name| name > tag)
    };
    let at = lines[section.clone()]
        .iter()
        .position(is_later)
        .map_or(section.end, |at| section.start + at);
    let resources: Map<String, Value> = resources
        .iter()
        .map(|(name, handle)| (name.clone(), handle.as_str().into()))
        .collect();
    let block = json!({
        "name": tag, "description": "TODO: say what the resources are.", "x-fortinac-resources": resources,
    });
    let mut block = yaml::lines(block.as_object().unwrap_or(&Map::new()), 4);
    block[0].replace_range(..4, "  - ");
    lines.splice(at..at, block);
    lines.join("\n") + "\n"
}

/// The text of the root with more resources of a tag that is there.
pub(super) fn add_resources(root: &str, tag: &str, resources: &[(String, String)]) -> String {
    let mut lines: Vec<String> = root.lines().map(str::to_owned).collect();
    let start = lines
        .iter()
        .position(|line| *line == format!("  - name: {tag}"));
    let declared = lines
        .iter()
        .skip(start.unwrap_or(lines.len()))
        .position(|line| line == "    x-fortinac-resources:");
    let (Some(start), Some(declared)) = (start, declared) else {
        return root.to_owned();
    };
    let at = start + declared + 1;
    for (name, handle) in resources {
        let entry = format!("      {name}: {handle}");
        let of_tag = lines[at..]
            .iter()
            .take_while(|line| indent(line) == indent(&entry));
        let before = of_tag.take_while(|line| **line < entry).count();
        lines.insert(at + before, entry);
    }
    lines.join("\n") + "\n"
}

fn add_path(blocks: &mut Vec<Block>, path: &str, methods: &BTreeMap<String, Value>) {
    let order = |method: &&String| METHODS.iter().position(|known| known == method);
    let mut names: Vec<&String> = methods.keys().collect();
    names.sort_by_key(order);
    let operations = || {
        names
            .iter()
            .flat_map(|name| yaml::entry(name, &methods[*name], 4))
    };
    match blocks.iter_mut().find(|block| block.key == path) {
        Some(block) => block.lines.extend(operations()),
        None => {
            let mut lines = yaml::entry(path, &Value::Null, 2);
            lines[0] = lines[0].trim_end_matches(" null").to_owned();
            lines.extend(operations());
            insert(blocks, path, lines);
        }
    }
}

fn insert(blocks: &mut Vec<Block>, key: &str, lines: Vec<String>) {
    let at = blocks
        .iter()
        .position(|block| block.key.as_str() > key)
        .unwrap_or(blocks.len());
    blocks.insert(
        at,
        Block {
            key: key.to_owned(),
            lines,
        },
    );
}

/// The lines below nested keys, which are added at the end where they are not there.
fn section(lines: &mut Vec<String>, keys: &[&str]) -> std::ops::Range<usize> {
    let mut range = 0..lines.len();
    for key in keys {
        let found = lines[range.clone()].iter().position(|line| line == key);
        let start = match found {
            Some(position) => range.start + position + 1,
            None => {
                lines.insert(range.end, (*key).to_owned());
                range.end + 1
            }
        };
        let depth = indent(key);
        let end = if found.is_some() { range.end } else { start };
        let is_outside = |line: &String| {
            !line.is_empty() && indent(line) <= depth && !line.trim_start().starts_with('-')
        };
        let length = lines[start..end]
            .iter()
            .position(is_outside)
            .unwrap_or(end - start);
        range = start..start + length;
    }
    range
}

fn blocks(lines: Vec<String>, depth: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let starts = indent(&line) == depth && !line.trim().is_empty();
        match blocks.last_mut() {
            Some(block) if !starts => block.lines.push(line),
            _ => {
                let key = line.trim().trim_end_matches(':').trim_matches('\'');
                let key = key.split(": ").next().unwrap_or_default().to_owned();
                blocks.push(Block {
                    key,
                    lines: vec![line],
                });
            }
        }
    }
    blocks
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn additions() -> Additions {
        let get = BTreeMap::from([("get".to_owned(), json!({"operationId": "b_get"}))]);
        Additions {
            paths: BTreeMap::from([("/b".to_owned(), get)]),
            schemas: BTreeMap::from([("B".to_owned(), json!({"type": "object"}))]),
        }
    }

    #[test]
    fn a_new_file_has_both_sections() {
        let expected = "paths:\n  /b:\n    get:\n      operationId: b_get\n\
                        components:\n  schemas:\n    B:\n      type: object\n";
        assert_eq!(add("", &additions()), expected);
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let text = "paths:\n  /a:\n    get:\n      x:   odd\n  /b:\n    post:\n      y: 1\n  /c: {}\n\
                    components:\n  schemas:\n    A: {}\n    C: {}\n  parameters:\n    P: {}\n";
        let expected = "paths:\n  /a:\n    get:\n      x:   odd\n  /b:\n    post:\n      y: 1\n    get:\n      \
                        operationId: b_get\n  /c: {}\n\
                        components:\n  schemas:\n    A: {}\n    B:\n      type: object\n    C: {}\n  parameters:\n    P: {}\n";
        assert_eq!(add(text, &additions()), expected);
    }

    #[test]
    fn a_resource_is_sorted_in() {
        let root = "tags:\n  - name: a\n    x-fortinac-resources:\n      a: as\n      c: cs\n  - name: b\n    \
                    x-fortinac-resources:\n      b: bs\npaths:\n";
        let added = add_resources(root, "a", &[("aa".to_owned(), "aas".to_owned())]);
        assert_eq!(
            added,
            root.replace("      c: cs", "      aa: aas\n      c: cs")
        );
        assert_eq!(add_resources(root, "b", &[]), root);
    }

    #[test]
    fn a_tag_is_sorted_in() {
        let root =
            "tags:\n  - name: a\n    description: A.\n  - name: c\n    description: C.\npaths:\n";
        let added = add_tag(root, "b", &[("bee".to_owned(), "bees".to_owned())]);
        let expected = "tags:\n  - name: a\n    description: A.\n  - name: b\n    \
                        description: 'TODO: say what the resources are.'\n    x-fortinac-resources:\n      bee: bees\n  \
                        - name: c\n    description: C.\npaths:\n";
        assert_eq!(added, expected);
    }
}
