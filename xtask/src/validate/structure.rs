//! The objects of OpenAPI 3.0, as far as this description uses them: their members and which of them must be there.
//!
//! Schemas have a grammar of their own, see [`crate::spelling`].

use serde_json::Value;
use serde_path_to_error::Segment;

use super::names;
use super::site::{Operation, Site, operation_sites};
use crate::bundle::Bundle;
use crate::problem::Problem;

/// A kind of object.
struct Object {
    /// With its article.
    name: &'static str,
    members: &'static [(&'static str, Kind)],
    required: &'static [&'static str],
    extensions: &'static [&'static str],
    /// The kind of components that a `$ref` in its place may name; empty where none may.
    component: &'static str,
}

/// The kind of a member.
enum Kind {
    /// Another rule or the types of openapiv3 check it.
    Any,
    Text,
    Flag,
    One(&'static Object),
    List(&'static Object),
    /// By names that the description gives.
    Map(&'static Object),
}

use Kind::{Any, Flag, List, Map, One, Text};

const OBJECT: Object = Object {
    name: "",
    members: &[],
    required: &[],
    extensions: &[],
    component: "",
};

static ROOT: Object = Object {
    name: "a description",
    members: &[
        ("openapi", Text),
        ("info", One(&INFO)),
        ("servers", List(&SERVER)),
        ("security", Any),
        ("tags", List(&TAG)),
        ("paths", Any),
        ("components", Any),
        ("externalDocs", One(&EXTERNAL_DOCS)),
    ],
    required: &["openapi", "info", "servers", "security", "paths"],
    ..OBJECT
};

static INFO: Object = Object {
    name: "an info object",
    members: &[
        ("title", Text),
        ("version", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", One(&CONTACT)),
        ("license", One(&LICENSE)),
    ],
    required: &["title", "version"],
    ..OBJECT
};

static CONTACT: Object = Object {
    name: "a contact",
    members: &[("name", Text), ("url", Text), ("email", Text)],
    ..OBJECT
};

static LICENSE: Object = Object {
    name: "a license",
    members: &[("name", Text), ("url", Text)],
    required: &["name"],
    ..OBJECT
};

static SERVER: Object = Object {
    name: "a server",
    members: &[
        ("url", Text),
        ("description", Text),
        ("variables", Map(&VARIABLE)),
    ],
    required: &["url"],
    ..OBJECT
};

static VARIABLE: Object = Object {
    name: "a server variable",
    members: &[("default", Text), ("description", Text), ("enum", Any)],
    required: &["default"],
    ..OBJECT
};

static TAG: Object = Object {
    name: "a tag",
    members: &[
        ("name", Text),
        ("description", Text),
        ("externalDocs", One(&EXTERNAL_DOCS)),
    ],
    required: &["name"],
    extensions: &["x-fortinac-resources"],
    ..OBJECT
};

static EXTERNAL_DOCS: Object = Object {
    name: "a link to documentation",
    members: &[("url", Text), ("description", Text)],
    required: &["url"],
    ..OBJECT
};

static PATH_ITEM: Object = Object {
    name: "a path item",
    members: &[
        ("summary", Text),
        ("description", Text),
        ("parameters", List(&PARAMETER)),
        // The rule for operations says which of these FortiNAC has.
        ("get", Any),
        ("put", Any),
        ("post", Any),
        ("delete", Any),
        ("options", Any),
        ("head", Any),
        ("patch", Any),
        ("trace", Any),
    ],
    ..OBJECT
};

static OPERATION: Object = Object {
    name: "an operation",
    members: &[
        ("operationId", Text),
        ("tags", Any),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("parameters", List(&PARAMETER)),
        ("requestBody", One(&REQUEST_BODY)),
        ("responses", Map(&RESPONSE)),
        ("deprecated", Flag),
        ("security", Any),
    ],
    required: &["responses"],
    extensions: &[
        "x-fortinac-source",
        "x-fortinac-versions",
        "x-fortinac-evidence",
        "x-fortinac-origin",
        "x-fortinac-required",
        "x-fortinac-result",
        "x-fortinac-safe",
        "x-fortinac-unlike-page",
    ],
    ..OBJECT
};

static PARAMETER: Object = Object {
    name: "a parameter",
    members: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("style", Text),
        ("explode", Flag),
        ("schema", Any),
        ("content", Any),
        ("example", Any),
    ],
    required: &["name", "in"],
    component: "parameters",
    ..OBJECT
};

static REQUEST_BODY: Object = Object {
    name: "a request body",
    members: &[
        ("description", Text),
        ("content", Map(&MEDIA_TYPE)),
        ("required", Flag),
    ],
    required: &["content"],
    component: "requestBodies",
    ..OBJECT
};

static MEDIA_TYPE: Object = Object {
    name: "a media type object",
    members: &[("schema", Any), ("example", Any)],
    required: &["schema"],
    ..OBJECT
};

static RESPONSE: Object = Object {
    name: "a response",
    members: &[("description", Text), ("content", Map(&MEDIA_TYPE))],
    required: &["description"],
    component: "responses",
    ..OBJECT
};

static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    members: &[
        ("type", Text),
        ("description", Text),
        ("name", Text),
        ("in", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Any),
        ("openIdConnectUrl", Text),
    ],
    required: &["type"],
    ..OBJECT
};

/// The components that are not schemas.
static COMPONENTS: [(&str, &Object); 4] = [
    ("parameters", &PARAMETER),
    ("requestBodies", &REQUEST_BODY),
    ("responses", &RESPONSE),
    ("securitySchemes", &SECURITY_SCHEME),
];

pub(super) fn check(bundle: &Bundle, operations: &[Operation<'_>], problems: &mut Vec<Problem>) {
    let root = Site::root(bundle);
    object(&root, &ROOT, problems);
    for (path, item) in Site::paths(bundle) {
        object(&item, &PATH_ITEM, problems);
        for (_, operation) in operation_sites(path, &item) {
            object(&operation, &OPERATION, problems);
        }
    }
    for (kind, description) in COMPONENTS {
        for (_, component) in Site::components(bundle, kind) {
            object(&component, description, problems);
        }
    }

    for (name, help) in [
        (
            "servers",
            "name the appliance's URL, its host as a variable",
        ),
        ("security", "write `- bearer: []`"),
    ] {
        if let Some(list) = root.member(name)
            && list.value.as_array().is_some_and(Vec::is_empty)
        {
            problems.push(list.problem("is empty").help(help));
        }
    }
    for server in root.member("servers").iter().flat_map(Site::items) {
        check_server(&server, problems);
    }
    let schemes: Vec<&str> = Site::components(bundle, "securitySchemes")
        .map(|(name, _)| name)
        .collect();
    for site in operations
        .iter()
        .map(|operation| &operation.site)
        .chain([&root])
    {
        if let Some(security) = site.member("security") {
            check_security(&security, &schemes, problems);
        }
    }
}

fn check_server(server: &Site<'_>, problems: &mut Vec<Problem>) {
    let Some(url) = server.text("url") else {
        return;
    };
    let mut used = match names::in_braces(url) {
        Ok(used) => used,
        Err(reason) => return problems.push(server.problem(format!("`url`: {reason}"))),
    };
    let mut declared: Vec<&str> = server
        .member("variables")
        .map(|variables| variables.names())
        .unwrap_or_default();
    used.sort_unstable();
    declared.sort_unstable();
    if used != declared {
        problems.push(
            server
                .problem("the names in the braces of `url` are not those of `variables`")
                .help("describe each in `variables`, and nothing else"),
        );
    }
}

fn check_security(security: &Site<'_>, schemes: &[&str], problems: &mut Vec<Problem>) {
    if !security.value.is_array() {
        problems.push(
            security
                .problem("is not a list")
                .help("write `- bearer: []`, or `[]` for a call without"),
        );
    }
    for requirement in security.items() {
        if !requirement.value.is_object() {
            problems.push(
                requirement
                    .problem("is not a mapping of a security scheme to its scopes")
                    .help("write `- bearer: []`"),
            );
        }
        for (name, scopes) in requirement.members() {
            if !schemes.contains(&name) {
                problems.push(
                    requirement
                        .problem(format!("there is no security scheme `{name}`"))
                        .help("add it to components/securitySchemes of the root"),
                );
            }
            if scopes
                .value
                .as_array()
                .is_none_or(|scopes| !scopes.iter().all(Value::is_string))
            {
                problems.push(
                    scopes
                        .problem("is not a list of scopes")
                        .help(format!("write `- {name}: []`")),
                );
            }
        }
    }
}

fn object(site: &Site<'_>, object: &Object, problems: &mut Vec<Problem>) {
    if !site.value.is_object() {
        problems.push(site.problem(format!("is not a mapping; {} belongs here", object.name)));
        return;
    }
    if let Some(reference) = site.text("$ref") {
        let kind = reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.split('/').next());
        if kind != Some(object.component) {
            problems.push(site.problem(format!(
                "refers to {reference}, where {} belongs",
                object.name
            )));
        }
        return;
    }
    for name in object.required {
        if site.value.get(name).is_none() {
            problems.push(
                site.problem(format!("`{name}` is missing"))
                    .help(format!("{} must have it", object.name)),
            );
        }
    }
    problems.extend(names::unknown_extensions(site, object.extensions));
    for (name, value) in site.members() {
        match object.members.iter().find(|(known, _)| *known == name) {
            Some((_, kind)) => member(&value, kind, problems),
            None if name.starts_with("x-") => {}
            None => {
                let known: Vec<&str> = object.members.iter().map(|(known, _)| *known).collect();
                problems.push(names::unknown(site, name, &known));
            }
        }
    }
}

fn member(site: &Site<'_>, kind: &Kind, problems: &mut Vec<Problem>) {
    match kind {
        Any => {}
        Text => match site.value.as_str() {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => problems.push(site.problem("is empty").help("write it, or take it out")),
            None => problems.push(site.problem("is not text").help("put it in quotes")),
        },
        Flag if site.value.is_boolean() => {}
        Flag => problems.push(site.problem("is neither true nor false")),
        One(kind) => object(site, kind, problems),
        List(kind) if site.value.is_array() => {
            site.items().for_each(|item| object(&item, kind, problems));
        }
        List(kind) => problems
            .push(site.problem(format!("is not a list of which each item is {}", kind.name))),
        Map(kind) if site.value.is_object() => {
            site.members()
                .for_each(|(_, value)| object(&value, kind, problems));
        }
        Map(kind) => {
            problems.push(site.problem(format!("is not a mapping of names to {}", kind.name)))
        }
    }
}

/// Reads the document into the types that the generator takes. They know what the tables here leave open, but say
/// less about it.
pub(super) fn check_types(bundle: &Bundle, problems: &mut Vec<Problem>) {
    let read: Result<openapiv3::OpenAPI, _> = serde_path_to_error::deserialize(&bundle.document);
    if let Err(error) = read {
        let segments: Vec<String> = error.path().iter().map(name_of).collect();
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let file = match names.as_slice() {
            ["paths", path, ..] => bundle.file_of_path(path),
            ["components", "schemas", name, ..] => bundle.file_of_schema(name),
            _ => &bundle.root,
        };
        problems.push(
            Problem::new(file, segments.join("/"), error.inner().to_string())
                .help("see the OpenAPI 3.0.3 specification"),
        );
    }
}

fn name_of(segment: &Segment) -> String {
    match segment {
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Seq { index } => index.to_string(),
        Segment::Unknown => "?".to_owned(),
    }
}
