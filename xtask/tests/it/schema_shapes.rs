//! The schema shapes of openapi/README.md, each through every tool in use: lint, the conversion to JSON Schema, and the
//! generator. `.ci/run` gives the same file to the validators of third parties.

use std::path::Path;

use fortinac_spec::Validator;
use serde_json::{Value, json};
use xtask::bundle::{Bundle, bundle};
use xtask::generate::{self, GeneratedFile, generate};
use xtask::lint;
use xtask::model::Model;

const RECORDS: &str = "crates/fortinac-types/src/generated/common/fortinac.rs";
const CALLS: &str = "crates/fortinac-client/src/generated/common/fortinac.rs";

fn shapes() -> Bundle {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/schema_shapes/fortinac.yaml");
    bundle(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn model() -> Model {
    Model::read(shapes()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The model after a change to the bundled document.
fn changed(change: impl FnOnce(&mut Value)) -> Model {
    let mut bundle = shapes();
    change(&mut bundle.document);
    Model::read(bundle).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn generated(model: &Model) -> Vec<GeneratedFile> {
    generate(model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// A generated file on one line, with single spaces.
fn one_line(files: &[GeneratedFile], path: &str) -> String {
    let file = files.iter().find(|file| file.path == Path::new(path));
    let contents = &file.unwrap_or_else(|| panic!("no {path}")).contents;
    contents.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For each property: values that its schema must take, values that it must refuse, and the Rust field.
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
    let row = |property: &'static str, taken: &[&Value], field: &'static str| {
        let (taken, refused) = only(taken);
        (property, taken, refused, field)
    };
    vec![
        row("id", &[&integer], "id: i64"),
        row("text", &[&text], "text: String"),
        row("flag", &[&flag], "flag: bool"),
        row("version", &[&integer, &fraction], "version: Number"),
        row("list", &[&list], "list: Vec<String>"),
        row("map", &[&object], "map: Entries<String>"),
        row("numbers", &[], "numbers: Entries<i64>"),
        row("lists", &[], "lists: Entries<Vec<String>>"),
        row("records", &[], "records: BTreeMap<String, Option<Part>>"),
        row("free", &[&object], "free: Extra"),
        row(
            "open",
            &[&text, &integer, &fraction, &flag, &list, &object],
            "open: JsonValue",
        ),
        row("time", &[&integer, &text], "time: Timestamp"),
        row("code", &[&integer, &text], "code: Code"),
        row("operator", &[&text], "operator: LogicalOperator"),
        row("parent", &[&text, &object], "parent: RecordOrString<Thing>"),
        row("children", &[], "children: Vec<Thing>"),
        // A record that contains itself needs a pointer.
        row("inside", &[&object], "inside: Box<Thing>"),
        // A keyword of Rust.
        row("type", &[&text], "type_: String"),
        row("json", &[&text], "json: JsonString"),
        row("shared", &[&text], "shared: String"),
        row("password", &[&text], "password: Secret"),
        row("dbid", &[&integer], "dbid: i64"),
        row("DBID", &[&integer], "dbid_upper: i64"),
        row("wide", &[&integer, &text], "wide: IntegerOrString"),
    ]
}

#[test]
fn lint_accepts_every_shape() {
    let model = model();
    lint::check(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let described = model.bundle.document["components"]["schemas"]["Thing"]["properties"]
        .as_object()
        .unwrap();
    let tested: Vec<&str> = table().iter().map(|(property, ..)| *property).collect();
    assert_eq!(described.keys().collect::<Vec<_>>(), tested);
}

#[test]
fn json_schema_takes_what_is_meant_and_refuses_other_types() {
    let validator = Validator::new(&shapes().document).unwrap();
    let violations = |value: Value| validator.check("/components/schemas/Thing", &value);
    assert_eq!(violations(Value::Null), []);
    assert_eq!(violations(json!({"unknown": {"property": [1]}})), []);
    for (property, taken, refused, _) in table() {
        for value in taken.into_iter().chain([Value::Null]) {
            assert_eq!(
                violations(json!({property: value})),
                [],
                "{property}: {value}"
            );
        }
        for value in refused {
            let found = violations(json!({property: value}));
            let expected = format!("$.{property}");
            assert!(
                found
                    .iter()
                    .any(|violation| violation.path.starts_with(&expected)),
                "{property}: {value}: {found:?}"
            );
        }
    }
}

#[test]
fn the_generator_makes_the_types_that_are_meant() {
    let files = generated(&model());
    let records = one_line(&files, RECORDS);
    for (property, _, _, field) in table() {
        let field = format!("{field} = {property:?},");
        assert!(records.contains(&field), "no `{field}` in\n{records}");
    }
    let either =
        "pub fn any_dbid(&self) -> Option<&i64> { self.dbid.value().or(self.dbid_upper.value()) }";
    assert!(records.contains(either), "{records}");
    for doc in [
        "/// Text. Inferred: All things have one.",
        "/// When it was made.",
        "/// A string or a number.",
        "/// `type`: A name that is a keyword of Rust.",
        "/// `DBID`: The same in another spelling.",
        "/// Sources: /// `shapes` (no sample), /// `elsewhere`.",
    ] {
        assert!(records.contains(doc), "no `{doc}` in\n{records}");
    }
    // The macro adds `extra`.
    assert!(records.contains("record! { /// "), "{records}");
    assert!(records.contains("pub struct Thing {"), "{records}");
    let open_enum = r#"pub enum LogicalOperator { Or = "OR","#;
    assert!(records.contains(open_enum), "{records}");
    let calls = one_line(&files, CALLS);
    for call in [
        "pub fn import(&self, file: &Upload, kind: &str) -> Call<(), ThingImportOptions>",
        r#".upload("file", file) .field("kind", [kind])"#,
        r#"pub fn other(mut self, other: &Upload) -> Self { self.request_mut().set_upload("other", other);"#,
        "pub fn update_many(&self, body: &[types::common::Part]) -> Call<()>",
        r#"#[cfg(feature = "xml")] #[inline] pub fn export(&self) -> Call<types::common::ThingExport>"#,
        r#"prepare::get(&self.0, "thing_export", "/thing/export").xml().bare()"#,
    ] {
        assert!(calls.contains(call), "no `{call}` in\n{calls}");
    }
}

#[test]
fn two_spellings_of_other_types_have_no_common_accessor() {
    let model = changed(|document| {
        let properties = &mut document["components"]["schemas"]["Thing"]["properties"];
        properties["DBID"] =
            json!({"type": "string", "nullable": true, "description": "A string."});
    });
    let records = one_line(&generated(&model), RECORDS);
    assert!(
        records.contains(r#"dbid_upper: String = "DBID","#),
        "{records}"
    );
    assert!(!records.contains("any_dbid"), "{records}");
}

#[test]
fn records_that_contain_each_other_need_a_pointer() {
    let model = changed(|document| {
        let properties = &mut document["components"]["schemas"]["Part"]["properties"];
        properties["thing"] = json!({"$ref": "#/components/schemas/Thing"});
        let properties = &mut document["components"]["schemas"]["Thing"]["properties"];
        properties["part"] = json!({"$ref": "#/components/schemas/Part"});
    });
    let records = one_line(&generated(&model), RECORDS);
    let boxed = [
        r#"thing: Box<Thing> = "thing","#,
        r#"part: Box<Part> = "part","#,
    ];
    assert!(
        boxed.iter().any(|field| records.contains(field)),
        "{records}"
    );
}

#[test]
fn an_extension_without_use_is_found() {
    let error = generate::no_unused_extensions(&model())
        .unwrap_err()
        .to_string();
    for unused in ["x-fortinac-gap", "x-fortinac-note", "x-fortinac-not-secret"] {
        assert!(error.contains(unused), "{error}");
    }
    assert!(!error.contains("x-fortinac-open"), "{error}");
    assert!(
        error.contains("delete them from openapi/schema/file.schema.json"),
        "{error}"
    );
}

#[test]
fn a_panic_that_no_rule_foresees_is_an_error() {
    let model = changed(|document| {
        document["components"]["schemas"]["LogicalOperator"]["x-extensible-enum"] =
            json!(["802.1X"]);
    });
    let error = generate(&model).unwrap_err().to_string();
    assert!(error.contains("panicked"), "{error}");
    assert!(error.contains("please add a rule"), "{error}");
}

#[test]
fn generation_is_reproducible() {
    assert_eq!(generated(&model()), generated(&model()));
}
