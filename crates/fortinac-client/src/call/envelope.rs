//! From the envelope of a response to the value that a call returns.

#![cfg_attr(
    not(feature = "default"),
    allow(dead_code, reason = "some resources use what others do not")
)]

mod read;
mod seed;

use std::marker::PhantomData;

use fortinac_types::Field;
use serde::de::{DeserializeOwned, IgnoredAny};

use self::read::{List, read, read_list};
use super::page::Page;
use super::response::Response;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::transport::response::HttpResponse;

/// Nothing but the success.
pub(crate) fn nothing(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Response<()>, Kind> {
    if response.is_empty() {
        // Its status says everything.
        return Ok(Response::new(response.status, ()));
    }
    let read = read::<IgnoredAny>(operation, response, None)?;
    Ok(read.with(response, ()))
}

/// The record in a property. Null stands for no such record.
pub(crate) fn record<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let mut read = read::<T>(operation, response, Some(property))?;
    match read.envelope.payload.take() {
        Field::Value(record) => Ok(read.with(response, record)),
        Field::Null => Err(Kind::NotFound {
            status: response.status,
        }),
        other => {
            read.envelope.payload = other;
            Err(read.without_payload(response, property))
        }
    }
}

/// The only item of the array in a property. An empty array stands for no such record.
pub(crate) fn only_item<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let mut read = read_list::<T>(operation, response, property)?;
    match read.envelope.payload.take() {
        Field::Value(List { items, others }) => match items.into_iter().next() {
            Some(item) => Ok(read.with(response, item)),
            None if others.is_empty() => Err(Kind::NotFound {
                status: response.status,
            }),
            None => {
                read.envelope.payload = Field::Unexpected(Box::default());
                Err(read.without_payload(response, property))
            }
        },
        other => {
            read.envelope.payload = other;
            Err(read.without_payload(response, property))
        }
    }
}

/// The page in a property.
pub(crate) fn page<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<Page<T>>, Kind> {
    let mut read = read_list::<T>(operation, response, property)?;
    match read.envelope.payload.take() {
        Field::Value(list) => {
            let response = read.with(response, ());
            let page = Page {
                items: list.items,
                filtered: response.filtered,
                total: response.total,
                unexpected_items: list.others,
                unexpected: response.unexpected.clone(),
            };
            Ok(response.map(|()| page))
        }
        other => {
            read.envelope.payload = other;
            Err(read.without_payload(response, property))
        }
    }
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

/// The value in a property. Null stands for no value.
pub(crate) fn value<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
    property: &'static str,
) -> Result<Response<T>, Kind> {
    let mut read = read::<T>(operation, response, Some(property))?;
    match read.envelope.payload.take() {
        Field::Value(value) => Ok(read.with(response, value)),
        Field::Null => Err(Kind::NoValue {
            status: response.status,
        }),
        other => {
            read.envelope.payload = other;
            Err(read.without_payload(response, property))
        }
    }
}

/// The whole body.
pub(crate) fn whole<T: DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Response<T>, Kind> {
    response.check(operation)?;
    let status = response.status;
    let error = match response.media.decode(&response.body) {
        Ok(value) => return Ok(Response::new(status, value)),
        Err(error) => error,
    };
    let tolerant = match response.is_strict {
        false => {
            let seed = PhantomData::<T>;
            response.media.decode_tolerantly(seed, &response.body)
        }
        true => None,
    };
    let (value, unexpected) = tolerant.ok_or(Kind::Decode { status, error })?;
    Ok(Response {
        unexpected,
        ..Response::new(status, value)
    })
}
