//! `fortinac export`: all records of a kind as CSV, also with the columns of the vendor's import.

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use fortinac_spec::api::{Operation, Type};
use serde_json::Value;

use super::{Job, Outcome};
use crate::call::{self, returned};
use crate::command::operation;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::form::Form;
use crate::index;
use crate::options::Options;
use crate::output::{self, cell_text};

pub(super) const JOB: Job = Job {
    path: &["export"],
    command,
    run: |context, matches| Box::pin(run(context, matches)),
};

/// The columns of the vendor's import.
pub(super) const IMPORT: &str = "@import";
/// All properties with one value.
const ALL: &str = "@all";

/// A column of the vendor's import, and its value in a record.
type ImportColumn = (&'static str, fn(&Value) -> Value);

/// What can be exported.
struct Kind {
    name: &'static str,
    about: &'static str,
    /// The operation that lists the records.
    list: &'static str,
    /// Whether a record is one of them.
    is_one: fn(&Value) -> bool,
    /// The columns of the vendor's import with their values.
    import: &'static [ImportColumn],
}

const KINDS: &[Kind] = &[
    Kind {
        name: "hosts",
        about: "Export hosts",
        list: "host_list",
        is_one: |_| true,
        import: &[
            ("adap.mac", |host| host["primaryMac"].clone()),
            ("siblings", siblings),
            ("adap.ip", |host| host["ip"].clone()),
            ("host.owner", |host| host["owner"].clone()),
            ("host.devType", |host| host["hardwareType"].clone()),
            // No property is known to have it.
            ("host.topo", |_| Value::Null),
        ],
    },
    Kind {
        name: "users",
        about: "Export users and administrators",
        list: "user_list",
        is_one: |_| true,
        import: &[
            ("user.uid", |user| user["userID"].clone()),
            ("user.fn", |user| user["firstName"].clone()),
            ("user.ln", |user| user["lastName"].clone()),
        ],
    },
    Kind {
        name: "adapters",
        about: "Export adapters",
        list: "adapter_list",
        is_one: |_| true,
        import: &[],
    },
    Kind {
        name: "guests",
        about: "Export the users that are guests or contractors (no call lists guests alone)",
        list: "user_list",
        is_one: is_guest,
        import: &[],
    },
    Kind {
        name: "devices",
        about: "Export devices",
        list: "device_list",
        is_one: |_| true,
        import: &[],
    },
    Kind {
        name: "ports",
        about: "Export the ports of devices",
        list: "port_list",
        is_one: |_| true,
        import: &[],
    },
    Kind {
        name: "groups",
        about: "Export groups",
        list: "group_list",
        is_one: |_| true,
        import: &[],
    },
];

/// Whether a user is a guest or a contractor.
pub(super) fn is_guest(user: &Value) -> bool {
    user["guestContractor"] == true || user["guestId"].as_i64().is_some_and(|id| id > 0)
}

fn command() -> Command {
    Command::new("export")
        .about("Export all records of a kind: CSV, unless -o says otherwise")
        .subcommand_required(true)
        .arg_required_else_help(true)
        // The operations are read when somebody exports.
        .defer(|command| command.subcommands(KINDS.iter().map(of_kind)))
}

/// The command of the list, with what is special about an export.
fn of_kind(kind: &Kind) -> Command {
    let Some(list) = index().operation(kind.list) else {
        return Command::new(kind.name);
    };
    let columns = match kind.import {
        [] => String::new(),
        import => {
            let names: Vec<&str> = import.iter().map(|(name, _)| *name).collect();
            format!(
                " `--columns {IMPORT}` is the header of the vendor's import: {}.",
                names.join(",")
            )
        }
    };
    operation::command(&list, kind.name.to_owned())
        .about(kind.about)
        .long_about(format!(
            "{}\n\nThe output is CSV for spreadsheets, with all records. `--columns {ALL}` has all properties with one value.{columns} \
             `fortinac apply` takes the file back, after changes.",
            kind.about
        ))
}

async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let (name, inner) = matches.subcommand().unwrap_or(("", matches));
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let kind = kind.ok_or_else(|| Failure::usage(format!("{name} cannot be exported")))?;
    let list = context.index().operation(kind.list);
    let list = list.ok_or_else(|| Failure::usage(format!("no call lists {name}")))?;
    let mut options = Options {
        form: form(context, inner),
        ..context.options.clone()
    };
    let mut map: Option<fn(&Kind, Value) -> Value> = None;
    let mut ty = returned(&list);
    match options.columns.as_slice() {
        [only] if only == IMPORT => {
            if kind.import.is_empty() {
                return Err(
                    Failure::usage(format!("the vendor has no import of {name}"))
                        .hint("hosts and users have one"),
                );
            }
            options.columns = kind
                .import
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect();
            map = Some(importable);
            ty = Type::Any;
        }
        [only] if only == ALL => options.columns = all(&list),
        _ => {}
    }
    let context = context.with_options(options);
    let shown = |record: Value| {
        (kind.is_one)(&record).then(|| match map {
            Some(map) => map(kind, record),
            None => record,
        })
    };
    if name == "guests" {
        output::note(
            "note: no call lists guests, so these are the users that are guests or contractors",
        );
    }
    call::list(&context, &list, inner, ty, shown).await
}

/// CSV, unless the command line says otherwise.
fn form(context: &Context, matches: &ArgMatches) -> Form {
    let is_given = matches.value_source("output") == Some(ValueSource::CommandLine);
    match is_given {
        true => context.options.form,
        false => Form::Csv,
    }
}

fn importable(kind: &Kind, record: Value) -> Value {
    let columns = kind.import.iter();
    columns
        .map(|(name, value)| ((*name).to_owned(), value(&record)))
        .collect()
}

/// The other MAC addresses of a host.
fn siblings(host: &Value) -> Value {
    let others = host["adapters"].as_array().into_iter().flatten();
    let others = others.filter(|mac| **mac != host["primaryMac"]);
    let others: Vec<String> = others.map(cell_text).collect();
    others.join(";").into()
}

/// The properties with one value, and arrays of them.
fn all(list: &Operation) -> Vec<String> {
    let index = index();
    let record = returned(list);
    let Some(record) = record.component().and_then(|name| index.record(name)) else {
        return Vec::new();
    };
    let is_record = |name: &str| index.record(name).is_some();
    let properties = record
        .properties
        .into_iter()
        .filter(|property| match &property.ty {
            Type::Secret | Type::Object | Type::Map(_) | Type::RecordOrString(_) => false,
            ty => !ty.component().is_some_and(is_record),
        });
    properties.map(|property| property.name).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hosts_have_the_columns_of_the_import() {
        let host = json!({"primaryMac": "A", "adapters": ["A", "B", "C"], "ip": "198.51.100.7", "owner": "mlind", "hardwareType": "Camera"});
        let expected = json!({
            "adap.mac": "A", "siblings": "B;C", "adap.ip": "198.51.100.7", "host.owner": "mlind", "host.devType": "Camera", "host.topo": null,
        });
        assert_eq!(importable(&KINDS[0], host), expected);
    }

    #[test]
    fn every_kind_has_its_operation() {
        for kind in KINDS {
            let list = index().operation(kind.list).unwrap();
            assert!(!all(&list).is_empty(), "{}", kind.name);
        }
    }
}
