use proptest::prelude::*;

use super::*;

#[test]
fn a_string_keeps_its_format() {
    let mut strings = Strings::default();
    for (text, expected) in [
        ("", ""),
        ("TRUE", "TRUE"),
        ("*", "*"),
        ("0", "0"),
        ("-1", "-1"),
        ("417730255514", "100000000000"),
        ("0151 7", "0100 1"),
        ("+49151", "+10000"),
        ("1692985235000", "1704067261001"),
        (
            "A0:B1:C2:D3:E4:F5, 10.1.2.3",
            "02:00:5E:00:00:01, 198.18.0.1",
        ),
        ("rbeck@nac.example.net", "text-1@example.com"),
        ("plc.example.net", "text-2.example.com"),
        (
            "https://plc.example.net/x?y=z",
            "https://text-3.example.com/",
        ),
        ("<!DOCTYPE html><p>x", "<html>text-4</html>"),
        ("Rowan Beck", "text-5"),
        ("A0:B1:C2:D3:E4:F5 of Rowan", "text-6"),
        ("Rowan Beck", "text-5"),
    ] {
        assert_eq!(strings.value(text), expected, "{text}");
    }
}

#[test]
fn a_replacement_is_replaced_in_the_same_format() {
    let texts = [
        "417730255514",
        "1692985235000",
        "2023-08-25T17:40:35.000+0000",
        "A0-B1-C2-D3-E4-F5",
        "A0:B1:C2",
        "10.1.2.3:443",
        "rbeck@nac.example.net",
        "https://plc.example.net/x?y=z",
        "<p>x",
        "Rowan Beck",
    ];
    let mut first = Strings::default();
    let mut second = Strings::default();
    for text in texts {
        let once = first.value(text);
        let form = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "9");
        assert_eq!(form(&second.value(&once)), form(&once), "{text}");
    }
}

#[test]
fn a_secret_is_gone() {
    let mut strings = Strings::default();
    assert_eq!(strings.secret("Hunter2"), SECRET);
    assert_eq!(strings.secret(""), "");
    assert_eq!(strings.secret("false"), "false");
    assert_ne!(strings.secret("8812"), "8812");
}

/// Forms of strings: `D` stands for digits and `W` for letters that nothing may be left of.
const FORMS: [&str; 58] = [
    "D",
    "-D",
    "+D",
    "00D",
    "-0D",
    "0.D",
    "D.5",
    "D.D",
    "1.De7",
    "0eD",
    "0E-D",
    "4e+D",
    "De1",
    "1eD",
    "DeD",
    "0.0eD",
    "417e7D",
    "W",
    "W W",
    "W, W",
    "W-W",
    "WD",
    "W D",
    "... W ...",
    "1, W",
    "D, D",
    "D;D|D",
    "D D 10.1.2.3",
    "true D",
    "10.1.2.3/D",
    "10.1.2.3:D",
    "fd00::1/D",
    "fd00::1%W",
    "[fd00::1]:D",
    "10.1.2.3-D",
    "W:W:W",
    "a0:b1:W",
    "W@W.example",
    "W.example.net",
    "https://W.example/D?W=D",
    "ssh://W",
    "<W>D</W>",
    "{\"W\": \"W\", \"x\": D}",
    "[\"D\", [\"W\"]]",
    "\"W\"",
    "{\"a\": 0eD}",
    "2024-01-01T17:45:12.D",
    "1970-01-01T17:45:12.D-0330",
    "1969-12-31 19:00:00,D",
    "2024-01-01TD",
    "2024-01-01T17:45 W",
    "Jan 1, D",
    "Mon W 1 17:45",
    "17:45:D",
    "D:D:D",
    "1/1/D",
    "text-D",
    "secret-W",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_left_of_a_string(digits in "[3-9]{10,30}", word in "[jqxz]{10}") {
        let mut strings = Strings::default();
        for form in FORMS {
            let text = form.replace('D', &digits).replace('W', &word);
            let replaced = [
                strings.value(&text), strings.key(&text, false), strings.key(&text, true), strings.secret(&text),
            ];
            for replaced in replaced {
                let is_left = |run: &str| (0..=run.len() - 10).any(|start| replaced.contains(&run[start..start + 10]));
                prop_assert!(!is_left(&digits) && !is_left(&word), "{text} {replaced}");
            }
        }
    }

    #[test]
    fn what_has_no_letter_and_no_digit_is_replaced_too(
        text in "[.,;:|*/ _=~-]{2,12}|[\u{1F600}-\u{1F64F}]{1,3}|[^a-zA-Z0-9\u{80}-\u{10FFFF}]{2,9}"
    ) {
        // The address that stands for none stays.
        prop_assume!(!text.contains("::"));
        let mut strings = Strings::default();
        for replaced in [strings.value(&text), strings.key(&text, false), strings.secret(&text)] {
            // What begins as markup does becomes a page.
            let replaced = replaced.replace("<html>", "").replace("</html>", "");
            prop_assert!(!replaced.contains(&text), "{text} {replaced}");
        }
    }
}

#[test]
fn what_stands_for_nothing_stays() {
    let mut strings = Strings::default();
    for text in [
        "",
        " ",
        "*",
        "-",
        ",",
        "/",
        "null",
        "True",
        "FALSE",
        "0",
        "-1",
        "000",
        "0.0.0.0",
        "FF:FF:FF:FF:FF:FF",
        "1970-01-01",
    ] {
        assert_eq!(strings.value(text), text);
        assert_eq!(strings.key(text, false), text);
    }
}
