//! The requests of the calls, sent from tests that do not wait.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fortinac_mock::Appliance;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::reference::{Call, mac};
use crate::support::http;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static HTTP: LazyLock<reqwest::Client> = LazyLock::new(http);

/// The envelope of the response.
pub(super) fn exchange(appliance: &Appliance, method: Method, path: &str, body: Body) -> Value {
    let url = format!("{}{path}", appliance.url());
    let request = HTTP.request(method, url).bearer_auth(appliance.token());
    let request = match body {
        Body::None => request,
        Body::Json(json) => request
            .header("content-type", "application/json")
            .body(json.to_string()),
        Body::Form(pairs) => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            let form = form.extend_pairs(pairs).finish();
            let media_type = "application/x-www-form-urlencoded";
            request.header("content-type", media_type).body(form)
        }
    };
    let text = RUNTIME.block_on(async { request.send().await.unwrap().text().await.unwrap() });
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub(super) enum Body {
    None,
    Json(Value),
    Form(Vec<(&'static str, String)>),
}

fn joined(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// The request of a call.
pub(super) fn request(call: &Call) -> (String, Body) {
    let adapters = |macs: &BTreeSet<u8>| macs.iter().map(|known| mac(*known)).collect::<Vec<_>>();
    let members = |groups: &[i64], hosts: &[i64]| {
        let kind = ("type", "1".to_owned());
        Body::Form(vec![
            ("elemID", joined(hosts)),
            ("groupID", joined(groups)),
            kind,
        ])
    };
    match call {
        Call::Create(macs) => (
            "/host".into(),
            Body::Json(json!({"adapters": adapters(macs)})),
        ),
        Call::Update(id, macs) => {
            let mut change = json!({"hostName": "named"});
            if let Some(macs) = macs {
                change["adapters"] = adapters(macs).into();
            }
            (format!("/host/{id}"), Body::Json(change))
        }
        Call::SetRole(ids, role) => {
            // The other way to send several ids.
            let ids = ids.iter().map(|id| ("id", id.to_string()));
            let fields = ids.chain([("role", role.clone())]).collect();
            ("/host/set-role".into(), Body::Form(fields))
        }
        Call::Disable(known) => (
            "/host/disable-by-mac".into(),
            Body::Form(vec![("mac", mac(*known))]),
        ),
        Call::Enable(known) => {
            let lower = mac(*known).to_lowercase().replace(':', "-");
            (
                "/host/enable-by-mac".into(),
                Body::Form(vec![("mac", lower)]),
            )
        }
        Call::Delete(ids) => ("/host/delete".into(), Body::Form(vec![("id", joined(ids))])),
        Call::CreateGroup => ("/system/group".into(), Body::Json(json!({"name": "group"}))),
        Call::AddMembers(groups, hosts) => {
            ("/system/group/add-members".into(), members(groups, hosts))
        }
        Call::RemoveMembers(groups, hosts) => (
            "/system/group/remove-members".into(),
            members(groups, hosts),
        ),
        Call::SetMembership(groups, hosts) => {
            let Body::Form(mut fields) = members(groups, hosts) else {
                unreachable!()
            };
            fields.push(("serverIP", "198.51.100.1".into()));
            ("/system/group/membership".into(), Body::Form(fields))
        }
    }
}
