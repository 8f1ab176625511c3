//! The names that Rust has for parts of the spec.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

/// What the field of a property ends with whose name differs from another's in letter case alone.
pub const UPPER: &str = "_upper";

/// Lower case with single underscores, and nothing that Rust would have to change.
pub fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.to_snake_case() == name
}

/// Letters and digits, with a capital first.
pub fn is_pascal_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether Rust takes `name` as the name of a function.
pub fn is_identifier(name: &str) -> bool {
    // `gen` is a keyword since edition 2024.
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// A name of the wire as an argument: in snake case, and no keyword.
pub fn argument_name(name: &str) -> String {
    escape_keyword(field_name(name))
}

/// A name of the wire in Rust's spelling, but for what keeps it from being a keyword.
pub fn field_name(name: &str) -> String {
    // As typify does: apostrophes go, any other mark becomes an underscore, and an x comes before a digit.
    let field = name.replace('\'', "").to_snake_case();
    if field.starts_with(|first: char| first.is_ascii_digit()) {
        format!("x{field}")
    } else {
        field
    }
}

/// A keyword of Rust gets an underscore.
pub fn escape_keyword(name: String) -> String {
    if is_identifier(&name) {
        name
    } else {
        format!("{name}_")
    }
}

/// Each property's name for the generator: its own, or another where two would become the same Rust field. Only names
/// that differ in letter case alone may: they are spellings of one property.
///
/// # Errors
/// There is no other name for this property; the text says why.
pub fn distinct_names<'a>(
    properties: impl Iterator<Item = &'a str>,
) -> Result<Vec<(&'a str, String)>, (&'a str, String)> {
    // The plainest spelling first: it keeps the plain field name, wherever it stands in the spec.
    let mut names: Vec<&str> = properties.collect();
    let capitals = |name: &str| name.chars().filter(|c| c.is_uppercase()).count();
    names.sort_by_key(|name| (capitals(name), name.starts_with(char::is_uppercase)));
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for name in names {
        let field = field_name(name);
        let mut distinct = name.to_owned();
        if let Some(other) = fields.get(&field) {
            if !differ_in_case_alone(name, other) {
                let error = format!(
                    "is `{field}` in Rust, as `{other}` is, and differs from it in more than letter case"
                );
                return Err((name, error));
            }
            distinct = format!("{field}{UPPER}");
            if let Some(third) = fields.get(&distinct) {
                let error = format!(
                    "is `{field}` in Rust, as `{other}` is, and the other name for it, `{distinct}`, is taken by `{third}`"
                );
                return Err((name, error));
            }
            fields.insert(distinct.clone(), name);
        } else {
            fields.insert(field, name);
        }
        found.push((name, distinct));
    }
    Ok(found)
}

/// Whether two names are spellings of one name.
pub fn differ_in_case_alone(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_with_the_same_field_get_two_names() {
        let names = |names: &[&'static str]| {
            let found = distinct_names(names.iter().copied()).map_err(|(name, _)| name)?;
            Ok::<Vec<String>, &str>(found.into_iter().map(|(_, name)| name).collect())
        };
        let found = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(names(&["DBID", "dbid"]), found(&["dbid", "dbid_upper"]));
        for order in [["Type", "type"], ["type", "Type"]] {
            assert_eq!(names(&order), found(&["type", "type_upper"]));
        }
        for order in [["userID", "userId"], ["userId", "userID"]] {
            assert_eq!(names(&order), found(&["userId", "user_id_upper"]));
        }
        assert_eq!(
            names(&["Username", "userName"]),
            found(&["userName", "Username"])
        );
        assert_eq!(names(&["color", "Color", "COLOR"]), Err("COLOR"));
        // Two properties, and not two spellings of one.
        for different in [
            ["@type", "type"],
            ["x\"y", "x\\y"],
            ["foo-bar", "foo_bar"],
            ["fooBar", "foo_bar"],
            ["don't", "dont"],
            ["1x", "x1x"],
        ] {
            assert!(names(&different).is_err(), "{different:?}");
        }
        assert_eq!(names(&["id", "ID", "id_upper"]), Err("ID"));
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
        assert!(is_identifier("get") && is_identifier("delete"));
        for keyword in ["move", "type", "async", "gen", "self", "", "_"] {
            assert!(!is_identifier(keyword), "{keyword}");
        }
        assert_eq!(argument_name("type"), "type_");
        assert_eq!(argument_name("sortKey"), "sort_key");
    }
}
