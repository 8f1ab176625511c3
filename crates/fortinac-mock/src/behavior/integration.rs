//! Settings of other systems whose calls name the same things differently.

use serde_json::{Value, json};

use super::Behavior;
use super::Evidence::Inferred;
use super::call::{Payload, rejected};

const MAPPING: &str = "aaa_mapping";
const DOMAIN: &str = "google_domain";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "aaa_mapping_create",
        evidence: Inferred,
        effect: "keeps `radiusServer` and `domainName` as `server` and `domain`, which the deletion names; refused if the domain has a server",
        perform: |call, state| {
            let (server, domain) = (call.text("radiusServer"), call.text("domainName"));
            let is_it =
                |known: &Value| domain.is_some() && known["domain"].as_str() == domain.as_deref();
            if state.all(MAPPING).any(|(_, known)| is_it(known)) {
                return rejected("the domain has a RADIUS server already");
            }
            state.put(MAPPING, json!({"server": server, "domain": domain}));
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "google_domain_set",
        evidence: Inferred,
        effect: "replaces the domains by the given ones",
        perform: |call, state| {
            state.clear(DOMAIN);
            for name in call
                .given("domainName")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                state.put(DOMAIN, json!({"domainName": name}));
            }
            Ok(Payload::Done)
        },
    },
];
