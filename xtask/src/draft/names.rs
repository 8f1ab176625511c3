//! Names: of resources, files and tags.

use serde_json::Value;

use super::library::{Library, Operation};
use super::words::{kebab, snake};
use crate::draft::facts::Facts;
use crate::model::verbs::is_verb;

/// A resource and where it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resource {
    /// The path of its list, such as `/policy/access`.
    pub(super) base: String,
    /// What its operationIds begin with.
    pub(super) name: String,
    /// The file below `openapi/`.
    pub(super) file: String,
    /// The tag.
    pub(super) tag: String,
}

/// Last segments that say little alone: such a resource has a name of two segments.
const VAGUE: [&str; 8] = [
    "config",
    "list",
    "monitor",
    "name",
    "polling",
    "properties",
    "settings",
    "summary",
];

/// The resource that an operation belongs to; `all` are the operations that are known, `taken` the resources that were
/// named already.
pub(super) fn resource<'a>(
    library: &Library,
    all: &[Facts],
    mut taken: impl Iterator<Item = &'a Resource> + Clone,
    path: &str,
    name: Option<&str>,
) -> Resource {
    let base = base(all, path);
    if let Some(resource) = taken.clone().find(|resource| resource.base == base) {
        return resource.clone();
    }
    let segments: Vec<&str> = base.split('/').skip(1).collect();
    let last = segments.last().copied().unwrap_or_default();
    let is_of_records = |known: &Operation<'_>| {
        let rest = known.path.strip_prefix(base.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("/{") || rest == "/delete")
    };
    // Without records, a resource is known by its name.
    let is_named_so = |known: &Operation<'_>| {
        let rest = known.path.strip_prefix(base.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
            && resource_of(library, known.id()) == Some(snake(last))
    };
    let known = library
        .operations()
        .find(is_of_records)
        .or_else(|| library.operations().find(is_named_so));
    let folder = kebab(segments[0]);
    let stem = match segments.as_slice() {
        [_] => folder.clone(),
        [_, below @ ..] => kebab(&below.join("-")),
        [] => String::new(),
    };
    let file = known.map_or_else(
        || format!("{folder}/{stem}.yaml"),
        |known| known.file.to_owned(),
    );
    let derived = || {
        let known = known.and_then(|known| resource_of(library, known.id()));
        known.unwrap_or_else(|| {
            let policy = segments[0] == "policy" && segments.len() == 2 && !last.contains('-');
            let short = if policy {
                format!("{last}_policy")
            } else {
                snake(last)
            };
            let is_free = |name: &String| {
                let mut known = library.operations();
                let is_used =
                    known.any(|known| resource_of(library, known.id()).as_ref() == Some(name));
                // The name of a family is that of its own records: `host` is none of dynamic connections.
                let is_family = |facts: &Facts| {
                    let first = facts.entry.path.split('/').nth(1);
                    segments.len() > 1 && first.map(snake).as_ref() == Some(name)
                };
                let is_vague = segments.len() > 1 && VAGUE.contains(&name.as_str());
                !is_vague
                    && !all.iter().any(is_family)
                    && !is_used
                    && taken.all(|known| known.name != *name)
            };
            // Longer by the segments before, until no other resource has it.
            let longer = (1..segments.len())
                .rev()
                .map(|from| snake(&segments[from - 1..].join("_")));
            std::iter::once(short.clone())
                .chain(longer)
                .find(is_free)
                .unwrap_or(short)
        })
    };
    Resource {
        name: name.map_or_else(derived, str::to_owned),
        tag: tag(library, &file),
        base,
        file,
    }
}

/// The tag that the operations of a file have; for a new file that of its path.
fn tag(library: &Library, file: &str) -> String {
    let of_file = |known: &Operation<'_>| known.file == file;
    let known = library.operations().find(of_file);
    let tag = known.and_then(|known| known.item["tags"][0].as_str());
    tag.map_or_else(
        || {
            let (folder, name) = file.split_once('/').unwrap_or_default();
            let stem = name.strip_suffix(".yaml").unwrap_or(name);
            match stem == folder {
                true => stem.to_owned(),
                false => format!("{folder}-{stem}"),
            }
        },
        str::to_owned,
    )
}

/// The path of the resource that an operation is about.
fn base(all: &[Facts], path: &str) -> String {
    let literals: Vec<&str> = literals(path).collect();
    let prefix = |count: usize| format!("/{}", literals[..count].join("/"));
    let found = (1..=literals.len())
        .rev()
        .find(|count| is_base(all, &prefix(*count)));
    let count_of = |base: &str, is_wanted: fn(&str) -> bool| {
        let rests = all
            .iter()
            .filter_map(|facts| facts.entry.path.strip_prefix(base));
        rests.filter(|rest| is_wanted(rest)).count()
    };
    let second = prefix(literals.len().min(2));
    match found {
        Some(count) if count > 1 => prefix(count),
        // A part of the family that has calls of its own, such as `/user/current-session`, but no records.
        Some(_) if literals.len() > 1 => {
            const SEVERAL: usize = 3;
            let is_part =
                !is_call(literals[1]) && count_of(&second, |rest| rest.starts_with('/')) >= SEVERAL;
            if is_part { second } else { prefix(1) }
        }
        // A setting that is read and written under one path is no resource: `/system/ntp` is one of the system.
        None if count_of(&second, str::is_empty) > 0 => prefix(1),
        _ => second,
    }
}

/// Whether a path is the list of a resource: it takes a filter, or one record has its id below it.
fn is_base(all: &[Facts], base: &str) -> bool {
    let last = base.rsplit('/').next().unwrap_or_default();
    let of_path = |path: &str| {
        let found = all.iter().find(|facts| facts.entry.is_of("GET", path));
        found.map(|facts| &facts.entry)
    };
    let read = of_path(base);
    let has_filter = read.is_some_and(|entry| {
        let mut arguments = entry.arguments.iter();
        arguments.any(|argument| argument.name == "filter")
    });
    // Settings are read like a list, and answer one object.
    let is_setting = read.is_some_and(|entry| {
        let response = entry.response.as_object();
        response.is_some_and(|response| !response.values().any(Value::is_array))
    });
    // Records are read or added under the path itself, and each is changed below it.
    let is_changed = (read.is_some() || all.iter().any(|facts| facts.entry.is_of("POST", base)))
        && all
            .iter()
            .any(|facts| facts.entry.is_of("POST", &format!("{base}/{{id}}")));
    let has_records = || {
        all.iter().any(|facts| {
            let entry = &facts.entry;
            let rest = entry.path.strip_prefix(base).unwrap_or_default();
            let variable = rest
                .strip_prefix("/{")
                .and_then(|rest| rest.strip_suffix('}'));
            // A POST alone sets something of a record: a list, a read or a delete shows that there are such records.
            let is_one = variable.is_some_and(|variable| {
                !variable.contains('/') && !is_key(last, variable) && entry.method != "POST"
            });
            is_one || entry.method == "POST" && rest == "/delete"
        })
    };
    !is_call(last) && !is_setting && (has_filter || is_changed || has_records())
}

/// Whether a segment says what is done, and not with what.
fn is_call(segment: &str) -> bool {
    let words = snake(segment);
    let first = words.split('_').next().unwrap_or_default();
    ["all", "count", "search"].contains(&first) || is_verb(first) && first != "scan"
}

/// Whether a segment only names the key after it, as in `name/{groupName}` and `password/{key}`.
fn is_key(segment: &str, variable: &str) -> bool {
    let words = snake(variable);
    let mut words = words.split('_');
    words.any(|word| word == segment) || fortinac_json::sounds_secret(segment)
}

/// The resource that an operationId begins with, by the tags of the root.
fn resource_of(library: &Library, id: &str) -> Option<String> {
    let mut matching: Vec<&str> = library
        .resources()
        .filter(|name| id.starts_with(&format!("{name}_")))
        .collect();
    matching.sort_by_key(|name| name.len());
    matching.last().map(|name| (*name).to_owned())
}

fn literals(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .skip(1)
        .take_while(|segment| !segment.starts_with('{'))
}
