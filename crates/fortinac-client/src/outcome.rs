//! What a call returns out of its envelope: by `x-fortinac-result` of the operation.

use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::Serialize;
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
    List, E: HasRows, Page<E::Row>, |envelope| envelope.into_page().ok_or(Missing::Member("results"))
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

/// An envelope with a list in it.
#[doc(hidden)]
pub trait HasRows: Sized {
    type Row: Serialize + Send;
    fn into_page(self) -> Option<Page<Self::Row>>;
    /// Its id.
    fn key(row: &Self::Row) -> Option<i64>;
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

/// Implements [`HasRecord`] for an envelope whose record is in `$member`, alone or as a list of one.
macro_rules! has_record {
    ($envelope:ty, $record:ty, result) => {
        crate::outcome::has_record!(@ $envelope, $record, "result", |envelope| match envelope.result {
            fortinac_types::Field::Absent => None,
            result => Some(result.into_value()),
        });
    };
    ($envelope:ty, $record:ty, results) => {
        crate::outcome::has_record!(@ $envelope, $record, "results", |envelope| {
            envelope.results.into_value().map(|rows| rows.into_iter().next())
        });
    };
    (@ $envelope:ty, $record:ty, $member:literal, |$value:ident| $read:expr) => {
        impl crate::outcome::HasRecord for $envelope {
            type Record = $record;
            const MEMBER: &'static str = $member;

            fn into_record(self) -> Option<Option<$record>> {
                let $value = self;
                $read
            }
        }
    };
}

/// Implements [`HasRows`] for an envelope with `results`, and `filtered` and `total` where it has them.
macro_rules! has_rows {
    ($envelope:ty, $row:ty, $key:expr, $filtered:expr, $total:expr) => {
        impl crate::outcome::HasRows for $envelope {
            type Row = $row;

            fn into_page(self) -> Option<crate::Page<$row>> {
                let filtered: fn(&$envelope) -> Option<i64> = $filtered;
                let total: fn(&$envelope) -> Option<i64> = $total;
                let (filtered, total) = (filtered(&self), total(&self));
                let rows = self.results.into_value()?;
                Some(crate::Page {
                    rows,
                    filtered,
                    total,
                })
            }

            fn key(row: &$row) -> Option<i64> {
                let key: fn(&$row) -> Option<i64> = $key;
                key(row)
            }
        }
    };
}

/// Implements [`HasCount`] for an envelope whose number is in `$member`.
macro_rules! has_count {
    ($envelope:ty, $member:literal, $field:ident) => {
        impl crate::outcome::HasCount for $envelope {
            const MEMBER: &'static str = $member;

            fn count(&self) -> Option<i64> {
                self.$field.copied()
            }
        }
    };
}

/// Implements [`HasValue`] for an envelope whose value is in `$member`.
macro_rules! has_value {
    ($envelope:ty, $value:ty, $member:literal, $field:ident) => {
        impl crate::outcome::HasValue for $envelope {
            type Value = $value;
            const MEMBER: &'static str = $member;

            fn into_value(self) -> Option<$value> {
                self.$field.into_value()
            }
        }
    };
}

pub(crate) use {has_count, has_record, has_rows, has_value};
