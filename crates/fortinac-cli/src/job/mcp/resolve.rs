//! Which operation a model means, however it writes it: an operationId in any case, a resource and a verb, or a method and
//! a path. What is sent is always the operation of the spec, so no spelling leads around a check.

use std::sync::OnceLock;

use fortinac_spec::api::{Api, Index, Location, Operation};
use percent_encoding::percent_decode_str;

use crate::command::names::{kebab, nearest, snake};
use crate::failure::{Failure, Kind, Result};

/// An operation, with the parameters that its path already says.
pub(super) struct Resolved {
    pub(super) operation: Operation,
    pub(super) path: Vec<(String, String)>,
}

/// # Errors
/// There is no such operation. Paths that the spec does not have are refused, too.
pub(super) fn resolve(index: &Index, text: &str) -> Result<Resolved> {
    let text = text.trim();
    match text.contains('/') {
        true => by_path(text),
        false => by_name(index, text).map(|operation| Resolved {
            operation,
            path: Vec::new(),
        }),
    }
}

fn by_name(index: &Index, text: &str) -> Result<Operation> {
    let name = snake(&kebab(text));
    if let Some(operation) = index.operation(&name) {
        return Ok(operation);
    }
    // `hosts_list`, as the handles of the client have it.
    let tags = index.tags();
    let resources = tags.iter().flat_map(|tag| &tag.resources);
    for resource in resources {
        let handle = snake(&kebab(&resource.handle));
        let plural = format!("{}s", resource.name);
        for start in [handle, plural] {
            let verb = name.strip_prefix(&start);
            if let Some(verb) = verb.and_then(|verb| verb.strip_prefix('_'))
                && let Some(operation) = index.operation(&format!("{}_{verb}", resource.name))
            {
                return Ok(operation);
            }
        }
    }
    let near = nearest(index.ids(), &name);
    Err(Failure::new(
        Kind::NotFound,
        format!("the spec has no operation `{name}`"),
    )
    .hint(format!(
        "near it are {near}; search_operations finds others"
    )))
}

fn by_path(text: &str) -> Result<Resolved> {
    static API: OnceLock<Api> = OnceLock::new();
    let api = API.get_or_init(Api::bundled_index);
    let (method, path) = match text.split_once(char::is_whitespace) {
        Some((method, path)) => (method.trim(), path.trim()),
        None => ("GET", text),
    };
    // As tutorials write it, with the base path.
    let path = path.trim_start_matches("/api/v2");
    if path.contains("://") || path.contains(['?', '#']) {
        return Err(Failure::usage(
            "an operation is an operationId, or a method and a path such as `GET /host/{id}`",
        )
        .hint("parameters of the query are arguments"));
    }
    let is_it = |known: &&Operation| {
        known.method.as_str().eq_ignore_ascii_case(method)
            && known.path.trim_end_matches('/') == path.trim_end_matches('/')
    };
    let template = api.operations.iter().find(is_it);
    let found = template.or_else(|| api.find(method, path));
    let Some(operation) = found else {
        return Err(Failure::new(
            Kind::NotFound,
            format!("the spec has no operation {method} {path}"),
        )
        .hint("search_operations finds operations by words"));
    };
    let given = path.split('/').filter(|segment| !segment.is_empty());
    let known = operation
        .path
        .split('/')
        .filter(|segment| !segment.is_empty());
    let mut parameters = Vec::new();
    for (known, given) in known.zip(given) {
        let name = known
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        if let Some(name) = name
            && known != given
        {
            let given = percent_decode_str(given).decode_utf8_lossy().into_owned();
            parameters.push((name.to_owned(), given));
        }
    }
    debug_assert!(parameters.iter().all(|(name, _)| {
        let mut known = operation.parameters.iter();
        known.any(|known| known.location == Location::Path && known.name == *name)
    }));
    Ok(Resolved {
        operation: operation.clone(),
        path: parameters,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_mean_the_same_operation() {
        let index = Index::bundled();
        for text in [
            "host_set_role",
            "HOST_SET_ROLE",
            "hostSetRole",
            "host set-role",
            "hosts_set_role",
            "Hosts.set_role",
            " host-set-role ",
            "POST /host/set-role",
            "post /host/set-role",
            "POST /api/v2/host/set-role",
            "POST host/set-role/",
            "POST /host/set%2Drole",
        ] {
            let resolved = resolve(&index, text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(resolved.operation.id, "host_set_role", "{text}");
        }
    }

    #[test]
    fn a_path_has_its_parameters() {
        let resolved = resolve(&Index::bundled(), "/host/31").unwrap();
        assert_eq!(resolved.operation.id, "host_get");
        assert_eq!(resolved.path, [("id".to_owned(), "31".to_owned())]);
        let template = resolve(&Index::bundled(), "GET /host/{id}").unwrap();
        assert_eq!(template.operation.id, "host_get");
        assert!(template.path.is_empty());
    }

    #[test]
    fn what_the_spec_does_not_have_is_no_operation() {
        for text in [
            "",
            "host_frobnicate",
            "PATCH /host/31",
            "GET /no/such/path",
            "GET https://other.example.com/host/31",
            "/host/31?x=1",
            "/../admin",
        ] {
            assert!(resolve(&Index::bundled(), text).is_err(), "{text}");
        }
    }
}
