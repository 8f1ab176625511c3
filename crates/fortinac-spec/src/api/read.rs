//! Reads the model from an OpenAPI document.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation as Item, PathItem, ReferenceOr, StatusCode};
use serde::Deserializer;
use serde_json::Value;

use super::response::{self, Promise};
use super::routes::Routes;
use super::schema::Type;
use super::{Api, Evidence, Issue, Method, NotAnApi, Operation, Origin, Output, ResponseMedia};
use crate::pointer::escape;

pub(super) const JSON: &str = "application/json";
pub(super) const XML: &str = "application/xml";

/// The extensions of an object of the document.
pub(super) type Extensions = IndexMap<String, Value>;

impl Api {
    /// Reads a bundled document.
    ///
    /// # Errors
    /// The first of the issues that [`Api::read`] finds.
    pub fn new(document: &Value) -> Result<Self, NotAnApi> {
        first_issue(Self::read(document))
    }

    /// Reads as much of a bundled document as possible, and reports the rest as issues.
    ///
    /// A [`Value`] has the order of the document only with the feature `preserve_order` of `serde_json`; without it,
    /// operations and properties are sorted by name.
    pub fn read(document: &Value) -> (Self, Vec<Issue>) {
        Self::read_from(document)
    }

    /// Reads a bundled document. The model has the order of the text.
    pub(crate) fn from_json(text: &str) -> Result<Self, NotAnApi> {
        first_issue(Self::read_from(&mut serde_json::Deserializer::from_str(
            text,
        )))
    }

    fn read_from<'de>(document: impl Deserializer<'de>) -> (Self, Vec<Issue>) {
        let openapi: OpenAPI = match serde_path_to_error::deserialize(document) {
            Ok(openapi) => openapi,
            Err(error) => {
                let issue = Issue {
                    pointer: pointer_of(error.path()),
                    message: error.inner().to_string(),
                    help: "see the OpenAPI 3.0.3 specification".into(),
                };
                return (Self::default(), vec![issue]);
            }
        };
        let mut reader = Reader {
            openapi: &openapi,
            api: Self::default(),
            issues: Vec::new(),
        };
        reader.api.gaps = strings(&openapi.info.extensions, "x-fortinac-gap");
        reader.tags();
        reader.schemas();
        reader.undeclared_tags();
        reader.operations();
        let mut api = reader.api;
        api.routes = Routes::new(&api.operations);
        (api, reader.issues)
    }
}

fn first_issue((api, issues): (Api, Vec<Issue>)) -> Result<Api, NotAnApi> {
    match issues.into_iter().next() {
        None => Ok(api),
        Some(issue) => Err(NotAnApi(issue)),
    }
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    pointer
}

pub(super) struct Reader<'a> {
    pub(super) openapi: &'a OpenAPI,
    pub(super) api: Api,
    pub(super) issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    pub(super) fn issue(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.issues.push(Issue {
            pointer: pointer.into(),
            message: message.into(),
            help: help.into(),
        });
    }

    fn operations(&mut self) {
        let openapi = self.openapi;
        for (path, item) in openapi.paths.iter() {
            match item {
                ReferenceOr::Reference { .. } => self.issue(
                    format!("/paths/{}", escape(path)),
                    "is a `$ref`",
                    "bundle the document first",
                ),
                ReferenceOr::Item(item) => {
                    for (method, operation) in item.iter() {
                        let method = method.parse().expect("a key of a path item");
                        self.operation(path, item, method, operation);
                    }
                }
            }
        }
    }

    fn operation(&mut self, path: &str, path_item: &'a PathItem, method: Method, item: &'a Item) {
        let pointer = format!("/paths/{}/{}", escape(path), method.key());
        let Some(id) = item.operation_id.clone().filter(|id| !id.is_empty()) else {
            return self.issue(
                pointer,
                "`operationId` is missing",
                "write `<resource>_<verb>`, such as `user_update`",
            );
        };
        let tag = item.tags.first().cloned().unwrap_or_default();
        let (resource, verb) = self.resource_and_verb(&id, &tag, &pointer);
        let parameters = self.parameters(path, path_item, item, &pointer);
        let body = item
            .request_body
            .as_ref()
            .and_then(|body| self.body(body, path, &format!("{pointer}/requestBody")));
        let (envelope, response_media) = self.response(item, &StatusCode::Code(200), &pointer);
        let (error, _) = self.response(item, &StatusCode::Range(4), &pointer);
        let (server_error, _) = self.response(item, &StatusCode::Range(5), &pointer);
        if error != server_error && !error.is_empty() && !server_error.is_empty() {
            self.issue(
                pointer.clone(),
                format!(
                    "failures have two schemas (4XX: #/components/schemas/{error}, 5XX: \
                     #/components/schemas/{server_error})"
                ),
                "use one schema for 4XX and 5XX: a failure is one type",
            );
        }
        let extensions = &item.extensions;
        let value = |name: &str| extensions.get(name).and_then(Value::as_str);
        let flag = |name: &str| extensions.get(name).and_then(Value::as_bool);
        let deletes = method == Method::Delete || verb.split('_').next() == Some("delete");
        let defaults = [
            ("x-fortinac-safe", method == Method::Get),
            ("x-fortinac-destructive", deletes),
        ];
        for (name, default) in defaults {
            if flag(name) == Some(default) {
                self.issue(
                    format!("{pointer}/{name}"),
                    format!("`{name}: {default}` has no effect"),
                    "take it out: the method or the name says it already",
                );
            }
        }
        let promise = value("x-fortinac-result").and_then(Promise::from_value);
        let property = value("x-fortinac-result-property");
        let output =
            promise.map(|promise| response::output(promise, &envelope, property, &self.api));
        let result = match output {
            None => Output::Envelope,
            Some(Ok(output)) => output,
            Some(Err((message, help))) => {
                self.issue(format!("{pointer}/x-fortinac-result"), message, help);
                Output::Envelope
            }
        };
        self.api.operations.push(Operation {
            id,
            resource,
            verb,
            method,
            path: path.to_owned(),
            tag,
            summary: item.summary.clone().unwrap_or_default(),
            description: item
                .description
                .clone()
                .unwrap_or_default()
                .trim()
                .to_owned(),
            parameters,
            body,
            is_bare: self
                .api
                .record(&envelope)
                .is_some_and(|record| record.property("status").is_none()),
            envelope,
            result,
            error,
            response_media,
            safe: flag("x-fortinac-safe").unwrap_or(method == Method::Get),
            destructive: flag("x-fortinac-destructive").unwrap_or(deletes),
            evidence: value("x-fortinac-evidence")
                .and_then(Evidence::from_value)
                .unwrap_or(Evidence::None),
            origin: value("x-fortinac-origin")
                .and_then(Origin::from_value)
                .unwrap_or(Origin::Document),
            versions: strings(extensions, "x-fortinac-versions"),
            sources: strings(extensions, "x-fortinac-source"),
            note: string(extensions, "x-fortinac-note"),
            gaps: strings(extensions, "x-fortinac-gap"),
            deviation: string(extensions, "x-fortinac-deviation"),
        });
    }

    /// The item itself, or the component that a `$ref` names; `pointer` becomes that of the component.
    pub(super) fn resolve<T>(
        &mut self,
        item: &'a ReferenceOr<T>,
        pointer: &mut String,
        (kind, what): (&str, &str),
        of_kind: impl FnOnce(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<&'a T> {
        let reference = match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => reference,
        };
        let name = component_name(reference, kind);
        let found = name.and_then(|name| {
            *pointer = format!("/components/{kind}/{name}");
            let components = self.openapi.components.as_ref()?;
            of_kind(components).get(name)?.as_item()
        });
        if found.is_none() {
            self.dangling(pointer, reference, what);
        }
        found
    }

    pub(super) fn dangling(&mut self, pointer: &str, reference: &str, what: &str) {
        self.issue(
            pointer,
            format!("refers to {reference}, where {what} belongs"),
            format!("refer to {what} of `components`, or write it in place"),
        );
    }

    /// The component of a response, and its media types.
    fn response(
        &mut self,
        item: &'a Item,
        status: &StatusCode,
        pointer: &str,
    ) -> (String, ResponseMedia) {
        let mut pointer = format!("{pointer}/responses/{status}");
        let nothing = (String::new(), ResponseMedia::Json);
        let Some(response) = item.responses.responses.get(status) else {
            self.issue(
                pointer,
                format!("the response `{status}` is missing"),
                match status {
                    StatusCode::Code(_) => "describe the response to a success",
                    StatusCode::Range(4) => {
                        "write it, or describe `Rejected` in components/responses of common.yaml for all operations"
                    }
                    StatusCode::Range(_) => {
                        "write it, or describe `Failed` in components/responses of common.yaml for all operations"
                    }
                },
            );
            return nothing;
        };
        let what = ("responses", "a response");
        let of_kind = |components: &'a Components| &components.responses;
        let Some(response) = self.resolve(response, &mut pointer, what, of_kind) else {
            return nothing;
        };
        let has = |media_type: &str| response.content.contains_key(media_type);
        let media = match (has(JSON), has(XML)) {
            (true, true) => ResponseMedia::JsonOrXml,
            (false, true) => ResponseMedia::Xml,
            _ => ResponseMedia::Json,
        };
        let media_type = media.media_type();
        let content = response.content.get(media_type);
        let Some(schema) = content.and_then(|content| content.schema.as_ref()) else {
            self.issue(
                pointer,
                format!("has no content of {media_type} with a schema"),
                "every response of FortiNAC has the envelope with `status` and `errorMessage` at least",
            );
            return nothing;
        };
        let schema_pointer = format!("{pointer}/content/{}/schema", escape(media_type));
        match self.inline_type(schema, &schema_pointer) {
            Some(Type::Ref(name)) if self.api.record(&name).is_some() => (name, media),
            Some(_) => {
                self.issue(schema_pointer, "is not a `$ref` to a record", NOT_A_RECORD);
                nothing
            }
            None => nothing,
        }
    }
}

pub(super) const NOT_A_RECORD: &str = "make it a component with `type: object` and `properties`";

/// The name in a `$ref` to a component of this kind.
pub(super) fn component_name<'r>(reference: &'r str, kind: &str) -> Option<&'r str> {
    reference
        .strip_prefix("#/components/")?
        .strip_prefix(kind)?
        .strip_prefix('/')
}

/// An extension that is a string.
pub(super) fn string(extensions: &Extensions, name: &str) -> Option<String> {
    let text = extensions.get(name)?.as_str()?;
    Some(text.trim().to_owned())
}

/// An extension that is a string or an array of strings.
pub(super) fn strings(extensions: &Extensions, name: &str) -> Vec<String> {
    let owned = |text: &Value| text.as_str().map(|text| text.trim().to_owned());
    match extensions.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(owned).collect(),
        Some(value) => owned(value).into_iter().collect(),
        None => Vec::new(),
    }
}
