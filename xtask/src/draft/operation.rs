//! The draft of one operation.

use fortinac_evidence::{Argument, Kind, kinds_of_words};
use serde_json::{Map, Value, json};

use super::context::Draft;
use super::example::example;
use super::facts::Facts;
use super::forms::argument_schema;
use super::library::{COMMON, reference};
use super::names::pascal;
use super::records::Records;
use super::response;

const PAGING: [(&str, &str); 5] = [
    ("filter", "Filter"),
    ("start", "Start"),
    ("count", "Count"),
    ("sortKey", "SortKey"),
    ("sortDir", "SortDir"),
];
const FORM: &str = "application/x-www-form-urlencoded";

impl Draft<'_> {
    pub(super) fn operation(&self, records: &mut Records<'_>) -> Value {
        let Facts { entry, .. } = self.facts;
        let response = response::response(self, records);
        let mut operation = Map::new();
        let mut add = |key: &str, value: Value| operation.insert(key.to_owned(), value);
        add(
            "operationId",
            format!("{}_{}", self.resource.name, self.verb).into(),
        );
        add("tags", json!([self.resource.tag]));
        add("summary", self.summary());
        add(
            "description",
            self.texts.operation("description", self.verb),
        );
        add("x-fortinac-source", json!([entry.source]));
        add("x-fortinac-versions", json!(entry.versions));
        add("x-fortinac-evidence", entry.evidence.as_str().into());
        add("x-fortinac-origin", entry.origin.as_str().into());
        add("x-fortinac-result", response.result.into());
        let mut ids = entry.arguments.iter().filter(|field| self.has_ids(field));
        if ids.any(|field| !field.required) {
            add(
                "x-fortinac-deviation",
                "The source does not require `id`, but what a call without ids does is not known."
                    .into(),
            );
        }
        let parameters = self.parameters();
        if !parameters.is_empty() {
            add("parameters", parameters.into());
        }
        if let Some(body) = self.body(records) {
            add("requestBody", json!({"required": true, "content": body}));
        }
        add("responses", json!({"200": response.schema}));
        Value::Object(operation)
    }

    fn summary(&self) -> Value {
        if self.verb_is_guess {
            let verb = self.verb;
            return format!("TODO: is `{verb}` the right name? Say what it does.").into();
        }
        self.texts.operation("summary", self.verb)
    }

    /// The parameters of path and query.
    fn parameters(&self) -> Vec<Value> {
        let Facts { entry, .. } = self.facts;
        let common = |name: &str| reference(&self.resource.file, COMMON, "parameters", name);
        let variables = entry
            .path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let mut parameters: Vec<Value> = variables
            .map(|name| {
                let known = entry
                    .path_parameters
                    .iter()
                    .find(|known| known.name == name);
                let is_integer =
                    known.is_none_or(|known| kinds_of_words(&known.ty).contains(&Kind::Integer));
                if name == "id" && is_integer {
                    return common("Id");
                }
                let schema = if is_integer {
                    integer()
                } else {
                    json!({"type": "string"})
                };
                self.parameter(name, "path", true, schema)
            })
            .collect();
        let is_path = |name: &str| entry.path.contains(&format!("{{{name}}}"));
        for argument in self
            .arguments(false)
            .into_iter()
            .filter(|argument| !is_path(&argument.name))
        {
            let shared = PAGING
                .iter()
                .find(|(name, _)| *name == argument.name && !argument.required);
            parameters.push(match shared {
                Some((_, name)) => common(name),
                None => self.parameter(
                    &argument.name,
                    "query",
                    argument.required,
                    argument_schema(argument),
                ),
            });
        }
        parameters
    }

    fn parameter(&self, name: &str, location: &str, required: bool, schema: Value) -> Value {
        let operations = self.library.operations();
        let known = operations
            .filter_map(|known| known.item["parameters"].as_array())
            .flatten();
        let mut known = known.filter(|known| known["name"] == name && known["schema"] == schema);
        let description = known.next().map_or_else(
            || format!("TODO: say what `{name}` is.").into(),
            |known| known["description"].clone(),
        );
        let mut parameter = json!({"name": name, "in": location, "required": true});
        if !required {
            parameter
                .as_object_mut()
                .and_then(|parameter| parameter.shift_remove("required"));
        }
        parameter["description"] = description;
        parameter["schema"] = schema;
        parameter
    }

    /// The arguments that go in a form, or else in the query.
    pub(super) fn arguments(&self, in_form: bool) -> Vec<&Argument> {
        use fortinac_evidence::ArgumentLocation::{Form, Multipart, Query};
        let Facts { entry, .. } = self.facts;
        let is_form = |argument: &&Argument| match argument.location {
            Some(Form | Multipart) => true,
            Some(Query) => false,
            None => entry.method == "POST",
        };
        entry
            .arguments
            .iter()
            .filter(|argument| is_form(argument) == in_form)
            .collect()
    }

    /// The content of the request body.
    fn body(&self, records: &mut Records<'_>) -> Option<Value> {
        let Facts { entry, request, .. } = self.facts;
        if let Value::Object(skeleton) = &entry.request
            && !skeleton.is_empty()
            && entry.method != "GET"
            && !self.is_form(skeleton)
        {
            let name = format!("{}{}Body", pascal(&self.resource.name), pascal(self.verb));
            let schema = records.known_or_named(self.record, &name, skeleton);
            let example = request
                .clone()
                .unwrap_or_else(|| example("", &entry.request));
            return Some(json!({
                "application/json": {"schema": schema, "example": example},
                "application/xml": {"schema": schema},
            }));
        }
        let fields: Vec<Argument> = self
            .arguments(true)
            .into_iter()
            .map(|field| self.field(field))
            .collect();
        let fields: Vec<&Argument> = fields.iter().collect();
        if fields.is_empty() {
            return None;
        }
        if let [file] = fields.as_slice()
            && file.ty.contains("file")
        {
            let file = json!({file.name.as_str(): {"type": "string", "format": "binary", "description": "TODO: say what file."}});
            return Some(
                json!({"multipart/form-data": {"schema": {"type": "object", "properties": file}}}),
            );
        }
        let schema = self.form(records, &fields);
        let example = request
            .clone()
            .unwrap_or_else(|| self.form_example(&fields));
        Some(json!({ FORM: {"schema": schema, "example": example} }))
    }
}

fn integer() -> Value {
    json!({"type": "integer", "format": "int64"})
}
