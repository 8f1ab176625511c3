//! Times in formats that are not those of the API, such as that of a text for people.

/// The longest time, such as `Tue, 02 Apr 2019 09:06:55.000 +0000 UTC`.
const MAX_LENGTH: usize = 48;

/// The replacement of a time in another format: digits, separators and names of months and days. It is a time too, but
/// always the same.
pub(super) fn replace(text: &str) -> Option<String> {
    const NAMES: [&str; 19] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon",
        "tue", "wed", "thu", "fri", "sat", "sun",
    ];
    // A long sequence of separators has data.
    let is_separator = |c| matches!(c, '/' | ':' | '-' | '.' | ',' | ' ' | '+');
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut replaced = String::new();
    let (mut runs, mut has_month) = (0, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| {
            c.is_ascii_digit() == first.is_ascii_digit()
                && c.is_ascii_alphabetic() == first.is_ascii_alphabetic()
        };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            runs += 1;
            replaced.push_str(match run.len() {
                1 => "1",
                2 => "01",
                3 => "000",
                4 => "2024",
                _ => return None,
            });
        } else if first.is_ascii_alphabetic() {
            let name = run.to_ascii_lowercase();
            if let Some(index) = NAMES.iter().position(|known| *known == name) {
                has_month |= index < 12;
                replaced.push_str(if index < 12 { "Jan" } else { "Mon" });
            } else if matches!(run, "AM" | "PM") {
                replaced.push_str("AM");
            } else if matches!(run, "T" | "Z" | "UTC" | "GMT") {
                replaced.push_str(run);
            } else {
                return None;
            }
        } else if run.len() <= 2 && run.chars().all(is_separator) {
            replaced.push_str(run);
        } else {
            return None;
        }
    }
    let is_time = ((2..=8).contains(&runs) && (has_month || text.contains(':')))
        || (runs == 3 && text.contains('/'));
    is_time.then_some(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_stays_one_of_a_time() {
        for (text, expected) in [
            ("Apr 2, 2019 9:06:55 PM", "Jan 1, 2024 1:01:01 AM"),
            (
                "Tue Apr 02 09:06:55 UTC 2019",
                "Mon Jan 01 01:01:01 UTC 2024",
            ),
            ("04/02/2019", "01/01/2024"),
            ("17:45", "01:01"),
        ] {
            assert_eq!(replace(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "10/100/1000",
            "555-1234",
            "Lab 7",
            "7",
            "a:1:2",
            "1234567:1",
            "1:...---...:7",
            "1:2:3:4:5:6:7:8:9",
        ] {
            let replaced = replace(text);
            assert!(replaced.is_none() || text.contains('/'), "{text}");
        }
    }
}
