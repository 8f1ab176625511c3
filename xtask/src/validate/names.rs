//! Names: their spelling, and what a misspelled one was meant to be.

use heck::ToSnakeCase;

use super::site::Site;
use crate::problem::Problem;

/// Two typing errors.
const MAX_DISTANCE: usize = 2;

/// Lower case with single underscores, and nothing that Rust would have to change.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.to_snake_case() == name
}

/// Letters and digits, with a capital first.
pub(super) fn is_pascal_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether Rust takes `name` as the name of a function.
pub(super) fn is_identifier(name: &str) -> bool {
    // `gen` is a keyword since edition 2024.
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Whether XML takes `name` for an element without a namespace.
pub(super) fn is_xml_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// The names in the braces of a path or of a server's URL.
pub(super) fn in_braces(text: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((constant, after)) = rest.split_once('{') {
        let Some((name, next)) = after.split_once('}') else {
            return Err("a brace is not closed");
        };
        if constant.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return Err("braces hold one name each");
        }
        names.push(name);
        rest = next;
    }
    if rest.contains('}') {
        Err("a brace is not opened")
    } else {
        Ok(names)
    }
}

/// The problem with a member that `known` does not name.
pub(super) fn unknown(site: &Site<'_>, name: &str, known: &[&str]) -> Problem {
    let help = match nearest(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("known here: {}", known.join(", ")),
    };
    site.problem(format!("`{name}` is not known here"))
        .help(help)
}

/// The problems with the extensions of `site`. Those of others than this project are no matter of ours, but one that
/// looks like ours is a typing error.
pub(super) fn unknown_extensions(site: &Site<'_>, known: &[&str]) -> Vec<Problem> {
    let ours = |name: &str| name.starts_with("x-fortinac") || nearest(name, known).is_some();
    let extensions = site
        .names()
        .into_iter()
        .filter(|name| name.starts_with("x-"));
    let unknown_ones = extensions.filter(|name| !known.contains(name) && ours(name));
    unknown_ones
        .map(|name| unknown(site, name, known))
        .collect()
}

fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let by_distance = known
        .iter()
        .map(|known| (distance(name, known), *known))
        .min();
    by_distance
        .filter(|(distance, _)| *distance <= MAX_DISTANCE)
        .map(|(_, known)| known)
}

/// The Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let mut above: Vec<usize> = (0..=b.chars().count()).collect();
    for (row, x) in a.chars().enumerate() {
        let mut left = row + 1;
        let mut cells = vec![left];
        for (y, pair) in b.chars().zip(above.windows(2)) {
            if let [diagonal, up] = pair {
                left = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
                cells.push(left);
            }
        }
        above = cells;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelled_name_is_recognized() {
        let known = ["description", "required", "name"];
        assert_eq!(nearest("descripton", &known), Some("description"));
        assert_eq!(nearest("Name", &known), Some("name"));
        assert_eq!(nearest("schema", &known), None);
        assert_eq!(nearest("", &[]), None);
    }

    #[test]
    fn names_are_read_out_of_braces() {
        assert_eq!(in_braces("/a"), Ok(vec![]));
        assert_eq!(in_braces("/a/{b}/c-{d}"), Ok(vec!["b", "d"]));
        for text in ["/a/{b", "/a/b}", "/{}", "/{a{b}}", "/{a/b}", "/}{", "/{a}}"] {
            assert!(in_braces(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_that_rust_would_change_are_refused() {
        for name in ["group_get", "task2_get", "a"] {
            assert!(is_snake_case(name), "{name}");
        }
        for name in [
            "",
            "groupGet",
            "group__get",
            "group_get_",
            "_get",
            "2get",
            "größe",
        ] {
            assert!(!is_snake_case(name), "{name}");
        }
        assert!(is_pascal_case("AccessPolicy") && is_pascal_case("A2"));
        assert!(!is_pascal_case("access") && !is_pascal_case("A_B") && !is_pascal_case(""));
        assert!(is_xml_name("user-record") && is_xml_name("_a.b"));
        assert!(!is_xml_name("") && !is_xml_name("a b<") && !is_xml_name("1a"));
        assert!(is_identifier("get") && is_identifier("delete"));
        for keyword in ["move", "type", "async", "gen", "self", "", "_"] {
            assert!(!is_identifier(keyword), "{keyword}");
        }
    }
}
