//! Changes to a value at a location.

use fortinac_evidence::{Step, path_text};
use serde_json::Value;

/// The value at a location.
///
/// # Panics
/// When there is no such location.
pub fn at<'a>(value: &'a mut Value, path: &[Step]) -> &'a mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Property(name) => &mut value[name],
        Step::Item(index) => &mut value[index],
    })
}

/// Takes out the property at a location.
///
/// # Panics
/// When there is none.
pub fn remove(value: &mut Value, path: &[Step]) {
    let Some((Step::Property(name), above)) = path.split_last() else {
        panic!("{} is not a property", path_text(path));
    };
    let properties = at(value, above)
        .as_object_mut()
        .expect("properties are in objects");
    properties.remove(name).expect("the property is there");
}
