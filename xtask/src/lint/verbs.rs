//! Verbs: what an operationId says after the resource, against method, path and result.

use heck::ToSnakeCase;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{ListParameters, Method, Operation, Output};
use crate::model::naming::is_snake_case;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for operation in &model.api.operations {
        let pointer = format!("{}/operationId", operation.pointer());
        // What is not in snake case is reported as such.
        if let (true, Err((message, help))) = (is_snake_case(&operation.id), verb(operation)) {
            diagnostics.push(model.at(&pointer, message).help(help));
        }
        if let Err((message, help)) = result(operation) {
            let pointer = format!("{}/x-fortinac-result", operation.pointer());
            diagnostics.push(model.at(&pointer, message).help(help));
        }
    }
}

/// What is wrong, and what to do.
type Wrong = (String, String);

/// A verb of the table in CONTRIBUTING.md, with the method and the path that belong to it.
struct Rule {
    verb: &'static str,
    method: Method,
    /// The last segment; `{}` stands for a parameter.
    ends: Option<&'static str>,
    description: &'static str,
}

const RULES: [Rule; 10] = [
    rule("list", Method::Get, None, "GET /x"),
    rule("search", Method::Get, Some("search"), "GET /x/search"),
    rule("get", Method::Get, Some("{}"), "GET /x/{id}"),
    rule("count", Method::Get, Some("count"), "GET /x/count"),
    rule("count_all", Method::Get, Some("all"), "GET /x/count/all"),
    rule("create", Method::Post, None, "POST /x"),
    rule("update", Method::Post, Some("{}"), "POST /x/{id}"),
    rule("delete", Method::Delete, Some("{}"), "DELETE /x/{id}"),
    rule(
        "delete_by_post",
        Method::Post,
        Some("delete"),
        "POST /x/{id}/delete",
    ),
    rule("usage", Method::Get, Some("usage"), "GET /x/{id}/usage"),
];

const fn rule(
    verb: &'static str,
    method: Method,
    ends: Option<&'static str>,
    description: &'static str,
) -> Rule {
    Rule {
        verb,
        method,
        ends,
        description,
    }
}

/// What a verb can begin with before the rest of the path.
const PREFIXES: [&str; 6] = ["create_", "delete_", "get_", "list_", "set_", "update_"];

fn verb(operation: &Operation) -> Result<(), Wrong> {
    let verb = operation.verb.as_str();
    let segments: Vec<&str> = operation.path.split('/').skip(1).collect();
    let last = segments.last().copied().unwrap_or_default();
    let is_parameter = last.starts_with('{');
    let fits = |rule: &Rule| {
        let ends_so = match rule.ends {
            Some("{}") => is_parameter,
            Some(constant) => last == constant,
            None => !is_parameter,
        };
        rule.method == operation.method && ends_so
    };
    // Of two rules that fit, the one for this very end of the path.
    let fitting = RULES
        .iter()
        .filter(|rule| fits(rule))
        .max_by_key(|rule| rule.ends.is_some());
    let see_table = "see the table of verbs in CONTRIBUTING.md";
    let help = match fitting {
        Some(rule) => format!(
            "the verb of {} is `{}`; {see_table}",
            rule.description, rule.verb
        ),
        None => see_table.to_owned(),
    };
    if let Some(rule) = RULES.iter().find(|rule| rule.verb == verb) {
        return match fits(rule) {
            true => Ok(()),
            false => Err((
                format!(
                    "`{verb}` is the verb of {}, and this is {} {}",
                    rule.description, operation.method, operation.path
                ),
                help,
            )),
        };
    }
    let words: Vec<String> = segments
        .iter()
        .filter(|segment| !segment.starts_with('{'))
        .map(|segment| segment.to_snake_case())
        .collect();
    let ends: Vec<String> = (0..words.len())
        .map(|start| words[start..].join("_"))
        .collect();
    let is_end = |text: &str| ends.iter().any(|end| end == text);
    // `POST /x/delete` with several ids is `delete_many`; `/x/uuid/{uuid}/delete` is `delete_by_uuid`.
    let many = verb
        .strip_suffix("_many")
        .is_some_and(|verb| last.to_snake_case() == verb);
    let by_key = verb.split_once("_by_").is_some_and(|(action, key)| {
        let action_is_there = words.iter().any(|word| word == action)
            || (action == "delete" && operation.method == Method::Delete);
        action_is_there && words.iter().any(|word| word == key)
    });
    let prefixed = PREFIXES
        .iter()
        .any(|prefix| verb.strip_prefix(prefix).is_some_and(is_end));
    if is_end(verb) || many || by_key || prefixed {
        return Ok(());
    }
    let rest = ends.last().cloned().unwrap_or_default();
    Err((
        format!(
            "`{verb}` is not a verb of the table, and not the rest of {}",
            operation.path
        ),
        format!("{help}; the rest of the path is `{rest}`"),
    ))
}

/// A list returns a list, and a count counts.
fn result(operation: &Operation) -> Result<(), Wrong> {
    let verb = operation.verb.as_str();
    let pages = operation.list_parameters() == ListParameters::All;
    let is_list = matches!(operation.result, Output::List { .. });
    if (pages || verb == "list" || verb.starts_with("list_")) && !is_list {
        return Err((
            format!(
                "a {} returns a list",
                if pages {
                    "call with `start` and `count`"
                } else {
                    "`list`"
                }
            ),
            "write `x-fortinac-result: list`".to_owned(),
        ));
    }
    if matches!(verb, "count" | "count_all") && !matches!(operation.result, Output::Count { .. }) {
        return Err((
            "a count returns a number".to_owned(),
            "write `x-fortinac-result: count`".to_owned(),
        ));
    }
    if verb == "get" && is_list {
        return Err((
            "a `get` returns one record".to_owned(),
            "write `x-fortinac-result: one`, or name the call `list`".to_owned(),
        ));
    }
    Ok(())
}
