//! Finds the operation for a method and a concrete path in a tree of path segments.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::{Location, Method, Operation, Type};

/// The operations in a tree of path segments.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    root: Node,
}

/// The segments that can follow a segment, and the operations that end there.
#[derive(Debug, Clone, Default)]
struct Node {
    literals: BTreeMap<String, Node>,
    /// A parameter that matches only integers, so that `/user/{id}` does not match `/user/guest`.
    integer: Option<Box<Node>>,
    /// A parameter that matches any segment.
    any: Option<Box<Node>>,
    /// The operations whose path ends here, as indexes into the operations of the API.
    operations: BTreeMap<Method, usize>,
}

impl Routes {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut routes = Self::default();
        for (index, operation) in operations.iter().enumerate() {
            let mut node = &mut routes.root;
            for segment in segments(&operation.path) {
                node = match parameter_name(segment) {
                    None => node.literals.entry(segment.to_owned()).or_default(),
                    Some(name) if is_integer(operation, name) => {
                        node.integer.get_or_insert_default()
                    }
                    Some(_) => node.any.get_or_insert_default(),
                };
            }
            node.operations.insert(operation.method, index);
        }
        routes
    }

    pub(super) fn find(&self, method: Method, path: &str) -> Option<usize> {
        let mut found = None;
        self.root.visit(&decoded_segments(path), &mut |node| {
            found = node.operations.get(&method).copied();
            found.is_some()
        });
        found
    }

    pub(super) fn methods(&self, path: &str) -> Vec<Method> {
        let mut methods = Vec::new();
        self.root.visit(&decoded_segments(path), &mut |node| {
            methods.extend(node.operations.keys());
            false
        });
        methods.sort();
        methods.dedup();
        methods
    }
}

impl Node {
    /// Calls `visitor` with each node that the segments lead to until it returns `true`. Literal segments come first.
    fn visit(&self, segments: &[Option<String>], visitor: &mut impl FnMut(&Self) -> bool) -> bool {
        let Some((first, rest)) = segments.split_first() else {
            return visitor(self);
        };
        let literal = first.as_ref().and_then(|first| self.literals.get(first));
        // Only the usual form: `09` and `+9` are not other addresses of 9.
        let is_integer = |segment: &String| {
            segment
                .parse::<i64>()
                .is_ok_and(|integer| integer.to_string() == *segment)
        };
        let integer = self
            .integer
            .as_deref()
            .filter(|_| first.as_ref().is_some_and(is_integer));
        [literal, integer, self.any.as_deref()]
            .into_iter()
            .flatten()
            .any(|node| node.visit(rest, visitor))
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The segments of a concrete path; `None` for a segment that is not UTF-8.
fn decoded_segments(path: &str) -> Vec<Option<String>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let decode = |segment| {
        let decoded = percent_decode_str(segment).decode_utf8().ok()?;
        Some(decoded.into_owned())
    };
    segments(path).map(decode).collect()
}

fn parameter_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn is_integer(operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().any(|parameter| {
        parameter.location == Location::Path
            && parameter.name == name
            && parameter.ty == Type::Integer
    })
}

#[cfg(all(test, feature = "document"))]
mod tests {
    use serde_json::{Value, json};

    use crate::Api;

    fn api() -> Api {
        let operation =
            |id: &str| json!({"operationId": id, "tags": ["t"], "summary": id, "responses": {}});
        let with = |id: &str, parameters: Value| {
            let mut operation = operation(id);
            operation["parameters"] = parameters;
            operation
        };
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {
                "/task/{id}": {"get": operation("task_get"), "post": operation("task_update")},
                "/task/count": {"get": operation("task_count")},
                "/task/{id}/{name}": {"get": operation("by_name")},
                "/{kind}/count/all": {"get": operation("any_count")},
                "/task/{id}/all": {"get": operation("task_all")},
                "/user/{id}": {"parameters": [{"$ref": "#/components/parameters/Id"}], "get": operation("user_get")},
                "/user/{id}/{name}": {"get": with("user_value", json!([
                    {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "format": "int64"}}]))},
            },
            "components": {"parameters": {"Id": {"name": "id", "in": "path", "required": true,
                "schema": {"type": "integer", "format": "int64"}}}},
        });
        Api::read(&document).0
    }

    #[track_caller]
    fn assert_finds(method: &str, path: &str, id: Option<&str>) {
        let api = api();
        let found = api.find(method, path);
        assert_eq!(
            found.map(|operation| operation.id.as_str()),
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
    fn query_case_and_escapes() {
        assert_finds("get", "/task/7?start=0", Some("task_get"));
        assert_finds("POST", "task/7/", Some("task_update"));
        assert_finds("GET", "/task/co%75nt", Some("task_count"));
        assert_finds("DELETE", "/task/7", None);
        assert_finds("GET", "/task", None);
    }

    #[test]
    fn an_integer_parameter_matches_integers_only() {
        assert_finds("GET", "/user/7", Some("user_get"));
        assert_finds("GET", "/user/-7", Some("user_get"));
        for other in ["guest", "+7", "07", "-0", "%2B7", " 7", "7.0"] {
            assert_finds("GET", &format!("/user/{other}"), None);
        }
        assert_finds("GET", "/user/7/guest", Some("user_value"));
        assert_finds("GET", "/user/guest/7", None);
    }

    #[test]
    fn a_path_has_methods() {
        let methods = |path| -> Vec<&str> {
            let methods = api().methods(path);
            methods.into_iter().map(|method| method.as_str()).collect()
        };
        assert_eq!(methods("/task/7"), ["GET", "POST"]);
        assert_eq!(methods("/task/count"), ["GET", "POST"]);
        assert!(methods("/nothing").is_empty());
    }
}
