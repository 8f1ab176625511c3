//! What public programs send, as they send it, and what they need from the responses. A module has one kind of program.

mod certificates;
mod connector;
mod diagnostics;
mod jobs;

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::{Response, get, post};

const FORM: &str = "application/x-www-form-urlencoded";

/// An appliance with three hosts: a rogue without a role, a rogue with the default role, and a camera.
fn appliance() -> Appliance {
    let adapter = |id: i64, mac: &str, ip: &str, port: &str| {
        json!({"id": id, "physicalAddress": mac, "ipaddress": ip, "ips": [ip], "location": port,
            "vendorName": "Example Ltd."})
    };
    let hosts = json!([
        {"id": 1001, "hostName": "lab-1", "role": null, "typeLabel": "Rogue", "connected": true,
            "operatingSystem": "Example OS 1", "status": 1,
            "adapterObjects": [adapter(2001, "02:00:5E:00:53:01", "198.51.100.7", "sw-1 port 5")]},
        {"id": 1002, "hostName": "lab-2", "role": "NAC-Default", "typeLabel": "Rogue", "connected": false,
            "adapterObjects": [adapter(2002, "02:00:5E:00:53:02", "198.51.100.8", "sw-1 port 6")]},
        {"id": 1003, "hostName": "cam-3", "role": "NAC-Cameras", "connected": true, "owner": "mlind",
            "adapterObjects": [
                adapter(2003, "02:00:5E:00:53:03", "198.51.100.9", "sw-1 port 5"),
                adapter(2004, "02:00:5E:00:53:04", "2001:db8::4", "sw-2 port 1"),
            ]},
    ]);
    let ports = json!([
        {"dbid": 5, "name": "sw-1 5", "portID": "5", "deviceName": "sw-1", "deviceID": 301, "currentVlan": "10"},
        {"dbid": 6, "name": "sw-1 6", "portID": "6", "deviceName": "sw-1", "deviceID": 301, "currentVlan": "10"},
        {"dbid": 7, "name": "sw-1 7", "portID": "7", "deviceName": "sw-1", "deviceID": 301},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .seed("port", ports)
        .seed(
            "user",
            json!([{"id": 31, "userID": "mlind"}, {"id": 32, "userID": "ovik"}]),
        )
        .start()
        .unwrap()
}

fn results(response: &Response) -> Vec<Value> {
    assert_eq!(response.status, 200, "{response:?}");
    let body = response.json();
    assert_eq!(body["status"], "success", "{response:?}");
    body["results"].as_array().unwrap().clone()
}

fn ids(response: &Response) -> Vec<i64> {
    let results = results(response);
    results
        .iter()
        .map(|host| host["id"].as_i64().unwrap())
        .collect()
}

#[track_caller]
fn assert_success(response: &Response) {
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(response.json()["status"], "success", "{response:?}");
}

async fn form(appliance: &Appliance, path: &str, body: &str) -> Response {
    post(appliance, path, FORM, body).await
}

async fn host(appliance: &Appliance, id: i64) -> Value {
    results(&get(appliance, &format!("/host/{id}")).await).remove(0)
}
