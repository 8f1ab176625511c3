//! The command of an operation: its parameters and fields as arguments.

use clap::{Arg, ArgAction, Command, ValueHint};
use fortinac_spec::api::{Body, FormField, ListParameters, Location, Operation, Parameter, Type};

use super::names::kebab;

/// The argument of the records that a call for several is for.
pub(crate) const TARGETS: &str = "targets";
/// The arguments of a JSON body.
pub(crate) const BODY: &str = "body";
pub(crate) const SET: &str = "set";
pub(crate) const SET_JSON: &str = "set-json";
pub(crate) const NULL: &str = "null";
pub(crate) const MERGE: &str = "merge";
/// The arguments of a list.
pub(crate) const FILTER: &str = "filter";
pub(crate) const START: &str = "start";
pub(crate) const LIMIT: &str = "limit";
pub(crate) const SORT: &str = "sort";

const LIST: &str = "List";
const BODY_HEADING: &str = "Body";

/// The command of an operation.
pub(crate) fn command(operation: &Operation, name: String) -> Command {
    let about = operation.summary.clone();
    let request = format!("{} {}", operation.method, operation.path);
    let mut command = Command::new(name)
        .about(about.clone())
        .long_about(format!("{about}\n\n{}", operation.description))
        .after_help(format!(
            "Sends {request} ({}, evidence: {}).",
            operation.id, operation.evidence
        ));
    for parameter in operation.path_parameters() {
        command = command.arg(positional(parameter));
    }
    if let Some(field) = targets(operation) {
        let arg = Arg::new(TARGETS)
            .value_name(value_name(&field.name))
            .required(true)
            .num_args(1..)
            .help(format!(
                "{}; `-` reads ids, names or records in JSON from the standard input",
                first_sentence(&field.description)
            ));
        command = command.arg(arg);
    }
    let listed = operation.list_parameters();
    for parameter in operation.query() {
        if !listed.names().contains(&parameter.name.as_str()) {
            command = command.arg(flag(
                &parameter.name,
                &parameter.ty,
                parameter.required,
                &parameter.description,
            ));
        }
    }
    command = list_flags(command, listed);
    if has_other_pages(operation) {
        command = command.arg(limit_flag());
    }
    match &operation.body {
        None => command,
        Some(Body::Json { ty, .. }) => {
            let command = json_flags(command, ty);
            match is_update(operation) {
                true => command.arg(merge_flag()),
                false => command,
            }
        }
        Some(body) => {
            let target = targets(operation).map(|field| &field.name);
            let fields = body.fields().iter();
            let fields = fields.filter(|field| Some(&field.name) != target);
            fields.fold(command, |command, field| {
                command.arg(flag(
                    &field.name,
                    &field.ty,
                    field.required,
                    &field.description,
                ))
            })
        }
    }
}

/// Whether an operation changes the record with the id in its path.
pub(crate) fn is_update(operation: &Operation) -> bool {
    let mut path = operation.path_parameters();
    operation.verb == "update" && path.next().is_some_and(|parameter| parameter.name == "id")
}

fn merge_flag() -> Arg {
    Arg::new(MERGE)
        .long(MERGE)
        .action(ArgAction::SetTrue)
        .help_heading(BODY_HEADING)
        .help("Read the record first, and send all of it with the changes: some records lose what is not sent")
}

/// The field of the form with the records that the call is for. They are positional, as in `host set-role 31 32 --role x`.
pub(crate) fn targets(operation: &Operation) -> Option<&FormField> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return None;
    };
    if operation.path_parameters().next().is_some() {
        return None;
    }
    let is_id = |name: &str| ["id", "ids", "dbid"].contains(&name.to_ascii_lowercase().as_str());
    let is_array = |field: &&FormField| matches!(field.ty, Type::Array(_));
    let field = fields
        .iter()
        .find(|field| field.required && is_array(field))?;
    (is_id(&field.name) || operation.verb == "delete_many").then_some(field)
}

/// The id of the argument of a parameter or a field.
pub(crate) fn argument(name: &str) -> String {
    kebab(name)
}

/// The id of the argument of a path parameter. Its name can be that of a field too.
pub(crate) fn path_argument(name: &str) -> String {
    format!("path:{name}")
}

fn positional(parameter: &Parameter) -> Arg {
    debug_assert_eq!(parameter.location, Location::Path);
    Arg::new(path_argument(&parameter.name))
        .value_name(value_name(&parameter.name))
        .required(true)
        .help(first_sentence(&parameter.description))
}

fn flag(name: &str, ty: &Type, required: bool, description: &str) -> Arg {
    let (shown, is_many) = match ty {
        Type::Array(items) => (type_name(items), true),
        ty => (type_name(ty), false),
    };
    let arg = Arg::new(argument(name))
        .long(argument(name))
        .value_name(shown)
        .required(required)
        .allow_hyphen_values(matches!(ty, Type::Integer | Type::Number))
        .help(first_sentence(description));
    let arg = match ty {
        Type::File => arg.value_hint(ValueHint::FilePath),
        Type::Boolean => arg
            .value_parser(["true", "false"])
            .num_args(0..=1)
            .default_missing_value("true"),
        Type::Secret => arg.help(format!(
            "{} (`-` reads it from the standard input, @FILE from a file)",
            first_sentence(description)
        )),
        _ => arg,
    };
    match is_many {
        true => arg.action(ArgAction::Append).value_delimiter(','),
        false => arg,
    }
}

/// Whether a list has `start` and `count`, but not the other common parameters: the client does not know its pages.
pub(crate) fn has_other_pages(operation: &Operation) -> bool {
    let has = |name: &str| operation.query().any(|parameter| parameter.name == name);
    operation.list_parameters() == ListParameters::None && has("start") && has("count")
}

fn limit_flag() -> Arg {
    list_number(LIMIT, "Largest number of records to return [default: all]")
}

fn list_number(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("NUMBER")
        .value_parser(clap::value_parser!(u64))
        .help_heading(LIST)
        .help(help)
}

fn list_flags(command: Command, listed: ListParameters) -> Command {
    if listed == ListParameters::None {
        return command;
    }
    let command = command.arg(
        Arg::new(FILTER)
            .long(FILTER)
            .value_name("EXPR")
            .action(ArgAction::Append)
            .help_heading(LIST)
            .help("Only matching records, such as role==NAC-Cameras; repeated, all must match"),
    );
    if listed != ListParameters::All {
        return command;
    }
    command
        .arg(limit_flag())
        .arg(list_number(
            START,
            "Number of records to leave out at the beginning",
        ))
        .arg(
            Arg::new(SORT)
                .long(SORT)
                .value_name("KEY[:desc]")
                .help_heading(LIST)
                .help("Property to sort by"),
        )
}

fn json_flags(command: Command, ty: &Type) -> Command {
    let command = command.arg(
        Arg::new(BODY)
            .long(BODY)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .help_heading(BODY_HEADING)
            .help("JSON or YAML to send; `-` reads it from the standard input"),
    );
    if matches!(ty, Type::Array(_)) {
        return command.mut_arg(BODY, |arg| arg.required(true));
    }
    let many = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .action(ArgAction::Append)
            .help_heading(BODY_HEADING)
            .help(help)
    };
    command
        .arg(many(SET, "NAME=VALUE", "Set a property; the value has the type that the spec says. `a.b` is a property inside of another"))
        .arg(many(SET_JSON, "NAME=JSON", "Set a property to any JSON value"))
        .arg(many(NULL, "NAME", "Set a property to null, which may clear it"))
}

fn value_name(name: &str) -> String {
    kebab(name).replace('-', "_").to_ascii_uppercase()
}

/// What a value is, for the help.
pub(crate) fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "INTEGER",
        Type::Number => "NUMBER",
        Type::Boolean => "BOOLEAN",
        Type::File => "FILE",
        Type::Secret => "SECRET",
        Type::JsonString | Type::Object | Type::Any => "JSON",
        _ => "TEXT",
    }
}

/// The first sentence of a description, without its full stop, as helps have it.
pub(crate) fn first_sentence(text: &str) -> String {
    let first = text.split_once(". ").map_or(text, |(first, _)| first);
    first.trim().trim_end_matches('.').to_owned()
}
