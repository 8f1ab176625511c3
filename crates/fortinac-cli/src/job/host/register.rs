//! `fortinac host register`: a host that is not known yet, or that nobody has registered.

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::Type;
use serde_json::{Map, Value, json};

use crate::call::plan::Plan;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::job::{Outcome, rogues};
use crate::output::{self, Output};

/// The flags with a property of the host each.
const PROPERTIES: [(&str, &str, &str); 6] = [
    ("name", "hostName", "Name of the host"),
    ("role", "role", "Name of the role"),
    (
        "hardware-type",
        "hardwareType",
        "Kind of hardware, as free text",
    ),
    ("os", "operatingSystem", "Operating system, as free text"),
    ("serial", "pcserialNumber", "Serial number of the hardware"),
    ("notes", "notes", "Free remark"),
];

const LONG_HELP: &str = "\
A MAC address that no host has: host_create adds the host. An unregistered host (see `fortinac rogues`) that has it: \
host_update changes what is given, with a note. A host with another role is refused, unless --update says otherwise.\n\n\
--as-device sends host_register_as_device after that. Its values for the kind of device are not documented; see what the \
administration interface offers. No source shows whether the appliance takes an empty --ip and --reg-type.";

pub(in crate::job) fn command() -> Command {
    let command = Command::new("register")
        .about("Register a host by its MAC address, with a name and a role")
        .after_help(LONG_HELP)
        .arg(
            Arg::new("mac")
                .value_name("MAC")
                .required(true)
                .num_args(1..)
                .help("MAC address in any notation; several are adapters of the same host"),
        );
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("TEXT").help(help)
    };
    let command = PROPERTIES.iter().fold(command, |command, (name, _, help)| {
        command.arg(flag(name, help).required(*name == "role"))
    });
    command
        .arg(
            Arg::new("update")
                .long("update")
                .action(ArgAction::SetTrue)
                .help("Change the host that has the MAC address, also if it is registered"),
        )
        .arg(
            Arg::new("as-device")
                .long("as-device")
                .value_name("KIND")
                .requires("container")
                .help("Register the host as a device of this kind, such as Camera"),
        )
        .arg(flag("container", "Id or name of the container for the device").requires("as-device"))
        .arg(flag("ip", "IP address of the device").requires("as-device"))
        .arg(flag("reg-type", "Kind of the registration as a device").requires("as-device"))
}

pub(in crate::job) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let macs = macs(matches)?;
    let known = known(context, &macs).await?;
    let mut body = Map::new();
    for (flag, property, _) in PROPERTIES {
        if let Some(value) = text(flag) {
            body.insert(property.to_owned(), value.into());
        }
    }
    let container = match text("container") {
        Some(name) => Some(target::resolve(context, "container", &name).await?),
        None => None,
    };
    let is_update = known.is_some();
    if let Some(host) = &known {
        check(host, matches.get_flag("update"))?;
    } else {
        body.insert("adapters".to_owned(), macs.clone().into());
    }
    let client = context.client()?;
    let (operation, call) = match known.as_ref().and_then(target::key) {
        Some(id) => (
            "host_update",
            client.call("host_update")?.parameter("id", id),
        ),
        None => ("host_create", client.call("host_create")?),
    };
    let call = call.json(&body);
    let as_device = |id: Option<i64>| -> Result<Option<Call<Value, ById>>> {
        let Some(kind) = text("as-device") else {
            return Ok(None);
        };
        let call = client.call("host_register_as_device")?;
        let call = call
            .field("id", id.map_or_else(|| json!([]), |id| json!([id])))
            .field("role", text("role").unwrap_or_default())
            .field("devType", kind)
            .field("domainID", container.unwrap_or_default().to_string())
            .field("ip", text("ip").unwrap_or_default())
            .field("regType", text("reg-type").unwrap_or_default());
        Ok(Some(call))
    };
    let mut id = known.as_ref().and_then(target::key);
    if context.options.dry_run {
        let mut plan = Plan::default();
        plan.add(context, operation, &macs.join(", "), &call)?;
        if let Some(call) = as_device(id)? {
            plan.add(context, "host_register_as_device", &macs.join(", "), &call)?;
            if id.is_none() {
                output::note("note: host_register_as_device gets the id of the new host");
            }
        }
        return plan.show(context);
    }
    call.await?;
    if id.is_none() {
        id = found_again(context, &macs).await;
    }
    if text("as-device").is_some() {
        if id.is_none() {
            return Err(Failure::new(Kind::Other, "the host was added, but is not found by its MAC address")
                .hint("so it is not registered as a device; try `fortinac host register-as-device` with its id"));
        }
        if let Some(call) = as_device(id)? {
            call.await.map_err(|error| {
                let done = if is_update { "updated" } else { "added" };
                Failure::from(error).hint(format!(
                    "the host was {done}, but is not registered as a device"
                ))
            })?;
        }
    }
    let result = if is_update { "updated" } else { "added" };
    let shown = json!({
        "id": id,
        "macs": macs,
        "name": body.get("hostName").or(known.as_ref().map(|host| &host["hostName"])),
        "role": body["role"],
        "device": text("as-device"),
        "result": result,
    });
    Output::new(&context.options, context.index(), Type::Any)?.value(shown)?;
    Ok(Outcome::Success)
}

fn macs(matches: &ArgMatches) -> Result<Vec<String>> {
    let given = matches.get_many::<String>("mac").into_iter().flatten();
    let mut macs: Vec<String> = Vec::new();
    for text in given {
        let mac = target::mac(text)
            .ok_or_else(|| Failure::usage(format!("`{text}` is no MAC address")))?;
        if !macs.contains(&mac) {
            macs.push(mac);
        }
    }
    Ok(macs)
}

/// The host that has one of the addresses.
///
/// # Errors
/// Several have them, or the one that has one lacks another: it would have to be decided what becomes of its adapters.
async fn known(context: &Context, macs: &[String]) -> Result<Option<Value>> {
    let mut hosts: Vec<Value> = Vec::new();
    let mut free: Vec<&str> = Vec::new();
    for mac in macs {
        let call = context.client()?.call("host_get_by_mac")?;
        match call.parameter("mac", mac.as_str()).optional().await? {
            Some(host)
                if hosts
                    .iter()
                    .any(|known| target::key(known) == target::key(&host)) => {}
            Some(host) => hosts.push(host),
            None => free.push(mac),
        }
    }
    let owners: Vec<String> = hosts.iter().map(name).collect();
    match (hosts.len(), free.as_slice()) {
        (0, _) => Ok(None),
        (1, []) => Ok(hosts.pop()),
        (1, free) => Err(Failure::usage(format!(
            "the host {} has some of the MAC addresses, but not {}",
            owners.join(", "),
            free.join(", ")
        ))
        .hint("nothing was sent; give its own addresses alone, or change its adapters with `fortinac host update`")),
        _ => Err(Failure::new(
            Kind::Ambiguous,
            format!("the MAC addresses belong to several hosts: {}", owners.join(", ")),
        )),
    }
}

fn name(host: &Value) -> String {
    let id = target::key(host).unwrap_or_default();
    format!("{id} ({})", target::label(host))
}

/// Whether a host that is there may be changed.
fn check(host: &Value, is_allowed: bool) -> Result<()> {
    let (name, role) = (name(host), host["role"].as_str().unwrap_or_default());
    if rogues::is_rogue(host) {
        output::note(format!(
            "note: the host {name} is there and unregistered: it is updated"
        ));
    } else if is_allowed {
        output::note(format!(
            "note: the host {name} is there with the role {role}: it is updated"
        ));
    } else {
        return Err(
            Failure::usage(format!("the host {name} is there with the role {role}"))
                .hint("nothing was sent; --update changes it"),
        );
    }
    Ok(())
}

/// The id of the host that was added. The response of the appliance does not have it, as far as known.
async fn found_again(context: &Context, macs: &[String]) -> Option<i64> {
    let call = context.client().ok()?.call("host_get_by_mac").ok()?;
    let host = call.parameter("mac", macs.first()?.as_str()).await;
    host.ok().as_ref().and_then(target::key)
}
