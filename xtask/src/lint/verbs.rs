//! Verbs: what an operationId says after the resource, against method, path and result.
//!
//! openapi/README.md has the rules in a table.

use heck::ToSnakeCase;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{ListParameters, Method, Operation, Output};
use crate::model::naming::is_snake_case;
use crate::model::verbs::{WRITES, is_verb};

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

/// A verb of the table in openapi/README.md, with the method and the path that belong to it.
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

/// What a GET can begin with before words of the path.
const READS: [&str; 2] = ["get", "list"];

/// Words that a name can have although the path lacks them: `POST /x/delete` with several ids is `delete_many`, and
/// `/x/uuid/{uuid}/delete` is `delete_by_uuid`.
const FILLERS: [&str; 2] = ["by", "many"];

fn verb(operation: &Operation) -> Result<(), Wrong> {
    let verb = operation.verb.as_str();
    let segments: Vec<&str> = operation.path.split('/').skip(1).collect();
    let last = segments.last().copied().unwrap_or_default();
    let is_parameter = last.starts_with('{');
    let ends_so = |rule: &Rule| match rule.ends {
        Some("{}") => is_parameter,
        Some(constant) => last == constant,
        None => !is_parameter,
    };
    let fits = |rule: &Rule| rule.method == operation.method && ends_so(rule);
    let is_get = operation.method == Method::Get;
    // A POST that changes nothing can be called like a GET.
    let reads = is_get || operation.method == Method::Post && operation.safe;
    let is_read = |rule: &Rule| reads && rule.method == Method::Get && ends_so(rule);
    // Of two rules that fit, the one for this very end of the path.
    let fitting = RULES
        .iter()
        .filter(|rule| fits(rule))
        .max_by_key(|rule| rule.ends.is_some());
    let see_table = "see the table of verbs in openapi/README.md";
    let help = match fitting {
        Some(rule) => format!(
            "the verb of {} is `{}`; {see_table}",
            rule.description, rule.verb
        ),
        None => see_table.to_owned(),
    };
    if let Some(rule) = RULES.iter().find(|rule| rule.verb == verb) {
        return match fits(rule) || is_read(rule) {
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
    let wrong = |message: String, remedy: &str| Err((message, format!("{remedy}; {help}")));
    let words: Vec<&str> = verb.split('_').collect();
    let first = words[0];
    if is_get && operation.safe && WRITES.contains(&first) {
        return wrong(
            format!("`{verb}` is the name of a call that changes data, and this is a GET"),
            "begin it with `get` or `list` instead, or with a noun",
        );
    }
    if !reads && !is_verb(first) {
        return wrong(
            format!(
                "`{verb}` does not begin with a verb, and this is a {}",
                operation.method
            ),
            "put the verb first: `rank/swap` is `swap_ranks`, and `aging` is `set_aging`; the verbs are in \
             xtask/src/model/verbs.rs, where you can add one",
        );
    }
    let constants = segments.iter().filter(|segment| !segment.starts_with('{'));
    let path: Vec<String> = constants.map(|segment| segment.to_snake_case()).collect();
    let in_path: Vec<&str> = path.iter().flat_map(|words| words.split('_')).collect();
    let has = |words: &[&str], word: &str| words.iter().any(|other| stem(other) == stem(word));
    let has_verb = !is_get && is_verb(first) || reads && READS.contains(&first);
    let verbs = usize::from(has_verb);
    let unknown = words[verbs..]
        .iter()
        .find(|word| !FILLERS.contains(word) && !has(&in_path, word));
    // What only reads does not have the verb of a path like `/x/create-from-y`.
    let last = path.last().map(|words| words.split('_'));
    let missing = last
        .into_iter()
        .flatten()
        .find(|word| !(has(&words, word) || reads && WRITES.contains(word)));
    let message = match (unknown, missing) {
        (None, None) => return Ok(()),
        (Some(word), _) => format!("`{word}` of `{verb}` is not a word of {}", operation.path),
        (None, Some(word)) => format!("`{verb}` lacks `{word}`, a word of {}", operation.path),
    };
    wrong(
        message,
        "use a verb and words of the path, all of its last constant segment among them",
    )
}

/// A word without its ending: `rank` and `ranks` are the same word, `policy` and `policies`, `manages` and `managed`.
fn stem(word: &str) -> &str {
    let endings = ["ies", "es", "ed", "s", "y", "e"];
    let stems = endings.iter().find_map(|ending| word.strip_suffix(ending));
    stems.filter(|_| !word.ends_with("ss")).unwrap_or(word)
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
