//! Random sequences of calls against a simple model of hosts and groups: appliance and model agree after each call.

mod reference;
mod wire;

use std::collections::BTreeSet;

use fortinac_mock::Appliance;
use proptest::prelude::*;
use proptest_state_machine::{StateMachineTest, prop_state_machine};
use reqwest::Method;
use serde_json::{Value, json};

use self::reference::{Call, Model, mac};
use self::wire::{Body, exchange, request};
use crate::support::http;

struct Tested;

impl StateMachineTest for Tested {
    type SystemUnderTest = Appliance;
    type Reference = Model;

    fn init_test(_: &Model) -> Appliance {
        Appliance::builder().empty().start().unwrap()
    }

    fn apply(appliance: Appliance, model: &Model, call: Call) -> Appliance {
        let (path, body) = request(&call);
        let response = exchange(&appliance, Method::POST, &path, body);
        let expected = if model.is_accepted {
            "success"
        } else {
            "error"
        };
        assert_eq!(response["status"], expected, "{call:?}: {response}");
        appliance
    }

    fn check_invariants(appliance: &Appliance, model: &Model) {
        let list = |path: &str| {
            let response = exchange(appliance, Method::GET, path, Body::None);
            response["results"].as_array().unwrap().clone()
        };
        let hosts = list("/host");
        let found = hosts.iter().map(|host| host["id"].as_i64().unwrap());
        assert!(found.eq(model.hosts.keys().copied()), "{hosts:?} {model:?}");
        for (shown, host) in hosts.iter().zip(model.hosts.values()) {
            assert_eq!(shown["role"].as_str(), host.role.as_deref(), "{shown}");
            assert_eq!(shown["hostName"] == "named", host.is_named, "{shown}");
            assert_eq!(shown["state"] == 1, host.is_disabled, "{shown}");
            let macs = |list: &str, name: Option<&str>| {
                let items = shown[list].as_array().into_iter().flatten();
                let macs = items.map(|item| name.map_or(item, |name| &item[name]));
                macs.map(|mac| mac.as_str().unwrap().to_owned())
                    .collect::<BTreeSet<_>>()
            };
            let expected: BTreeSet<String> = host.macs.iter().map(|known| mac(*known)).collect();
            assert_eq!(macs("adapters", None), expected, "{shown}");
            assert_eq!(
                macs("adapterObjects", Some("physicalAddress")),
                expected,
                "{shown}"
            );
        }
        let adapters = list("/adapter").into_iter();
        let adapters = adapters.map(|adapter| {
            let mac = adapter["physicalAddress"].as_str().unwrap().to_owned();
            (mac, adapter["hostID"].as_i64().unwrap())
        });
        let expected = model.hosts.iter();
        let expected =
            expected.flat_map(|(id, host)| host.macs.iter().map(|known| (mac(*known), *id)));
        assert_eq!(
            adapters.collect::<BTreeSet<_>>(),
            expected.collect::<BTreeSet<_>>()
        );
        for known in 1..=8 {
            let found = list(&format!("/host/by-mac/{}", mac(known)));
            let found: Vec<i64> = found
                .iter()
                .map(|host| host["id"].as_i64().unwrap())
                .collect();
            assert_eq!(found, model.owners(&BTreeSet::from([known])));
        }
        for (group, shown) in model.groups.values().zip(list("/system/group")) {
            let members = shown["members"].as_array().into_iter().flatten();
            let members: BTreeSet<i64> = members
                .map(|member| member["id"].as_i64().unwrap())
                .collect();
            assert_eq!(&members, group, "{shown}");
        }
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn appliance_and_model_agree(sequential 1..40 => Tested);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_the_same_time_lose_nothing() {
    let appliance = Appliance::builder().empty().start().unwrap();
    appliance
        .seed("host", json!({"id": 1, "hostName": "busy"}))
        .unwrap();
    appliance
        .seed("group", json!({"dbid": 1, "name": "all"}))
        .unwrap();
    let client = http();
    let post = |path: &str, body: Value| {
        let url = format!("{}{path}", appliance.url());
        let request = client.post(url).bearer_auth(appliance.token());
        request
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    let form = |path: &str, body: String| {
        let url = format!("{}{path}", appliance.url());
        let request = client.post(url).bearer_auth(appliance.token());
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let calls = (0..60_u8).flat_map(|number| {
        let property = format!("property{number}");
        [
            post("/host/1", json!({ property: number })),
            post("/host", json!({"adapters": [mac(number)]})),
            form(
                "/system/group/add-members",
                "elemID=1&groupID=1&type=1".to_owned(),
            ),
        ]
    });
    let tasks: Vec<_> = calls
        .map(|call| tokio::spawn(async move { call.send().await.unwrap().text().await.unwrap() }))
        .collect();
    for task in tasks {
        let text = task.await.unwrap();
        assert!(text.contains("\"success\""), "{text}");
    }
    let hosts = appliance.records("host");
    assert_eq!(hosts.len(), 61);
    for number in 0..60_u8 {
        assert_eq!(hosts[0][format!("property{number}")], number);
    }
    let owned: BTreeSet<&str> = hosts[1..]
        .iter()
        .map(|host| host["primaryMac"].as_str().unwrap())
        .collect();
    assert_eq!(owned.len(), 60);
    assert_eq!(
        appliance.records("group")[0]["members"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
