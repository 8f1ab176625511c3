//! What generated code uses by its bare name.

#![allow(unused_imports, reason = "some features use what others leave")]

pub(crate) use std::collections::BTreeMap;

pub(crate) use serde_json::Number;

pub(crate) use crate::generated::*;
pub(crate) use crate::open_enum::open_enum;
pub(crate) use crate::record::record;
pub(crate) use crate::{
    Any, Code, Entries, Extra, Field, IntegerOrText, JsonText, OrText, ResultEnvelope,
    ResultsEnvelope, Secret, Timestamp,
};
