//! The parts of a JSON text that is known to be valid.

use std::borrow::Cow;

/// The text without white space around it.
pub(super) fn trim(json: &str) -> &str {
    json.trim_matches([' ', '\t', '\n', '\r'])
}

/// The items of an array.
pub(super) struct Items<'a>(&'a str);

impl<'a> Items<'a> {
    pub(super) fn of(array: &'a str) -> Self {
        Self(inside(array))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        (!self.0.is_empty()).then(|| take_value(&mut self.0))
    }
}

/// The properties of an object: names with their quotation marks, and values.
pub(super) struct Properties<'a>(&'a str);

impl<'a> Properties<'a> {
    pub(super) fn of(object: &'a str) -> Self {
        Self(inside(object))
    }
}

impl<'a> Iterator for Properties<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        if self.0.is_empty() {
            return None;
        }
        let (name, rest) = self.0.split_at(length_of_string(self.0));
        self.0 = trim(rest)
            .strip_prefix(':')
            .unwrap_or_default()
            .trim_start();
        Some((name, take_value(&mut self.0)))
    }
}

/// What is between the brackets.
fn inside(container: &str) -> &str {
    let inside = container.get(1..container.len().saturating_sub(1));
    trim(inside.unwrap_or_default())
}

/// Takes the first value, and the comma behind it.
fn take_value<'a>(rest: &mut &'a str) -> &'a str {
    let (value, after) = rest.split_at(length_of_value(rest));
    let after = after.trim_start();
    *rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    value.trim_end()
}

/// The length of the string that the text begins with.
fn length_of_string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut position = 1;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => return position + 1,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    text.len()
}

/// The length of the value that the text begins with.
fn length_of_value(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut position, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => position += length_of_string(&text[position..]) - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return position,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return position,
            _ => {}
        }
        position += 1;
    }
    text.len()
}

/// The contents of a string. In place of half a surrogate pair it has U+FFFD.
pub(super) fn string(json: &str) -> Cow<'_, str> {
    let inside = inside_of_string(json);
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    serde_json::from_str(json).map_or_else(|_| Cow::Owned(lossy(inside)), Cow::Owned)
}

/// Whether a string is one of Unicode: without half a surrogate pair.
pub(super) fn is_unicode(json: &str) -> bool {
    !json.contains("\\u") || serde_json::from_str::<String>(json).is_ok()
}

fn inside_of_string(json: &str) -> &str {
    json.get(1..json.len().saturating_sub(1))
        .unwrap_or_default()
}

/// Decodes the escapes one by one.
fn lossy(inside: &str) -> String {
    let mut text = String::new();
    let mut rest = inside;
    while let Some(position) = rest.find('\\') {
        text.push_str(&rest[..position]);
        rest = &rest[position..];
        // A surrogate pair, one character, or a sign.
        let escape = [12, 6, 2].into_iter().find_map(|length| {
            let escape = rest.get(..length)?;
            let decoded: String = serde_json::from_str(&format!("\"{escape}\"")).ok()?;
            (decoded.chars().count() == 1).then_some((decoded, length))
        });
        let (decoded, length) = escape.unwrap_or(("\u{fffd}".to_owned(), rest.len().min(6)));
        text.push_str(&decoded);
        rest = &rest[length..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_whatever_is_in_them() {
        let array = r#"[ 1 , "a,]\"b" , [2,[3]] , {"x" : [4, "}"]} ]"#;
        let items: Vec<&str> = Items::of(array).collect();
        assert_eq!(
            items,
            ["1", r#""a,]\"b""#, "[2,[3]]", r#"{"x" : [4, "}"]}"#]
        );
        let object = "{ \"a\\\"\" : 1,\n\"b\":{},\"c\" : \"é\"}";
        let properties: Vec<_> = Properties::of(object).collect();
        assert_eq!(
            properties,
            [("\"a\\\"\"", "1"), ("\"b\"", "{}"), ("\"c\"", "\"é\"")]
        );
        assert_eq!(Items::of("[ ]").count() + Properties::of("{}").count(), 0);
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        for (json, text) in [
            (r#""cut \ud83d""#, "cut \u{fffd}"),
            (r#""\udc00\n\u00e9""#, "\u{fffd}\né"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""plain é""#, "plain é"),
        ] {
            assert_eq!(string(json), text, "{json}");
        }
        assert!(is_unicode(r#""\ud83d\ude00""#) && !is_unicode(r#""\ud83d""#));
    }
}
