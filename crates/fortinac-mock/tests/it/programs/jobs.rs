//! B to D. A compliance script, quarantine products and a registration job.

use reqwest::Method;
use serde_json::{Value, json};

use super::{FORM, appliance, assert_success, form, host, ids, results};
use crate::support::{get, http, post, post_json, request, send};

#[tokio::test]
async fn b_gives_a_checked_host_its_role() {
    let appliance = appliance();
    let read = request(&appliance, Method::GET, "/host/by-ip/198.51.100.7");
    let read = send(read.header("content-type", "application/json")).await;
    let found = &results(&read)[0];
    assert_eq!(found["operatingSystem"], "Example OS 1");
    let id = found["id"].as_i64().unwrap();
    // The script does not look at the status code: only the effect counts.
    form(
        &appliance,
        "/host/set-role",
        &format!("id={id}&role=Domain-Joined"),
    )
    .await;
    assert_eq!(host(&appliance, id).await["role"], "Domain-Joined");
    form(
        &appliance,
        "/host/set-role",
        "id=1002&id=1003&role=Domain-Joined",
    )
    .await;
    for id in [1002, 1003] {
        assert_eq!(host(&appliance, id).await["role"], "Domain-Joined");
    }
}

// C. Quarantine products

#[tokio::test]
async fn c_disables_by_mac_and_releases() {
    let appliance = appliance();
    let mac = "mac=02%3A00%3A5E%3A00%3A53%3A01";
    assert_success(&form(&appliance, "/host/disable-by-mac", mac).await);
    assert_eq!(host(&appliance, 1001).await["state"], 1);
    // A product that does not hear of the success repeats the call.
    assert_success(&form(&appliance, "/host/disable-by-mac", mac).await);
    assert_success(&form(&appliance, "/host/enable-by-mac", "mac=02005e005301").await);
    assert_eq!(host(&appliance, 1001).await["state"], 0);
    assert_eq!(host(&appliance, 1002).await.get("state"), None);
    let unknown = form(&appliance, "/host/disable-by-mac", "mac=02:00:5E:00:53:99").await;
    unknown.assert_failure(200, "there is no such host");
    let wrong = form(&appliance, "/host/disable-by-mac", "mac=198.51.100.7").await;
    wrong.assert_failure(200, "`198.51.100.7` is not a MAC address");
}

#[tokio::test]
async fn c_disables_by_address() {
    let appliance = appliance();
    assert_success(&form(&appliance, "/host/disable-by-ip", "ip=198.51.100.9").await);
    assert_eq!(host(&appliance, 1003).await["state"], 1);
    assert_success(&form(&appliance, "/host/enable-by-mac", "mac=02:00:5E:00:53:04").await);
    assert_eq!(host(&appliance, 1003).await["state"], 0);
    let unknown = form(&appliance, "/host/disable-by-ip", "ip=198.51.100.99").await;
    unknown.assert_failure(200, "there is no such host");
}

// D. A registration job

#[tokio::test]
async fn d_registers_rows_of_a_file() {
    let appliance = appliance();
    let row = |mac: &str, serial: &str| json!({"adapters": [mac], "role": "NAC-Locks", "pcserialNumber": serial, "hardwareType": "Lock"});
    for (mac, serial) in [("02:00:5E:00:53:D1", "S1"), ("02:00:5E:00:53:01", "S2")] {
        let response = post_json(&appliance, "/host", &row(mac, serial)).await;
        assert_success(&response);
        let found = get(&appliance, &format!("/host/by-mac/{mac}")).await;
        let found = &results(&found)[..];
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&found[0]["role"], &found[0]["pcserialNumber"]),
            (&json!("NAC-Locks"), &json!(serial))
        );
        assert!(found[0]["id"].is_i64());
        assert_eq!(found[0]["adapterObjects"][0]["physicalAddress"], mac);
    }
    // The rogue with a known MAC address was updated, and kept what it had.
    assert_eq!(host(&appliance, 1001).await["hostName"], "lab-1");
    assert_eq!(get(&appliance, "/host/count").await.json()["total"], 4);
    post_json(&appliance, "/host", &row("02:00:5E", "S3"))
        .await
        .assert_failure(200, "`02:00:5E` is not a MAC address");
}

#[tokio::test]
async fn d_registers_a_rogue_as_a_device() {
    let appliance = appliance();
    let body = "id=1002&role=NAC-Locks&devType=Lock&domainID=4&ip=198.51.100.40&regType=1";
    assert_success(&form(&appliance, "/host/register-as-device", body).await);
    let device = host(&appliance, 1002).await;
    assert_eq!(
        (&device["role"], &device["typeLabel"]),
        (&json!("NAC-Locks"), &json!("Lock"))
    );
    assert_eq!(
        (&device["ip"], &device["domainId"]),
        (&json!("198.51.100.40"), &json!(4))
    );
    assert_eq!(
        ids(&get(&appliance, "/host/by-ip/198.51.100.40").await),
        [1002]
    );
    assert_eq!(
        ids(&get(&appliance, "/host/by-ip/198.51.100.8").await),
        [1002]
    );
}

#[tokio::test]
async fn d_imports_a_file_whole_or_not_at_all() {
    let appliance = appliance();
    let import = async |text: &str| {
        let part =
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"hosts.csv\"\r\n\r\n";
        let body = format!("{part}{text}\r\n--x--\r\n");
        post(
            &appliance,
            "/host/import-hosts",
            "multipart/form-data; boundary=x",
            body,
        )
        .await
    };
    let wrong = import("mac,role,serial\r\n02005e0053e1,Lock,A\r\nzz,Lock,B\r\n").await;
    wrong.assert_failure(200, "line 3: `zz` is not a MAC address");
    assert_eq!(get(&appliance, "/host/count").await.json()["total"], 3);
    assert_success(&import("mac,role,serial,ip\r\n02-00-5e-00-53-e1,Lock,A,198.51.100.50\r\n02:00:5E:00:53:02,Lock,B,\r\n").await);
    let new = results(&get(&appliance, "/host/by-mac/02:00:5E:00:53:E1").await).remove(0);
    assert_eq!(
        (&new["role"], &new["ip"]),
        (&json!("Lock"), &json!("198.51.100.50"))
    );
    assert_eq!(host(&appliance, 1002).await["pcserialNumber"], "B");
}

// Beside the programs

#[tokio::test]
async fn hosts_of_a_user_are_found_by_the_id_of_the_user() {
    let appliance = appliance();
    for (user, expected) in [
        ("31", vec![1003]),
        ("32", vec![]),
        ("mlind", vec![]),
        ("9", vec![]),
    ] {
        let response = get(&appliance, &format!("/host/for-user?userID={user}")).await;
        assert_eq!(ids(&response), expected, "{user}");
    }
}

#[tokio::test]
async fn a_request_without_a_token_has_no_effect() {
    let appliance = appliance();
    let url = format!("{}/host/set-role", appliance.url());
    let request = http()
        .post(url)
        .header("content-type", FORM)
        .body("id=1001&role=X");
    send(request).await.assert_failure(401, "token");
    assert_eq!(host(&appliance, 1001).await["role"], Value::Null);
}
