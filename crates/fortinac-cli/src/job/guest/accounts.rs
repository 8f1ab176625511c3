//! Which accounts are to be made: one of the flags, a number of them, or those of a file.

use std::collections::HashSet;

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::password;
use crate::failure::{Failure, Result};
use crate::output::without_guard;

/// The flags, with the property of a guest that each one sets.
pub(super) const PROPERTIES: [(&str, &str, &str); 8] = [
    (
        "user-id",
        "userID",
        "Login name [default: the email address, or a random name]",
    ),
    ("email", "email", "Email address"),
    ("first-name", "firstName", "Given name"),
    ("last-name", "lastName", "Family name"),
    ("mobile-number", "mobileNumber", "Mobile phone number"),
    (
        "mobile-provider",
        "mobileProvider",
        "Name of the mobile phone provider",
    ),
    ("person-visiting", "personVisiting", "Whom the guest visits"),
    ("reason", "reason", "Why the guest visits"),
];

/// The properties of an account, of which `userID` is always there.
pub(super) type Account = Map<String, Value>;

/// The accounts that the command line asks for.
///
/// # Errors
/// The file cannot be used, or two accounts would have the same login name.
pub(super) fn of(matches: &ArgMatches) -> Result<Vec<Account>> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let prefix = text("prefix").unwrap_or_default();
    let mut accounts = match text("from-csv") {
        Some(file) => of_file(&file)?,
        None => {
            let mut account = Account::new();
            for (flag, property, _) in PROPERTIES {
                if let Some(value) = text(flag) {
                    account.insert(property.to_owned(), value.into());
                }
            }
            let count = matches.get_one::<u32>("count").copied().unwrap_or(1);
            vec![account; count as usize]
        }
    };
    let mut names = HashSet::new();
    for account in &mut accounts {
        if !account.contains_key("userID") {
            let name = match account.get("email").and_then(Value::as_str) {
                Some(email) => email.to_owned(),
                None => password::name(&prefix)?,
            };
            account.insert("userID".to_owned(), name.into());
        }
        let name = account["userID"]
            .as_str()
            .unwrap_or_default()
            .to_lowercase();
        if !names.insert(name.clone()) {
            return Err(
                Failure::usage(format!("the login name `{name}` is there twice"))
                    .hint("nothing was sent"),
            );
        }
    }
    Ok(accounts)
}

/// The rows of a CSV file whose first line names the properties: `firstName`, `first-name` and `First name` are the same.
fn of_file(file: &str) -> Result<Vec<Account>> {
    let named =
        |reason: String| Failure::usage(format!("{file}: {reason}")).hint("nothing was sent");
    let text = match file {
        "-" => std::io::read_to_string(std::io::stdin()),
        file => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| named(error.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| named(error.to_string()))?;
    let mut columns = Vec::new();
    for header in headers {
        let plain = plain(header);
        let known = PROPERTIES
            .iter()
            .find(|(_, property, _)| self::plain(property) == plain);
        let (_, property, _) = known.ok_or_else(|| {
            let known: Vec<&str> = PROPERTIES
                .iter()
                .map(|(_, property, _)| *property)
                .collect();
            named(format!(
                "the column `{header}` is not one of {}",
                known.join(", ")
            ))
        })?;
        columns.push(*property);
    }
    let mut accounts = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| named(error.to_string()))?;
        let cells = columns
            .iter()
            .zip(&row)
            .map(|(property, cell)| (*property, without_guard(cell)));
        let account: Account = cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(property, cell)| (property.to_owned(), cell.into()))
            .collect();
        accounts.push(account);
    }
    match accounts.is_empty() {
        true => Err(named("it has no rows below its first line".to_owned())),
        false => Ok(accounts),
    }
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
