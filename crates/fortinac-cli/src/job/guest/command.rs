//! The command line of `fortinac guest create`.

use clap::{Arg, Command, value_parser};

use super::accounts::PROPERTIES;
use crate::job::span;

const LONG_HELP: &str = "\
Passwords are made here, by the length and the excluded characters of the template; only --show-secret shows them.\n\n\
--send needs the id of the new guest. The response to guest_create does not have it, as far as known, and no call lists \
guests, so the id is looked for among the users and then checked. A guest whose id is not found is made, but gets no message.\n\n\
--from-csv takes a file whose first line names the columns: userID, email, firstName, lastName, mobileNumber, \
mobileProvider, personVisiting, reason.";

pub(in crate::job) fn command() -> Command {
    let many = ["count", "from-csv"];
    let command = Command::new("create")
        .about("Create guest accounts by a template, for a time")
        .after_help(LONG_HELP)
        .arg(
            Arg::new("template")
                .long("template")
                .value_name("TEMPLATE")
                .required(true)
                .help("Name or id of the guest template"),
        )
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("TIME")
                .required(true)
                .value_parser(span::length)
                .help("How long the accounts are valid, such as 8h, 2d or 1w"),
        )
        .arg(
            Arg::new("start")
                .long("start")
                .value_name("TIME")
                .value_parser(|text: &str| {
                    span::date(text)
                        .map_err(|()| format!("`{text}` is no time such as 2024-05-21T08:00"))
                })
                .help("When they begin, such as 2024-05-21T08:00 [default: now]"),
        );
    let command = PROPERTIES.iter().fold(command, |command, (name, _, help)| {
        let flag = Arg::new(*name).long(*name).value_name("TEXT").help(*help);
        let flag = flag.conflicts_with("from-csv");
        // These belong to one person.
        let is_own = ["user-id", "email", "mobile-number"].contains(name);
        command.arg(if is_own {
            flag.conflicts_with_all(many)
        } else {
            flag
        })
    });
    command
        .arg(
            Arg::new("count")
                .long("count")
                .value_name("NUMBER")
                .value_parser(value_parser!(u32).range(1..))
                .conflicts_with("from-csv")
                .help("Make this many accounts, with random login names"),
        )
        .arg(
            Arg::new("prefix")
                .long("prefix")
                .value_name("TEXT")
                .default_value("guest")
                .help("What random login names begin with"),
        )
        .arg(
            Arg::new("from-csv")
                .long("from-csv")
                .value_name("FILE")
                .value_hint(clap::ValueHint::FilePath)
                .help("Make an account for each row of this file; `-` reads the standard input"),
        )
        .arg(
            Arg::new("send")
                .long("send")
                .value_name("HOW")
                .value_parser(["email", "sms"])
                .requires("message-template")
                .help("Send each guest a message"),
        )
        .arg(
            Arg::new("message-template")
                .long("message-template")
                .value_name("ID")
                .value_parser(value_parser!(i64))
                .requires("send")
                .help("Id of the template of the message, which the appliance requires"),
        )
}
