//! The JSON Schemas of the generated types (feature `schemars`) agree with those of the spec.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fortinac_spec::{Direction, Spec, Validator};
use fortinac_tests::{bodies_of_exchange, examples, files, form_examples};
use fortinac_types as types;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

macro_rules! record_types {
    ($($module:ident::$name:ident,)*) => {
        /// The JSON Schema of each record, by the name of its component.
        fn type_schemas() -> BTreeMap<&'static str, Value> {
            BTreeMap::from([$((stringify!($name), schema::<types::$module::$name>())),*])
        }
    };
}

fortinac_tests::with_records!(record_types);

fn schema<T: schemars::JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

static SPEC: LazyLock<Spec> = LazyLock::new(Spec::bundled);
static OF_SPEC: LazyLock<Validator> = LazyLock::new(|| SPEC.validator().unwrap());
static OF_TYPES: LazyLock<BTreeMap<&str, jsonschema::Validator>> = LazyLock::new(|| {
    let schemas = type_schemas().into_iter();
    schemas
        .map(|(name, schema)| (name, jsonschema::validator_for(&schema).unwrap()))
        .collect()
});

/// A body to compare the schemas with.
struct Body {
    /// Where it comes from.
    origin: String,
    /// Whether it conforms: what comes with a failure is sometimes a page of HTML.
    conforms: bool,
    /// The JSON pointer of its schema in the spec.
    schema: String,
    json: Value,
}

fn bodies_of_examples() -> Vec<Body> {
    let cases = [examples(&SPEC), form_examples(&SPEC)].concat();
    let body = |case: fortinac_tests::Case| Body {
        origin: case.name.clone(),
        conforms: true,
        schema: case.schema(),
        json: case.json,
    };
    cases.into_iter().map(body).collect()
}

fn bodies_of_exchanges(files: &[(String, String)]) -> Vec<Body> {
    let mut bodies = Vec::new();
    for (name, text) in files {
        for (direction, schema, json) in bodies_of_exchange(&SPEC, name, text) {
            bodies.push(Body {
                origin: format!("{name}, {direction:?}"),
                conforms: !matches!(direction, Direction::Response(400..)),
                schema,
                json,
            });
        }
    }
    bodies
}

/// The value with one leaf replaced, for each leaf and each kind of JSON.
fn variants(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    let replacements = [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!("x"),
        json!([]),
        json!({}),
    ];
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                for changed in variants(value) {
                    let mut properties = properties.clone();
                    properties.insert(name.clone(), changed);
                    found.push(Value::Object(properties));
                }
            }
        }
        Value::Array(items) => {
            // One item stands for all: they have one schema.
            for changed in items.first().map(variants).unwrap_or_default() {
                found.push(json!([changed]));
            }
        }
        _ => {}
    }
    found.extend(replacements);
    found
}

/// How many variants both schemas of a record take, and how many both refuse.
type Agreement = BTreeMap<String, (usize, usize)>;

fn compare(bodies: &[Body]) -> Agreement {
    let mut agreement = Agreement::new();
    for body in bodies {
        let Body { origin, schema, .. } = body;
        let name = schema.strip_prefix("/components/schemas/").expect(origin);
        let of_type = &OF_TYPES[name];
        if body.conforms {
            assert!(of_type.is_valid(&body.json), "{origin}: {name}");
        }
        let (taken, refused) = agreement.entry(name.to_owned()).or_default();
        let required = &SPEC.api().record(name).expect(origin).required;
        for variant in [variants(&body.json), vec![body.json.clone()]].concat() {
            // The type can do without what a call requires.
            let lacks = |name: &String| variant.get(name).is_none_or(Value::is_null);
            if variant.is_object() && required.iter().any(lacks) {
                continue;
            }
            let violations = OF_SPEC.check(schema, &variant);
            // An item of an array, and a body, is a record or is not there in Rust. A component that a property refers
            // to can be null in the spec, and so an item can.
            if violations.is_empty() && !of_type.is_valid(&variant) {
                assert!(
                    variant.is_null() || has_null_item(&variant),
                    "{origin}: {name}: only the spec takes {variant}"
                );
                continue;
            }
            assert_eq!(
                violations.is_empty(),
                of_type.is_valid(&variant),
                "{origin}: {name}: {variant}: {violations:?}"
            );
            *if violations.is_empty() {
                &mut *taken
            } else {
                &mut *refused
            } += 1;
        }
    }
    agreement
}

fn has_null_item(value: &Value) -> bool {
    match value {
        Value::Array(items) => items
            .iter()
            .any(|item| item.is_null() || has_null_item(item)),
        Value::Object(properties) => properties.values().any(has_null_item),
        _ => false,
    }
}

#[test]
fn the_schemas_of_the_types_and_of_the_spec_take_the_same_values() {
    let bodies = [
        bodies_of_examples(),
        bodies_of_exchanges(&files("exchanges")),
    ];
    let bodies: Vec<Body> = bodies.into_iter().flatten().collect();
    for (name, (taken, refused)) in compare(&bodies) {
        assert!(
            taken > 0 && refused > 0,
            "{name}: {taken} taken and {refused} refused by both"
        );
    }
}

fn exchange(name: &str, exchange: &Value) -> (String, String) {
    (name.to_owned(), exchange.to_string())
}

#[test]
fn a_form_is_compared_as_its_component() {
    let set_role = json!({
        "method": "POST", "path": "/api/v2/host/set-role", "status": 200,
        "request": {"id": "7", "role": "1001"},
        "response": {"status": "success", "errorMessage": null},
    });
    let bodies = bodies_of_exchanges(&[exchange("set-role.json", &set_role)]);
    assert_eq!(bodies[0].json, json!({"id": [7], "role": "1001"}));
    let records = Vec::from_iter(compare(&bodies).into_keys());
    assert_eq!(records, ["Envelope", "HostSetRoleArguments"]);
}

#[test]
fn a_failure_is_compared_by_the_schema_of_failures() {
    let get = |status: u16, response: Value| {
        let path = "/api/v2/system/group/7";
        json!({"method": "GET", "path": path, "status": status, "request": null, "response": response})
    };
    let failure = json!({"status": "error", "errorMessage": "no such group"});
    let files = [
        exchange("html.json", &get(404, json!("<html>not found</html>"))),
        exchange("failure.json", &get(403, failure)),
        exchange("redirect.json", &get(302, json!("<html>moved</html>"))),
    ];
    let bodies = bodies_of_exchanges(&files);
    assert_eq!(bodies.len(), 2, "a redirect has no schema");
    let records = Vec::from_iter(compare(&bodies).into_keys());
    assert_eq!(records, ["Envelope"]);
}

#[test]
#[should_panic(expected = "unheard-of.json: the spec does not have the operation")]
fn a_file_that_fails_is_named() {
    let unknown = json!({"method": "GET", "path": "/unheard/of", "status": 200, "request": null, "response": null});
    bodies_of_exchanges(&[exchange("unheard-of.json", &unknown)]);
}
