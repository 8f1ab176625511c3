//! The spellings of CONTRIBUTING.md, each through every tool in use: the validator, the conversion to JSON Schema, and
//! the generator. `.ci/run` gives the same file to the validators of third parties.

use std::path::Path;

use fortinac_spec::Validator;
use serde_json::{Value, json};
use xtask::bundle::{Bundle, bundle};
use xtask::{codegen, lower, validate};

fn spellings() -> Bundle {
    bundle(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spelling/fortinac.yaml")).unwrap()
}

/// For each member: values that its schema must take, values that it must refuse, and the Rust type of the field.
fn table() -> Vec<(&'static str, Vec<Value>, Vec<Value>, &'static str)> {
    let (text, integer, fraction, flag) = (json!("x"), json!(1), json!(1.5), json!(true));
    let (list, object) = (json!(["x"]), json!({"a": "x"}));
    let only = |taken: &[&Value]| -> (Vec<Value>, Vec<Value>) {
        let all = [&text, &integer, &fraction, &flag, &list, &object];
        let refused = all.iter().filter(|value| !taken.contains(value));
        (
            taken.iter().map(|value| (*value).clone()).collect(),
            refused.map(|value| (**value).clone()).collect(),
        )
    };
    let row = |member: &'static str, taken: &[&Value], rust_type: &'static str| {
        let (taken, refused) = only(taken);
        (member, taken, refused, rust_type)
    };
    vec![
        row("id", &[&integer], "i64"),
        row("text", &[&text], "String"),
        row("flag", &[&flag], "bool"),
        row("version", &[&integer, &fraction], "Number"),
        row("list", &[&list], "Vec<String>"),
        row("map", &[&object], "Entries<String>"),
        row("numbers", &[], "Entries<i64>"),
        row("lists", &[], "Entries<Vec<String>>"),
        row("records", &[], "BTreeMap<String, Option<Envelope>>"),
        row("free", &[&object], "Extra"),
        row(
            "open",
            &[&text, &integer, &fraction, &flag, &list, &object],
            "Any",
        ),
        row("time", &[&integer, &text], "Timestamp"),
        row("code", &[&integer, &text], "Code"),
        row("operator", &[&text], "LogicalOperator"),
        row("parent", &[&text, &object], "OrText<Thing>"),
        row("children", &[], "Vec<Thing>"),
        row("password", &[&text], "Secret"),
        row("dbid", &[&integer], "i64"),
        row("DBID", &[&integer], "i64"),
        row("wide", &[&integer, &text], "IntegerOrText"),
    ]
}

#[test]
fn the_validator_accepts_every_spelling() {
    let bundle = spellings();
    validate::validate(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
    let described = bundle.document["components"]["schemas"]["Thing"]["properties"]
        .as_object()
        .unwrap();
    let tested: Vec<&str> = table().iter().map(|(member, ..)| *member).collect();
    assert_eq!(described.keys().collect::<Vec<_>>(), tested);
}

#[test]
fn json_schema_takes_what_is_meant_and_refuses_other_kinds() {
    let validator = Validator::new(&spellings().document).unwrap();
    let violations = |value: Value| validator.check("/components/schemas/Thing", &value);
    assert_eq!(violations(Value::Null), []);
    assert_eq!(violations(json!({"unknown": {"member": [1]}})), []);
    for (member, taken, refused, _) in table() {
        for value in taken.into_iter().chain([Value::Null]) {
            assert_eq!(violations(json!({member: value})), [], "{member}: {value}");
        }
        for value in refused {
            let found = violations(json!({member: value}));
            let expected = format!("$.{member}");
            assert!(
                found
                    .iter()
                    .any(|violation| violation.path.starts_with(&expected)),
                "{member}: {value}: {found:?}"
            );
        }
    }
}

#[test]
fn the_generator_makes_the_types_that_are_meant() {
    let bundle = spellings();
    let files = codegen::generate(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
    let records = files
        .iter()
        .find(|file| {
            file.path
                .ends_with("fortinac-types/src/generated/fortinac.rs")
        })
        .unwrap();
    let one_line = records
        .contents
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for (member, _, _, rust_type) in table() {
        let field = if member == "DBID" {
            "dbid_upper"
        } else {
            member
        };
        let field = format!("{field}: {rust_type} = \"{member}\",");
        assert!(
            one_line.contains(&field),
            "no `{field}` in\n{}",
            records.contents
        );
    }
    assert!(one_line.contains(r#"dbid_upper: i64 = "DBID""#));
    let either =
        "pub fn any_dbid(&self) -> Option<&i64> { self.dbid.value().or(self.dbid_upper.value()) }";
    assert!(one_line.contains(either));
    for doc in [
        "/// Text. Inferred: All things have one.",
        "/// When it was made.",
        "/// A word or a number.",
        "/// Sources: /// `spellings` (no sample), /// `elsewhere`.",
    ] {
        assert!(one_line.contains(doc), "no `{doc}`");
    }
    // The macro adds `extra`.
    let record = "record! { /// ";
    assert!(one_line.contains(record) && one_line.contains("pub struct Thing {"));
    assert!(one_line.contains(r#"pub enum LogicalOperator { Or = "OR","#));
    let calls = files
        .iter()
        .find(|file| {
            file.path
                .ends_with("fortinac-client/src/generated/fortinac.rs")
        })
        .unwrap();
    let import = "pub fn import(self, file: &Upload) -> Call<'a, Done<types::Envelope>>";
    assert!(calls.contents.contains(import), "{}", calls.contents);
    for doc in [
        "    /// `POST /thing/import`\n",
        "    /// Returns nothing but success.\n",
        "    /// Source: `spellings`, no sample.\n",
    ] {
        assert!(calls.contents.contains(doc), "no `{doc}`");
    }
}

#[test]
fn every_lowering_rule_is_needed() {
    let view = lower::lower(&spellings().document).unwrap();
    assert_eq!(view.dead_rules(), []);
}

#[test]
fn a_rule_without_use_is_found() {
    let mut bundle = spellings();
    bundle.document["components"]["schemas"]["Thing"]["properties"]
        .as_object_mut()
        .unwrap()
        .remove("DBID");
    assert_eq!(
        lower::lower(&bundle.document).unwrap().dead_rules(),
        [lower::Rule::NameCollision]
    );
    assert!(
        codegen::no_dead_rules(&bundle)
            .unwrap_err()
            .to_string()
            .contains("NameCollision")
    );
}

#[test]
fn a_panic_that_no_rule_foresees_is_an_error() {
    let mut bundle = spellings();
    bundle.document["components"]["schemas"]["LogicalOperator"]["x-extensible-enum"] =
        json!(["802.1X"]);
    let error = codegen::generate(&bundle).unwrap_err().to_string();
    assert!(error.contains("panicked"), "{error}");
    assert!(error.contains("please add a rule"), "{error}");
}

#[test]
fn generation_is_reproducible() {
    assert_eq!(
        codegen::generate(&spellings()),
        codegen::generate(&spellings())
    );
}
