//! The names that generated code uses without a path.

#![allow(unused_imports, reason = "some features do not use all of them")]

pub(crate) use std::collections::BTreeMap;

pub(crate) use serde_json::Number;

pub(crate) use crate::open_enum::open_enum;
pub(crate) use crate::record::record;
pub(crate) use crate::{
    Code, Entries, Extra, Field, IntegerOrString, JsonString, JsonValue, RecordOrString,
    ResultEnvelope, ResultsEnvelope, Secret, StringOf, Timestamp,
};
