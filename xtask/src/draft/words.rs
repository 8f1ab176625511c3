//! Words: the cases of names, and English nouns with their plurals and articles.

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

/// `NAT-detection` and `deleteServerCert` as `nat-detection` and `delete-server-cert`.
pub(super) fn kebab(name: &str) -> String {
    snake(name).replace('_', "-")
}

/// The article before a word: `an` for `alarm`, `update` and `snmp`, `a` for `policy`, `user` and `usage`.
pub(super) fn article(word: &str) -> &'static str {
    let is_vowel = |letter: char| "aeiou".contains(letter);
    let first = word
        .split([' ', '_', '-'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    // An abbreviation is read by its letters: an S, and an M.
    let is_abbreviation = !first.contains(|letter| is_vowel(letter) || letter == 'y');
    let sounds_open = match first.chars().next() {
        Some('u') => !["us", "uni", "ut"]
            .iter()
            .any(|start| first.starts_with(start)),
        Some(letter) if is_abbreviation => "fhlmnrsx".contains(letter),
        Some(letter) => is_vowel(letter),
        None => false,
    };
    if sounds_open { "an" } else { "a" }
}

/// A text about one thing as a text about another: the noun, its plural, and the article before it.
pub(super) fn with_noun(text: &str, other: &str, own: &str) -> String {
    if other.is_empty() || other == own {
        return text.to_owned();
    }
    let text = with_word(text, &plural(other), &plural(own));
    with_word(&text, other, own)
}

/// A text with another word in place of each whole one, and an article that goes with it.
fn with_word(text: &str, from: &str, to: &str) -> String {
    let (mut replaced, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let is_part =
            |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '`');
        let last = before
            .chars()
            .next_back()
            .or_else(|| replaced.chars().next_back());
        replaced.push_str(before);
        if is_part(last) || is_part(after.chars().next()) {
            replaced.push_str(from);
        } else {
            for article_before in ["a ", "an ", "A ", "An "] {
                let stem = replaced.strip_suffix(article_before);
                let stem = stem.filter(|stem| !stem.ends_with(char::is_alphanumeric));
                if let Some(stem) = stem.map(str::to_owned) {
                    let article = article(to);
                    let rest = match article_before.starts_with('A') {
                        true => format!("A{}", &article[1..]),
                        false => article.to_owned(),
                    };
                    replaced = format!("{stem}{rest} ");
                    break;
                }
            }
            replaced.push_str(to);
        }
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_of_names() {
        assert_eq!(snake("resetToDefault"), "reset_to_default");
        assert_eq!(snake("supporting-info"), "supporting_info");
        assert_eq!(snake("NAT-detection"), "nat_detection");
        assert_eq!(kebab("NAT-detection"), "nat-detection");
        assert_eq!(kebab("DeviceProfiler"), "device-profiler");
        assert_eq!(pascal("badSSIDNames"), "BadSsidNames");
        assert_eq!(pascal("access_policy"), "AccessPolicy");
        assert_eq!(pascal("groupIDs"), "GroupIds");
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

    #[test]
    fn an_article_goes_with_its_noun() {
        for (word, expected) in [
            ("alarm", "an"),
            ("event action", "an"),
            ("envelope", "an"),
            ("update", "an"),
            ("snmp device", "an"),
            ("user", "a"),
            ("usage", "a"),
            ("policy", "a"),
        ] {
            assert_eq!(article(word), expected, "{word}");
        }
        let text = "Adds a policy, or changes a policy. Policies of a policyholder stay; these policies do not.";
        let expected = "Adds an alarm, or changes an alarm. Policies of a policyholder stay; these alarms do not.";
        assert_eq!(with_noun(text, "policy", "alarm"), expected);
        assert_eq!(with_noun("An alarm", "alarm", "role"), "A role");
    }
}
