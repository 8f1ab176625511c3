use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::{InvalidSchema, Validator};

/// The methods that a path item can hold.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An OpenAPI description in one document: its operations, found by method and path.
#[derive(Debug, Clone)]
pub struct Description {
    document: Value,
    operations: Vec<Operation>,
}

/// One operation of a description.
#[derive(Debug, Clone)]
pub struct Operation {
    id: String,
    method: String,
    path: String,
    item: Value,
    pointer: String,
    segments: Vec<Segment>,
}

/// One segment of a path template.
#[derive(Debug, Clone)]
enum Segment {
    Literal(String),
    /// A parameter that takes integers only: `/user/{id}` is not the template of `/user/guest`.
    Integer,
    Text,
}

/// Which body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The request's.
    Request,
    /// The answer's, under this HTTP status.
    Response(u16),
}

/// The document is not an OpenAPI description in one piece.
#[derive(Debug, thiserror::Error)]
#[error("not an OpenAPI description in one piece: {0}")]
pub struct NotADescription(String);

impl Description {
    /// The description of the FortiNAC REST API that this crate was released with.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        let document = serde_json::from_str(include_str!("generated/fortinac.json"))
            .expect("codegen writes JSON, and the tests read it");
        Self::new(document)
            .expect("codegen writes a description in one piece, and the tests read it")
    }

    /// Takes a description in which all `$ref`s point into the document itself.
    ///
    /// # Errors
    /// There are no paths, a path is a `$ref`, or an operation has no `operationId`.
    pub fn new(document: Value) -> Result<Self, NotADescription> {
        let error = |reason: String| NotADescription(reason);
        let paths = document.get("paths").and_then(Value::as_object);
        let paths = paths.ok_or_else(|| error("it has no `paths`".into()))?;
        let mut operations = Vec::new();
        for (path, item) in paths {
            if item.get("$ref").is_some() {
                return Err(error(format!(
                    "{path} is a `$ref`; bundle the description first"
                )));
            }
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let id = operation.get("operationId").and_then(Value::as_str);
                let id = id.ok_or_else(|| error(format!("{method} {path} has no operationId")))?;
                operations.push(Operation {
                    id: id.to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    item: operation.clone(),
                    segments: template(&document, item, operation, path),
                    pointer: format!(
                        "/paths/{}/{method}",
                        path.replace('~', "~0").replace('/', "~1")
                    ),
                });
            }
        }
        Ok(Self {
            document,
            operations,
        })
    }

    /// The document as JSON.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// All operations, in the order of the document.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation behind a request: `path` is concrete, with or without `/api/v2` before it; a query is ignored.
    /// A parameter of type integer takes integers only. Where several paths match, a literal segment wins over a
    /// parameter, from the left.
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let segments = segments(path);
        let candidates = match segments.as_slice() {
            ["api", "v2", rest @ ..] => vec![rest, &segments[..]],
            all => vec![all],
        };
        candidates.into_iter().find_map(|segments| {
            self.operations
                .iter()
                .filter(|operation| operation.method.eq_ignore_ascii_case(method))
                .filter_map(|operation| {
                    Some((specificity(&operation.segments, segments)?, operation))
                })
                .max_by(|(a, _), (b, _)| a.cmp(b))
                .map(|(_, operation)| operation)
        })
    }

    /// Compiles the schemas.
    ///
    /// # Errors
    /// A schema is not valid. That of [`Description::bundled`] are.
    pub fn validator(&self) -> Result<Validator, InvalidSchema> {
        Validator::new(&self.document)
    }

    /// The JSON pointer of the schema of a body, if the operation describes one in this media type.
    pub fn body_schema(
        &self,
        operation: &Operation,
        direction: Direction,
        media_type: &str,
    ) -> Option<String> {
        let (holder, pointer) = match direction {
            Direction::Request => (
                operation.item.get("requestBody")?,
                format!("{}/requestBody", operation.pointer),
            ),
            Direction::Response(status) => {
                let responses = operation.item.get("responses")?.as_object()?;
                let range = format!("{}XX", status / 100);
                let key = [status.to_string(), range, "default".into()];
                let key = key.into_iter().find(|key| responses.contains_key(key))?;
                (
                    &responses[&key],
                    format!("{}/responses/{key}", operation.pointer),
                )
            }
        };
        let pointer = match holder.get("$ref").and_then(Value::as_str) {
            Some(target) => target.strip_prefix('#')?.to_owned(),
            None => pointer,
        };
        let schema = resolve(&self.document, holder)
            .get("content")?
            .get(media_type)?
            .get("schema")?;
        Some(match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => target.strip_prefix('#')?.to_owned(),
            None => format!(
                "{pointer}/content/{}/schema",
                media_type.replace('~', "~0").replace('/', "~1")
            ),
        })
    }
}

impl Operation {
    /// The `operationId`, such as `group_get`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The HTTP method in upper case.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path template, such as `/system/group/{id}`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The operation object of the description.
    pub fn item(&self) -> &Value {
        &self.item
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// Follows a `$ref` into a document; anything else is returned as it is.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|target| target.strip_prefix('#'));
    target
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(value)
}

/// The segments of an operation's path, by the parameters of the path and of the operation.
fn template(document: &Value, item: &Value, operation: &Value, path: &str) -> Vec<Segment> {
    let parameters = [item, operation]
        .into_iter()
        .filter_map(|holder| holder.get("parameters")?.as_array())
        .flatten();
    let integers: Vec<&Value> = parameters
        .map(|parameter| resolve(document, parameter))
        .filter(|parameter| {
            parameter["in"] == "path"
                && resolve(document, &parameter["schema"])["type"] == "integer"
        })
        .map(|parameter| &parameter["name"])
        .collect();
    let segment = |segment: &str| match segment
        .strip_prefix('{')
        .and_then(|name| name.strip_suffix('}'))
    {
        Some(name) if integers.iter().any(|integer| *integer == name) => Segment::Integer,
        Some(_) => Segment::Text,
        None => Segment::Literal(segment.to_owned()),
    };
    segments(path).into_iter().map(segment).collect()
}

/// How a path template fits the segments of a concrete path: for each segment whether it is literal.
fn specificity(template: &[Segment], path: &[&str]) -> Option<Vec<bool>> {
    if template.len() != path.len() {
        return None;
    }
    template
        .iter()
        .zip(path)
        .map(|(expected, actual)| {
            let actual = percent_decode_str(actual).decode_utf8();
            match expected {
                Segment::Literal(expected) => (*expected == actual.ok()?).then_some(true),
                Segment::Integer => actual.ok()?.parse::<i64>().ok().map(|_| false),
                Segment::Text => Some(false),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn description() -> Description {
        let operation = |id: &str| json!({"operationId": id});
        Description::new(json!({"paths": {
            "/task/{id}": {"get": operation("task_get"), "post": operation("task_update")},
            "/task/count": {"get": operation("task_count")},
            "/task/{id}/{name}": {"get": operation("by_name")},
            "/{kind}/count/all": {"get": operation("any_count")},
            "/task/{id}/all": {"get": operation("task_all")},
            "/user/{id}": {"parameters": [{"$ref": "#/components/parameters/Id"}],
                "get": operation("user_get")},
            "/user/{id}/{name}": {"get": {"operationId": "user_value", "parameters": [
                {"name": "name", "in": "path", "schema": {"type": "string"}},
                {"name": "id", "in": "path", "schema": {"type": "integer"}}]}},
        }, "components": {"parameters": {"Id": {"name": "id", "in": "path", "schema": {"type": "integer"}}}}}))
        .unwrap()
    }

    #[track_caller]
    fn assert_finds(method: &str, path: &str, id: Option<&str>) {
        assert_eq!(
            description().find(method, path).map(Operation::id),
            id,
            "{method} {path}"
        );
    }

    #[test]
    fn literal_segments_win_from_the_left() {
        assert_finds("GET", "/task/count", Some("task_count"));
        assert_finds("GET", "/task/7", Some("task_get"));
        assert_finds("GET", "/task/count/all", Some("task_all"));
        assert_finds("GET", "/host/count/all", Some("any_count"));
    }

    #[test]
    fn prefix_query_case_and_escapes() {
        assert_finds("get", "/api/v2/task/7?start=0", Some("task_get"));
        assert_finds("POST", "task/7/", Some("task_update"));
        assert_finds("GET", "/task/co%75nt", Some("task_count"));
        assert_finds("DELETE", "/task/7", None);
        assert_finds("GET", "/task", None);
    }

    #[test]
    fn an_integer_parameter_takes_integers_only() {
        assert_finds("GET", "/user/7", Some("user_get"));
        assert_finds("GET", "/user/-7", Some("user_get"));
        assert_finds("GET", "/user/guest", None);
        assert_finds("GET", "/user/7/guest", Some("user_value"));
        assert_finds("GET", "/user/guest/7", None);
    }
}
