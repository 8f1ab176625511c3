//! How types read an element.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};

use fortinac_types::common::AuditRecord;
use fortinac_types::{
    Code, Extra, Field, Group, IntegerOrString, JsonValue, RecordOrString, Secret, Timestamp, User,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Number, Value, json};

use crate::{from_xml, from_xml_seed};

#[track_caller]
fn assert_reads<T: DeserializeOwned + PartialEq + Debug>(xml: &str, expected: T) {
    assert_eq!(from_xml::<T>(xml.as_bytes()), Ok(expected), "{xml}");
}

#[track_caller]
fn assert_refused<T: DeserializeOwned + Debug>(xml: &str, message: &str) {
    let error = from_xml::<T>(xml.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn the_type_decides_how_a_text_is_read() {
    assert_reads("<r>5</r>", "5".to_owned());
    assert_reads("<r> 5\n</r>", " 5\n".to_owned());
    assert_reads("<r> 5\n</r>", 5_i64);
    assert_reads("<r>5</r>", 5_u8);
    assert_reads("<r>5</r>", 5.0_f64);
    assert_reads("<r> 1 </r>", true);
    assert_reads("<r>false</r>", false);
    assert_reads("<r>x</r>", 'x');
    assert_reads("<r>5</r>", Secret::from("5"));
    assert_reads("<r>1.40</r>", Number::from_f64(1.4).unwrap());
    assert_reads("<r>1</r>", Number::from(1));
    assert_reads("<r>true</r>", IntegerOrString::from("true"));
    assert_reads(
        "<r>5</r>",
        RecordOrString::<AuditRecord>::String("5".into()),
    );
    assert_reads("<r>-1</r>", Timestamp::from(-1));
    assert_reads("<r>-1 </r>", Timestamp::from("-1 "));
    assert_reads("<r>ACTIVE</r>", Code::from("ACTIVE"));
}

#[test]
fn open_values_become_a_number_or_a_boolean_only_if_json_writes_them_so() {
    for (text, value) in [
        ("5", json!(5)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551615", json!(u64::MAX)),
        ("1.5", json!(1.5)),
        ("1.0", json!(1.0)),
        ("-0.0", json!(-0.0)),
        ("true", json!(true)),
        ("false", json!(false)),
    ] {
        assert_reads(&format!("<r>{text}</r>"), value);
    }
    for text in [
        "007",
        "+5",
        "-0",
        "7.20",
        "1e5",
        ".5",
        "18446744073709551616",
        "NaN",
        "inf",
        "True",
        "null",
        " 5",
        "5 ",
        "",
        " ",
        "text",
    ] {
        assert_reads(&format!("<r>{text}</r>"), json!(text));
    }
}

#[test]
fn every_float_that_is_written_is_read_back_as_that_float() {
    for float in [1e16, 1e-7, 5e-324, f64::MAX, 0.1, -2.5e100] {
        let xml = crate::to_xml("r", &float).unwrap();
        assert_eq!(from_xml::<Value>(&xml), Ok(json!(float)));
    }
}

#[test]
fn an_empty_element_is_a_string_an_object_or_null_by_its_type() {
    for xml in ["<r/>", "<r></r>", "<r><!-- --></r>", "<r>\n</r>"] {
        assert_reads(xml, Field::<i64>::Null);
        assert_reads(xml, Field::<bool>::Null);
        assert_reads(xml, Field::<Number>::Null);
        assert_reads(xml, None::<f64>);
        assert_reads(xml, Field::Value(User::default()));
        assert_reads(xml, Field::Value(BTreeMap::<String, String>::new()));
        assert_reads(xml, Field::Value(Extra::default()));
        assert_reads(xml, Field::<Vec<i64>>::Null);
        assert_reads(xml, ());
    }
    // Also where a map asks for whole entries.
    let entry = BTreeMap::from([("a".to_owned(), Field::<i64>::Null)]);
    assert_reads("<r><a/></r>", entry);
    assert_reads("<r/>", Field::Value(String::new()));
    assert_reads("<r/>", Field::Value(Timestamp::from("")));
    assert_reads("<r/>", Field::Value(JsonValue::from("")));
    assert_reads("<r/>", Field::Value(vec![String::new()]));
    assert_reads(
        "<r/>",
        Field::Value(RecordOrString::<AuditRecord>::String(String::new())),
    );
    assert_reads("<r><a/></r>", json!({"a": ""}));
}

#[test]
fn nil_is_null_for_every_type() {
    for xml in [
        r#"<r xsi:nil="true"/>"#,
        r#"<r p:nil='1'> </r>"#,
        r#"<r a="b" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>"#,
    ] {
        assert_reads(xml, Field::<String>::Null);
        assert_reads(xml, Field::<User>::Null);
        assert_reads(xml, Field::<Vec<String>>::Null);
        assert_reads(xml, Value::Null);
    }
    for xml in [
        r#"<r xsi:nil="false"/>"#,
        r#"<r nil="true"/>"#,
        r#"<r xsi:other="true"/>"#,
    ] {
        assert_reads(xml, Field::Value(String::new()));
    }
    // Content is not lost.
    assert_reads(r#"<r xsi:nil="true">x</r>"#, Field::Value("x".to_owned()));
    assert_refused::<String>(
        r#"<r xsi:nil="true"/>"#,
        "at $: expected a string, found null",
    );
    assert_refused::<User>(
        r#"<r xsi:nil="true"/>"#,
        "at $: expected an object, found null",
    );
}

#[test]
fn an_array_takes_all_elements_of_its_name_in_any_position() {
    let xml =
        "<r><members><name>a</name></members><dbid>7</dbid><members><name>b</name></members></r>";
    let group: Group = from_xml(xml.as_bytes()).unwrap();
    let members = group.members.value().unwrap().iter();
    let names: Vec<_> = members.map(|member| member.name.as_deref()).collect();
    assert_eq!(names, [Some("a"), Some("b")]);
    assert_eq!(group.dbid, Field::Value(7));

    assert_reads(
        "<r><a>1</a></r>",
        BTreeMap::from([("a".to_owned(), vec![1])]),
    );
    assert_reads(
        r#"<r><a>1</a><a xsi:nil="1"/><a/></r>"#,
        BTreeMap::from([("a".to_owned(), vec![Some(1), None, None])]),
    );
    assert_reads(
        "<r><a>1</a><b>x</b><a>y</a></r>",
        json!({"a": [1, "y"], "b": "x"}),
    );
}

#[test]
fn unknown_properties_are_kept_in_every_shape() {
    let xml = "<r><id>9</id><odd><x>1</x></odd><odd>two</odd><deep><er><e/></er></deep></r>";
    let user: User = from_xml(xml.as_bytes()).unwrap();
    let extra = [
        ("odd", json!([{"x": 1}, "two"])),
        ("deep", json!({"er": {"e": ""}})),
    ];
    assert_eq!(user.extra, Extra::from_iter(extra));
    assert_eq!(user.id, Field::Value(9));
}

#[test]
fn a_text_can_consist_of_several_parts() {
    assert_reads(
        "<r>a&amp;b<!-- c --><![CDATA[<d>&amp;]]>&#65;&#x1F600;<?pi?>\r\ne&lt;&gt;&quot;&apos;</r>",
        "a&b<d>&amp;A😀\ne<>\"'".to_owned(),
    );
    assert_reads("<r>&#13;\r</r>", "\r\n".to_owned());
}

#[test]
fn prefixes_attributes_declarations_and_the_name_of_the_root_do_not_matter() {
    let expected = BTreeMap::from([("a".to_owned(), 1)]);
    for xml in [
        "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- c -->\n<x>\n <a>1</a>\n</x>\n<!-- c -->",
        r#"<n:x xmlns:n="urn:x"><n:a id="7">1</n:a></n:x>"#,
        "<?xml version='1.0'?><?style sheet?><y\n><a\t>1</a ></y >",
    ] {
        assert_reads(xml, expected.clone());
    }
}

#[test]
fn errors_name_the_path_and_what_was_expected_and_found() {
    type Users = BTreeMap<String, Vec<User>>;
    assert_refused::<Users>(
        "<r><results/><results><id>canary</id></results></r>",
        "at $.results[1].id: expected a 64-bit integer, found a string",
    );
    assert_refused::<Users>(
        "<r><results><id><canary/></id></results></r>",
        "at $.results[0].id: expected a 64-bit integer, found an object",
    );
    assert_refused::<Users>(
        "<r><results><id>1</id><id>2</id></results></r>",
        "at $.results[0].id: expected a 64-bit integer, found an array",
    );
    assert_refused::<User>(
        "<r><id>5.0</id></r>",
        "at $.id: expected a 64-bit integer, found a number with a fraction",
    );
    assert_refused::<User>("<r>canary</r>", "at $: expected an object, found a string");
    assert_refused::<IntegerOrString>(
        "<r><a/></r>",
        "at $: expected a 64-bit integer or a string, found an object",
    );
    // A type's own message is not shown.
    assert_refused::<BTreeMap<String, std::net::IpAddr>>(
        "<r><a>canary</a></r>",
        "at $.a: expected another value, found a string",
    );
    assert_refused::<u8>(
        "<r>256</r>",
        "at $: expected an unsigned 8-bit integer, found an integer",
    );
    assert_refused::<i64>("<r/>", "at $: expected a 64-bit integer, found a string");
}

#[test]
fn types_that_records_do_not_use_work_too() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Point,
        Round { radius: f64 },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Plain {
        pair: (u8, String),
        shapes: Vec<Shape>,
        #[serde(default)]
        skipped: Option<bool>,
    }

    assert_reads(
        "<r><pair>1</pair><pair>x</pair><shapes>Point</shapes><other><x/></other>\
         <shapes><Round><radius>2</radius></Round></shapes></r>",
        Plain {
            pair: (1, "x".to_owned()),
            shapes: vec![Shape::Point, Shape::Round { radius: 2.0 }],
            skipped: None,
        },
    );
    assert_refused::<Plain>("<r/>", "at $.pair: expected a property, found none");
    assert_refused::<Shape>(
        "<r>canary</r>",
        "at $: expected one of Point, Round, found a string",
    );
}

#[test]
fn a_record_where_a_string_may_stand_is_read_like_any_record() {
    let audit: RecordOrString<AuditRecord> = from_xml(b"<r><auditDBID/></r>").unwrap();
    assert!(audit.as_record().unwrap().audit_dbid.is_null());
}

#[test]
fn a_seed_chooses_the_property_at_run_time() {
    #[derive(Clone, Copy)]
    struct IntegerIn(&'static str);

    impl<'de> DeserializeSeed<'de> for IntegerIn {
        type Value = Option<i64>;

        fn deserialize<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Option<i64>, D::Error> {
            deserializer.deserialize_map(self)
        }
    }

    impl<'de> Visitor<'de> for IntegerIn {
        type Value = Option<i64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Option<i64>, A::Error> {
            let mut found = None;
            while let Some(name) = properties.next_key::<String>()? {
                if name == self.0 {
                    found = properties.next_value()?;
                } else {
                    properties.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }

    let xml = b"<r><status>success</status><count>5</count><none/></r>";
    assert_eq!(from_xml_seed(IntegerIn("count"), xml), Ok(Some(5)));
    assert_eq!(from_xml_seed(IntegerIn("none"), xml), Ok(None));
    let error = from_xml_seed(IntegerIn("status"), xml).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at $.status: expected a 64-bit integer, found a string"
    );
}
