//! From the envelope of a response to the value that a call returns.

#![cfg_attr(
    not(feature = "default"),
    allow(dead_code, reason = "some resources use what others do not")
)]

use std::fmt;
use std::marker::PhantomData;

use fortinac_types::{Extra, Field};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny,
    MapAccess, Visitor,
};
use serde_json::Value;

use super::page::Page;
use super::response::Response;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::transport::response::{HttpResponse, SUCCESS};

/// An envelope of which one property has the type `T`.
struct Envelope<T> {
    status: Field<String>,
    payload: Field<T>,
    filtered: Field<i64>,
    total: Field<i64>,
    extra: Vec<(String, Value)>,
}

impl<T> Envelope<T> {
    /// The response with this value.
    fn with<U>(self, response: &HttpResponse, value: U) -> Response<U> {
        Response {
            value,
            status: response.status,
            filtered: number(&self.filtered),
            total: number(&self.total),
            extra: Extra::from_iter(self.extra),
        }
    }
}

/// A number of items. A negative one says nothing.
fn number(field: &Field<i64>) -> Option<u64> {
    field.copied().and_then(|number| number.try_into().ok())
}

/// Reads the envelope of a success.
fn read<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    payload: Option<&'static str>,
) -> Result<Envelope<T>, Kind> {
    let seed = Seed {
        payload,
        ty: PhantomData,
    };
    let envelope: Envelope<T> = response
        .media
        .decode_seed(seed, &response.body)
        .map_err(|error| response.failure(operation, error))?;
    if envelope.status.as_deref() != Some(SUCCESS) {
        response.check(operation)?;
    }
    Ok(envelope)
}

fn missing(response: &HttpResponse, property: &'static str) -> Kind {
    Kind::Missing {
        status: response.status,
        property,
    }
}

/// Nothing but the success.
pub(crate) fn nothing(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Response<()>, Kind> {
    if response.is_empty() {
        // Its status says everything.
        return Ok(Response::new(response.status, ()));
    }
    let envelope = read::<IgnoredAny>(operation, response, None)?;
    Ok(envelope.with(response, ()))
}

/// The record in a property. Null stands for no such record.
pub(crate) fn record<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let mut envelope = read::<T>(operation, response, Some(property))?;
    match envelope.payload.take() {
        Field::Value(record) => Ok(envelope.with(response, record)),
        Field::Null => Err(Kind::NotFound {
            status: response.status,
        }),
        Field::Absent => Err(missing(response, property)),
    }
}

/// The only item of the array in a property. An empty array stands for no such record.
pub(crate) fn only_item<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let list = value::<Vec<T>>(operation, response, property)?;
    let Response {
        value,
        status,
        filtered,
        total,
        extra,
    } = list;
    let value = value.into_iter().next().ok_or(Kind::NotFound { status })?;
    Ok(Response {
        value,
        status,
        filtered,
        total,
        extra,
    })
}

/// The page in a property.
pub(crate) fn page<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<Page<T>>, Kind> {
    let list = value::<Vec<T>>(operation, response, property)?;
    let (filtered, total) = (list.filtered, list.total);
    Ok(list.map(|items| Page {
        items,
        filtered,
        total,
    }))
}

/// The number of items in a property.
pub(crate) fn count(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<u64>, Kind> {
    let count = value::<i64>(operation, response, property)?;
    match count.value.try_into() {
        Ok(number) => Ok(count.map(|_| number)),
        Err(_) => Err(Kind::Decode {
            status: response.status,
            error: format!("at $.{property}: expected a number of items, found a negative number")
                .into(),
        }),
    }
}

/// The value in a property.
pub(crate) fn value<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let mut envelope = read::<T>(operation, response, Some(property))?;
    match envelope.payload.take().into_value() {
        Some(value) => Ok(envelope.with(response, value)),
        None => Err(missing(response, property)),
    }
}

/// The whole body.
pub(crate) fn whole<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Response<T>, Kind> {
    response.check(operation)?;
    match response.media.decode(&response.body) {
        Ok(value) => Ok(Response::new(response.status, value)),
        Err(error) => Err(Kind::Decode {
            status: response.status,
            error,
        }),
    }
}

/// Reads an [`Envelope`]. Which property has the type `T` is known only at run time.
struct Seed<T> {
    payload: Option<&'static str>,
    ty: PhantomData<fn() -> T>,
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
                // It says something only about a failure.
                (_, "errorMessage") => {
                    properties.next_value::<IgnoredAny>()?;
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
