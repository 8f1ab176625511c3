//! A. A diagnostics server.

use fortinac_mock::Appliance;
use reqwest::Method;
use serde_json::{Value, json};

use super::{FORM, appliance, assert_success, form, host, ids, results};
use crate::support::{get, post_json, request, send};

#[tokio::test]
async fn a_lists_the_rogues() {
    let appliance = appliance();
    for path in [
        "/host?filter=role==NAC-Default|role==null",
        "/host?filter=role%3D%3DNAC-Default%7Crole%3D%3Dnull",
    ] {
        let response = get(&appliance, path).await;
        assert_eq!(ids(&response), [1001, 1002], "{path}");
        let first = &results(&response)[0];
        for (name, expected) in [
            ("primaryMac", json!("02:00:5E:00:53:01")),
            ("hostName", json!("lab-1")),
            ("ip", json!("198.51.100.7")),
            ("typeLabel", json!("Rogue")),
            ("connected", json!(true)),
        ] {
            assert_eq!(first[name], expected, "{name}");
        }
        let adapter = &first["adapterObjects"][0];
        assert_eq!(adapter["ipaddress"], "198.51.100.7");
        assert_eq!(adapter["ips"], json!(["198.51.100.7"]));
        assert_eq!(adapter["location"], "sw-1 port 5");
        assert_eq!(adapter["vendorName"], "Example Ltd.");
    }
    assert_eq!(
        ids(&get(&appliance, "/host?filter=connected==true").await),
        [1001, 1003]
    );
    assert_eq!(
        ids(&get(&appliance, "/host?filter=status==1").await),
        [1001]
    );
    assert_eq!(
        ids(&get(&appliance, "/host?filter=hostName==cam-3").await),
        [1003]
    );
}

#[tokio::test]
async fn a_reads_one_host() {
    let appliance = appliance();
    assert_eq!(host(&appliance, 1002).await["hostName"], "lab-2");
    assert_eq!(ids(&get(&appliance, "/host/9").await), [] as [i64; 0]);
}

#[tokio::test]
async fn a_finds_a_host_by_its_mac() {
    let appliance = appliance();
    for (mac, expected) in [
        ("02:00:5E:00:53:01", vec![1001]),
        ("02-00-5e-00-53-04", vec![1003]),
        ("0200.5e00.5303", vec![1003]),
        ("02005E005302", vec![1002]),
        ("02:00:5E:00:53:99", vec![]),
        ("nonsense", vec![]),
    ] {
        let response = get(&appliance, &format!("/host/by-mac/{mac}")).await;
        assert_eq!(ids(&response), expected, "{mac}");
    }
}

#[tokio::test]
async fn a_finds_a_host_by_its_address() {
    let appliance = appliance();
    for (ip, expected) in [
        ("198.51.100.7", vec![1001]),
        ("198.51.100.9", vec![1003]),
        ("2001:DB8:0::4", vec![1003]),
        ("198.51.100.99", vec![]),
    ] {
        let response = get(&appliance, &format!("/host/by-ip/{ip}")).await;
        assert_eq!(ids(&response), expected, "{ip}");
    }
}

#[tokio::test]
async fn a_counts_the_hosts() {
    let response = get(&appliance(), "/host/count").await;
    assert_success(&response);
    assert_eq!(response.json()["total"], 3);
}

#[tokio::test]
async fn a_is_told_the_content_type_of_a_rescan() {
    let appliance = appliance();
    let response = post_json(&appliance, "/host/trigger-scan", &json!({"id": 1001})).await;
    response.assert_failure(415, FORM);
    assert_success(&form(&appliance, "/host/trigger-scan", "id=1001").await);
    let unknown = form(&appliance, "/host/trigger-scan", "id=9").await;
    unknown.assert_failure(200, "there is no host with the id 9");
}

#[tokio::test]
async fn a_is_told_the_content_type_of_a_role() {
    let appliance = appliance();
    let body = json!({"id": 1001, "role": "X"});
    let response = post_json(&appliance, "/host/set-role", &body).await;
    response.assert_failure(415, FORM);
    assert_eq!(host(&appliance, 1001).await["role"], Value::Null);
    assert_success(&form(&appliance, "/host/set-role", "id=1001&role=X").await);
    assert_eq!(host(&appliance, 1001).await["role"], "X");
    // The rogues are fewer by one.
    let rogues = get(&appliance, "/host?filter=role==NAC-Default|role==null").await;
    assert_eq!(ids(&rogues), [1002]);
}

#[tokio::test]
async fn a_reads_adapters_and_their_ports() {
    let appliance = appliance();
    let response = get(&appliance, "/adapter?filter=physAddress==02:00:5E:00:53:01").await;
    assert_eq!(ids(&response), [2001]);
    assert_eq!(results(&response)[0]["hostID"], 1001);
    let one = get(&appliance, "/adapter/2002").await;
    assert_eq!(results(&one)[0]["physicalAddress"], "02:00:5E:00:53:02");
    let port = get(&appliance, "/adapter/2001/get-port").await;
    assert_success(&port);
    assert_eq!(port.json()["result"], json!([5]));
    let none = get(&appliance, "/adapter/2004/get-port").await;
    assert_eq!(none.json()["result"], json!([]));
    assert_eq!(
        ids(&get(&appliance, "/adapter/for-host?hostID=1003").await),
        [2003, 2004]
    );
}

#[tokio::test]
async fn a_is_told_what_reprofiling_needs() {
    let appliance = appliance();
    let without_body = send(request(
        &appliance,
        Method::POST,
        "/adapter/reprofile-rogues",
    ))
    .await;
    without_body.assert_failure(415, FORM);
    form(&appliance, "/adapter/reprofile-rogues", "")
        .await
        .assert_failure(400, "\"mac\" is a required property");
    let path = "/adapter/reprofile-rogues";
    assert_success(&form(&appliance, path, "mac=02:00:5E:00:53:01").await);
    let unknown = form(&appliance, path, "mac=02:00:5E:00:53:99").await;
    unknown.assert_failure(200, "there is no adapter with the MAC address");
}

#[tokio::test]
async fn a_reads_the_settings_of_the_profiler() {
    let response = get(&appliance(), "/settings/device/device-profiler").await;
    assert_success(&response);
    assert!(response.json().is_object());
}

#[tokio::test]
async fn a_reads_the_profiling_rules_as_xml() {
    let appliance = appliance();
    let path = "/DeviceProfiler/Rule/export";
    let rule = json!({"id": 3, "name": "Door locks & more", "type": {"name": "Lock"}, "enabled": false,
        "role": "NAC-Locks", "rank": 2, "registerAutomatically": true,
        "methods": [{"enabled": true, "methodType": {"name": "By vendor", "shortName": "VENDOR"}}]});
    appliance.seed("device_profiling_rule", rule).unwrap();
    let response = get(&appliance, path).await;
    assert_eq!(
        (response.status, response.media_type.as_str()),
        (200, "application/xml")
    );
    for part in [
        "<DpcRule>",
        "<name>Door locks &amp; more</name>",
        "<type>Lock</type>",
        "<enabled>false</enabled>",
        "<role>NAC-Locks</role>",
        "<rank>2</rank>",
        "<registerAutomatically>true</registerAutomatically>",
        "<methods><ouiMethodData>",
    ] {
        assert!(response.body.contains(part), "{part}: {}", response.body);
    }
    let with_examples = get(&Appliance::start().unwrap(), path).await;
    assert!(
        with_examples.body.contains("<ouiMethodData>"),
        "{}",
        with_examples.body
    );
}

#[tokio::test]
async fn a_finds_the_hosts_on_a_port() {
    let appliance = appliance();
    for (query, expected) in [
        ("portId=5", vec![1001, 1003]),
        ("portID=6", vec![1002]),
        ("portID=7", vec![]),
        ("portId=99", vec![]),
    ] {
        let response = get(&appliance, &format!("/host/connected-to-port?{query}")).await;
        assert_eq!(ids(&response), expected, "{query}");
    }
    get(&appliance, "/host/connected-to-port")
        .await
        .assert_failure(400, "portID");
}
