//! All items of a list, also of the lists that the client does not read page by page by itself: those with `start` and
//! `count`, but without the other common parameters.

use std::collections::VecDeque;

use fortinac_client::call::ById;
use fortinac_client::{Call, ItemStream};
use fortinac_spec::api::Operation;
use serde_json::Value;

use super::target::key;
use crate::command::operation::has_other_pages;
use crate::failure::Result;

/// How many items are read at once.
const PAGE: usize = 200;

/// The items of a list.
pub(crate) enum Items {
    /// The client knows how to read the list.
    Known(ItemStream<Value>),
    /// Asked for page by page here.
    Asked {
        call: Box<Call<Value, ById>>,
        page: VecDeque<Value>,
        start: usize,
        /// The first id of the last page. A list that ignores `start` begins with it again.
        first: Option<i64>,
        is_last: bool,
    },
}

impl Items {
    /// The items of a call.
    pub(crate) fn of(list: &Operation, call: Call<Value, ById>) -> Self {
        match has_other_pages(list) {
            true => Self::Asked {
                call: Box::new(call),
                page: VecDeque::new(),
                start: 0,
                first: None,
                is_last: false,
            },
            false => Self::Known(call.stream()),
        }
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// A page cannot be read.
    pub(crate) async fn next(&mut self) -> Result<Option<Value>> {
        match self {
            Self::Known(items) => Ok(items.next().await.transpose()?),
            Self::Asked {
                call,
                page,
                start,
                first,
                is_last,
            } => {
                if page.is_empty() && !*is_last {
                    let call = Call::clone(call);
                    let call = call.parameter("start", *start).parameter("count", PAGE);
                    let Value::Array(items) = call.await? else {
                        return Ok(None);
                    };
                    let begins = items.first().and_then(key);
                    let is_repeated = begins.is_some() && begins == *first;
                    // A longer page is the whole list, whatever was asked for. A shorter one need not be the last: the
                    // appliance can have a limit of its own.
                    *is_last = is_repeated || begins.is_none() || items.len() > PAGE;
                    (*first, *start) = (begins, *start + items.len());
                    if !is_repeated {
                        page.extend(items);
                    }
                }
                Ok(page.pop_front())
            }
        }
    }
}
