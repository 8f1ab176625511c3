//! The names of commands and options: those of the spec in kebab-case.

/// The name of a resource, a verb or a parameter as it is typed: `get_by_mac` and `hostID` become `get-by-mac` and
/// `host-id`.
pub(crate) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut before = None::<char>;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let next_is_lower = characters.peek().is_some_and(char::is_ascii_lowercase);
        let starts_word = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase()
                        && next_is_lower
                        && !is_plural(&mut characters.clone())
            });
        if starts_word && !kebab.ends_with('-') {
            kebab.push('-');
        }
        match character {
            'a'..='z' | '0'..='9' => kebab.push(character),
            'A'..='Z' => kebab.push(character.to_ascii_lowercase()),
            _ if kebab.is_empty() || kebab.ends_with('-') => {}
            _ => kebab.push('-'),
        }
        before = Some(character);
    }
    kebab.truncate(kebab.trim_end_matches('-').len());
    kebab
}

/// Whether nothing but an `s` is left, as in `groupIDs`, whose `D` begins no word.
fn is_plural(rest: &mut impl Iterator<Item = char>) -> bool {
    rest.next() == Some('s') && rest.next().is_none_or(|next| !next.is_ascii_lowercase())
}

/// The name in the index that a typed name means.
pub(crate) fn snake(typed: &str) -> String {
    typed.to_ascii_lowercase().replace('-', "_")
}

/// The three names that are most like this one.
pub(crate) fn nearest<'a>(names: impl Iterator<Item = &'a str>, name: &str) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_by_cached_key(|known| strsim::damerau_levenshtein(known, name));
    names.truncate(3);
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_kebab_case() {
        for (name, expected) in [
            ("get_by_mac", "get-by-mac"),
            ("hostID", "host-id"),
            ("groupIDs", "group-ids"),
            ("expireDateMS", "expire-date-ms"),
            ("InactiveDays", "inactive-days"),
            ("serverIP", "server-ip"),
            ("IPAddress", "ip-address"),
            ("ids", "ids"),
            ("Id", "id"),
            ("setExpiration", "set-expiration"),
            ("Port [1]", "port-1"),
            ("a.b", "a-b"),
        ] {
            assert_eq!(kebab(name), expected, "{name}");
        }
    }
}
