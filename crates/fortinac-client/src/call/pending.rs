//! A call without its parameters: a request, and how its response is read.

use std::sync::{Arc, Mutex, PoisonError};

use fortinac_types::decode::DecodeError;
use http::StatusCode;
use serde::de::{Error as _, Unexpected};

use super::list::ListParameters;
use super::progress::Identity;
use super::response::Response;
use crate::error::Error;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::transport::request::Request;
use crate::transport::response::HttpResponse;
use crate::transport::{self, Transport};

/// Decodes a response whose HTTP status is a success.
type Decode<T> = dyn Fn(&Operation, &HttpResponse) -> Result<Response<T>, Kind> + Send + Sync;

pub(crate) struct Pending<T> {
    pub(crate) transport: Arc<Transport>,
    pub(crate) request: Request,
    pub(crate) list: ListParameters,
    decode: Arc<Decode<T>>,
    /// What to return if there is no such record, in place of the error.
    absent: Option<Arc<dyn Fn(StatusCode) -> Response<T> + Send + Sync>>,
    /// By what the items of a page are recognized.
    pub(crate) identity: Option<fn(&T) -> Identity>,
}

impl<T> Clone for Pending<T> {
    fn clone(&self) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
            request: self.request.clone(),
            list: self.list.clone(),
            decode: Arc::clone(&self.decode),
            absent: self.absent.clone(),
            identity: self.identity,
        }
    }
}

impl<T> Pending<T> {
    pub(crate) fn new(
        transport: Arc<Transport>,
        request: Request,
        decode: impl Fn(&Operation, &HttpResponse) -> Result<Response<T>, Kind> + Send + Sync + 'static,
    ) -> Self {
        Self {
            transport,
            request,
            list: ListParameters::default(),
            decode: Arc::new(decode),
            absent: None,
            identity: None,
        }
    }

    /// The same call whose response is read in another way.
    #[cfg(feature = "call-by-id")]
    pub(crate) fn read_as<U>(
        self,
        decode: impl Fn(&Operation, &HttpResponse) -> Result<Response<U>, Kind> + Send + Sync + 'static,
    ) -> Pending<U> {
        Pending {
            list: self.list,
            ..Pending::new(self.transport, self.request, decode)
        }
    }
}

impl<T: Send + 'static> Pending<T> {
    /// Sends the call.
    pub(crate) async fn value(self) -> Result<T, Error> {
        self.response().await.map(|response| response.value)
    }

    async fn response(mut self) -> Result<Response<T>, Error> {
        self.list.add_to(&mut self.request);
        let Self {
            transport,
            request,
            decode,
            absent,
            ..
        } = self;
        let decoded = Arc::new(Mutex::new(None));
        let (kept, operation) = (Arc::clone(&decoded), request.operation.clone());
        let read: Arc<transport::Decode> = Arc::new(move |response: &HttpResponse| {
            let is_replaced = response.replaced;
            let mut response = decode(&operation, response)?;
            if is_replaced {
                const FOUND: &str = "bytes that are none";
                let other = Unexpected::Other(FOUND);
                let error = DecodeError::invalid_value(other, &"characters of Unicode");
                response.unexpected.push(error.or_found(FOUND));
            }
            let unexpected = response.unexpected.clone();
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
            Ok(unexpected)
        });
        let sent = transport.send(&request, &read).await;
        let take = || {
            decoded
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
        };
        let result = sent.map(|()| take().expect("a success was decoded"));
        match (result, absent) {
            (Err(error), Some(absent)) if error.is_missing_record() => {
                Ok(absent(error.status().unwrap_or(StatusCode::NOT_FOUND)))
            }
            (result, _) => result,
        }
    }
}

impl<T: 'static> Pending<T> {
    /// The same call with another view of its response.
    pub(crate) fn map<U>(
        self,
        change: impl Fn(Response<T>) -> Response<U> + Send + Sync + Copy + 'static,
    ) -> Pending<U> {
        let Self { decode, absent, .. } = self;
        let absent = absent.map(|absent| {
            let changed = move |status| change(absent(status));
            Arc::new(changed) as Arc<dyn Fn(StatusCode) -> Response<U> + Send + Sync>
        });
        Pending {
            transport: self.transport,
            request: self.request,
            list: self.list,
            decode: Arc::new(move |operation, response| decode(operation, response).map(change)),
            absent,
            identity: None,
        }
    }
}

impl<T: 'static> Pending<Option<T>> {
    /// Returns `None` if there is no such record.
    pub(crate) fn or_none(mut self) -> Self {
        self.absent = Some(Arc::new(|status| Response::new(status, None)));
        self
    }
}
