//! Certificates of services: requested, uploaded, in force after a restart.

use serde_json::{Map, Value, json};

use super::Behavior;
use super::Evidence::{Inferred, Invented};
use super::call::{Call, Failed, Payload, rejected};
use crate::state::State;

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "certificate_generate_csr",
        evidence: Inferred,
        effect: "keeps the request under its `newTargetAlias`; refused for an alias with other characters than letters, digits and `_`; `result` stays empty",
        perform: |call, state| {
            let alias = call.text("newTargetAlias").unwrap_or_default();
            let is_right = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            if !alias.chars().all(is_right) {
                return rejected("newTargetAlias has to have letters, digits and _ only");
            }
            let requests = state.settings.entry(REQUESTS.to_owned()).or_default();
            requests.insert(alias, call.body.clone());
            Ok(Payload::Beside(restart(
                call.boolean("selfSigned") == Some(true),
            )))
        },
    },
    Behavior {
        operation: "certificate_update",
        evidence: Inferred,
        effect: "keeps the certificate for its target, in force after a restart; refused if `certs` is no certificate or `privateKey` no key in PEM form; the key is not kept",
        perform: update,
    },
    Behavior {
        operation: "certificate_restart",
        evidence: Inferred,
        effect: "puts the uploaded certificate of the target in force; refused for a target that is not known",
        perform: |call, state| {
            let target = call.text("target").unwrap_or_default();
            if !is_known(call, state, &target) {
                return rejected(format!("there is no certificate target `{target}`"));
            }
            let uploads = state.settings.entry(UPLOADS.to_owned()).or_default();
            if let Some(upload) = uploads.get_mut(&target) {
                upload["requiresRestart"] = false.into();
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "certificate_server_certificates",
        evidence: Invented,
        effect: "returns the uploaded certificates in `certs`, in place of those of the example with the same name",
        perform: |call, state| {
            let uploads = state.settings.get(UPLOADS);
            let uploads = uploads.into_iter().flat_map(Map::values).cloned();
            let known = targets(call, state, "certs").into_iter();
            let is_replaced = |known: &Value| {
                let uploads = state.settings.get(UPLOADS);
                let name = known["name"].as_str().unwrap_or_default();
                uploads.is_some_and(|uploads| uploads.contains_key(name))
            };
            let certs: Vec<Value> = known
                .filter(|known| !is_replaced(known))
                .chain(uploads)
                .collect();
            let possible = targets(call, state, "possibleCerts");
            Ok(Payload::Beside(Map::from_iter([
                ("certs".to_owned(), certs.into()),
                ("possibleCerts".to_owned(), possible.into()),
            ])))
        },
    },
    Behavior {
        operation: "certificate_delete_server_cert",
        evidence: Inferred,
        effect: "deletes the uploaded certificate of the target; refused for a target that is not known",
        perform: |call, state| {
            let target = call.path_text();
            if !is_known(call, state, &target) {
                return rejected(format!("there is no certificate target `{target}`"));
            }
            let uploads = state.settings.entry(UPLOADS.to_owned()).or_default();
            Ok(Payload::Beside(restart(uploads.remove(&target).is_some())))
        },
    },
    Behavior {
        operation: "certificate_delete_many",
        evidence: Invented,
        effect: "is refused for what is no SHA-1 fingerprint; deletes nothing, because no list shows the certificates of authorities",
        perform: |call, _| check_fingerprints(call),
    },
];

/// The settings with what was uploaded, and what was requested, by target.
const UPLOADS: &str = "certificate uploads";
const REQUESTS: &str = "certificate requests";

fn restart(is_required: bool) -> Map<String, Value> {
    Map::from_iter([("restartRequired".to_owned(), is_required.into())])
}

/// The targets of the example, if the appliance began with it.
fn targets(call: &Call<'_>, state: &State, list: &str) -> Vec<Value> {
    let operation = call
        .plan
        .spec
        .api()
        .operation("certificate_server_certificates");
    let example = operation.filter(|_| state.has_examples);
    let example = example
        .map(|operation| call.plan.example(operation))
        .unwrap_or_default();
    example[list].as_array().cloned().unwrap_or_default()
}

fn is_known(call: &Call<'_>, state: &State, target: &str) -> bool {
    let has = |settings: &str| {
        let settings = state.settings.get(settings);
        settings.is_some_and(|settings| settings.contains_key(target))
    };
    let example = ["certs", "possibleCerts"].into_iter();
    let mut example = example.flat_map(|list| targets(call, state, list));
    let is_it = |known: Value| known["name"] == target || known["alias"] == target;
    has(UPLOADS) || has(REQUESTS) || example.any(is_it)
}

fn update(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    for (part, kind) in [("certs", "CERTIFICATE"), ("privateKey", "PRIVATE KEY")] {
        let text = call.text(part).unwrap_or_default();
        let begins = text.lines().any(|line| {
            line.starts_with("-----BEGIN ") && line.trim_end().ends_with(&format!("{kind}-----"))
        });
        if !begins {
            return rejected(format!("the part {part} has no {kind} in PEM form"));
        }
    }
    let target = call.path_text();
    let upload = json!({"name": target.as_str(), "requiresRestart": true, "trustedCert": false});
    let uploads = state.settings.entry(UPLOADS.to_owned()).or_default();
    uploads.insert(target, upload);
    Ok(Payload::Beside(restart(true)))
}

/// Deletes certificates of authorities. No list shows the fingerprints, so any that is well-formed is taken for known.
fn check_fingerprints(call: &Call<'_>) -> Result<Payload, Failed> {
    let given = call.given("fingerprint").and_then(Value::as_array);
    for fingerprint in given.into_iter().flatten() {
        let text = fingerprint.as_str().unwrap_or_default();
        let digits = text.chars().filter(char::is_ascii_hexdigit).count();
        let is_right = |letter: char| letter.is_ascii_hexdigit() || letter == ':';
        if digits != 40 || !text.chars().all(is_right) {
            return rejected(format!(
                "`{text}` is not the SHA-1 fingerprint of a certificate"
            ));
        }
    }
    Ok(Payload::Beside(restart(true)))
}
