//! From the honest description to the generator's view of it.
//!
//! The description says more than the generator takes. Each rule here rewrites one thing, counts where it applied, and
//! is an error when it applied nowhere: a rule without use is to be deleted.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use crate::spelling::{self, Spelling};

/// What a string format in the view begins with when it names the Rust type to use for it.
const RUST_TYPE: &str = "rust:";

/// What the field of a member's second spelling ends with.
pub(crate) const UPPER: &str = "_upper";

/// Where the body of a request that is a file says so.
pub(crate) const UPLOAD: &str = "/content/multipart~1form-data/schema";

/// The extension that says what a text holds.
pub(crate) const HOLDS: &str = "x-fortinac-holds";

/// The generator's view.
#[derive(Debug)]
pub struct View {
    /// The lowered document.
    pub document: Value,
    /// The Rust types that formats of the view name: each format with its path.
    pub rust_types: BTreeMap<String, String>,
    /// Members that had to be renamed: (schema, name in the view) to the name on the wire.
    pub renamed: BTreeMap<(String, String), String>,
    /// Component schemas that are hand-written types, or enumerations, and no records.
    pub replaced: BTreeSet<String>,
    /// How often each rule applied.
    pub applied: BTreeMap<Rule, usize>,
}

/// The rules, named for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A request body keeps its JSON form alone.
    JsonBodyOnly,
    /// An upload goes: the generator takes none, and the runtime sends the file.
    UploadByHand,
    /// Only the answer to a success stays: all failures are decoded in one place of the runtime.
    SuccessAnswerOnly,
    /// A record gets `additionalProperties: {}`, without which the generator drops unknown members.
    KeepUnknownMembers,
    /// `nullable` goes: every member becomes a `Field`, which can be null.
    NullableIsImplied,
    /// Text that is secret, a number, an open value, a free object, a time, a code, ... becomes a hand-written type.
    HandWrittenType,
    /// An open enumeration becomes a type with a variant for the words that are not known.
    OpenEnumeration,
    /// Of two members whose names would become the same Rust field, one is renamed.
    NameCollision,
}

impl Rule {
    const ALL: [Self; 8] = [
        Self::JsonBodyOnly,
        Self::UploadByHand,
        Self::SuccessAnswerOnly,
        Self::KeepUnknownMembers,
        Self::NullableIsImplied,
        Self::HandWrittenType,
        Self::OpenEnumeration,
        Self::NameCollision,
    ];
}

impl View {
    /// Rules that applied nowhere.
    pub fn dead_rules(&self) -> Vec<Rule> {
        Rule::ALL
            .into_iter()
            .filter(|rule| !self.applied.contains_key(rule))
            .collect()
    }
}

/// Lowers a validated document.
///
/// # Errors
/// The document breaks a rule that `validate` checks.
pub fn lower(document: &Value) -> Result<View, String> {
    let mut lowering = Lowering {
        schemas: document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
        view: View {
            document: document.clone(),
            rust_types: BTreeMap::new(),
            renamed: BTreeMap::new(),
            replaced: BTreeSet::new(),
            applied: BTreeMap::new(),
        },
    };
    lowering.run()?;
    Ok(lowering.view)
}

/// Takes the request bodies that are uploads out of the components. What `$ref`s name them by is left.
fn take_uploads(document: &mut Value) -> BTreeSet<String> {
    let bodies = document.pointer_mut("/components/requestBodies");
    let Some(bodies) = bodies.and_then(Value::as_object_mut) else {
        return BTreeSet::new();
    };
    let (uploads, rest) = std::mem::take(bodies)
        .into_iter()
        .partition::<Map<_, _>, _>(|(_, body)| body.pointer(UPLOAD).is_some());
    *bodies = rest;
    let names = uploads.keys();
    names
        .map(|name| format!("#/components/requestBodies/{name}"))
        .collect()
}

/// The name of each member in the view: its own, or another where two would become one Rust field.
///
/// # Errors
/// There is no other name for this member.
pub(crate) fn view_names(
    members: &Map<String, Value>,
) -> Result<Vec<(&String, String)>, (&String, String)> {
    // Spellings with lower-case letters first: they keep the plain name.
    let mut names: Vec<&String> = members.keys().collect();
    names.sort_by_key(|name| !name.contains(|c: char| c.is_ascii_lowercase()));
    let mut fields = BTreeMap::new();
    let mut found = Vec::new();
    for member in names {
        let field = field_name(member);
        let mut view_name = member.clone();
        if let Some(other) = fields.insert(field.clone(), member) {
            view_name = format!("{field}{UPPER}");
            if let Some(third) = fields.insert(view_name.clone(), member) {
                let error = format!(
                    "is `{field}` in Rust, as `{other}` is, and the other name for it, `{view_name}`, is taken by `{third}`"
                );
                return Err((member, error));
            }
        }
        found.push((member, view_name));
    }
    Ok(found)
}

/// A member in Rust's spelling, but for what keeps it from being a keyword.
pub(crate) fn field_name(member: &str) -> String {
    // The generator drops apostrophes, makes an underscore of any other mark, and puts an x before a digit.
    let field = member.replace('\'', "").to_snake_case();
    if field.starts_with(|first: char| first.is_ascii_digit()) {
        format!("x{field}")
    } else {
        field
    }
}

struct Lowering {
    schemas: Map<String, Value>,
    view: View,
}

impl Lowering {
    fn run(&mut self) -> Result<(), String> {
        let mut records = Map::new();
        for (name, schema) in self.schemas.clone() {
            match spelling::read(&schema)
                .map_err(|error| format!("components/schemas/{name}: {error}"))?
            {
                Spelling::Record(_) => {
                    let record = self.component(&name, &schema)?;
                    records.insert(name, record);
                }
                _ => {
                    self.view.replaced.insert(name);
                }
            }
        }
        let mut document = std::mem::take(&mut self.view.document);
        self.bodies(&mut document)?;
        document["components"]["schemas"] = Value::Object(records);
        self.view.document = document;
        Ok(())
    }

    fn applied(&mut self, rule: Rule) {
        *self.view.applied.entry(rule).or_default() += 1;
    }

    /// Operations: one request body, one answer, and lowered schemas in them.
    fn bodies(&mut self, document: &mut Value) -> Result<(), String> {
        let uploads = take_uploads(document);
        for holder in ["/components/responses", "/components/requestBodies"] {
            if let Some(Value::Object(components)) = document.pointer_mut(holder) {
                for component in components.values_mut() {
                    self.content(component)?;
                }
            }
        }
        if let Some(Value::Object(parameters)) = document.pointer_mut("/components/parameters") {
            parameters
                .values_mut()
                .try_for_each(|parameter| self.member(parameter, "schema"))?;
        }
        let paths = document
            .get_mut("paths")
            .and_then(Value::as_object_mut)
            .ok_or("there is no `paths`")?;
        for item in paths.values_mut() {
            self.parameters(item)?;
        }
        let items = paths
            .values_mut()
            .filter_map(Value::as_object_mut)
            .flat_map(Map::values_mut);
        for operation in items.filter(|operation| operation.get("responses").is_some()) {
            self.parameters(operation)?;
            let is_upload = operation.get("requestBody").is_some_and(|request| {
                let shared = request.get("$ref").and_then(Value::as_str);
                request.pointer(UPLOAD).is_some()
                    || shared.is_some_and(|shared| uploads.contains(shared))
            });
            if is_upload {
                operation
                    .as_object_mut()
                    .and_then(|operation| operation.remove("requestBody"));
                self.applied(Rule::UploadByHand);
            }
            if let Some(body) = operation.get_mut("requestBody") {
                self.content(body)?;
            }
            if let Some(responses) = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut)
            {
                let before = responses.len();
                responses.retain(|status, _| status.starts_with('2'));
                if responses.len() < before {
                    self.applied(Rule::SuccessAnswerOnly);
                }
                responses
                    .values_mut()
                    .try_for_each(|response| self.content(response))?;
            }
        }
        Ok(())
    }

    /// The parameters of an operation, or those that a path item has for all of its operations.
    fn parameters(&mut self, holder: &mut Value) -> Result<(), String> {
        let parameters = holder.get_mut("parameters").and_then(Value::as_array_mut);
        parameters
            .into_iter()
            .flatten()
            .try_for_each(|parameter| self.member(parameter, "schema"))
    }

    /// The media types of a body: JSON alone where there is JSON.
    fn content(&mut self, holder: &mut Value) -> Result<(), String> {
        let Some(content) = holder.get_mut("content").and_then(Value::as_object_mut) else {
            return Ok(());
        };
        if content.len() > 1 && content.contains_key("application/json") {
            content.retain(|media_type, _| media_type == "application/json");
            self.applied(Rule::JsonBodyOnly);
        }
        content
            .values_mut()
            .try_for_each(|media_type| self.member(media_type, "schema"))
    }

    fn member(&mut self, holder: &mut Value, name: &str) -> Result<(), String> {
        match holder.get_mut(name) {
            Some(schema) => {
                *schema = self.schema(schema)?;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// A record component, its members renamed where two would become one Rust field.
    fn component(&mut self, name: &str, schema: &Value) -> Result<Value, String> {
        let Spelling::Record(members) = spelling::read(schema)? else {
            return Err(format!("{name} is no record"));
        };
        let mut properties = Map::new();
        for (member, view_name) in view_names(members).map_err(|(_, error)| error)? {
            let place = |error: String| format!("components/schemas/{name}: {member}: {error}");
            if view_name != *member {
                self.view
                    .renamed
                    .insert((name.to_owned(), view_name.clone()), member.clone());
                self.applied(Rule::NameCollision);
            }
            properties.insert(view_name, self.schema(&members[member]).map_err(place)?);
        }
        self.applied(Rule::KeepUnknownMembers);
        if spelling::is_nullable(schema) {
            self.applied(Rule::NullableIsImplied);
        }
        let mut record =
            json!({"type": "object", "properties": properties, "additionalProperties": {}});
        record["description"] = schema["description"].clone();
        Ok(record)
    }

    fn schema(&mut self, schema: &Value) -> Result<Value, String> {
        let hand_written = |lowering: &mut Self, path: &str| {
            lowering.applied(Rule::HandWrittenType);
            lowering.rust_type(path)
        };
        if spelling::is_nullable(schema) {
            self.applied(Rule::NullableIsImplied);
        }
        Ok(match spelling::read(schema)? {
            Spelling::Record(_) => return Err("a record is not a component of its own".into()),
            Spelling::Reference(name) => {
                match self.schemas.get(name).map(spelling::read).transpose()? {
                    None => return Err(format!("there is no component schema {name}")),
                    Some(Spelling::Record(_)) => schema.clone(),
                    Some(Spelling::OpenEnum(_)) => {
                        self.applied(Rule::OpenEnumeration);
                        self.rust_type(&format!("::fortinac_types::{name}"))
                    }
                    Some(_) => hand_written(self, &format!("::fortinac_types::{name}")),
                }
            }
            Spelling::RecordOrText(name) => hand_written(
                self,
                &format!("::fortinac_types::OrText<::fortinac_types::{name}>"),
            ),
            Spelling::IntegerOrText => hand_written(self, "::fortinac_types::IntegerOrText"),
            Spelling::Secret => hand_written(self, "::fortinac_types::Secret"),
            Spelling::Number => hand_written(self, "::serde_json::Number"),
            Spelling::Open => hand_written(self, "::fortinac_types::Any"),
            Spelling::FreeObject => hand_written(self, "::fortinac_types::Extra"),
            Spelling::OpenEnum(_) => {
                return Err("an open enumeration is not a component of its own".into());
            }
            Spelling::List(items) => json!({"type": "array", "items": self.schema(items)?}),
            // Records mask themselves. The entries can be null, of which a `$ref` says nothing.
            Spelling::Map(values) if let Ok(Spelling::Reference(name)) = spelling::read(values) => {
                hand_written(
                    self,
                    &format!(
                        "::std::collections::BTreeMap<::std::string::String, \
                         ::std::option::Option<::fortinac_types::{name}>>"
                    ),
                )
            }
            // The names are the data's own, so any value may be a secret that no name in the description tells.
            Spelling::Map(values) => {
                let values = self.schema(values)?;
                let path = rust_path(&values).ok_or("a map of values that have no Rust type")?;
                hand_written(self, &format!("::fortinac_types::Entries<{path}>"))
            }
            Spelling::Text if schema.get(HOLDS) == Some(&json!("json")) => {
                hand_written(self, "::fortinac_types::JsonText")
            }
            Spelling::Text => json!({"type": "string"}),
            Spelling::Integer => json!({"type": "integer", "format": "int64"}),
            Spelling::Flag => json!({"type": "boolean"}),
        })
    }

    /// A schema that the generator turns into the Rust type `path`.
    fn rust_type(&mut self, path: &str) -> Value {
        let format = format!("{RUST_TYPE}{path}");
        self.view.rust_types.insert(format.clone(), path.to_owned());
        json!({"type": "string", "format": format})
    }
}

/// The Rust type that the generator makes of a lowered schema.
fn rust_path(lowered: &Value) -> Option<String> {
    if let Some(name) = lowered.get("$ref").and_then(spelling::component_name) {
        return Some(format!("::fortinac_types::{name}"));
    }
    Some(match lowered["type"].as_str()? {
        "string" => match lowered["format"].as_str() {
            Some(format) => format.strip_prefix(RUST_TYPE)?.to_owned(),
            None => "::std::string::String".into(),
        },
        "integer" => "i64".into(),
        "boolean" => "bool".into(),
        "array" => format!("::std::vec::Vec<{}>", rust_path(&lowered["items"])?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_are_one_field_get_two_names() {
        let names = |members: &[&str]| {
            let members = members.iter().map(|name| ((*name).to_owned(), Value::Null));
            let members: Map<String, Value> = members.collect();
            let names = view_names(&members).map_err(|(member, _)| member.clone())?;
            Ok::<Vec<String>, String>(names.into_iter().map(|(_, name)| name).collect())
        };
        let found = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(names(&["DBID", "dbid"]), found(&["dbid", "dbid_upper"]));
        assert_eq!(names(&["don't", "dont"]), found(&["don't", "dont_upper"]));
        assert_eq!(names(&["1x", "x1x"]), found(&["1x", "x1x_upper"]));
        assert_eq!(names(&["color", "Color", "COLOR"]), Err("COLOR".into()));
        assert_eq!(names(&["id", "ID", "id_upper"]), Err("ID".into()));
    }
}
