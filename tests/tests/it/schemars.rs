//! The JSON Schemas of the generated types (feature `schemars`) agree with those of the description.

use std::collections::BTreeMap;

use fortinac_spec::{Description, Direction};
use fortinac_tests::files;
use fortinac_types as types;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

macro_rules! record_types {
    ($($name:ident),*) => {
        /// The JSON Schema of each record, by the name of its component.
        fn type_schemas() -> BTreeMap<&'static str, Value> {
            BTreeMap::from([$((stringify!($name), schema::<types::$name>())),*])
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/record_types.rs"));

fn schema<T: schemars::JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// Every body of the examples and exchanges, with the name of its component.
fn bodies(description: &Description) -> Vec<(String, Value)> {
    let mut bodies = Vec::new();
    let mut add = |operation: &fortinac_spec::Operation, direction, body: &Value| {
        let schema = description.body_schema(operation, direction, "application/json");
        let name = schema
            .as_deref()
            .and_then(|schema| schema.strip_prefix("/components/schemas/"));
        bodies.push((
            name.expect("a body is a component").to_owned(),
            body.clone(),
        ));
    };
    for operation in description.operations() {
        let example = |pointer: &str| operation.item().pointer(pointer);
        if let Some(body) = example("/requestBody/content/application~1json/example") {
            add(operation, Direction::Request, body);
        }
        if let Some(body) = example("/responses/200/content/application~1json/example") {
            add(operation, Direction::Response(200), body);
        }
    }
    for (name, text) in files("exchanges") {
        let exchange: Value = serde_json::from_str(&text).expect("an exchange is JSON");
        let text = |member: &str| exchange[member].as_str().expect("a string");
        let operation = description
            .find(text("method"), text("path"))
            .unwrap_or_else(|| panic!("{name}"));
        for (member, direction) in [
            ("request", Direction::Request),
            ("response", Direction::Response(200)),
        ] {
            if !exchange[member].is_null() {
                add(operation, direction, &exchange[member]);
            }
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
        Value::Object(members) => {
            for (name, member) in members {
                for changed in variants(member) {
                    let mut members = members.clone();
                    members.insert(name.clone(), changed);
                    found.push(Value::Object(members));
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

#[test]
fn the_schemas_of_the_types_and_of_the_description_take_the_same_values() {
    let description = Description::bundled();
    let validator = description.validator().unwrap();
    let schemas = type_schemas();
    let validators: BTreeMap<&str, jsonschema::Validator> = schemas
        .iter()
        .map(|(name, schema)| (*name, jsonschema::validator_for(schema).unwrap()))
        .collect();
    let (mut taken, mut refused) = (0, 0);
    for (name, body) in bodies(&description) {
        let of_type = &validators
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} is no record"));
        assert!(of_type.is_valid(&body), "{name}");
        for variant in variants(&body) {
            let by_description = validator.check(&format!("/components/schemas/{name}"), &variant);
            // Null in the place of a whole body, or of an item of a list, is a null record to the description. A
            // Rust type is a record or it is not there: only as a member it can be null.
            if by_description.is_empty() && !of_type.is_valid(&variant) {
                assert!(
                    variant.is_null() || has_null_item(&variant),
                    "{name}: only the description takes {variant}"
                );
                continue;
            }
            assert_eq!(
                by_description.is_empty(),
                of_type.is_valid(&variant),
                "{name}: {variant}: {by_description:?}"
            );
            *if by_description.is_empty() {
                &mut taken
            } else {
                &mut refused
            } += 1;
        }
    }
    println!("{taken} taken and {refused} refused by both");
    assert!(
        taken > 1_000 && refused > 1_000,
        "{taken} taken, {refused} refused"
    );
}

fn has_null_item(value: &Value) -> bool {
    match value {
        Value::Array(items) => items
            .iter()
            .any(|item| item.is_null() || has_null_item(item)),
        Value::Object(members) => members.values().any(has_null_item),
        _ => false,
    }
}
