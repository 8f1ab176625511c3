//! The API handles of a folder: their types, the methods of the client that return them, and an example of each.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::arguments;
use super::emit;
use crate::model::Model;
use crate::model::api::{ListParameters, Operation, Output};
use crate::model::layout::Place;

/// The words in names of handles that are written in capitals, in the singular.
const ACRONYMS: [&str; 18] = [
    "aaa", "api", "dhcp", "fsso", "ip", "l3", "ldap", "mac", "mdm", "mib", "ntp", "oui", "radius",
    "sms", "snmp", "ssid", "tls", "usb",
];

/// The name of a handle in a sentence, such as `SSIDs`.
pub(super) fn words(handle: &str) -> String {
    let word = |word: &str| {
        let singular = word.strip_suffix('s').unwrap_or(word);
        match ACRONYMS.contains(&word) {
            true => word.to_uppercase(),
            false if ACRONYMS.contains(&singular) => format!("{}s", singular.to_uppercase()),
            false => word.to_owned(),
        }
    };
    handle.split('_').map(word).collect::<Vec<_>>().join(" ")
}

/// The type of the handle that has the call of an operation.
pub(super) fn handle_type(model: &Model, operation: &Operation) -> String {
    model.api.handle(operation).to_upper_camel_case()
}

/// A handle with its operations, the first of which gives it its module.
struct Handle<'a> {
    place: Place,
    operations: Vec<&'a Operation>,
}

/// The code of the handles of each module. `needs_xml` says which modules need the feature `xml` too.
pub(super) fn handles(model: &Model, needs_xml: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut by_name: BTreeMap<&str, Handle<'_>> = BTreeMap::new();
    for operation in &model.api.operations {
        let handle = by_name
            .entry(model.api.handle(operation))
            .or_insert_with(|| Handle {
                place: model.place_of_path(&operation.path),
                operations: Vec::new(),
            });
        handle.operations.push(operation);
    }
    let mut of_modules: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for (name, handle) in by_name {
        let module = handle.place.module.clone();
        let feature = match needs_xml(&module) {
            true => format!("features `{}` and `xml`", handle.place.feature()),
            false => format!("feature `{}`", handle.place.feature()),
        };
        let (types, accessors) = of_modules.entry(module).or_default();
        *types += &type_of(model, name, &handle);
        accessors.push(accessor(name, &feature));
    }
    let code = |(types, accessors): (String, Vec<String>)| {
        format!(
            "use std::sync::Arc;\n\nuse crate::client::Client;\nuse crate::transport::Transport;\n\n{types}impl Client {{\n{}}}\n",
            accessors.join("\n")
        )
    };
    let of_modules = of_modules.into_iter();
    of_modules
        .map(|(module, parts)| (module, code(parts)))
        .collect()
}

fn type_of(model: &Model, name: &str, handle: &Handle<'_>) -> String {
    let docs = format!(
        "Calls on {}, from [`Client::{name}`].\n\n{}",
        words(name),
        example(model, name, &handle.operations)
    );
    format!(
        "{}#[derive(Clone, Debug)]\npub struct {}(Arc<Transport>);\n\n",
        emit::docs(0, &docs),
        name.to_upper_camel_case()
    )
}

fn accessor(name: &str, feature: &str) -> String {
    let docs = format!("Calls on {}. Needs the {feature}.", words(name));
    let ty = name.to_upper_camel_case();
    format!(
        "{}    pub fn {name}(&self) -> {ty} {{\n        {ty}(Arc::clone(&self.0))\n    }}\n",
        emit::docs(1, &docs)
    )
}

/// A call of the operation that a reader is likely to need first: the list, or else a record, or else the first that only
/// reads, or else the first of all.
fn example(model: &Model, handle: &str, operations: &[&Operation]) -> String {
    let find = |wanted: &dyn Fn(&Operation) -> bool| operations.iter().find(|one| wanted(one));
    let operation = find(&|one| one.verb == "list")
        .or_else(|| find(&|one| one.verb == "get"))
        .or_else(|| find(&|one| one.safe))
        .unwrap_or(&operations[0]);
    let arguments = arguments::of(model, operation);
    let samples = arguments.iter().filter(|argument| argument.required);
    let samples: Vec<String> = samples.map(arguments::Argument::sample).collect();
    let samples = samples.join(", ");
    let uses = match samples.contains("Upload::") {
        true => "use fortinac_client::Upload;\n\n",
        false => "",
    };
    let call = format!("client.{handle}().{}({samples})", operation.verb);
    let call = match &operation.result {
        Output::None => format!("{call}.await?;"),
        Output::List { .. } if operation.list_parameters() == ListParameters::All => {
            format!(
                "let page = {call}.limit(50).await?;\nprintln!(\"{{}} of {{:?}}\", page.len(), page.filtered);"
            )
        }
        Output::List { .. } => {
            format!("let page = {call}.await?;\nprintln!(\"{{}}\", page.len());")
        }
        _ => format!("let value = {call}.await?;\nprintln!(\"{{value:?}}\");"),
    };
    format!(
        "```no_run\n# async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {{\n{uses}{call}\n# Ok(())\n# }}\n```"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_in_capitals() {
        assert_eq!(words("snmp_devices"), "SNMP devices");
        assert_eq!(words("ssids"), "SSIDs");
        assert_eq!(words("hosts"), "hosts");
    }
}
