//! MAC addresses in any notation.

/// The address in upper case with colons, as the appliance keeps it; `None` if the text is not a MAC address.
///
/// Digits are read with colons, hyphens, dots or spaces between them, or without any.
pub(crate) fn normal(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(12);
    for character in text.trim().chars() {
        match character {
            ':' | '-' | '.' | ' ' => {}
            digit if digit.is_ascii_hexdigit() => digits.push(digit.to_ascii_uppercase()),
            _ => return None,
        }
    }
    let is_whole = digits.len() == 12;
    let pairs = digits.as_bytes().chunks(2);
    let pairs =
        pairs.map(|pair| char::from(pair[0]).to_string() + &char::from(pair[1]).to_string());
    is_whole.then(|| pairs.collect::<Vec<_>>().join(":"))
}

/// Whether two texts are the same MAC address, in whatever notation.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    // Most texts are not addresses, and lists are long: the cheap comparison comes first.
    (12..=17).contains(&a.len()) && normal(a).is_some_and(|a| normal(b) == Some(a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_is_read() {
        for text in [
            "02:00:5e:00:53:c7",
            "02-00-5E-00-53-C7",
            "0200.5e00.53c7",
            "02005E0053C7",
            " 02 00 5e 00 53 c7 ",
        ] {
            assert_eq!(normal(text).as_deref(), Some("02:00:5E:00:53:C7"), "{text}");
            assert!(is_same(text.trim(), "02:00:5E:00:53:C7"), "{text}");
        }
        for text in [
            "",
            "02:00:5E:00:53",
            "02:00:5E:00:53:C7:01",
            "sample",
            "02:00:5E:00:53:GG",
        ] {
            assert_eq!(normal(text), None, "{text}");
        }
    }
}
