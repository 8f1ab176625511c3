//! What the client requires of the items of a list. This is not part of the public API.

use serde::Serialize;
use serde_json::{Number, Value};

use crate::record::{self, Record};
use crate::{
    Code, Extra, IntegerOrString, JsonString, JsonValue, RecordOrString, Secret, StringOf,
    Timestamp,
};

/// An item of a list. The client recognizes an item that it has seen by its id.
pub trait Item: Serialize {
    /// The id of the item, if it is a record with an id.
    fn item_id(&self) -> Option<i64> {
        None
    }
}

impl<R: Record + Serialize> Item for R {
    fn item_id(&self) -> Option<i64> {
        record::id(self)
    }
}

/// A record whose type is not known.
impl Item for Value {
    fn item_id(&self) -> Option<i64> {
        let id = |name| self.get(name).and_then(Value::as_i64);
        id("id").or_else(|| id("dbid"))
    }
}

macro_rules! without_id {
    ($($type:ty,)*) => {
        $(impl Item for $type {})*
    };
}

without_id! {
    JsonValue,
    Code,
    Extra,
    IntegerOrString,
    JsonString,
    Number,
    Secret,
    String,
    Timestamp,
    bool,
    i64,
}

impl<T: Serialize> Item for Vec<T> {}

impl<T> Item for StringOf<T> {}

impl<T: Item> Item for RecordOrString<T> {
    fn item_id(&self) -> Option<i64> {
        self.as_record().and_then(Item::item_id)
    }
}
