//! The beginning of a body that is not JSON, for an error.

use crate::line::plain;
use crate::media;

/// More of a body is not looked at.
const LOOKED_AT: usize = 64 * 1024;
const LONGEST: usize = 160;

/// What is no text of a page, from its beginning to its end.
const HIDDEN: [(&str, &str); 3] = [
    ("<style", "</style"),
    ("<script", "</script"),
    ("<!--", "-->"),
];

/// What a page begins with that does not say that it is one.
const HTML: [&str; 12] = [
    "html", "head", "title", "body", "h1", "h2", "h3", "p", "div", "center", "pre", "b",
];

/// The text of a body that may be shown. JSON and XML are not, also broken or under another name: a record may be in
/// them, and its secrets are not known here.
pub(crate) fn text(body: &[u8], media_type: Option<&str>) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    let is_shown = !media_type.is_some_and(|name| media::is_json(name) || media::is_xml(name))
        && !may_be_record(&text);
    is_shown.then(|| text.into_owned())
}

fn may_be_record(text: &str) -> bool {
    let text = text.trim_start_matches(|character: char| plain(character).is_whitespace());
    match text.chars().next() {
        Some('{' | '[' | '"') => true,
        Some('<') => !is_html(text),
        // Not UTF-8: what it says is not known.
        _ => text.contains('\0'),
    }
}

/// Whether a text that begins with `<` is HTML, and not XML of another kind.
fn is_html(text: &str) -> bool {
    let mut rest = text;
    for (begin, end) in [("<?", "?>"), ("<!--", "-->")] {
        while let Some((_, after)) = rest
            .strip_prefix(begin)
            .and_then(|inside| inside.split_once(end))
        {
            rest = after.trim_start();
        }
    }
    let name = |text: &str| {
        let name = text.split(|character: char| !character.is_ascii_alphanumeric());
        name.map(str::to_ascii_lowercase).next()
    };
    if let Some(declared) = rest.strip_prefix("<!") {
        let mut words = declared.split_whitespace().map(name);
        return words.next().flatten().as_deref() == Some("doctype")
            && words.next().flatten().as_deref() == Some("html");
    }
    rest.strip_prefix('<')
        .and_then(name)
        .is_some_and(|name| HTML.contains(&name.as_str()))
}

/// The beginning, without tags, on one line; `None` if nothing is left.
pub(crate) fn of(text: &str) -> Option<String> {
    // Of the same length, so that a place is the same in both.
    let lower = text.to_ascii_lowercase();
    let mut words = String::new();
    let mut position = 0;
    while let Some(start) = lower[position..].find('<') {
        words.push_str(&text[position..position + start]);
        words.push(' ');
        position += start;
        for end in [end_of_hidden(&lower[position..]), ">"] {
            let found = lower[position..].find(end);
            position = found.map_or(text.len(), |found| position + found);
        }
        position = text.len().min(position + 1);
    }
    words.push_str(&text[position..]);
    let words: String = words.chars().map(plain).collect();
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push_str(" ...");
    }
    (!line.is_empty()).then_some(line)
}

/// Where what is hidden from here on ends; at once, if nothing is.
fn end_of_hidden(text: &str) -> &'static str {
    let mut hidden = HIDDEN.iter();
    let hidden = hidden.find(|(begin, _)| text.starts_with(begin));
    hidden.map_or("", |(_, end)| end)
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
        assert_eq!(of("a <b"), Some("a".into()));
        assert!(of(&"é".repeat(100_000)).is_some_and(|line| line.chars().count() < 170));
    }

    #[test]
    fn an_excerpt_has_no_styles_and_scripts() {
        let page = "<html><head><title>Status 404</title><STYLE type='x'>h1 > p {color: #525D76}</STYLE>\
                    <script>if (a < b) {}</script><!-- <p>x</p> --></head><body><b>Message</b> no path</body></html>";
        assert_eq!(of(page).as_deref(), Some("Status 404 Message no path"));
        assert_eq!(of("Oh<style>h1 {"), Some("Oh".into()));
    }

    #[test]
    fn what_turns_a_line_around_is_taken_out() {
        let page = "no\u{202e}drowssap\u{2028}x\u{200b}y\u{feff}";
        assert_eq!(of(page).as_deref(), Some("no drowssap x y"));
    }

    #[test]
    fn what_may_hold_a_record_is_not_shown() {
        for body in [
            "{",
            "[{\"a\":",
            "\"a",
            "\u{feff} {",
            "\r\n\u{feff}\u{feff}[",
            "<r><a>1</a></r>",
            "<?xml version='1.0'?><r/>",
            "<?xml version='1.0'?><!-- x -->\n<r>",
            "<!DOCTYPE r><r>",
            "<htmlx>",
            "\u{fffd}h\0t\0",
        ] {
            assert_eq!(text(body.as_bytes(), Some("text/html")), None, "{body}");
        }
        for body in [
            "no",
            "<html>",
            "<!DOCTYPE html><x>",
            "<!doctype HTML PUBLIC 'x'>",
            "<?xml version='1.0'?>\n<!DOCTYPE html><html>",
            "<H1>no</H1>",
        ] {
            for media_type in [None, Some("text/html"), Some("application/xhtml+xml")] {
                assert!(text(body.as_bytes(), media_type).is_some(), "{body}");
            }
            for media_type in ["application/JSON; x=1", "text/xml", "application/x+xml"] {
                assert_eq!(text(body.as_bytes(), Some(media_type)), None, "{body}");
            }
        }
    }
}
