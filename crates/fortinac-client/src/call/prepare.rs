//! How generated code makes a call: the request from left to right, then how its response is read.

#![cfg_attr(
    not(feature = "default"),
    allow(dead_code, reason = "some resources use what others do not")
)]

use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;
use fortinac_types::item::Item;
use fortinac_types::{Extra, Field, Secret};
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::page::Page;
use super::pending::Pending;
use super::progress::identity;
use super::response::Response;
use super::{Call, envelope};
#[cfg(feature = "xml")]
use crate::codec::Media;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::transport::Transport;
use crate::transport::request::{Body, Request};
use crate::transport::response::HttpResponse;
use crate::transport::upload::Upload;

/// A call whose request is not complete.
pub(crate) struct Prepared {
    transport: Arc<Transport>,
    request: Request,
}

/// What an API handle holds.
type Handle = Arc<Transport>;

pub(crate) fn get(handle: &Handle, id: &'static str, url_template: &'static str) -> Prepared {
    Prepared::new(handle, Method::GET, true, id, url_template)
}

pub(crate) fn get_that_writes(
    handle: &Handle,
    id: &'static str,
    url_template: &'static str,
) -> Prepared {
    Prepared::new(handle, Method::GET, false, id, url_template)
}

pub(crate) fn post(handle: &Handle, id: &'static str, url_template: &'static str) -> Prepared {
    Prepared::new(handle, Method::POST, false, id, url_template)
}

pub(crate) fn post_that_reads(
    handle: &Handle,
    id: &'static str,
    url_template: &'static str,
) -> Prepared {
    Prepared::new(handle, Method::POST, true, id, url_template)
}

pub(crate) fn delete(handle: &Handle, id: &'static str, url_template: &'static str) -> Prepared {
    Prepared::new(handle, Method::DELETE, false, id, url_template)
}

impl Prepared {
    fn new(
        handle: &Handle,
        method: Method,
        safe: bool,
        id: &'static str,
        url_template: &'static str,
    ) -> Self {
        let operation = Operation::new(id, method, url_template, safe);
        Self {
            transport: Arc::clone(handle),
            request: Request::new(operation, url_template.to_owned()),
        }
    }

    /// Replaces the first placeholder that is left in the path.
    pub(crate) fn path(mut self, value: impl Display) -> Self {
        self.request.fill_path(&value);
        self
    }

    pub(crate) fn query(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
    ) -> Self {
        self.request.add_query(name, values);
        self
    }

    /// Replaces the first placeholder that is left in the path by a secret.
    #[allow(dead_code, reason = "most specs have no such parameter")]
    pub(crate) fn secret_path(mut self, value: impl Into<Secret>) -> Self {
        self.request.fill_secret_path(value.into());
        self
    }

    #[allow(dead_code, reason = "most specs have no such parameter")]
    pub(crate) fn secret_query(mut self, name: &str, value: impl Into<Secret>) -> Self {
        self.request.set_secret_query(name, value);
        self
    }

    /// Sends a form, also if no field is set.
    pub(crate) fn form(mut self) -> Self {
        self.request.form();
        self
    }

    /// Adds a required field to the form. Several values are an array, and none is an error.
    pub(crate) fn field(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
    ) -> Self {
        let before = self.request.form().len();
        self.request.add_fields(name, values);
        if self.request.form().len() == before {
            self.request
                .invalidate(format!("`{name}` has no values; give one or more"));
        }
        self
    }

    pub(crate) fn secret_field(mut self, name: &str, value: impl Into<Secret>) -> Self {
        self.request.add_secret_field(name, value.into());
        self
    }

    /// Sets the body. `root` is the name of its root element in XML.
    pub(crate) fn json<T: Serialize + ?Sized>(mut self, root: &'static str, body: &T) -> Self {
        self.request.set_json(root, body);
        self
    }

    /// Adds the id of the path to the body, unless the record has one: in its field, or among its unknown properties.
    pub(crate) fn with_id(
        mut self,
        property: &str,
        id: i64,
        field: &Field<i64>,
        extra: &Extra,
    ) -> Self {
        if let Some(Body::Json { json, .. }) = &mut self.request.body
            && field.is_absent()
            && extra.get(property).is_none()
        {
            *json = with_id(json, property, id);
        }
        self
    }

    pub(crate) fn upload(mut self, part: &str, file: &Upload) -> Self {
        self.request.set_upload(part, file);
        self
    }

    /// The response is XML alone, so that is asked for.
    #[cfg(feature = "xml")]
    pub(crate) fn xml(mut self) -> Self {
        self.request.media = Media::Xml;
        self
    }

    /// The call returns nothing but its success.
    pub(crate) fn nothing<P: Default>(self) -> Call<(), P> {
        self.read(envelope::nothing)
    }

    /// The call returns the record in a property.
    pub(crate) fn record<T: DeserializeOwned, P: Default>(
        self,
        property: &'static str,
    ) -> Call<T, P> {
        self.read(move |operation, response| envelope::record(operation, response, property))
    }

    /// The call returns the only item of the array in a property.
    pub(crate) fn only_item<T: DeserializeOwned, P: Default>(
        self,
        property: &'static str,
    ) -> Call<T, P> {
        self.read(move |operation, response| envelope::only_item(operation, response, property))
    }

    /// The call returns a page of the array in a property.
    pub(crate) fn page<T: DeserializeOwned + Item, P: Default>(
        self,
        property: &'static str,
    ) -> Call<Page<T>, P> {
        let mut call: Call<Page<T>, P> =
            self.read(move |operation, response| envelope::page(operation, response, property));
        call.pending.identity = Some(identity::<T>);
        call
    }

    /// The call returns the number of items in a property.
    pub(crate) fn count<P: Default>(self, property: &'static str) -> Call<u64, P> {
        self.read(move |operation, response| envelope::count(operation, response, property))
    }

    /// The call returns the value in a property.
    pub(crate) fn value<T: DeserializeOwned, P: Default>(
        self,
        property: &'static str,
    ) -> Call<T, P> {
        self.read(move |operation, response| envelope::value(operation, response, property))
    }

    /// The call returns the whole envelope.
    pub(crate) fn envelope<T: DeserializeOwned + 'static, P: Default>(self) -> Call<T, P> {
        self.read(envelope::whole)
    }

    /// The call returns the whole response, which has no `status`.
    pub(crate) fn bare<T: DeserializeOwned + 'static, P: Default>(mut self) -> Call<T, P> {
        self.request.operation.requires_status = false;
        self.envelope()
    }

    fn read<T, P: Default>(
        self,
        decode: impl Fn(&Operation, &HttpResponse) -> Result<Response<T>, Kind> + Send + Sync + 'static,
    ) -> Call<T, P> {
        Call::new(
            Pending::new(self.transport, self.request, decode),
            P::default(),
        )
    }
}

/// The object with one more property, at its beginning.
fn with_id(object: &[u8], property: &str, id: i64) -> Bytes {
    let rest = object.strip_prefix(b"{").unwrap_or(object);
    let comma = if rest == b"}" { "" } else { "," };
    let mut json = format!("{{\"{property}\":{id}{comma}").into_bytes();
    json.extend_from_slice(rest);
    json.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_first_property() {
        assert_eq!(with_id(b"{}", "id", 7), r#"{"id":7}"#);
        assert_eq!(with_id(br#"{"a":1}"#, "dbid", 7), r#"{"dbid":7,"a":1}"#);
    }
}
