//! `host policy`: why a host has its access.

use fortinac_mock::{Appliance, Fault};
use serde_json::json;

use crate::support::run;

const CAMERA: &str = "7301455120986643";

#[test]
fn a_host_is_shown_by_whatever_it_is_known_by() {
    let appliance = Appliance::start().unwrap();
    for what in [CAMERA, "0200.5e00.53c7", "198.51.100.47", "cam-c-017"] {
        let view = run(&appliance, &["host", "policy", what]).json();
        assert_eq!(view["host"]["hostName"], "cam-c-017", "{what}");
        assert_eq!(view["host"]["id"].to_string(), CAMERA);
        let policies = view["policies"].as_array().unwrap();
        let of = |kind: &str| {
            let found = policies.iter().find(|policy| policy["kind"] == kind);
            found.unwrap()
        };
        assert_eq!(policies.len(), 5);
        assert_eq!(of("access")["name"], "Cameras to surveillance");
        assert_eq!(of("access")["record"]["dbid"], 18);
        assert_eq!(of("authentication")["profile"], "Meeting room panels");
        assert_eq!(of("endpoint compliance")["name"], json!(null));
        assert_eq!(view["adapters"][0]["physicalAddress"], "02:00:5E:00:53:C7");
        assert_eq!(view["health"], json!(null));
    }
}

#[test]
fn people_get_sections() {
    let appliance = Appliance::start().unwrap();
    let arguments = [
        "host",
        "set-health",
        CAMERA,
        "--profile-name",
        "Laptops",
        "--status",
        "1",
    ];
    let set = run(
        &appliance,
        &[&arguments[..], &["--profile-id", "6"]].concat(),
    );
    assert_eq!(set.code, Some(0), "{set:?}");
    let shown = run(&appliance, &["host", "policy", CAMERA, "-o", "table"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let at = |text: &str| {
        let found = shown.stdout.find(text);
        found.unwrap_or_else(|| panic!("{text}: {}", shown.stdout))
    };
    let titles = ["HOST\n", "POLICIES\n", "ADAPTERS\n", "HEALTH\n"];
    assert!(titles.map(at).is_sorted());
    for text in [
        "Cameras to surveillance",
        "endpoint compliance  (none)",
        "sw-c-02 port 17",
    ] {
        at(text);
    }
    assert!(shown.stdout[at("HEALTH\n")..].contains("Laptops"));
    // What a filter needs is one value.
    let filtered = run(
        &appliance,
        &[
            "host",
            "policy",
            CAMERA,
            "-o",
            "table",
            "--jq",
            ".host.role",
        ],
    );
    assert_eq!(filtered.stdout, "NAC-Cameras\n");
}

#[test]
fn what_is_missing_does_not_lose_the_rest() {
    let appliance = Appliance::builder()
        .without(["host_health"])
        .start()
        .unwrap();
    let view = run(&appliance, &["host", "policy", CAMERA]);
    assert_eq!(
        view.json()["policies"][0]["name"],
        "Cameras to surveillance"
    );
    assert!(
        view.stderr.contains("the health cannot be read"),
        "{view:?}"
    );
    // Without the policies there is no view.
    appliance.fault(Fault::failure("no").on("host_policy"));
    let failed = run(&appliance, &["host", "policy", CAMERA]);
    assert_eq!(
        (failed.code, failed.stdout.as_str()),
        (Some(6), ""),
        "{failed:?}"
    );
    let unknown = run(&appliance, &["host", "policy", "5"]);
    assert_eq!(unknown.code, Some(4), "{unknown:?}");
    appliance
        .seed(
            "host",
            json!([{"id": 1, "hostName": "twin"}, {"id": 2, "hostName": "twin"}]),
        )
        .unwrap();
    let ambiguous = run(&appliance, &["host", "policy", "twin"]);
    assert_eq!(ambiguous.code, Some(5), "{ambiguous:?}");
}
