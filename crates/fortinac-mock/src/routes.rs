//! What the description says of each operation, read once.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::{Description, Direction, Operation, Validator, resolve};
use serde_json::{Map, Value, json};

/// The description, with all that a request needs of it at hand.
pub(crate) struct Routes {
    pub(crate) description: Description,
    pub(crate) validator: Validator,
    routes: BTreeMap<String, Route>,
    /// By resource.
    pub(crate) collections: BTreeMap<String, Collection>,
}

/// One operation.
pub(crate) struct Route {
    pub(crate) id: String,
    /// The path template.
    pub(crate) path: String,
    pub(crate) resource: String,
    pub(crate) action: Action,
    /// `x-fortinac-result`.
    pub(crate) result: String,
    pub(crate) parameters: Vec<Parameter>,
    /// Media types of the body, each with the schema's pointer. Empty for a call without a body.
    pub(crate) request: Vec<(String, String)>,
    /// The members of the form that it takes.
    pub(crate) arguments: Vec<String>,
    /// Those of them that the page requires.
    pub(crate) required: Vec<String>,
    /// The answer of the example: `{"status": "success", ...}`.
    pub(crate) example: Value,
    pub(crate) answers_xml: bool,
    /// The name of the answer's component: the root element in XML.
    pub(crate) envelope: String,
}

/// What an operation does to the records of its resource, by the verb of its operationId.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List,
    Get,
    Count,
    Create,
    Update,
    Delete,
    DeleteMany,
    /// Nothing: it answers the description's example.
    Example,
}

/// A parameter of the path or of the query.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) in_query: bool,
    pub(crate) required: bool,
    /// `integer`, `boolean`, `string`.
    pub(crate) kind: String,
}

/// The records of a resource.
pub(crate) struct Collection {
    /// The pointer of the record's schema.
    pub(crate) schema: String,
    /// The member that tells a record from others.
    pub(crate) key: String,
    /// The records of the description's examples.
    pub(crate) examples: Vec<Value>,
}

impl Routes {
    /// # Errors
    /// What is wrong with the description.
    pub(crate) fn new(description: Description) -> Result<Self, String> {
        let validator = description.validator().map_err(|error| error.to_string())?;
        let resources = resources(&description);
        let routes: BTreeMap<String, Route> = description
            .operations()
            .iter()
            .map(|operation| {
                (
                    operation.id().to_owned(),
                    route(&description, &resources, operation),
                )
            })
            .collect();
        let collections = collections(&description, &routes);
        Ok(Self {
            description,
            validator,
            routes,
            collections,
        })
    }

    pub(crate) fn find(&self, method: &str, path: &str) -> Option<&Route> {
        let operation = self.description.find(method, path)?;
        self.routes.get(operation.id())
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Route> {
        self.routes.get(id)
    }

    /// The methods that a path has.
    pub(crate) fn methods(&self, path: &str) -> Vec<&'static str> {
        let has = |method: &&str| self.description.find(method, path).is_some();
        let all = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
        all.into_iter().filter(has).collect()
    }

    /// The schema at a pointer.
    pub(crate) fn schema(&self, pointer: &str) -> &Value {
        self.description
            .document()
            .pointer(pointer)
            .unwrap_or(&Value::Null)
    }
}

/// The resources that the tags name.
fn resources(description: &Description) -> Vec<String> {
    let tags = description.document()["tags"].as_array();
    let named = tags.into_iter().flatten();
    let named = named.filter_map(|tag| tag["x-fortinac-resources"].as_object());
    named.flat_map(Map::keys).cloned().collect()
}

fn route(description: &Description, resources: &[String], operation: &Operation) -> Route {
    let document = description.document();
    let id = operation.id();
    let of_id = |resource: &&String| {
        let verb = id.strip_prefix(resource.as_str());
        verb.is_some_and(|verb| verb.starts_with('_'))
    };
    let resource = resources
        .iter()
        .filter(of_id)
        .max_by_key(|resource| resource.len());
    let resource = resource.cloned().unwrap_or_default();
    let verb = id.get(resource.len() + 1..).unwrap_or_default();
    let item = operation.item();
    let content = item["requestBody"]
        .get("content")
        .and_then(Value::as_object);
    let media = content.into_iter().flat_map(Map::keys);
    let request = media.map(|media| {
        let schema = description.body_schema(operation, Direction::Request, media);
        (media.clone(), schema.unwrap_or_default())
    });
    let answer = &resolve(document, &item["responses"]["200"])["content"];
    let envelope = answer["application/json"]["schema"]["$ref"].as_str();
    let envelope = envelope.and_then(|reference| reference.rsplit('/').next());
    let example = answer["application/json"].get("example").cloned();
    Route {
        id: id.to_owned(),
        path: operation.path().to_owned(),
        action: action(verb),
        resource,
        result: item["x-fortinac-result"]
            .as_str()
            .unwrap_or("members")
            .to_owned(),
        parameters: parameters(description, operation),
        arguments: arguments(description, operation),
        request: request.collect(),
        required: item["x-fortinac-required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        example: example.unwrap_or_else(|| json!({"status": "success", "errorMessage": null})),
        answers_xml: answer.get("application/xml").is_some(),
        envelope: envelope.unwrap_or("answer").to_owned(),
    }
}

fn arguments(description: &Description, operation: &Operation) -> Vec<String> {
    let media_type = "application/x-www-form-urlencoded";
    let form = description.body_schema(operation, Direction::Request, media_type);
    let schema = form.and_then(|pointer| description.document().pointer(&pointer));
    let members = schema.and_then(|schema| schema["properties"].as_object());
    members.into_iter().flat_map(Map::keys).cloned().collect()
}

fn action(verb: &str) -> Action {
    match verb {
        "list" | "search" => Action::List,
        "get" => Action::Get,
        "count" | "count_all" => Action::Count,
        "create" | "create_with_adapters" => Action::Create,
        "update" | "update_with_adapters" => Action::Update,
        "delete" | "delete_by_post" => Action::Delete,
        "delete_many" => Action::DeleteMany,
        _ => Action::Example,
    }
}

fn parameters(description: &Description, operation: &Operation) -> Vec<Parameter> {
    let document = description.document();
    let of_path = document["paths"][operation.path()].get("parameters");
    let own = operation.item().get("parameters");
    let all = [of_path, own]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array);
    let parameter = |parameter: &Value| {
        let parameter = resolve(document, parameter);
        let schema = resolve(document, &parameter["schema"]);
        // Every item of a list is a parameter of its own.
        let schema = if schema["type"] == "array" {
            resolve(document, &schema["items"])
        } else {
            schema
        };
        Parameter {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            in_query: parameter["in"] == "query",
            required: parameter["required"] == true,
            kind: schema["type"].as_str().unwrap_or("string").to_owned(),
        }
    };
    all.flatten().map(parameter).collect()
}

/// The records of each resource: those that it reads, or else those that it takes.
fn collections(
    description: &Description,
    routes: &BTreeMap<String, Route>,
) -> BTreeMap<String, Collection> {
    let mut collections: BTreeMap<String, Collection> = BTreeMap::new();
    for records in [read_records, taken_records] {
        let known: BTreeSet<String> = collections.keys().cloned().collect();
        for operation in description.operations() {
            let route = &routes[operation.id()];
            let found = records(description, operation, route)
                .and_then(|(reference, rows)| collection(description, reference, rows));
            let Some(found) = found.filter(|_| !known.contains(&route.resource)) else {
                continue;
            };
            match collections.get_mut(&route.resource) {
                None => drop(collections.insert(route.resource.clone(), found)),
                Some(known) if known.schema == found.schema => {
                    for record in found.examples {
                        let is_known = |known: &Value| known[&found.key] == record[&found.key];
                        if !known.examples.iter().any(is_known) {
                            known.examples.push(record);
                        }
                    }
                }
                Some(_) => {}
            }
        }
    }
    collections
}

/// The schema and the examples of the records that an operation reads, if it is one that reads records.
fn read_records<'a>(
    description: &'a Description,
    operation: &Operation,
    route: &Route,
) -> Option<(&'a str, Vec<Value>)> {
    if !matches!(route.action, Action::List | Action::Get)
        || !matches!(route.result.as_str(), "list" | "one")
    {
        return None;
    }
    let document = description.document();
    let envelope =
        description.body_schema(operation, Direction::Response(200), "application/json")?;
    let members = &document.pointer(&envelope)?["properties"];
    match members["results"]["items"]["$ref"].as_str() {
        Some(reference) => {
            let rows = route.example["results"].as_array();
            Some((reference, rows.cloned().unwrap_or_default()))
        }
        None => Some((
            members["result"]["$ref"].as_str()?,
            vec![route.example["result"].clone()],
        )),
    }
}

/// The same of the record that an operation changes.
fn taken_records<'a>(
    description: &'a Description,
    operation: &Operation,
    route: &Route,
) -> Option<(&'a str, Vec<Value>)> {
    if route.action != Action::Update {
        return None;
    }
    let path = &description.document()["paths"][operation.path()];
    let method = operation.method().to_ascii_lowercase();
    let body = &path[&method]["requestBody"]["content"]["application/json"];
    let reference = body["schema"]["$ref"].as_str()?;
    Some((reference, vec![body["example"].clone()]))
}

fn collection(description: &Description, reference: &str, rows: Vec<Value>) -> Option<Collection> {
    let schema = reference.strip_prefix('#')?.to_owned();
    let properties = &description.document().pointer(&schema)?["properties"];
    let has =
        |key: &&str| properties.get(key).is_some() && rows.iter().all(|row| !row[key].is_null());
    let key = ["id", "dbid", "DBID"].into_iter().find(has)?;
    let examples = rows.into_iter().filter(|row| !row[key].is_null()).collect();
    Some(Collection {
        schema,
        key: key.to_owned(),
        examples,
    })
}
