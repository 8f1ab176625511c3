//! What is known of an operation, a resource or a property, in words.

use std::fmt::Write;

use fortinac_spec::api::{
    Body, Index, Operation, Output as Returned, Property, Record, SchemaKind, Type,
};

use super::record::{record_of_resource, record_of_type};
use super::resource_name;
use crate::command::names::{kebab, nearest};
use crate::failure::{Failure, Result};

/// The width of lines for people.
const WIDTH: usize = 100;

/// The text with its long lines broken between words. What follows has the indentation of the line.
pub(super) fn wrapped(text: &str) -> String {
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
pub(super) fn of_operation(index: &Index, operation: &Operation) -> String {
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
        for property in record_of_type(index, ty)
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

pub(super) fn of_resource(index: &Index, typed: &str) -> Result<String> {
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
    if let Some((name, record)) = record_of_resource(index, &resource) {
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

pub(super) fn of_property(index: &Index, resource: &str, path: &str) -> Result<String> {
    let resource = resource_name(index, resource)?;
    let unknown = |name: &str, record: &Record| {
        let near = nearest(
            record.properties.iter().map(|known| known.name.as_str()),
            name,
        );
        Failure::usage(format!("there is no property `{name}`")).hint(format!("near it are {near}"))
    };
    let (_, mut record) = record_of_resource(index, &resource)
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
        record = record_of_type(index, &property.ty).ok_or_else(|| unknown(behind, &record))?;
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
        && record_of_type(index, &property.ty).is_none()
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
    if let Some(inner) = record_of_type(index, &property.ty) {
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

pub(in crate::job) fn returns(operation: &Operation) -> String {
    match &operation.result {
        Returned::None => "nothing".to_owned(),
        Returned::One { record, .. } => format!("one {record}"),
        Returned::List { item, .. } => format!("a list of {}", type_text(item)),
        Returned::Count { .. } => "a number of records".to_owned(),
        Returned::Value { ty, .. } => type_text(ty),
        _ => "the whole response".to_owned(),
    }
}

pub(in crate::job) fn type_text(ty: &Type) -> String {
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
