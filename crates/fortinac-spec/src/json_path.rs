//! Places in a JSON document, spelled `$.results[0].dateCreated`.

use std::fmt::Write;

/// Appends a member's name to a path, quoted where it is not a plain word.
pub fn push_member(path: &mut String, name: &str) {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().next().is_some_and(|c| !c.is_ascii_digit());
    if plain {
        write!(path, ".{name}").expect("a String takes all writes");
    } else {
        write!(path, "[{name:?}]").expect("a String takes all writes");
    }
}

/// Appends the index of an array's item to a path.
pub fn push_index(path: &mut String, index: usize) {
    write!(path, "[{index}]").expect("a String takes all writes");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_quoted() {
        let mut path = String::from("$");
        push_member(&mut path, "results");
        push_index(&mut path, 0);
        push_member(&mut path, "a b");
        push_member(&mut path, "3com");
        assert_eq!(path, r#"$.results[0]["a b"]["3com"]"#);
    }
}
