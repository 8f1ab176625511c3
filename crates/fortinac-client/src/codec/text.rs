//! Bodies as UTF-8, whatever they came as.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr, memchr_iter};

/// The body without its byte order mark, as UTF-8, and whether something in it was no character, in whose place there is
/// now U+FFFD: a byte that its character set does not have, or half a surrogate pair in a JSON string (Java cuts strings
/// between UTF-16 units).
///
/// A body that is valid UTF-8 stays as it is, whatever character set its content type names: JSON is always UTF-8, and
/// servers name another one by habit, while text of another one is hardly ever valid UTF-8 by chance. Otherwise, the
/// character set of the content type counts.
pub(crate) fn to_utf8<'a>(body: &'a [u8], content_type: Option<&str>) -> (Cow<'a, [u8]>, bool) {
    let (text, replaced) = decoded(body, content_type);
    // In XML, a backslash is one.
    if content_type.is_some_and(|media_type| contains_word(media_type, "xml")) {
        return (text, replaced);
    }
    match without_half_pairs(&text) {
        Some(repaired) => (Cow::Owned(repaired), true),
        None => (text, replaced),
    }
}

fn decoded<'a>(body: &'a [u8], content_type: Option<&str>) -> (Cow<'a, [u8]>, bool) {
    let (encoding, body) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (encoding, &body[length..]),
        None => {
            let declared = content_type.and_then(charset);
            let encoding = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
            (encoding.unwrap_or(UTF_8), body)
        }
    };
    // Some encodings use the bytes of ASCII for other characters, so that they always look like valid UTF-8.
    if encoding.is_ascii_compatible() && std::str::from_utf8(body).is_ok() {
        return (Cow::Borrowed(body), false);
    }
    let (text, replaced) = encoding.decode_without_bom_handling(body);
    let bytes = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    (bytes, replaced)
}

/// The character set that a content type names.
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']))
    })
}

fn contains_word(text: &str, word: &str) -> bool {
    let windows = text.as_bytes().windows(word.len());
    windows
        .into_iter()
        .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// The JSON with U+FFFD in place of each escape that is half a surrogate pair; `None` if it has none.
fn without_half_pairs(json: &[u8]) -> Option<Vec<u8>> {
    let mut repaired: Option<Vec<u8>> = None;
    let mut position = 0;
    while let Some(offset) = json.get(position..).and_then(|rest| memchr(b'\\', rest)) {
        let start = position + offset;
        position = start
            + match escaped_unit(json, start) {
                Some(0xd800..=0xdbff)
                    if matches!(escaped_unit(json, start + 6), Some(0xdc00..=0xdfff)) =>
                {
                    12
                }
                Some(0xd800..=0xdfff) => {
                    let bytes = repaired.get_or_insert_with(|| json.to_vec());
                    bytes[start + 2..start + 6].copy_from_slice(b"fffd");
                    6
                }
                // Another escape: the character behind the backslash belongs to it.
                _ => 2,
            };
    }
    repaired
}

/// The UTF-16 unit of an escape such as `\ud83d` at this position.
fn escaped_unit(json: &[u8], start: usize) -> Option<u16> {
    let digits = json.get(start..start + 6)?.strip_prefix(br"\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    // from_str_radix takes a sign too.
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal.then(|| u16::from_str_radix(digits, 16).ok())?
}

/// How many of the bytes of a text are this one.
pub(crate) fn count(text: &[u8], byte: u8) -> usize {
    memchr_iter(byte, text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_text(body: &[u8], content_type: &str, expected: &str, replaced: bool) {
        let (text, was_replaced) = to_utf8(body, Some(content_type));
        assert_eq!(String::from_utf8_lossy(&text), expected);
        assert_eq!(was_replaced, replaced, "{content_type}");
    }

    #[test]
    fn utf_8_is_not_copied() {
        for content_type in [
            None,
            Some("application/json"),
            Some("application/json;charset=ISO-8859-1"),
            Some("application/json; charset=no-such"),
        ] {
            let body = r#"{"name":"Jürgen \ud83d\ude00 \\ud83d"}"#;
            let (text, replaced) = to_utf8(body.as_bytes(), content_type);
            assert!(matches!(text, Cow::Borrowed(_)) && !replaced, "{text:?}");
        }
    }

    #[test]
    fn the_declared_character_set_counts() {
        for content_type in [
            "application/json;charset=ISO-8859-1",
            "application/json; Charset=\"windows-1252\"",
            "application/json; x=1; charset='latin1'",
        ] {
            assert_text(
                b"{\"name\":\"J\xfcrgen\"}",
                content_type,
                r#"{"name":"Jürgen"}"#,
                false,
            );
        }
        let body = b"\"\x1b$B%[\x1b(B\"";
        assert_text(
            body,
            "application/json;charset=iso-2022-jp",
            "\"ホ\"",
            false,
        );
    }

    #[test]
    fn a_byte_order_mark_counts_more() {
        let utf16: Vec<u8> = "\u{feff}[\"ü\"]"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_text(&utf16, "application/json;charset=utf-8", "[\"ü\"]", false);
        assert_text("\u{feff}[1]".as_bytes(), "application/json", "[1]", false);
    }

    #[test]
    fn what_is_no_character_is_replaced() {
        for content_type in ["application/json", "application/json;charset=no-such"] {
            assert_text(b"\"J\xfcrgen\"", content_type, "\"J\u{fffd}rgen\"", true);
        }
    }

    #[test]
    fn half_a_pair_is_replaced() {
        for (json, expected) in [
            (r#""cut \ud83d""#, r#""cut \ufffd""#),
            (r#""\ude00 cut""#, r#""\ufffd cut""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\\\uD83D\n""#, r#""\\\ufffd\n""#),
        ] {
            assert_text(json.as_bytes(), "application/json", expected, true);
        }
        for json in [
            r#""\\ud83d""#,
            r#""\u+d83""#,
            r#""\ud83"#,
            "\"\\",
            r#""\u12d8""#,
        ] {
            assert_text(json.as_bytes(), "application/json", json, false);
        }
        assert_text(
            br"<a>\ud83d</a>",
            "application/XML",
            r"<a>\ud83d</a>",
            false,
        );
    }
}
