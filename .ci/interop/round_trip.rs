//! Put into the crate that openapi-generator makes: the forms that one property can have come back as they came.

use fortinac_openapi::models::{User, UserHostProfile};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Value};

fn same<T: DeserializeOwned + Serialize>(value: Value) {
    let record: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(record).unwrap(), value);
}

#[test]
fn numbers_texts_and_nulls() {
    same::<User>(json!({"id": 31, "state": 1, "lastModifiedDate": 1692985235000i64, "notes": null}));
    same::<User>(json!({"id": 31, "state": "OK", "lastModifiedDate": "2023-08-25T17:40:35.000+0000"}));
}

#[test]
fn names_that_differ_in_letter_case_alone() {
    same::<UserHostProfile>(json!({"dbid": 1, "DBID": 2, "guid": null, "GUID": 3, "filterSet": ["text", {}]}));
}
