//! What a text says under its escapes.

use percent_encoding::percent_decode_str;

/// Names in HTML of characters of ASCII, as far as encoders use them.
const ASCII: [(&str, char); 31] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("sol", '/'),
    ("bsol", '\\'),
    ("num", '#'),
    ("excl", '!'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("period", '.'),
    ("colon", ':'),
    ("semi", ';'),
    ("equals", '='),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("Hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("verbar", '|'),
    ("rcub", '}'),
    ("euro", '€'),
];

/// Names in HTML of the characters from U+00A0 on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The text without one level of the escapes of HTML, JSON, JavaScript and URLs. What is no escape stays.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(['&', '\\']) {
        plain.push_str(&rest[..place]);
        rest = &rest[place..];
        // A sign that begins no escape is one byte.
        let (character, length) = html(rest)
            .or_else(|| json(rest))
            .unwrap_or((char::from(rest.as_bytes()[0]), 1));
        plain.push(character);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    percent_decode_str(&plain).decode_utf8_lossy().into_owned()
}

/// The character that an escape of HTML at the beginning stands for, and the escape's length.
fn html(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let end = digits.find(|digit: char| !digit.is_digit(radix));
        let (digits, after) = digits.split_at(end.unwrap_or(digits.len()));
        let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
        let after = after.strip_prefix(';').unwrap_or(after);
        return Some((character, text.len() - after.len()));
    }
    let (name, after) = name.split_once(';')?;
    let ascii = ASCII.iter().find(|(known, _)| *known == name);
    let latin = || {
        let mut latin = (0xa0_u32..).zip(LATIN.split_whitespace());
        let (code, _) = latin.find(|(_, known)| *known == name)?;
        char::from_u32(code)
    };
    let character = ascii.map(|(_, character)| *character).or_else(latin)?;
    Some((character, text.len() - after.len()))
}

/// The same for an escape of JSON, or one that JavaScript has besides.
fn json(text: &str) -> Option<(char, usize)> {
    if let Some(digits) = text.strip_prefix("\\x").and_then(|rest| rest.get(..2)) {
        let code = u8::from_str_radix(digits, 16).ok()?;
        return Some((char::from(code), 4));
    }
    if text.starts_with("\\'") {
        return Some(('\'', 2));
    }
    // Two halves of a character, a whole one, or a sign.
    [12, 6, 2].into_iter().find_map(|length| {
        let escape = text.get(..length)?;
        let plain: String = serde_json::from_str(&format!("\"{escape}\"")).ok()?;
        let mut characters = plain.chars();
        let character = characters.next()?;
        characters.next().is_none().then_some((character, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read() {
        for (escaped, plain) in [
            ("it&#39;s &#x27;&#X27; &#39", "it's '' '"),
            ("&amp;&lt;&sol;&nbsp;&eacute;&yuml;", "&</\u{a0}éÿ"),
            (r"\u0027\u003C\ud83d\ude00\/\n\x41\'", "'<😀/\nA'"),
            ("a%2fb%C3%A9", "a/bé"),
            (
                "& &; &x; &#; &#x110000; \\ \\q \\u00 %zz é\\",
                "& &; &x; &#; &#x110000; \\ \\q \\u00 %zz é\\",
            ),
        ] {
            assert_eq!(unescape(escaped), plain);
        }
    }
}
