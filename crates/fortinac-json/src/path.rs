//! JSON paths such as `$.results[0].dateCreated`.

use std::fmt::Write;

/// Appends the name of a property to a path. The name is quoted unless it is a plain word. A very long name, which can only
/// be data, is cut.
pub fn push_property(path: &mut String, name: &str) {
    const MAX_LENGTH: usize = 100;
    let name = match name.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => &format!("{}...", &name[..end]),
        None => name,
    };
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().next().is_some_and(|c| !c.is_ascii_digit());
    if is_plain {
        write!(path, ".{name}")
    } else {
        write!(path, "[{name:?}]")
    }
    .expect("a String accepts all writes");
}

/// Appends the index of an array's item to a path.
pub fn push_index(path: &mut String, index: usize) {
    write!(path, "[{index}]").expect("a String accepts all writes");
}

/// Inserts the name of a property after the `$` of a path: the path as seen from the surrounding object.
pub fn prepend_property(path: &mut String, name: &str) {
    let mut segment = String::new();
    push_property(&mut segment, name);
    path.insert_str("$".len(), &segment);
}

/// Inserts the index of an item after the `$` of a path: the path as seen from the surrounding array.
pub fn prepend_index(path: &mut String, index: usize) {
    path.insert_str("$".len(), &format!("[{index}]"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_names_are_quoted() {
        let mut path = String::from("$");
        push_property(&mut path, "results");
        push_index(&mut path, 0);
        push_property(&mut path, "a b");
        push_property(&mut path, "3com");
        push_property(&mut path, "");
        assert_eq!(path, r#"$.results[0]["a b"]["3com"][""]"#);
        let mut long = String::from("$");
        push_property(&mut long, &"x".repeat(1_000_000));
        assert_eq!(long, format!("$[\"{}...\"]", "x".repeat(100)));
    }

    #[test]
    fn a_path_can_grow_from_the_inside() {
        let mut path = String::from("$");
        prepend_property(&mut path, "a b");
        prepend_index(&mut path, 7);
        prepend_property(&mut path, "results");
        assert_eq!(path, r#"$.results[7]["a b"]"#);
    }
}
