//! Documents that are not XML, or are meant to do harm.

use std::cell::Cell;
use std::fmt;

use fortinac_types::user::UserListEnvelope;
use fortinac_types::{JsonValue, User};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::from_xml;

#[track_caller]
fn assert_malformed(xml: &[u8], reason: &str) {
    let error = from_xml::<Value>(xml).unwrap_err();
    assert_eq!((error.path(), error.found()), ("$", None), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
    assert!(!format!("{error:?} {error}").contains("canary"), "{error}");
}

#[test]
fn a_dtd_and_its_entities_are_refused() {
    let billion_laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "canary"><!ENTITY b "&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;">]><lolz>&c;</lolz>"#;
    let external = r#"<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/canary">]><r>&x;</r>"#;
    for xml in [
        billion_laughs,
        external,
        "<!DOCTYPE html><html><body>canary</body></html>",
        "<!doctype r><r/>",
        "<r><!DOCTYPE r></r>",
        "<!DOCTYPE r SYSTEM 'canary.dtd'><r/>",
    ] {
        assert_malformed(xml.as_bytes(), "DOCTYPE");
    }
    for xml in ["<r>&canary;</r>", "<r>&nbsp;</r>"] {
        assert_malformed(xml.as_bytes(), "no such entity");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| "<a>".repeat(levels) + &"</a>".repeat(levels);
    assert!(from_xml::<Value>(nested(64).as_bytes()).is_ok());
    assert!(from_xml::<JsonValue>(nested(64).as_bytes()).is_ok());
    for levels in [65, 10_000, 1_000_000] {
        assert_malformed(nested(levels).as_bytes(), "64 levels");
    }
    assert_malformed("<a>".repeat(10_000).as_bytes(), "64 levels");
}

#[test]
fn every_truncation_is_an_error() {
    let xml = "<?xml version='1.0'?><r a='b'><x>canary &amp; <![CDATA[c]]></x><!-- c --><y/></r>";
    for end in 0..xml.len() {
        assert_malformed(&xml.as_bytes()[..end], "at byte ");
    }
    assert!(from_xml::<Value>(xml.as_bytes()).is_ok());
}

#[test]
fn a_document_that_is_not_xml_is_an_error() {
    for (xml, reason) in [
        ("", "single root element"),
        ("   ", "single root element"),
        ("canary", "single root element"),
        (r#"{"status": "canary"}"#, "single root element"),
        ("<a/><b/>", "single root element"),
        ("<a/>canary", "text stands beside elements"),
        ("<p>canary <b>canary</b></p>", "text stands beside elements"),
        (
            "<html><head><meta charset=utf-8></head></html>",
            "not an attribute",
        ),
        ("<a b='canary' b='canary'/>", "not an attribute"),
        ("<html><br><p>canary</p></html>", "no match"),
        ("<canary></other>", "no match"),
        ("</canary>", "no match"),
        ("<a>canary & b</a>", "no match"),
        ("<1/>", "not a name"),
        ("<>canary</>", "not a name"),
        (
            "<$serde_json::private::Number>1</$serde_json::private::Number>",
            "not a name",
        ),
        ("<a:>canary</a:>", "not a name"),
        ("<a>&#0;</a>", "forbids"),
        ("<a>&#1;</a>", "forbids"),
        ("<a>&#xD800;</a>", "forbids"),
        ("<a>\u{0}</a>", "forbids"),
        ("<a>canary\u{b}</a>", "forbids"),
        ("<a>\u{ffff}</a>", "forbids"),
        (
            "<?xml version='1.0' encoding='canary'?><a/>",
            "other than UTF-8",
        ),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
            "other than UTF-8",
        ),
    ] {
        assert_malformed(xml.as_bytes(), reason);
    }
    assert_malformed(&[b'<'; 1000], "at byte ");
    assert_malformed(format!("<{}/>", "a".repeat(257)).as_bytes(), "not a name");
}

#[test]
fn only_utf_8_is_read() {
    let xml = "<?xml version='1.0' encoding='UTF-16'?><a>canary</a>";
    let big: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_malformed(&[b"\xfe\xff".as_slice(), &big].concat(), "UTF-8");
    assert_malformed(&[b"\xff\xfe".as_slice(), &little].concat(), "UTF-8");
    assert_malformed(&big, "forbids");
    assert_malformed(&little, "forbids");
    assert_malformed(b"<a>\xe9</a>", "UTF-8");
}

#[test]
fn large_documents_are_read() {
    let names: String = (0..100_000).map(|n| format!("<n{n}/>")).collect();
    let attributes: String = (0..100_000).map(|n| format!(" n{n}='1'")).collect();
    for xml in [
        format!("<r>{names}</r>"),
        format!("<r{attributes}/>"),
        format!("<r>{}</r>", "<a/>".repeat(100_000)),
        format!("<r>{}</r>", "&amp;".repeat(100_000)),
        format!("<r>{}</r>", "1".repeat(1_000_000)),
    ] {
        from_xml::<Value>(xml.as_bytes()).unwrap();
    }
}

thread_local! {
    static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// Counts what is decoded, and refuses every string, so that each reading of an element is attempted.
struct Counted;

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DECODED.set(DECODED.get() + 1);
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Counted {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything but a string")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Self, A::Error> {
        while properties.next_entry::<IgnoredAny, Self>()?.is_some() {}
        Ok(self)
    }
}

/// How often an element of this document is decoded, summed over all elements.
fn decoded(xml: &str) -> usize {
    DECODED.set(0);
    let _ = from_xml::<Counted>(xml.as_bytes());
    DECODED.get()
}

#[test]
fn work_grows_with_the_size_only() {
    let wide = |n: usize| {
        let children: String = (0..n).map(|n| format!("<n{n}/>")).collect();
        format!("<r>{children}</r>")
    };
    let repeated = |n: usize| format!("<r>{}</r>", "<a/>".repeat(n));
    let mixed = |n: usize| format!("<r>{}</r>", "<a><b/><c/></a>".repeat(n));
    for document in [&wide as &dyn Fn(usize) -> String, &repeated, &mixed] {
        let each = decoded(&document(1001)) - decoded(&document(1000));
        let of_many = decoded(&document(11_000)) - decoded(&document(1000));
        assert!((1..=16).contains(&each), "{each}");
        assert_eq!(of_many, 10_000 * each);
    }
    // Only the innermost element is read in several ways.
    let deep = |n: usize| "<a>".repeat(n) + "canary" + &"</a>".repeat(n);
    assert_eq!(decoded(&deep(8)) - decoded(&deep(3)), 5);
}

#[test]
fn an_error_never_shows_a_value() {
    let places = [
        "<r><results><id>CANARY</id></results></r>",
        "<r><results><id> CANARY, expected CANARY</id></results></r>",
        "<r><results><password><x>CANARY</x></password></results></r>",
        "<r><results><password>CANARY</password><password>CANARY</password></results></r>",
        "<r><results><locale>CANARY</locale></results></r>",
        "<r><results>CANARY</results></r>",
        "<r><status>CANARY</status><status/></r>",
        "<r>CANARY</r>",
        "<r><results><password>CANARY</results></r>",
        "<r><results password=CANARY/></r>",
        "<r><results><x>CANARY</x>CANARY</results></r>",
        "<r>&CANARY;</r>",
        "<r>&#CANARY;</r>",
        "<r><?xml encoding='CANARY'?></r>",
        "<!CANARY>",
    ];
    for xml in places {
        let error = from_xml::<UserListEnvelope>(xml.as_bytes()).expect_err(xml);
        let shown = format!("{error:?} {error:#?} {error}");
        assert!(!shown.contains("CANARY"), "{shown}");
        assert!(std::error::Error::source(&error).is_none());
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        let _ = from_xml::<User>(&bytes);
    }

    /// Random documents that consist of markup.
    #[test]
    fn random_markup_never_panics(pieces in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "/", "</", "/>", "<a>", "</a>", "<id>", "</id>", "<results>", "</results>", "<a/>", "&", ";", "&#", "&amp;",
        "<!--", "-->", "--", "<![CDATA[", "]]>", "<?", "?>", "<?xml ", "encoding=", "'", "\"", "=", "x", "5", " ", "xsi:nil='1'",
        "<!DOCTYPE", "[", "]", ":", "\r", "\u{0}", "é",
    ]), 0..40)) {
        let xml = pieces.concat();
        let _ = from_xml::<UserListEnvelope>(xml.as_bytes());
        if let Ok(value) = from_xml::<Value>(xml.as_bytes()) {
            // A value that was read can be written, and is then read as the same value.
            let again = crate::to_xml("r", &value).unwrap();
            prop_assert_eq!(from_xml::<Value>(&again).unwrap(), value);
        }
    }
}
