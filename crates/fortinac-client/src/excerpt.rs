//! The beginning of a body that is not JSON, for an error.

/// More of a body is not looked at.
const LOOKED_AT: usize = 64 * 1024;
const LONGEST: usize = 160;

pub(crate) fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]).into_owned()
}

/// The beginning, without tags, on one line; `None` if nothing is left.
pub(crate) fn of(text: &str) -> Option<String> {
    let mut words = String::new();
    let mut in_tag = false;
    for character in text.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                words.push(' ');
            }
            _ if in_tag => {}
            character if character.is_control() => words.push(' '),
            character => words.push(character),
        }
    }
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push_str(" ...");
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line_without_tags() {
        let page = "<html><head><title>Not\r\nfound</title></head><body>\u{1b}[31m nothing <b>here</b></body></html>";
        assert_eq!(of(page).as_deref(), Some("Not found [31m nothing here"));
        assert_eq!(of(""), None);
        assert_eq!(of("<html></html>"), None);
        assert!(of(&"é".repeat(100_000)).is_some_and(|line| line.chars().count() < 170));
    }
}
