//! What a call returns out of its envelope: by `x-fortinac-result` of the operation.

use std::marker::PhantomData;

use fortinac_types::item::Item;
use fortinac_types::{Field, ResultEnvelope, ResultsEnvelope};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use crate::Page;
use crate::error::Kind;

/// What a call returns, and the envelope that it comes in.
pub trait Outcome: sealed::Sealed {
    /// The whole answer, see [`Call::envelope`](crate::Call::envelope).
    type Envelope: DeserializeOwned + Send;
    /// What is returned when the call is awaited.
    type Output: Send;

    #[doc(hidden)]
    fn output(envelope: Self::Envelope) -> Result<Self::Output, Missing>;
}

/// What an envelope lacks although its operation promises it.
#[doc(hidden)]
#[derive(Debug)]
pub enum Missing {
    Member(&'static str),
    Record,
}

impl Missing {
    pub(crate) fn kind(self, status: StatusCode) -> Kind {
        match self {
            Self::Member(member) => Kind::Missing { status, member },
            Self::Record => Kind::NotFound { status },
        }
    }
}

mod sealed {
    pub trait Sealed {}
}

/// Makes a kind of outcome over an envelope.
macro_rules! outcome {
    ($(#[$doc:meta])* $name:ident, $envelope:ident $(: $bound:path)?, $output:ty, |$value:ident| $result:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<E>(PhantomData<E>);

        impl<E> sealed::Sealed for $name<E> {}

        impl<$envelope: DeserializeOwned + Send $(+ $bound)?> Outcome for $name<$envelope> {
            type Envelope = $envelope;
            type Output = $output;

            fn output($value: $envelope) -> Result<$output, Missing> {
                $result
            }
        }
    };
}

outcome! {
    /// The call returns one record. An envelope with an empty list, or with null for the record, is the error *not found*.
    One, E: HasRecord, E::Record, |envelope| match envelope.into_record() {
        Some(record) => record.ok_or(Missing::Record),
        None => Err(Missing::Member(E::MEMBER)),
    }
}

outcome! {
    /// The call returns a page of records.
    List, E: HasItems, Page<E::Item>, |envelope| envelope.into_page().ok_or(Missing::Member("results"))
}

outcome! {
    /// The call returns a number of records.
    Count, E: HasCount, i64, |envelope| envelope.count().ok_or(Missing::Member(E::MEMBER))
}

outcome! {
    /// The call returns one value: a text, a number, a flag, or a list of these.
    Value, E: HasValue, E::Value, |envelope| envelope.into_value().ok_or(Missing::Member(E::MEMBER))
}

outcome! {
    /// The call returns nothing but its success.
    Done, E, (), |_envelope| Ok(())
}

outcome! {
    /// The call returns the whole answer.
    Whole, E, E, |envelope| Ok(envelope)
}

/// The answer to a call that the description does not have.
pub type Raw = Whole<serde_json::Value>;

/// An envelope with one record in it.
#[doc(hidden)]
pub trait HasRecord {
    type Record: Send;
    const MEMBER: &'static str;
    /// `None` without the member, `Some(None)` with an empty list in it, or null for the record.
    fn into_record(self) -> Option<Option<Self::Record>>;
}

/// An envelope with an array of items in it.
#[doc(hidden)]
pub trait HasItems {
    type Item: Item + Send;
    fn into_page(self) -> Option<Page<Self::Item>>;
}

/// An envelope with a number of records in it.
#[doc(hidden)]
pub trait HasCount {
    const MEMBER: &'static str;
    fn count(&self) -> Option<i64>;
}

/// An envelope with a value in it.
#[doc(hidden)]
pub trait HasValue {
    type Value: Send;
    const MEMBER: &'static str;
    fn into_value(self) -> Option<Self::Value>;
}

impl<T: Send> HasRecord for ResultEnvelope<T> {
    type Record = T;
    const MEMBER: &'static str = "result";

    fn into_record(self) -> Option<Option<T>> {
        record(self.result)
    }
}

impl<T: Send> HasRecord for ResultsEnvelope<Vec<T>> {
    type Record = T;
    const MEMBER: &'static str = "results";

    fn into_record(self) -> Option<Option<T>> {
        first(self.results)
    }
}

impl<T: Item + Send> HasItems for ResultsEnvelope<Vec<T>> {
    type Item = T;

    fn into_page(self) -> Option<Page<T>> {
        Some(Page {
            rows: self.results.into_value()?,
            filtered: self.filtered.copied(),
            total: self.total.copied(),
        })
    }
}

impl HasCount for ResultEnvelope<i64> {
    const MEMBER: &'static str = "result";

    fn count(&self) -> Option<i64> {
        self.result.copied()
    }
}

impl<T> HasCount for ResultsEnvelope<T> {
    const MEMBER: &'static str = "total";

    fn count(&self) -> Option<i64> {
        self.total.copied()
    }
}

impl<T: Send> HasValue for ResultEnvelope<T> {
    type Value = T;
    const MEMBER: &'static str = "result";

    fn into_value(self) -> Option<T> {
        self.result.into_value()
    }
}

impl<T: Send> HasValue for ResultsEnvelope<T> {
    type Value = T;
    const MEMBER: &'static str = "results";

    fn into_value(self) -> Option<T> {
        self.results.into_value()
    }
}

/// Says what an envelope of an unusual shape has, and in which property.
macro_rules! envelope {
    ($envelope:ty, count, $field:ident = $property:literal) => {
        impl crate::outcome::HasCount for $envelope {
            const MEMBER: &'static str = $property;

            fn count(&self) -> Option<i64> {
                self.$field.copied()
            }
        }
    };
    // An array of items in `results`, and those of the numbers `filtered` and `total` that there are.
    ($envelope:ty, items, $item:ty, [$($number:ident),*]) => {
        impl crate::outcome::HasItems for $envelope {
            type Item = $item;

            fn into_page(self) -> Option<crate::Page<$item>> {
                let mut page = crate::Page {
                    rows: self.results.into_value()?,
                    filtered: None,
                    total: None,
                };
                $(page.$number = self.$number.copied();)*
                Some(page)
            }
        }
    };
    // A record in `result`, or the only item of `results`.
    ($envelope:ty, record, $record:ty, $field:ident) => {
        impl crate::outcome::HasRecord for $envelope {
            type Record = $record;
            const MEMBER: &'static str = stringify!($field);

            fn into_record(self) -> Option<Option<$record>> {
                crate::outcome::envelope!(@record self, $field)
            }
        }
    };
    (@record $self:ident, result) => {
        crate::outcome::record($self.result)
    };
    (@record $self:ident, results) => {
        crate::outcome::first($self.results)
    };
    ($envelope:ty, value, $value:ty, $field:ident) => {
        impl crate::outcome::HasValue for $envelope {
            type Value = $value;
            const MEMBER: &'static str = stringify!($field);

            fn into_value(self) -> Option<$value> {
                self.$field.into_value()
            }
        }
    };
}

pub(crate) use envelope;

/// `None` if the property is absent, `Some(None)` if it is null.
pub(crate) fn record<T>(field: Field<T>) -> Option<Option<T>> {
    match field {
        Field::Absent => None,
        field => Some(field.into_value()),
    }
}

/// `None` without an array, `Some(None)` if it is empty.
pub(crate) fn first<T>(field: Field<Vec<T>>) -> Option<Option<T>> {
    let items = field.into_value();
    items.map(|items| items.into_iter().next())
}
