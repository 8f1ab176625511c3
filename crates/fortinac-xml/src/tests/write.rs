//! What is written and what is refused.

use fortinac_types::common::ElementSummary;
use fortinac_types::{Extra, Field, Group, User};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::to_xml;

/// The document without its declaration.
#[track_caller]
fn written<T: Serialize + ?Sized>(value: &T) -> String {
    let xml = String::from_utf8(to_xml("r", value).unwrap()).unwrap();
    let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    xml.strip_prefix(declaration).unwrap().to_owned()
}

#[track_caller]
fn assert_refused<T: Serialize + ?Sized>(value: &T, message: &str) {
    let error = to_xml("r", value).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(!format!("{error:?}").contains("canary"));
}

#[test]
fn properties_are_elements_and_arrays_repeat_them() {
    let member = |name: &str| ElementSummary {
        name: name.into(),
        ..ElementSummary::default()
    };
    let group = Group {
        dbid: 7.into(),
        members: vec![member("a"), member("b")].into(),
        ..Group::default()
    };
    assert_eq!(
        written(&group),
        "<r><dbid>7</dbid><members><name>a</name></members><members><name>b</name></members></r>"
    );
}

#[test]
fn null_is_written_as_nil_and_absent_is_left_out() {
    let user = User {
        email: "".into(),
        notes: Field::Null,
        ..User::default()
    };
    assert_eq!(
        written(&user),
        r#"<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><email></email><notes xsi:nil="true"></notes></r>"#
    );
    assert_eq!(
        written(&Value::Null),
        r#"<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></r>"#
    );
}

#[test]
fn scalars_are_text_and_markup_is_escaped() {
    let value = json!({"a": true, "b": 1.0, "c": u64::MAX, "d": "<![CDATA[&]]>\r\n\t\"'é😀", "e": {}, "f": []});
    assert_eq!(
        written(&value),
        "<r><a>true</a><b>1.0</b><c>18446744073709551615</c>\
         <d>&lt;![CDATA[&amp;]]&gt;&#13;\n\t\"'é😀</d><e></e></r>"
    );
    assert_eq!(written("text"), "<r>text</r>");
}

#[test]
fn what_xml_cannot_carry_is_an_error_with_its_path() {
    assert_refused(
        &json!([1]),
        "at $: XML cannot carry an array as the whole document",
    );
    assert_refused(
        &json!({"a": [[1], [2]]}),
        "at $.a[0]: XML cannot carry an array as an item of an array",
    );
    assert_refused(
        &json!({"a": [{"b": "x"}, {"b": "canary\u{1}"}]}),
        "at $.a[1].b: XML cannot carry a control character",
    );
    for (name, shown) in [
        ("two words", r#"$.a["two words"]"#),
        ("1st", r#"$.a["1st"]"#),
        ("a:b", r#"$.a["a:b"]"#),
        ("", r#"$.a[""]"#),
        ("x><y", r#"$.a["x><y"]"#),
        ("x\ny", r#"$.a["x\ny"]"#),
    ] {
        let value = json!({"a": Extra::from_iter([(name, 1)])});
        assert_refused(
            &value,
            &format!("at {shown}: XML cannot carry a property whose name is not an XML name"),
        );
        // An array without items has no element, but its name is checked as well.
        assert!(to_xml("r", &json!({name: []})).is_err());
    }
    assert!(to_xml("no name", &json!({})).is_err());
}

#[test]
fn the_message_of_a_type_that_does_not_serialize_is_not_shown() {
    struct Broken;

    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("canary"))
        }
    }

    assert_refused(
        &Broken,
        "at $: XML cannot carry what JSON cannot carry either",
    );
}
