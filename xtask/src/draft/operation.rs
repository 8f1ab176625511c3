//! The draft of one operation.

use fortinac_evidence::{Argument, Kind, kinds_of_words};
use serde_json::{Map, Value, json};

use super::context::Draft;
use super::facts::Facts;
use super::forms::argument_schema;
use super::library::{COMMON, reference};
use super::questions::questions;
use super::records::Records;
use super::response;
use super::texts::TODO;

const PAGING: [(&str, &str); 5] = [
    ("filter", "Filter"),
    ("start", "Start"),
    ("count", "Count"),
    ("sortKey", "SortKey"),
    ("sortDir", "SortDir"),
];

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
        add("description", self.description());
        add("x-fortinac-source", json!([entry.source]));
        add("x-fortinac-versions", json!(entry.versions));
        add("x-fortinac-evidence", entry.evidence.as_str().into());
        add("x-fortinac-origin", entry.origin.as_str().into());
        add("x-fortinac-result", response.result.into());
        if let Some(property) = response.property {
            add("x-fortinac-result-property", property.into());
        }
        let mut ids = entry.arguments.iter().filter(|field| self.has_ids(field));
        if ids.any(|field| !field.required) {
            add(
                "x-fortinac-deviation",
                "The source does not require `id`, but what a call without ids does is not known."
                    .into(),
            );
        }
        let lacking = self.lacking();
        if !lacking.is_empty() {
            let names = lacking.join("`, `");
            let reason = format!(
                "{TODO}the source has the argument `{names}` beside the body. Say why it is left out."
            );
            add("x-fortinac-deviation", reason.into());
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
        /// The most that lint lets a summary have.
        const LONGEST: usize = 80;
        let summary = match self.verb_is_guess {
            true => {
                let verb = self.verb;
                format!("{TODO}is `{verb}` the right name? Say what it does.")
            }
            false => self.texts.operation("summary", self.verb),
        };
        match summary.chars().count() > LONGEST {
            true => format!("{TODO}shorten the name of the call, and say what it does.").into(),
            false => summary.into(),
        }
    }

    /// The proposal, and what else has to be asked about the call.
    fn description(&self) -> Value {
        let entry = &self.facts.entry;
        let proposal = self.texts.operation("description", self.verb);
        let questions = questions(&entry.method, &entry.path);
        std::iter::once(proposal)
            .chain(questions.into_iter().map(str::to_owned))
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    }

    /// Whether the call takes all arguments of lists.
    pub(super) fn is_page(&self) -> bool {
        let arguments = &self.facts.entry.arguments;
        let has = |name: &str| arguments.iter().any(|argument| argument.name == name);
        self.facts.entry.method == "GET" && PAGING.iter().all(|(name, _)| has(name))
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
                let words = if is_integer { "integer" } else { "string" };
                let mut schema = super::types::scalar(name, &words.into());
                schema
                    .as_object_mut()
                    .map(|schema| schema.shift_remove("nullable"));
                self.parameter(name, "path", true, schema)
            })
            .collect();
        for argument in self.arguments(false) {
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
        let known = known.find_map(|known| known["description"].as_str());
        let description =
            known.map_or_else(|| format!("TODO: say what `{name}` is."), str::to_owned);
        let mut parameter = json!({"name": name, "in": location, "required": true});
        if !required {
            parameter
                .as_object_mut()
                .and_then(|parameter| parameter.shift_remove("required"));
        }
        parameter["description"] = description.into();
        parameter["schema"] = of_parameter(name, schema);
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
        // Some sources name the variables of the path again.
        let is_path = |name: &str| entry.path.contains(&format!("{{{name}}}"));
        entry
            .arguments
            .iter()
            .filter(|argument| is_form(argument) == in_form && !is_path(&argument.name))
            .collect()
    }
}

/// The schema of a parameter. It cannot have the format of a secret, because the address of a call shows it.
fn of_parameter(name: &str, schema: Value) -> Value {
    const REASON: &str =
        "TODO: say what it is instead, or that the address of the call shows a secret.";
    let plain = |schema: &Value| {
        let is_secret = schema["format"] == "password";
        is_secret.then(|| json!({"type": "string"}))
    };
    let with_reason = |mut schema: Value| {
        schema["x-fortinac-not-secret"] = REASON.into();
        schema
    };
    match (plain(&schema), plain(&schema["items"])) {
        (Some(schema), _) => with_reason(schema),
        (_, Some(items)) => with_reason(json!({"type": "array", "items": items})),
        _ if fortinac_json::sounds_secret(name) && schema["type"] == "string" => {
            with_reason(schema)
        }
        _ => schema,
    }
}
