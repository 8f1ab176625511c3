//! A request that has passed all checks, and what its operation responds.

use fortinac_spec::api::{Body, FormField, Operation, Output, Type};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::filter::ListQuery;
use crate::plan::{Plan, ResourceModel};
use crate::state::id_of;

/// The reason why an operation is not performed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// HTTP 400.
    Malformed(String),
    /// HTTP 200, and the envelope of a failure.
    Rejected(String),
}

/// A refusal with HTTP 200, as an appliance refuses what is well-formed.
pub(super) fn rejected<T>(reason: impl Into<String>) -> Result<T, Failed> {
    Err(Failed::Rejected(reason.into()))
}

/// What an operation responds with, in the envelope of its example.
pub(super) enum Payload {
    /// The example as it is: for most operations an acknowledgement.
    Done,
    /// Records of a page, the number that match, and the number of all.
    Records(Vec<Value>, usize, usize),
    /// The value that the call returns.
    Value(Value),
    /// Properties beside `status`.
    Beside(Map<String, Value>),
}

impl Payload {
    /// All records that there are.
    pub(super) fn all(records: Vec<Value>) -> Self {
        let found = records.len();
        Self::Records(records, found, found)
    }
}

/// A request that has passed all checks.
pub(crate) struct Call<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) operation: &'a Operation,
    /// The path below the base URL.
    pub(crate) path: &'a str,
    /// The names are spelled as in the spec.
    pub(crate) query: &'a [(String, String)],
    pub(crate) body: &'a Value,
    /// The time of the appliance, in milliseconds since 1970.
    pub(crate) now: i64,
}

impl<'a> Call<'a> {
    pub(super) fn resource(&self) -> &'a str {
        &self.operation.resource
    }

    pub(super) fn model(&self) -> Option<&'a ResourceModel> {
        self.plan.resources.get(self.resource())
    }

    /// The list parameters, as far as the operation has them.
    pub(super) fn list_query(&self) -> Result<ListQuery, Failed> {
        let is_described = |name: &str| {
            let mut query = self.operation.query();
            query.any(|parameter| parameter.name == name)
        };
        let query = self.query.iter().filter(|(name, _)| is_described(name));
        ListQuery::new(query).map_err(Failed::Malformed)
    }

    /// The text of a parameter of the path, and its name.
    pub(super) fn path_values(&self) -> Vec<(&'a str, String)> {
        let whole = |segment: &&str| !segment.is_empty();
        let template = self.operation.path.split('/').filter(whole);
        let segments = self.path.split('/').filter(whole);
        let name = |name: &'a str| name.strip_prefix('{')?.strip_suffix('}');
        let values = template.zip(segments).filter_map(|(template, segment)| {
            let text = percent_decode_str(segment).decode_utf8_lossy();
            Some((name(template)?, text.into_owned()))
        });
        values.collect()
    }

    /// The last parameter of the path.
    pub(super) fn path_text(&self) -> String {
        let last = self.path_values().pop();
        last.map(|(_, text)| text).unwrap_or_default()
    }

    /// The last parameter of the path, if it is an integer.
    pub(super) fn id(&self) -> Option<i64> {
        self.path_text().parse().ok()
    }

    /// A property of the body; `None` if it is absent or null.
    pub(super) fn given(&self, name: &str) -> Option<&'a Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    /// An argument of the body or the query as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.given(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(value) => Some(value.to_string()),
            None => {
                let given = self.query.iter().find(|(given, _)| given == name);
                given.map(|(_, text)| text.clone())
            }
        }
    }

    /// An argument of the body or the query that is an integer.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// An argument of the body or the query that is true or false.
    pub(super) fn boolean(&self, name: &str) -> Option<bool> {
        self.text(name)?.to_ascii_lowercase().parse().ok()
    }

    /// The ids in an argument of the body, or of the query, where they may be joined by commas. Each comes once.
    pub(super) fn ids(&self, name: &str) -> Vec<i64> {
        let in_query = self.query.iter().filter(|(given, _)| given == name);
        let in_query = in_query.flat_map(|(_, text)| text.split(','));
        let mut ids: Vec<i64> = match self.given(name) {
            Some(Value::Array(items)) => items.iter().filter_map(id_of).collect(),
            Some(value) => Vec::from_iter(id_of(value)),
            None => in_query.filter_map(|id| id.trim().parse().ok()).collect(),
        };
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        ids
    }

    /// The ids that the operation is for: the one of the path, or else those of the first array of its form.
    pub(super) fn targets(&self) -> Vec<i64> {
        if !self.path_values().is_empty() {
            return Vec::from_iter(self.id());
        }
        let fields = self.operation.body.as_ref().map_or(&[][..], Body::fields);
        let is_array = |field: &&FormField| matches!(field.ty, Type::Array(_));
        match fields.iter().find(is_array) {
            Some(field) => self.ids(&field.name),
            None => self.ids("id"),
        }
    }

    /// The example of the response. Where the appliance began empty, a list is empty, too.
    pub(super) fn example(&self, has_examples: bool) -> Value {
        let mut example = self.plan.example(self.operation);
        if let Output::List { property, .. } = &self.operation.result {
            let items = example[property].as_array().cloned().unwrap_or_default();
            // A client that reads page by page has to come to an end.
            let page = self.list_query().map(|query| {
                let items = (0..).zip(&items);
                let page = query.page(items).0.into_iter();
                page.map(|(_, item)| item.clone()).collect::<Vec<Value>>()
            });
            example[property] = page.unwrap_or_default().into();
            if !has_examples {
                example[property] = json!([]);
                count(&mut example, 0, 0);
            }
        }
        example
    }

    /// The envelope of the example with this payload.
    pub(super) fn envelope(&self, payload: Payload, has_examples: bool) -> Value {
        let mut envelope = match payload {
            Payload::Done => return self.example(has_examples),
            _ => self.plan.example(self.operation),
        };
        match payload {
            Payload::Done => {}
            Payload::Records(items, matching, total) => {
                count(&mut envelope, matching, total);
                let first = || items.first().cloned().unwrap_or_default();
                match &self.operation.result {
                    Output::List { property, .. } => envelope[property] = items.into(),
                    Output::One {
                        property,
                        is_only_item,
                        ..
                    } => {
                        envelope[property] = match is_only_item {
                            true => items.into(),
                            false => first(),
                        }
                    }
                    Output::Count { property } => {
                        envelope[property] = matching.into();
                        if envelope["results"].is_array() {
                            envelope["results"] = json!([]);
                        }
                    }
                    Output::Envelope => {
                        let record = first();
                        for (name, value) in record.as_object().into_iter().flatten() {
                            envelope[name] = value.clone();
                        }
                    }
                    _ => {}
                }
            }
            Payload::Value(value) => {
                if let Output::Value { property, .. } = &self.operation.result {
                    envelope[property] = value;
                }
            }
            Payload::Beside(properties) => {
                for (name, value) in properties {
                    envelope[&name] = value;
                }
            }
        }
        envelope
    }
}

/// Sets `filtered` and the total if they are numbers in the example.
fn count(envelope: &mut Value, matching: usize, total: usize) {
    for (name, number) in [
        ("filtered", matching),
        ("total", total),
        ("totalCount", total),
    ] {
        if envelope[name].is_number() {
            envelope[name] = number.into();
        }
    }
}
