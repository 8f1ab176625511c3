//! Calls that the spec does not have.

use std::sync::Arc;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::pending::Pending;
use super::{Call, envelope};
use crate::codec::form;
use crate::operation::Operation;
use crate::transport::Transport;
use crate::transport::request::{Body, Request};
use crate::transport::upload::Upload;

/// The call is not in the spec: its body and the type of its response are the caller's choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Raw;

/// A call that returns the whole body.
pub(crate) fn call(transport: &Arc<Transport>, method: Method, path: &str) -> Call<Value, Raw> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = format!("/{}", path.strip_prefix('/').unwrap_or(path));
    let mut request = Request::new(Operation::raw(method, &path), path);
    request.query = form::decode(query.as_bytes());
    let pending = Pending::new(Arc::clone(transport), request, envelope::whole);
    Call::new(pending, Raw)
}

impl<T> Call<T, Raw> {
    /// Sends a body as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.request_mut().set_json("body", body);
        self
    }

    /// Sends a body as a form: an object of strings, numbers, booleans, and arrays of these, which become repeated
    /// names.
    pub fn form<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        let body = serde_json::to_value(body).map_err(|error| error.to_string());
        match body.and_then(|body| form::fields_of(&body)) {
            Ok(fields) => self.request_mut().body = Some(Body::Form(fields)),
            Err(reason) => self.request_mut().invalidate(reason),
        }
        self
    }

    /// Sends a file, as the part of this name of `multipart/form-data`. Several files can be sent at once, and a form that
    /// is set before becomes the fields beside them.
    pub fn upload(mut self, part: &str, file: &Upload) -> Self {
        self.request_mut().set_upload(part, file);
        self
    }

    /// Decodes the whole body as a `U` in place of a JSON value.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// use fortinac_client::Method;
    /// use fortinac_client::types::common::CountEnvelope;
    ///
    /// let envelope = client.raw(Method::GET, "/host/count/all").decode::<CountEnvelope>().await?;
    /// println!("{:?}", envelope.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode<U: DeserializeOwned + Send + 'static>(self) -> Call<U, Raw> {
        let Pending {
            transport, request, ..
        } = self.pending;
        Call::new(Pending::new(transport, request, envelope::whole), Raw)
    }
}
