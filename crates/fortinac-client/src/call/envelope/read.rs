//! Reading of envelopes: as the spec says, and else in spite of what it does not expect.

use fortinac_types::decode::DecodeError;
use fortinac_types::{Extra, Field, JsonValue};
use serde::de::{DeserializeOwned, Error as _};

use super::seed::{Envelope, Seed};
use crate::call::response::Response;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::transport::response::{HttpResponse, SUCCESS};

/// An envelope, and where it is not as the spec says.
pub(super) struct Read<T> {
    pub(super) envelope: Envelope<T>,
    pub(super) unexpected: Vec<DecodeError>,
}

impl<T> Read<T> {
    /// The response with this value.
    pub(super) fn with<U>(self, response: &HttpResponse, value: U) -> Response<U> {
        Response {
            value,
            status: response.status,
            filtered: number(&self.envelope.filtered),
            total: number(&self.envelope.total),
            extra: Extra::from_iter(self.envelope.extra),
            unexpected: self.unexpected,
        }
    }

    /// Why there is no value in the property of the payload.
    pub(super) fn without_payload(&self, response: &HttpResponse, property: &'static str) -> Kind {
        let status = response.status;
        let path = format!("$.{property}");
        let mut unexpected = self.unexpected.iter();
        match unexpected.find(|error| error.path().starts_with(&path)) {
            Some(error) if self.envelope.payload.unexpected().is_some() => Kind::Decode {
                status,
                error: error.clone().into(),
            },
            _ => Kind::Missing { status, property },
        }
    }
}

/// A number of items. A negative one says nothing.
fn number(field: &Field<i64>) -> Option<u64> {
    field.copied().and_then(|number| number.try_into().ok())
}

/// Reads the envelope of a success.
pub(super) fn read<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    payload: Option<&'static str>,
) -> Result<Read<T>, Kind> {
    let read = match attempt(response, payload).or_else(|| tolerantly(response, payload)) {
        Some(read) => read,
        None => strictly(operation, response, payload)?,
    };
    check(operation, response, read)
}

/// Reads an envelope at full speed, if it is as the spec says.
fn attempt<T: DeserializeOwned>(
    response: &HttpResponse,
    payload: Option<&'static str>,
) -> Option<Read<T>> {
    let envelope = response.media.attempt(Seed::new(payload), &response.body)?;
    Some(Read {
        envelope,
        unexpected: Vec::new(),
    })
}

/// Reads an envelope in spite of what the spec does not expect, unless the client is strict.
fn tolerantly<T: DeserializeOwned>(
    response: &HttpResponse,
    payload: Option<&'static str>,
) -> Option<Read<T>> {
    if response.is_strict {
        return None;
    }
    let seed = Seed::new(payload);
    let (envelope, unexpected) = response.media.decode_tolerantly(seed, &response.body)?;
    Some(Read {
        envelope,
        unexpected,
    })
}

/// Reads an envelope, or says why that fails.
fn strictly<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    payload: Option<&'static str>,
) -> Result<Read<T>, Kind> {
    let decoded = response
        .media
        .decode_seed(Seed::new(payload), &response.body);
    match decoded {
        Ok(envelope) => Ok(Read {
            envelope,
            unexpected: Vec::new(),
        }),
        Err(error) => Err(response.failure(operation, error)),
    }
}

/// Refuses an envelope that says that the call failed.
fn check<T>(
    operation: &Operation,
    response: &HttpResponse,
    read: Read<T>,
) -> Result<Read<T>, Kind> {
    if read.envelope.status != SUCCESS {
        response.check(operation)?;
    }
    Ok(read)
}

/// The items of a list, and what is not an item.
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    pub(super) others: Vec<JsonValue>,
}

/// Reads the envelope of a success whose payload is an array. What is not an item is kept apart.
pub(super) fn read_list<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Read<List<T>>, Kind> {
    let payload = Some(property);
    let read = match attempt(response, payload) {
        Some(read) => only_items(read),
        None => match tolerantly::<Vec<Field<T>>>(response, payload) {
            Some(read) => {
                let mut unexpected = read.unexpected;
                let envelope = read
                    .envelope
                    .map(|items| split(items, property, &mut unexpected));
                Read {
                    envelope,
                    unexpected,
                }
            }
            None => only_items(strictly(operation, response, payload)?),
        },
    };
    let mut read = check(operation, response, read)?;
    // Some appliances send null where there are no items.
    if read.envelope.payload.is_null() {
        let (items, others) = Default::default();
        read.envelope.payload = Field::Value(List { items, others });
    }
    Ok(read)
}

fn only_items<T>(read: Read<Vec<T>>) -> Read<List<T>> {
    Read {
        envelope: read.envelope.map(|items| List {
            items,
            others: Vec::new(),
        }),
        unexpected: read.unexpected,
    }
}

/// Parts the items of a list from what is not an item.
fn split<T>(fields: Vec<Field<T>>, property: &str, unexpected: &mut Vec<DecodeError>) -> List<T> {
    let mut others = Vec::new();
    let fields = fields.into_iter().enumerate();
    // Collecting in place: a list of many records must not be in memory twice.
    let items = fields.filter_map(|(index, field)| match field {
        Field::Value(item) => Some(item),
        Field::Unexpected(json) => {
            others.push(*json);
            None
        }
        Field::Null | Field::Absent => {
            let null = DecodeError::invalid_type(serde::de::Unexpected::Unit, &"an item");
            unexpected.push(null.in_item(index).in_property(property));
            others.push(JsonValue::default());
            None
        }
    });
    let items = items.collect();
    List { items, others }
}
