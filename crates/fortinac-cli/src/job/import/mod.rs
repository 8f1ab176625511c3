//! `fortinac import hosts`: a file of hosts, checked before it is sent.

mod check;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use fortinac_client::Upload;
use fortinac_spec::api::Type;
use serde_json::json;

use super::{Job, Outcome};
use crate::call::plan::Plan;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::options::Options;
use crate::output::{self, Output};
use crate::table_file::{self, Reading};
use check::Checked;

pub(super) const JOB: Job = Job {
    path: &["import"],
    command,
    run: |context, matches| Box::pin(run(context, matches)),
};

const ABOUT: &str = "\
Import hosts from a CSV file; a MAC address that is known updates its host

FILE is CSV as spreadsheets write it, JSON, JSON lines or YAML; `-` is the standard input. The columns are those of the \
vendor's import, adap.mac, siblings (further MAC addresses, with semicolons between them), adap.ip, host.owner, host.devType \
and host.topo, or the names of our exports for them: primaryMac or mac, ip, owner, hardwareType. \
`fortinac export hosts --columns @import` writes such a file.

The whole file is checked before anything is sent: columns, MAC addresses in any notation, IP addresses, and addresses that \
come twice. What is sent is a clean CSV file: UTF-8, commas, MAC addresses as the appliance writes them.

The reference does not say what the file of this call has to contain. The columns are those of the import in the web \
interface. --any-columns sends further ones, such as host.role, as they are.";

fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        let flag = Arg::new(name).long(name).help(help);
        flag.action(ArgAction::SetTrue)
    };
    let (about, _) = ABOUT.split_once('\n').unwrap_or_default();
    let hosts = Command::new("hosts")
        .about(about)
        .long_about(ABOUT)
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .help("CSV, JSON, JSON lines or YAML; `-` is the standard input"),
        )
        .arg(flag("check", "Check the file, and send nothing"))
        .arg(flag("any-columns", "Send columns that are not known, too"));
    Command::new("import")
        .about("Import hosts from a CSV file")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(hosts)
}

async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let Some(("hosts", matches)) = matches.subcommand() else {
        return Err(Failure::usage("only hosts can be imported"));
    };
    let file_name = matches.get_one::<String>("file").map_or("", |file| file);
    let reading = Reading {
        is_raw: context.options.csv_raw,
    };
    let file = table_file::read(file_name, reading)?;
    let checked = check::hosts(&file, matches.get_flag("any-columns"));
    let checked = checked.map_err(|failure| failure.of_file(file_name))?;
    if matches.get_flag("check") {
        return summary(context, &checked, "checked");
    }
    context.options.check_number(checked.rows)?;
    let upload = Upload::new("hosts.csv", checked.csv.clone().into_bytes());
    let call = context
        .client()?
        .call("host_import_hosts")?
        .upload("file", &upload);
    if context.options.dry_run {
        let mut plan = Plan::default();
        plan.add(context, "host_import_hosts", file_name, &call)?;
        return plan.show_one(context);
    }
    call.await?;
    summary(context, &checked, "imported")
}

fn summary(context: &Context, checked: &Checked, outcome: &str) -> Result<Outcome> {
    let (rows, macs) = (checked.rows, checked.macs);
    if context.options.form.is_table() {
        let columns = checked.columns.join(", ");
        output::text(&format!(
            "{outcome}; hosts: {rows}, MAC addresses: {macs}, columns: {columns}\n"
        ))?;
        return Ok(Outcome::Success);
    }
    let shown =
        json!({"outcome": outcome, "hosts": rows, "macs": macs, "columns": checked.columns});
    let options = Options {
        columns: Vec::new(),
        ..context.options.clone()
    };
    Output::new(&options, context.index(), Type::Any)?.value(shown)?;
    Ok(Outcome::Success)
}
