//! Envelopes in JSON and XML.

use std::fmt;
use std::marker::PhantomData;

use fortinac_types::{Field, JsonValue};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

/// An envelope of which one property has the type `T`.
pub(super) struct Envelope<T> {
    pub(super) status: Field<String>,
    /// It says something only about a failure.
    pub(super) error_message: Field<String>,
    pub(super) payload: Field<T>,
    pub(super) filtered: Field<i64>,
    pub(super) total: Field<i64>,
    pub(super) extra: Vec<(String, JsonValue)>,
}

impl<T> Envelope<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Envelope<U> {
        Envelope {
            status: self.status,
            error_message: self.error_message,
            payload: self.payload.map(change),
            filtered: self.filtered,
            total: self.total,
            extra: self.extra,
        }
    }
}

/// Reads an [`Envelope`]. Which property has the type `T` is known only at run time.
pub(super) struct Seed<T> {
    payload: Option<&'static str>,
    ty: PhantomData<fn() -> T>,
}

impl<T> Seed<T> {
    pub(super) fn new(payload: Option<&'static str>) -> Self {
        let ty = PhantomData;
        Self { payload, ty }
    }
}

impl<T> Clone for Seed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seed<T> {}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Seed<T> {
    type Value = Envelope<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Seed<T> {
    type Value = Envelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope {
            status: Field::Absent,
            error_message: Field::Absent,
            payload: Field::Absent,
            filtered: Field::Absent,
            total: Field::Absent,
            extra: Vec::new(),
        };
        while let Some(name) = properties.next_key::<String>()? {
            let name = name.as_str();
            match (self.payload, name) {
                (Some(payload), _) if payload == name => {
                    set(&mut envelope.payload, payload, &mut properties)?;
                }
                (_, "status") => set(&mut envelope.status, "status", &mut properties)?,
                (_, "filtered") => set(&mut envelope.filtered, "filtered", &mut properties)?,
                (_, "total") => set(&mut envelope.total, "total", &mut properties)?,
                (_, "errorMessage") => {
                    set(&mut envelope.error_message, "errorMessage", &mut properties)?;
                }
                _ => {
                    let value = properties.next_value()?;
                    envelope.extra.push((name.to_owned(), value));
                }
            }
        }
        Ok(envelope)
    }
}

/// Reads the value of a property. A property that comes twice is an error.
fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Field<T>,
    name: &'static str,
    properties: &mut A,
) -> Result<(), A::Error> {
    if !field.is_absent() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = properties.next_value()?;
    Ok(())
}
