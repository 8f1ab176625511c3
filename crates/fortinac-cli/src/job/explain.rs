//! `fortinac explain`: what a record, a property or an operation means, and how well it is known.

use std::fmt::Write;

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_spec::api::{
    Body, Index, Operation, Output as Returned, Property, Record, SchemaKind, Type,
};
use serde_json::{Map, Value};

use super::Outcome;
use crate::call::target;
use crate::command::names::{kebab, nearest, snake};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::{self, REDACTED};

pub(super) fn command() -> Command {
    Command::new("explain")
        .about("Explain a resource (host), a property (host.role) or an operation (host set-role)")
        .arg(
            Arg::new("what")
                .value_name("WHAT")
                .required(true)
                .num_args(1..=2)
                .help("Resource, resource.property, resource and verb, or an operationId"),
        )
        .arg(
            Arg::new("template")
                .long("template")
                .action(ArgAction::SetTrue)
                .help("Print the body of an operation in YAML, with a comment for each property"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("ID")
                .requires("template")
                .help("Fill the template with the values of this record"),
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let what: Vec<&str> = matches
        .get_many::<String>("what")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let index = context.index();
    let is_template = matches.get_flag("template");
    let text = match what.as_slice() {
        [resource, verb] => {
            let operation = operation(index, resource, verb)?;
            match is_template {
                true => template(context, &operation, matches.get_one("from")).await?,
                false => of_operation(index, &operation),
            }
        }
        [one] if index.operation(one).is_some() => {
            let operation = index.operation(one).expect("it was there just now");
            match is_template {
                true => template(context, &operation, matches.get_one("from")).await?,
                false => of_operation(index, &operation),
            }
        }
        [one] => {
            if is_template {
                return Err(Failure::usage(
                    "--template needs an operation, such as `explain host create --template`",
                ));
            }
            match one.split_once('.') {
                Some((resource, path)) => of_property(index, resource, path)?,
                None => of_resource(index, one)?,
            }
        }
        _ => String::new(),
    };
    let is_for_people = !is_template;
    output::text(&if is_for_people { wrapped(&text) } else { text })?;
    Ok(Outcome::Success)
}

/// The width of lines for people.
const WIDTH: usize = 100;

/// The text with its long lines broken between words. What follows has the indentation of the line.
fn wrapped(text: &str) -> String {
    let mut shown = String::new();
    for line in text.lines() {
        let indentation = &line[..line.len() - line.trim_start().len()];
        let options = textwrap::Options::new(WIDTH)
            .subsequent_indent(indentation)
            .break_words(false);
        let _ = writeln!(shown, "{}", textwrap::fill(line, options));
    }
    shown
}

fn operation(index: &Index, resource: &str, verb: &str) -> Result<Operation> {
    let resource = resource_name(index, resource)?;
    let known: Vec<Operation> = index.operations_of(&resource).collect();
    let found = known.iter().find(|known| known.verb == snake(verb));
    found.cloned().ok_or_else(|| {
        let verbs: Vec<String> = known.iter().map(|known| kebab(&known.verb)).collect();
        Failure::usage(format!("{} has no {verb}", kebab(&resource)))
            .hint(format!("it has {}", verbs.join(", ")))
    })
}

/// The resource that a typed name means, in the singular or the plural.
pub(super) fn resource_name(index: &Index, typed: &str) -> Result<String> {
    let tags = index.tags();
    let resources: Vec<_> = tags.iter().flat_map(|tag| &tag.resources).collect();
    let name = snake(typed);
    let found = resources
        .iter()
        .find(|known| known.name == name || known.handle == name);
    found.map(|known| known.name.clone()).ok_or_else(|| {
        let names: Vec<String> = resources.iter().map(|known| kebab(&known.name)).collect();
        let near = nearest(names.iter().map(String::as_str), typed);
        Failure::usage(format!("there is no resource or operation `{typed}`"))
            .hint(format!("near it are {near}"))
    })
}

fn of_operation(index: &Index, operation: &Operation) -> String {
    let mut text = String::new();
    let command = format!(
        "fortinac {} {}",
        kebab(&operation.resource),
        kebab(&operation.verb)
    );
    let _ = writeln!(text, "{command}\n{}\n", operation.summary);
    let _ = writeln!(text, "{}\n", operation.description);
    let _ = writeln!(text, "request:   {} {}", operation.method, operation.path);
    let _ = writeln!(text, "operation: {}", operation.id);
    let effect = match (operation.safe, operation.destructive) {
        (true, _) => "changes nothing",
        (false, true) => "destroys data or interrupts service",
        (false, false) => "changes data",
    };
    let _ = writeln!(text, "effect:    {effect}");
    let _ = writeln!(text, "returns:   {}", returns(operation));
    let _ = writeln!(
        text,
        "evidence:  {} ({})",
        operation.evidence, operation.origin
    );
    let _ = writeln!(text, "versions:  {}", operation.versions.join(", "));
    let _ = writeln!(
        text,
        "sources:   {}",
        operation.sources.join("\n           ")
    );
    for parameter in &operation.parameters {
        let required = if parameter.required { ", required" } else { "" };
        let _ = writeln!(
            text,
            "\n{} ({}{required})\n    {}",
            parameter.name,
            type_text(&parameter.ty),
            parameter.description
        );
    }
    for field in operation.body.iter().flat_map(Body::fields) {
        let required = if field.required { ", required" } else { "" };
        let _ = writeln!(
            text,
            "\n{} ({}{required})\n    {}",
            field.name,
            type_text(&field.ty),
            field.description
        );
    }
    if let Some(Body::Json { ty, .. }) = &operation.body {
        let _ = writeln!(text, "\nbody: {}", type_text(ty));
        for property in record(index, ty)
            .iter()
            .flat_map(|record| &record.properties)
        {
            let _ = writeln!(text, "  {}", line(property));
        }
    }
    notes(
        &mut text,
        operation.note.as_deref(),
        &operation.gaps,
        operation.deviation.as_deref(),
    );
    text
}

fn of_resource(index: &Index, typed: &str) -> Result<String> {
    let resource = resource_name(index, typed)?;
    let mut text = String::new();
    let tags = index.tags();
    let tag = tags
        .iter()
        .find(|tag| tag.resources.iter().any(|known| known.name == resource));
    if let Some(tag) = tag {
        let _ = writeln!(text, "{}\n{}\n", kebab(&resource), tag.description);
    }
    let _ = writeln!(text, "Commands:");
    for operation in index.operations_of(&resource) {
        let _ = writeln!(
            text,
            "  {:28} {}",
            kebab(&operation.verb),
            operation.summary
        );
    }
    if let Some((name, record)) = record_of(index, &resource) {
        let schema = index.schema(&name);
        let description = schema.as_ref().map(|schema| schema.description.clone());
        let _ = writeln!(
            text,
            "\nRecord {name}: {}\n",
            description.unwrap_or_default()
        );
        for property in &record.properties {
            let _ = writeln!(text, "  {}", line(property));
        }
        if let Some(schema) = schema {
            notes(&mut text, schema.note.as_deref(), &schema.gaps, None);
        }
    }
    Ok(text)
}

fn of_property(index: &Index, resource: &str, path: &str) -> Result<String> {
    let resource = resource_name(index, resource)?;
    let unknown = |name: &str, record: &Record| {
        let near = nearest(
            record.properties.iter().map(|known| known.name.as_str()),
            name,
        );
        Failure::usage(format!("there is no property `{name}`")).hint(format!("near it are {near}"))
    };
    let (_, mut record) = record_of(index, &resource)
        .ok_or_else(|| Failure::usage(format!("the record of {resource} is not known")))?;
    let mut rest = path;
    let property = loop {
        if let Some(property) = record.property(rest) {
            break property.clone();
        }
        let (name, behind) = rest.split_once('.').ok_or_else(|| unknown(rest, &record))?;
        let property = record
            .property(name)
            .ok_or_else(|| unknown(name, &record))?
            .clone();
        record = self::record(index, &property.ty).ok_or_else(|| unknown(behind, &record))?;
        rest = behind;
    };
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}.{path} ({})\n{}",
        kebab(&resource),
        type_text(&property.ty),
        property.description
    );
    if let Some(SchemaKind::OpenEnum(values)) = property
        .ty
        .component()
        .and_then(|name| index.schema(name))
        .map(|schema| schema.kind)
    {
        let _ = writeln!(text, "Known values: {}", values.join(", "));
    }
    if let Type::Ref(name) = &property.ty
        && self::record(index, &property.ty).is_none()
        && let Some(schema) = index.schema(name)
    {
        let _ = writeln!(text, "\n{name}: {}", schema.description);
    }
    if let Some(reason) = &property.inferred {
        let _ = writeln!(text, "\nNo source shows it here: {reason}");
    }
    if let Some(reason) = &property.open {
        let _ = writeln!(text, "\nIts type is not known: {reason}");
    }
    notes(&mut text, property.note.as_deref(), &property.gaps, None);
    if let Some(inner) = self::record(index, &property.ty) {
        let _ = writeln!(text);
        for property in &inner.properties {
            let _ = writeln!(text, "  {}", line(property));
        }
    }
    Ok(text)
}

fn notes(text: &mut String, note: Option<&str>, gaps: &[String], deviation: Option<&str>) {
    if let Some(note) = note {
        let _ = writeln!(text, "\nnote: {note}");
    }
    for gap in gaps {
        let _ = writeln!(text, "\nnot known: {gap}");
    }
    if let Some(deviation) = deviation {
        let _ = writeln!(text, "\nunlike its page: {deviation}");
    }
}

fn line(property: &Property) -> String {
    let description = crate::command::operation::first_sentence(&property.description);
    format!(
        "{:28} {:12} {description}",
        property.name,
        type_text(&property.ty)
    )
}

fn returns(operation: &Operation) -> String {
    match &operation.result {
        Returned::None => "nothing".to_owned(),
        Returned::One { record, .. } => format!("one {record}"),
        Returned::List { item, .. } => format!("a list of {}", type_text(item)),
        Returned::Count { .. } => "a number of records".to_owned(),
        Returned::Value { ty, .. } => type_text(ty),
        _ => "the whole response".to_owned(),
    }
}

fn type_text(ty: &Type) -> String {
    match ty {
        Type::String => "text".to_owned(),
        Type::JsonString => "JSON in a text".to_owned(),
        Type::StringOf(inner) => format!("{} in a text", type_text(inner)),
        Type::Secret => "secret".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::IntegerOrString => "integer or text".to_owned(),
        Type::RecordOrString(name) => format!("{name} or text"),
        Type::Array(items) => format!("list of {}", type_text(items)),
        Type::Map(values) => format!("map of {}", type_text(values)),
        Type::Object => "object".to_owned(),
        Type::Any => "any".to_owned(),
        Type::File => "file".to_owned(),
        Type::Ref(name) => name.clone(),
    }
}

fn record(index: &Index, ty: &Type) -> Option<Record> {
    match index.schema(ty.component()?)?.kind {
        SchemaKind::Record(record) => Some(record),
        _ => None,
    }
}

/// The record of a resource, with its name: what its operations return, or else what they take.
fn record_of(index: &Index, resource: &str) -> Option<(String, Record)> {
    let operations: Vec<Operation> = index.operations_of(resource).collect();
    let returned = operations
        .iter()
        .find_map(|operation| match &operation.result {
            Returned::One { record, .. } => Some(record.clone()),
            Returned::List { item, .. } => item.component().map(ToOwned::to_owned),
            _ => None,
        });
    let taken = || {
        operations
            .iter()
            .find_map(|operation| operation.body.as_ref()?.component().map(ToOwned::to_owned))
    };
    let name = returned.or_else(taken)?;
    let record = record(index, &Type::Ref(name.clone()))?;
    Some((name, record))
}

/// The body of an operation as YAML: each property in a comment, or with the value of a record.
async fn template(
    context: &Context,
    operation: &Operation,
    from: Option<&String>,
) -> Result<String> {
    let index = context.index();
    let Some(Body::Json { ty, .. }) = &operation.body else {
        return Err(Failure::usage(format!("{} has no JSON body", operation.id))
            .hint("its arguments are flags: see --help"));
    };
    let values = match from {
        None => Map::new(),
        Some(id) => {
            let id = target::resolve(context, &operation.resource, id).await?;
            let get = format!("{}_get", operation.resource);
            let call = context.client()?.call(&get)?.parameter("id", id);
            match call.await? {
                Value::Object(values) => values,
                _ => Map::new(),
            }
        }
    };
    let mut text = format!("# The body of `{}`: {}\n", operation.id, operation.summary);
    text.push_str("# What is absent or a comment is not sent. null may clear a property.\n");
    for property in record(index, ty)
        .iter()
        .flat_map(|record| &record.properties)
    {
        let description = crate::command::operation::first_sentence(&property.description);
        let _ = writeln!(text, "\n# {description} ({})", type_text(&property.ty));
        let is_secret = property.ty == Type::Secret;
        match values.get(&property.name) {
            Some(value) if !value.is_null() && !is_secret => {
                let _ = writeln!(text, "{}: {value}", property.name);
            }
            Some(value) if !value.is_null() => {
                let _ = writeln!(text, "# {}: {REDACTED}", property.name);
            }
            _ => {
                let _ = writeln!(text, "# {}:", property.name);
            }
        }
    }
    Ok(text)
}
