//! The options that every command has.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use fortinac_client::profile::Settings;

use crate::failure::{Failure, Result};
use crate::form::Form;
use crate::rows::Rows;

/// The options that every command has.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) form: Form,
    /// The columns of tables and CSV; empty for those of the record.
    pub(crate) columns: Vec<String>,
    pub(crate) no_header: bool,
    pub(crate) jq: Option<String>,
    pub(crate) csv_raw: bool,
    pub(crate) dry_run: bool,
    pub(crate) yes: bool,
    pub(crate) max: usize,
    pub(crate) show_secret: bool,
    /// The profile, if one is named.
    pub(crate) profile: Option<String>,
    /// The profiles, if several are named.
    pub(crate) profiles: Vec<String>,
    pub(crate) all_profiles: bool,
    /// Where rows go to in place of the standard output, while several appliances are read.
    pub(crate) rows: Option<Rows>,
    pub(crate) timeout: Option<Duration>,
}

/// How many records a command changes without `--max`.
pub(crate) const MAX: usize = 100;

const OUTPUT: &str = "Output";
const SAFETY: &str = "Safety";
const CONNECTION: &str = "Connection";

/// Adds the options to a command, for itself and all commands below it.
pub(crate) fn add_to(command: Command) -> Command {
    let flag = |name: &'static str, help: &'static str| {
        let flag = Arg::new(name).long(name).help(help).global(true);
        flag.action(ArgAction::SetTrue)
    };
    command
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .global(true)
                .value_name("FORM")
                .value_parser(Form::NAMES)
                .help_heading(OUTPUT)
                .help("Form of the output [default: table in a terminal, else json; or FORTINAC_OUTPUT]"),
        )
        .arg(
            Arg::new("columns")
                .long("columns")
                .global(true)
                .value_name("NAMES")
                .value_delimiter(',')
                .help_heading(OUTPUT)
                .help("Columns of tables and CSV, such as id,hostName,policy.name"),
        )
        .arg(flag("no-header", "Leave out the names of the columns").help_heading(OUTPUT))
        .arg(
            Arg::new("jq")
                .long("jq")
                .global(true)
                .value_name("EXPR")
                .help_heading(OUTPUT)
                .help("Filter the whole result as jq does"),
        )
        .arg(
            flag("csv-raw", "Write cells of CSV as they are, also those that a spreadsheet would run as a formula")
                .help_heading(OUTPUT),
        )
        .arg(
            flag("show-secret", "Show secrets, which are [redacted] otherwise").help_heading(OUTPUT),
        )
        .arg(
            flag("dry-run", "Show what would be sent, and send nothing that writes")
                .help_heading(SAFETY),
        )
        .arg(flag("yes", "Do not ask before something is destroyed").short('y').help_heading(SAFETY))
        .arg(
            Arg::new("max")
                .long("max")
                .global(true)
                .value_name("NUMBER")
                .value_parser(value_parser!(usize))
                .help_heading(SAFETY)
                .help("Largest number of records to change at once [default: 100]"),
        )
        .arg(
            Arg::new("profile")
                .long("profile")
                .global(true)
                .value_name("NAME")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .help_heading(CONNECTION)
                .help("Profile of the appliance to call, or several to read from (a,b) [default: that of FORTINAC_PROFILE or of the configuration file]"),
        )
        .arg(
            flag("all-profiles", "Read from the appliances of all profiles")
                .conflicts_with("profile")
                .help_heading(CONNECTION),
        )
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .global(true)
                .value_name("SECONDS")
                .value_parser(value_parser!(u64).range(1..))
                .help_heading(CONNECTION)
                .help("Time limit of each attempt of a call"),
        )
}

impl Options {
    /// # Errors
    /// `FORTINAC_OUTPUT` has another value than `--output` can have.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Self> {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let mut profiles: Vec<String> = Vec::new();
        for name in matches.get_many::<String>("profile").into_iter().flatten() {
            if !profiles.contains(name) {
                profiles.push(name.clone());
            }
        }
        let profile = match profiles.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        if profile.is_some() {
            profiles.clear();
        }
        let is_one = profiles.is_empty() && !matches.get_flag("all-profiles");
        Ok(Self {
            form: form(text("output"), profile.as_deref(), is_one)?,
            columns: matches
                .get_many("columns")
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            no_header: matches.get_flag("no-header"),
            jq: text("jq"),
            csv_raw: matches.get_flag("csv-raw"),
            dry_run: matches.get_flag("dry-run"),
            yes: matches.get_flag("yes"),
            max: matches.get_one("max").copied().unwrap_or(MAX),
            show_secret: matches.get_flag("show-secret"),
            profile,
            profiles,
            all_profiles: matches.get_flag("all-profiles"),
            rows: None,
            timeout: matches
                .get_one::<u64>("timeout")
                .map(|seconds| Duration::from_secs(*seconds)),
        })
    }

    /// These options; those that are not on this command line are those of another one.
    pub(crate) fn or(self, other: &Self, matches: &ArgMatches) -> Self {
        let is_given = |name: &str| matches.value_source(name) == Some(ValueSource::CommandLine);
        let of = |name: &str| if is_given(name) { &self } else { other };
        Self {
            form: of("output").form,
            columns: of("columns").columns.clone(),
            no_header: self.no_header || other.no_header,
            jq: of("jq").jq.clone(),
            csv_raw: self.csv_raw || other.csv_raw,
            dry_run: self.dry_run || other.dry_run,
            yes: self.yes || other.yes,
            max: of("max").max,
            show_secret: self.show_secret || other.show_secret,
            profile: of("profile").profile.clone(),
            profiles: of("profile").profiles.clone(),
            all_profiles: self.all_profiles || other.all_profiles,
            rows: other.rows.clone(),
            timeout: of("timeout").timeout,
        }
    }

    /// Whether several appliances are read at once.
    pub(crate) fn is_of_several(&self) -> bool {
        self.all_profiles || !self.profiles.is_empty()
    }

    /// # Errors
    /// More records would be changed than are allowed.
    pub(crate) fn check_number(&self, number: usize) -> Result<()> {
        if number <= self.max {
            return Ok(());
        }
        let message = format!("{number} records are more than --max {}", self.max);
        Err(Failure::usage(message).hint(format!("nothing was sent; allow it with --max {number}")))
    }
}

/// The form that a command line asks for that cannot be read as a whole.
pub(crate) fn form_of(arguments: &[OsString]) -> Form {
    let arguments: Vec<&str> = arguments.iter().filter_map(|one| one.to_str()).collect();
    let given = arguments.iter().enumerate().find_map(|(index, one)| {
        let joined = one
            .strip_prefix("--output=")
            .or_else(|| one.strip_prefix("-o"));
        match *one {
            "-o" | "--output" => arguments.get(index + 1).copied(),
            _ => joined.map(|name| name.trim_start_matches('=')),
        }
    });
    let given = given.filter(|name| Form::named(name).is_some());
    form(given.map(ToOwned::to_owned), None, true).unwrap_or(Form::Table)
}

/// The form by the option, the environment, the profile if there is one, and then by what reads the output.
fn form(given: Option<String>, profile: Option<&str>, is_one: bool) -> Result<Form> {
    let from_environment = || {
        std::env::var("FORTINAC_OUTPUT")
            .ok()
            .filter(|form| !form.is_empty())
    };
    if let Some(name) = given.or_else(from_environment) {
        return Form::named(&name).ok_or_else(|| {
            let known = Form::NAMES.join(", ");
            Failure::usage(format!(
                "FORTINAC_OUTPUT is `{name}`, and not one of {known}"
            ))
        });
    }
    // A file that cannot be read is an error when an appliance is called.
    let settings = is_one.then(|| Settings::find(profile).ok()).flatten();
    let of_profile = settings
        .as_ref()
        .and_then(|settings| settings.profile()?.output());
    if let Some(name) = of_profile {
        return Form::named(name).ok_or_else(|| {
            let known = Form::NAMES.join(", ");
            Failure::usage(format!(
                "the output of the profile is `{name}`, and not one of {known}"
            ))
        });
    }
    Ok(match io::stdout().is_terminal() {
        true => Form::Table,
        false => Form::Json,
    })
}
