//! Names: of resources, operations, components, files and tags.

use super::library::Library;
use crate::draft::facts::Facts;
use crate::model::verbs::{WRITES, is_verb};

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

/// The resource that an operation belongs to; `all` are the operations that are known, `taken` the resources that were
/// named already.
pub(super) fn resource<'a>(
    library: &Library,
    all: &[Facts],
    mut taken: impl Iterator<Item = &'a Resource> + Clone,
    path: &str,
    name: Option<&str>,
) -> Resource {
    let literals: Vec<&str> = literals(path).collect();
    let prefix = |count: usize| format!("/{}", literals[..count].join("/"));
    let bases = (1..=literals.len()).rev().map(prefix);
    let base = bases.clone().find(|base| is_base(all, base));
    let base = base.unwrap_or_else(|| prefix(literals.len().min(2)));
    let segments: Vec<&str> = base.split('/').skip(1).collect();

    if let Some(resource) = taken.clone().find(|resource| resource.base == base) {
        return resource.clone();
    }
    let known = library.operations().find(|known| {
        let rest = known.path.strip_prefix(base.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("/{") || rest == "/delete")
    });
    let stem = if segments.len() > 1 {
        segments[1..].join("-")
    } else {
        segments.concat()
    };
    let file = known.map_or_else(
        || format!("{}/{stem}.yaml", segments[0]),
        |known| known.file.to_owned(),
    );
    let of_file = |known: &super::library::Operation<'_>| known.file == file;
    let tag = library
        .operations()
        .find(of_file)
        .and_then(|known| known.item["tags"][0].as_str().map(str::to_owned));
    let tag = tag.unwrap_or_else(|| {
        let stem = file
            .rsplit('/')
            .next()
            .and_then(|name| name.strip_suffix(".yaml"))
            .unwrap_or(&stem);
        if stem == segments[0] {
            stem.to_owned()
        } else {
            format!("{}-{stem}", segments[0])
        }
    });
    let derived = || {
        let known = known.and_then(|known| resource_of(library, known.id()));
        known.unwrap_or_else(|| {
            let last = segments.last().copied().unwrap_or_default();
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
                !is_used && taken.all(|known| known.name != *name)
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
    let name = name.map_or_else(derived, str::to_owned);
    Resource {
        base,
        name,
        file,
        tag,
    }
}

/// Whether a path is the list of a resource: it takes a filter, or one record has its id below it.
fn is_base(all: &[Facts], base: &str) -> bool {
    let last = base.rsplit('/').next().unwrap_or_default();
    let is_verb = ["all", "count", "delete", "disable", "enable", "search"].contains(&last);
    !is_verb
        && all.iter().any(|facts| {
            let entry = &facts.entry;
            let is_list = entry.method == "GET"
                && entry.path == base
                && entry
                    .arguments
                    .iter()
                    .any(|argument| argument.name == "filter");
            let rest = entry.path.strip_prefix(base).unwrap_or_default();
            let is_one = rest.starts_with("/{") && !rest[1..].contains('/');
            is_list || is_one || entry.method == "POST" && rest == "/delete"
        })
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

/// What an operation is called after its resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) name: String,
    /// Whether the path does not tell the verb, so that a human has to decide.
    pub(super) is_guess: bool,
}

/// The verb of an operation, by the table in CONTRIBUTING.md.
pub(super) fn verb(facts: &Facts, base: &str, all: &[Facts]) -> Verb {
    let entry = &facts.entry;
    let rest: Vec<&str> = entry
        .path
        .strip_prefix(base)
        .unwrap_or(&entry.path)
        .split('/')
        .skip(1)
        .collect();
    let is_variable = |segment: &&str| segment.starts_with('{');
    let literal: Vec<String> = rest
        .iter()
        .filter(|segment| !is_variable(segment))
        .map(|segment| snake(segment))
        .collect();
    let words = literal.join("_");
    let is_also_read = || {
        all.iter()
            .any(|other| other.entry.is_of("GET", &entry.path))
    };
    let is_also_of_one = |verb: &str| {
        let path = format!("{base}/{{id}}/{verb}");
        all.iter().any(|other| other.entry.is_of("POST", &path))
    };
    let guess = |name: String| Verb {
        name,
        is_guess: true,
    };
    // Whether such a GET changes data is for a human to find out.
    if entry.method == "GET"
        && let Some(name) = not_a_write(&words)
    {
        return guess(name);
    }
    let name = match (entry.method.as_str(), rest.as_slice()) {
        ("GET", []) => "list".to_owned(),
        ("GET", [one]) if is_variable(one) => "get".to_owned(),
        ("GET", ["search"]) => "search".to_owned(),
        ("GET", [first, .., last]) if is_variable(last) && first.starts_with("by-") => {
            format!("get_{words}")
        }
        ("GET", [.., last]) if is_variable(last) && rest.len() == 2 && facts.lists_records() => {
            format!("get_{words}")
        }
        ("GET", [one]) if !words.starts_with("count") && facts.lists_records() => {
            format!("list_{words}")
        }
        ("GET", _) if words.is_empty() => "get".to_owned(),
        ("GET", _) => words,
        ("POST", []) => "create".to_owned(),
        ("POST", [one]) if is_variable(one) => "update".to_owned(),
        ("POST", [one, "delete"]) if is_variable(one) => "delete_by_post".to_owned(),
        ("POST", [key, one, "delete"]) if is_variable(one) => format!("delete_by_{}", snake(key)),
        ("POST", ["delete" | "enable" | "disable"]) => format!("{words}_many"),
        ("POST", [one]) if is_verb(one) && is_also_of_one(one) => format!("{words}_many"),
        ("POST", ["with-adapters"]) => format!("create_{words}"),
        ("POST", _) if words.is_empty() => "update".to_owned(),
        ("POST", _) if is_also_read() => format!("set_{words}"),
        ("DELETE", _) if words.is_empty() => "delete".to_owned(),
        ("DELETE", _) => format!("delete_{words}"),
        _ => match verb_first(&literal) {
            Some(name) => name,
            None => return guess(format!("set_{words}")),
        },
    };
    Verb {
        name,
        is_guess: false,
    }
}

/// A name for a GET whose path is called like a write: `create-from-x` is `get_from_x`, and `move` is `get_move`.
fn not_a_write(words: &str) -> Option<String> {
    let (first, rest) = words.split_once('_').unwrap_or((words, words));
    WRITES.contains(&first).then(|| format!("get_{rest}"))
}

/// The words of segments, with the last segment's verb first: `rank/set` is `set_rank`. Two are swapped: `swap_ranks`.
fn verb_first(segments: &[String]) -> Option<String> {
    let of_segments = segments.iter().rev().map(|segment| segment.split('_'));
    let verb = of_segments
        .flat_map(|mut words| words.find(|word| is_verb(word)))
        .next()?;
    let words: Vec<&str> = segments
        .iter()
        .flat_map(|segment| segment.split('_'))
        .collect();
    let at = words.iter().rposition(|word| *word == verb)?;
    let name = [&[verb], &words[..at], &words[at + 1..]].concat().join("_");
    Some(if verb == "swap" { plural(&name) } else { name })
}

fn literals(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .skip(1)
        .take_while(|segment| !segment.starts_with('{'))
}

/// `resetToDefault` and `by-mac` as `reset_to_default` and `by_mac`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut after_lower = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = letter.is_lowercase() || letter.is_ascii_digit();
        snake.extend(if letter == '-' { '_' } else { letter }.to_lowercase());
    }
    snake
}

/// `badSSIDNames` and `access_policy` as `BadSsidNames` and `AccessPolicy`.
pub(super) fn pascal(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let letters: Vec<char> = name.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let is_lower = |index: usize| {
            letters
                .get(index)
                .is_some_and(|letter| letter.is_lowercase())
        };
        // The plural of an abbreviation, as in `groupIDs`, does not begin a word.
        let is_plural = letters.get(index + 1) == Some(&'s') && !is_lower(index + 2);
        let next_is_lower = is_lower(index + 1) && !is_plural;
        let starts = match before {
            None => true,
            Some(before) if !before.is_alphanumeric() => true,
            Some(before) => letter.is_uppercase() && (before.is_lowercase() || next_is_lower),
        };
        if starts {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            match word.is_empty() {
                true => word.extend(letter.to_uppercase()),
                false => word.extend(letter.to_lowercase()),
            }
        }
    }
    words.concat()
}

/// The plural of an English word.
pub(super) fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The singular of an English word, in snake, camel or Pascal case.
pub(super) fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (_, Some(stem)) if !stem.ends_with('s') && !stem.ends_with('u') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_of_names() {
        assert_eq!(snake("resetToDefault"), "reset_to_default");
        assert_eq!(snake("supporting-info"), "supporting_info");
        assert_eq!(pascal("badSSIDNames"), "BadSsidNames");
        assert_eq!(pascal("access_policy"), "AccessPolicy");
        assert_eq!(pascal("groupIDs"), "GroupIds");
    }

    #[test]
    fn a_verb_comes_first() {
        let first = |rest: &str| {
            let segments: Vec<String> = rest.split('/').map(snake).collect();
            verb_first(&segments)
        };
        for (rest, name) in [
            ("rank/swap", "swap_ranks"),
            ("rank/set", "set_rank"),
            ("dpc-hosts-table/validate", "validate_dpc_hosts_table"),
            ("set-role", "set_role"),
            ("resetToDefault", "reset_to_default"),
            ("archive/import", "import_archive"),
            ("batch-upsert", "upsert_batch"),
            ("scan/copy", "copy_scan"),
        ] {
            assert_eq!(first(rest).as_deref(), Some(name), "{rest}");
        }
        assert_eq!(first("aging"), None);
    }

    #[test]
    fn a_get_is_not_called_like_a_write() {
        let name = |words: &str| not_a_write(words);
        assert_eq!(name("create_from_adapter").unwrap(), "get_from_adapter");
        assert_eq!(name("move").unwrap(), "get_move");
        assert_eq!(name("supporting_info"), None);
        assert_eq!(name("test"), None);
    }

    #[test]
    fn plurals_and_singulars() {
        for (one, many) in [
            ("policy", "policies"),
            ("activity", "activities"),
            ("role", "roles"),
            ("key", "keys"),
        ] {
            assert_eq!((plural(one).as_str(), singular(many).as_str()), (many, one));
        }
        assert_eq!(singular("status"), "status");
    }
}
