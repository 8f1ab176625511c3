//! Calls by operationId, for tools that learn the API at run time.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fortinac_json::sounds_secret;
use fortinac_spec::api::{
    Body as BodyKind, FormField, Index, ListParameters, Location, Operation as Model, Output,
    ResponseMedia, Type,
};
use fortinac_types::JsonValue;
use fortinac_types::decode::DecodeError;
use http::Method;
use serde::Serialize;
use serde::de::{Error as _, Unexpected};
use serde_json::Value;

use super::check::{
    MISSING_JSON, described, kind_of, missing_field, missing_parameter, quoted, required,
    unknown_operation, values,
};
use super::page::Page;
use super::pending::Pending;
use super::response::Response;
use super::stream::{self, AllItems, ItemStream};
use super::{Call, envelope, progress};
use crate::error::Error;
use crate::error::kind::Kind;
use crate::operation::Operation;
use crate::text::OneLine;
use crate::transport::Transport;
use crate::transport::request::{Body, Request, encode_path};
use crate::transport::response::HttpResponse;
use crate::transport::upload::Upload;

/// The call is made by operationId, from [`Client::call`](crate::Client::call).
///
/// It is checked against the spec: an unknown parameter or field, a value of another type, a body of another kind, or
/// something that is missing makes the call fail before anything is sent. The properties of a JSON body are not checked.
#[derive(Clone)]
pub struct ById {
    operation: &'static Model,
    /// The parameters of the path that are set.
    path: BTreeMap<&'static str, String>,
    /// The JSON body without the id of the path.
    json: Option<Value>,
}

/// The operation only: path and body can hold secrets.
impl fmt::Debug for ById {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ById")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// An operation of the spec. It is read once in a process, and only those that are called are: a program that starts for
/// one call does not wait for hundreds.
fn operation(id: &str) -> Result<&'static Model, Error> {
    static READ: Mutex<BTreeMap<String, &'static Model>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(operation) = read.get(id) {
        return Ok(operation);
    }
    let index = Index::bundled();
    let unknown = || Error::without_call(Kind::Request(unknown_operation(&index, id)));
    let operation = index.operation(id).ok_or_else(unknown)?;
    let operation: &'static Model = Box::leak(Box::new(operation));
    read.insert(id.to_owned(), operation);
    Ok(operation)
}

pub(crate) fn call(transport: &Arc<Transport>, id: &str) -> Result<Call<Value, ById>, Error> {
    let operation = operation(id)?;
    let method = Method::from_bytes(operation.method.as_str().as_bytes());
    let mut known = Operation::new(
        &operation.id,
        method.expect("the spec has methods of HTTP"),
        &operation.path,
        operation.safe,
    );
    known.requires_status = !operation.is_bare;
    let mut request = Request::new(known, operation.path.clone());
    request.missing = required(operation);
    if operation.response_media == ResponseMedia::Xml {
        ask_for_xml(&mut request);
    }
    if matches!(operation.body, Some(BodyKind::Form { .. })) {
        request.form();
    }
    let decode =
        move |known: &Operation, response: &HttpResponse| result(operation, known, response);
    let parameters = ById {
        operation,
        path: BTreeMap::new(),
        json: None,
    };
    let pending = Pending::new(Arc::clone(transport), request, decode);
    Ok(Call::new(pending, parameters))
}

#[cfg(feature = "xml")]
fn ask_for_xml(request: &mut Request) {
    request.media = crate::codec::Media::Xml;
}

#[cfg(not(feature = "xml"))]
fn ask_for_xml(request: &mut Request) {
    request.invalidate("the response is XML; turn on the feature `xml` of fortinac-client");
}

impl<T> Call<T, ById> {
    /// Sets a parameter of the path or the query. An array gives a parameter several values.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let hosts = client.call("host_list")?.parameter("filter", "role==NAC-Cameras").parameter("count", 50).await?;
    /// println!("{hosts}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn parameter(mut self, name: &str, value: impl Into<Value>) -> Self {
        let operation = self.parameters.operation;
        let mut parameters = operation.parameters.iter();
        let Some(parameter) = parameters.find(|parameter| parameter.name == name) else {
            let name = OneLine(name);
            let has = match operation.parameters.as_slice() {
                [] => "none".to_owned(),
                known => quoted(known.iter().map(|parameter| &parameter.name)),
            };
            return self.invalid(format!(
                "the operation has no parameter `{name}`; it has {has}"
            ));
        };
        let values = match values(&parameter.ty, &value.into()) {
            Ok(values) => values,
            Err(reason) => return self.invalid(format!("the parameter `{name}` {reason}")),
        };
        self.provide(&missing_parameter(name));
        let is_listed = operation.list_parameters().names().contains(&name);
        match parameter.location {
            Location::Path => {
                let value = values.concat();
                if parameter.ty == Type::Secret || sounds_secret(name) {
                    self.request_mut().secrets.push(value.as_str().into());
                }
                self.parameters.path.insert(&parameter.name, value);
                self.write();
            }
            Location::Query if is_listed => self.pending.list.set(name, &values),
            Location::Query if parameter.ty == Type::Secret => {
                self.request_mut().set_secret_query(name, values.concat());
            }
            Location::Query => self.request_mut().set_query(name, values),
        }
        self
    }

    /// Sets a field of the form. An array gives a field several values.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// client.call("host_set_role")?.field("id", [31, 32]).field("role", "NAC-Cameras").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        let Some(field) = self.known_field(name) else {
            return self.wrong_body(&format!("field `{}`", OneLine(name)));
        };
        if field.ty == Type::File {
            return self.invalid(format!("`{name}` is a file: set it with `upload`"));
        }
        let values = match values(&field.ty, &value.into()) {
            Ok(values) => values,
            Err(reason) => return self.invalid(format!("the field `{name}` {reason}")),
        };
        self.provide(&missing_field(name));
        match field.ty {
            Type::Secret => self.request_mut().set_secret_field(name, values.concat()),
            _ => self.request_mut().set_fields(name, values),
        }
        self
    }

    /// Sets the body to this value, as JSON. As in a typed call, an update gets the id of the path if it has none.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let change = serde_json::json!({"email": "rowan@example.com", "notes": null});
    /// client.call("user_update")?.parameter("id", 31).json(&change).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        let operation = self.parameters.operation;
        let Some(BodyKind::Json { ty, .. }) = &operation.body else {
            return self.wrong_body("JSON body");
        };
        let (body, expected) = (serde_json::to_value(body), kind_of(ty));
        match (body, ty) {
            (Ok(body @ Value::Array(_)), Type::Array(_)) => self.parameters.json = Some(body),
            (Ok(body @ Value::Object(_)), Type::Ref(_)) => self.parameters.json = Some(body),
            (Ok(_), _) => return self.invalid(format!("the JSON body is not {expected}")),
            (Err(error), _) => return self.invalid(error.to_string()),
        }
        self.provide(MISSING_JSON);
        self.write();
        self
    }

    /// Sets the file to send as the part of this name.
    pub fn upload(mut self, part: &str, file: &Upload) -> Self {
        let Some(known) = self.known_field(part) else {
            return self.wrong_body(&format!("file `{}`", OneLine(part)));
        };
        if known.ty != Type::File {
            return self.invalid(format!("`{part}` is no file: set it with `field`"));
        }
        self.provide(&missing_field(part));
        self.request_mut().set_upload(part, file);
        self
    }

    /// The field of the form, or the part of the upload, with this name.
    fn known_field(&self, name: &str) -> Option<&'static FormField> {
        let body = self.parameters.operation.body.as_ref()?;
        body.fields().iter().find(|field| field.name == name)
    }

    /// Writes path and JSON body into the request. The body gets the id of the path, unless it has one.
    fn write(&mut self) {
        let ById {
            operation,
            path,
            json,
        } = &self.parameters;
        let request = &mut self.pending.request;
        request.path.clone_from(&operation.path);
        for (name, value) in path {
            let placeholder = format!("{{{name}}}");
            request.path = request.path.replace(&placeholder, &encode_path(value));
        }
        let (Some(BodyKind::Json { ty, id, .. }), Some(mut json)) = (&operation.body, json.clone())
        else {
            return;
        };
        let id_of_path = path.get("id").and_then(|id| id.parse::<i64>().ok());
        if let (Some(property), Some(id), Value::Object(json)) = (id, id_of_path, &mut json) {
            json.entry(property).or_insert(id.into());
        }
        request.body = Some(Body::Json {
            root: ty.component().unwrap_or_default(),
            json: Bytes::from(json.to_string()),
        });
    }

    /// Something that was missing is there.
    fn provide(&mut self, what: &str) {
        self.request_mut().missing.retain(|missing| missing != what);
    }

    fn invalid(mut self, reason: String) -> Self {
        self.request_mut().invalidate(reason);
        self
    }

    /// The operation does not take a body of this kind, or not with this field.
    fn wrong_body(self, given: &str) -> Self {
        let body = described(self.parameters.operation);
        self.invalid(format!("the operation has no {given}; its body is {body}"))
    }
}

impl Call<Value, ById> {
    /// One page of a list, with the number of records that the appliance tells. The parameters `start` and `count` say
    /// which, where the operation has them; the lists of others are one page. An operation that returns no list makes
    /// the call fail.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let page = client.call("host_list")?.parameter("count", 20).page().await?;
    /// println!("{} of {:?}", page.len(), page.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(self) -> Call<Page<Value>, ById> {
        let parameters = self.parameters.clone();
        Call::new(self.into_page(), parameters)
    }

    /// All items of a list, page by page, as for [`ListCall`](crate::ListCall). The parameters `start` and `count` set
    /// where it begins and the size of a page. An operation that returns no list makes the stream fail.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let mut hosts = client.call("host_list")?.stream();
    /// while let Some(host) = hosts.next().await {
    ///     println!("{}", host?["hostName"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> ItemStream<Value> {
        let list_parameters = self.parameters.operation.list_parameters();
        let mut pending = self.into_page();
        pending.identity = Some(progress::identity::<Value>);
        match list_parameters {
            ListParameters::All => stream::items(pending),
            _ => stream::items_of_one_page(pending),
        }
    }

    fn into_page(self) -> Pending<Page<Value>> {
        let property = match &self.parameters.operation.result {
            Output::List { property, .. } => Some(property.as_str()),
            _ => None,
        };
        let call = match property {
            Some(_) => self,
            None => self.invalid("the operation does not return a list".to_owned()),
        };
        let decode = move |known: &Operation, response: &HttpResponse| {
            let property = property.unwrap_or_default();
            envelope::page(known, response, property).map(nearest_items)
        };
        call.pending.read_as(decode)
    }

    /// All items of a list at once, as for [`ListCall`](crate::ListCall).
    pub fn all(self) -> AllItems<Value> {
        self.stream().all()
    }
}

/// What the call returns, as JSON.
fn result(
    model: &'static Model,
    known: &Operation,
    response: &HttpResponse,
) -> Result<Response<Value>, Kind> {
    match &model.result {
        Output::None => {
            envelope::nothing(known, response).map(|response| response.map(|()| Value::Null))
        }
        Output::One {
            property,
            is_only_item: true,
            ..
        } => envelope::only_item(known, response, property).map(nearest),
        Output::One { property, .. } => envelope::record(known, response, property).map(nearest),
        Output::List { property, .. } => {
            let page = envelope::page(known, response, property).map(nearest_items);
            page.map(|page| page.map(|page| Value::Array(page.items)))
        }
        Output::Count { property } => {
            envelope::count(known, response, property).map(|response| response.map(Value::from))
        }
        Output::Value { property, .. } => envelope::value(known, response, property).map(nearest),
        _ => envelope::whole(known, response),
    }
}

/// The response with a [`Value`]. If that cannot hold all digits of a number, the response says so.
fn nearest(response: Response<JsonValue>) -> Response<Value> {
    let is_exact = response.value.is_exact();
    let response = response.map(JsonValue::into_value);
    said_to_be(is_exact, response)
}

/// The same for a page.
fn nearest_items(response: Response<Page<JsonValue>>) -> Response<Page<Value>> {
    let is_exact = response.value.iter().all(JsonValue::is_exact);
    let response = response.map(|page| Page {
        items: page.items.into_iter().map(JsonValue::into_value).collect(),
        filtered: page.filtered,
        total: page.total,
        unexpected_items: page.unexpected_items,
        unexpected: page.unexpected,
    });
    said_to_be(is_exact, response)
}

fn said_to_be<T>(is_exact: bool, mut response: Response<T>) -> Response<T> {
    if !is_exact {
        let longer = Unexpected::Other("longer ones");
        let error = DecodeError::invalid_value(longer, &"numbers of 64 bits");
        response.unexpected.push(error.or_found("longer ones"));
    }
    response
}
