//! JSON bodies: a file, and properties that are set one by one.

use clap::ArgMatches;
use fortinac_spec::api::Type;
use serde_json::{Map, Value};

use super::arguments::{left_out, secret, texts};
use crate::command::names::nearest;
use crate::command::operation::{BODY, NULL, SET, SET_JSON};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::REDACTED;

/// The body that the command line asks for. What is absent there stays absent.
///
/// # Errors
/// It asks for none, or what it asks for is not valid.
pub(super) fn read(context: &Context, ty: &Type, matches: &ArgMatches) -> Result<Value> {
    let is_there = |name: &str| matches.try_contains_id(name).unwrap_or_default();
    if ![BODY, SET, SET_JSON, NULL].into_iter().any(is_there) {
        return Err(Failure::usage("there is nothing to send").hint(
            "give properties with --set NAME=VALUE or a file with --body FILE; \
             `fortinac explain RESOURCE VERB --template` prints one to fill in",
        ));
    }
    let mut body = match matches.get_one::<String>(BODY) {
        Some(file) => of_file(file)?,
        None => Value::Object(Map::new()),
    };
    let file = matches.get_one::<String>(BODY).map_or(BODY, String::as_str);
    match (&body, ty) {
        (Value::Array(_), Type::Array(_)) => {}
        (_, Type::Array(_)) => return Err(Failure::usage(format!("{file}: is not an array"))),
        (Value::Object(_), _) => {}
        _ => return Err(Failure::usage(format!("{file}: is not an object"))),
    }
    if !matches!(ty, Type::Array(_)) {
        for given in texts(matches, SET) {
            let (path, text) = pair(SET, &given)?;
            let value = typed(context, ty, path, text)?;
            set(&mut body, path, value)?;
        }
        for given in texts(matches, SET_JSON) {
            let (path, text) = pair(SET_JSON, &given)?;
            let value = serde_json::from_str(text).map_err(|error| {
                Failure::usage(format!("--{SET_JSON} {path}: not JSON: {error}"))
            })?;
            set(&mut body, path, value)?;
        }
        for path in texts(matches, NULL) {
            set(&mut body, &path, Value::Null)?;
        }
    }
    without_redacted(&mut body, "$");
    Ok(body)
}

/// JSON or YAML of a file. JSON is YAML too, but its numbers are read better as JSON.
pub(crate) fn of_file(file: &str) -> Result<Value> {
    let named = |reason: String| Failure::usage(format!("{file}: {reason}"));
    let text = match file {
        "-" => std::io::read_to_string(std::io::stdin()),
        file => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| named(error.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let as_json = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if text.trim_start().starts_with(['{', '[']) {
        return Err(named(format!("not JSON: {as_json}")));
    }
    // Only true and false are booleans: `no` can be the answer to a question, or a country.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let error = error.to_string();
        let first = error.lines().next().unwrap_or_default();
        named(format!("neither JSON nor YAML: {first}"))
    })
}

fn pair<'a>(flag: &str, given: &'a str) -> Result<(&'a str, &'a str)> {
    given.split_once('=').ok_or_else(|| {
        Failure::usage(format!("--{flag} {given}: there is no `=`"))
            .hint(format!("--{flag} NAME=VALUE"))
    })
}

/// The value of a text, by the type that the spec has for the property.
fn typed(context: &Context, ty: &Type, path: &str, text: &str) -> Result<Value> {
    let Some(ty) = property(context, ty, path) else {
        return Err(unknown(context, ty, path, text));
    };
    let wrong = |expected: &str| {
        Failure::usage(format!("--{SET} {path}: `{text}` is no {expected}")).hint(format!(
            "any JSON value can be set with --{SET_JSON} {path}=..., and null with --{NULL} {path}"
        ))
    };
    Ok(match ty {
        Type::Integer => text.parse::<i64>().map_err(|_| wrong("integer"))?.into(),
        Type::Number => Value::Number(text.parse().map_err(|_| wrong("number"))?),
        Type::Boolean => text.parse::<bool>().map_err(|_| wrong("boolean"))?.into(),
        Type::Secret => secret(&format!("{SET} {path}"), text)?.into(),
        Type::Array(items) => {
            let texts = text.split(',').filter(|item| !item.is_empty());
            let items = texts.map(|item| match *items {
                Type::Integer => {
                    let integer = item.trim().parse::<i64>();
                    integer
                        .map(Value::from)
                        .map_err(|_| wrong("list of integers"))
                }
                _ => Ok(item.trim().into()),
            });
            items.collect::<Result<_>>()?
        }
        Type::Ref(name) if context.index().record(&name).is_some() => return Err(wrong("record")),
        Type::Object | Type::Map(_) => return Err(wrong("object")),
        // An integer in some places and a text in others.
        Type::IntegerOrString | Type::Ref(_) => match text.parse::<i64>() {
            Ok(integer) if integer.to_string() == text => integer.into(),
            _ => text.into(),
        },
        _ => text.into(),
    })
}

/// A property that the spec does not have is a typing error more often than news.
fn unknown(context: &Context, ty: &Type, path: &str, text: &str) -> Failure {
    let record = ty.component().and_then(|name| context.index().record(name));
    let properties = record.iter().flat_map(|record| &record.properties);
    let near = nearest(properties.map(|property| property.name.as_str()), path);
    let json = Value::from(text);
    Failure::usage(format!(
        "--{SET} {path}: the spec has no such property; near it are {near}"
    ))
    .hint(format!(
        "to set it all the same: --{SET_JSON} '{path}={json}'"
    ))
}

/// The type of the property at a path; `None` if the spec does not have it.
fn property(context: &Context, ty: &Type, path: &str) -> Option<Type> {
    let record = context.index().record(ty.component()?)?;
    if let Some(property) = record.property(path) {
        return Some(property.ty.clone());
    }
    let (name, rest) = path.split_once('.')?;
    property_of(context, &record.property(name)?.ty, rest)
}

fn property_of(context: &Context, ty: &Type, path: &str) -> Option<Type> {
    match ty {
        Type::Map(values) => Some((**values).clone()),
        ty => property(context, ty, path),
    }
}

fn set(body: &mut Value, path: &str, value: Value) -> Result<()> {
    let Value::Object(properties) = body else {
        return Err(Failure::usage(format!(
            "{path}: what it is in is not an object"
        )));
    };
    match path.split_once('.') {
        Some((name, rest)) if !properties.contains_key(path) => {
            let inner = properties
                .entry(name)
                .or_insert_with(|| Value::Object(Map::new()));
            if inner.is_null() {
                *inner = Value::Object(Map::new());
            }
            set(inner, rest, value)
        }
        _ => {
            properties.insert(path.to_owned(), value);
            Ok(())
        }
    }
}

/// Leaves out what stands for a secret: to send it would set the secret to this text.
pub(crate) fn without_redacted(value: &mut Value, path: &str) {
    match value {
        Value::Object(properties) => properties.retain(|name, value| {
            let path = format!("{path}.{name}");
            if *value == REDACTED {
                left_out(&path);
                return false;
            }
            without_redacted(value, &path);
            true
        }),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                without_redacted(item, &format!("{path}[{index}]"));
            }
        }
        _ => {}
    }
}
