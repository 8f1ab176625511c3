//! `fortinac export` and `fortinac import`: from an appliance to a spreadsheet, and back.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::{Run, run, run_with};

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 5001, "hostName": "=cmd()", "ip": "198.51.100.7", "owner": "mlind", "hardwareType": "Camera", "role": "a", "primaryMac": "02:00:5E:00:53:01", "adapters": ["02:00:5E:00:53:01", "02:00:5E:00:53:A1"]},
        {"id": 5002, "hostName": "Zoë, 2", "role": "b", "primaryMac": "02:00:5E:00:53:02", "adapters": ["02:00:5E:00:53:02"]},
    ]);
    let users = json!([
        {"id": 31, "userID": "mlind", "firstName": "Maja", "lastName": "Lind", "guestId": 0, "guestContractor": false, "password": "canary"},
        {"id": 32, "userID": "guest-1", "guestId": 12, "guestContractor": false},
        {"id": 33, "userID": "guest-2", "guestContractor": true},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .seed("user", users)
        .start()
        .unwrap()
}

#[test]
fn an_export_is_csv_and_can_be_another_form() {
    let appliance = appliance();
    let hosts = run(&appliance, &["export", "hosts", "--columns", "id,hostName"]);
    assert_eq!(
        hosts.stdout, "id,hostName\n5001,'=cmd()\n5002,\"Zoë, 2\"\n",
        "{hosts:?}"
    );
    let filtered = run(
        &appliance,
        &["export", "hosts", "--filter", "role==b", "-o", "json"],
    )
    .json();
    assert_eq!(
        (filtered.as_array().unwrap().len(), &filtered[0]["id"]),
        (1, &json!(5002))
    );
    let limited = run(
        &appliance,
        &[
            "export",
            "users",
            "--limit",
            "2",
            "--columns",
            "userID",
            "--no-header",
        ],
    );
    assert_eq!(limited.stdout, "mlind\nguest-1\n");
    let guests = run(&appliance, &["export", "guests", "--columns", "userID"]);
    assert_eq!(guests.stdout, "userID\nguest-1\nguest-2\n");
    assert!(guests.stderr.contains("no call lists guests"), "{guests:?}");
    let all = run(&appliance, &["export", "users", "--columns", "@all"]);
    let header = all.stdout.lines().next().unwrap();
    assert!(
        header.split(',').count() > 40 && !header.contains("password"),
        "{header}"
    );
    assert!(!all.stdout.contains("canary"));
}

#[test]
fn every_kind_is_exported() {
    let appliance = Appliance::builder().hosts(250).start().unwrap();
    for (kind, resource) in [
        ("hosts", "host"),
        ("users", "user"),
        ("adapters", "adapter"),
        ("devices", "device"),
        ("ports", "port"),
        ("groups", "group"),
    ] {
        let run = run(&appliance, &["export", kind]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let rows = csv::Reader::from_reader(run.stdout.as_bytes())
            .records()
            .count();
        assert_eq!(rows, appliance.records(resource).len(), "{kind}");
    }
}

#[test]
fn the_header_can_be_that_of_the_vendors_import() {
    let appliance = appliance();
    let hosts = run(&appliance, &["export", "hosts", "--columns", "@import"]);
    assert_eq!(
        hosts.stdout,
        "adap.mac,siblings,adap.ip,host.owner,host.devType,host.topo\n\
         02:00:5E:00:53:01,02:00:5E:00:53:A1,198.51.100.7,mlind,Camera,\n\
         02:00:5E:00:53:02,,,,,\n"
    );
    let users = run(
        &appliance,
        &["export", "users", "--columns", "@import", "--limit", "1"],
    );
    assert_eq!(users.stdout, "user.uid,user.fn,user.ln\nmlind,Maja,Lind\n");
    let ports = run(
        &appliance,
        &["export", "ports", "--columns", "@import", "-o", "json"],
    );
    assert_eq!(
        (ports.code, &ports.error()["kind"]),
        (Some(2), &json!("usage"))
    );
    // And back into an appliance that knows nothing.
    let other = Appliance::builder().empty().start().unwrap();
    let imported = run_with(&other, &["import", "hosts", "-"], &hosts.stdout);
    assert_eq!(
        imported.json(),
        json!({"outcome": "imported", "hosts": 2, "macs": 3, "columns": hosts.stdout.lines().next().unwrap().split(',').collect::<Vec<_>>()})
    );
    let again = run(&other, &["export", "hosts", "--columns", "@import"]);
    assert_eq!(again.stdout, hosts.stdout);
}

fn import(appliance: &Appliance, file: &str, more: &[&str]) -> Run {
    let arguments = [&["import", "hosts", "-", "-o", "json"], more].concat();
    run_with(appliance, &arguments, file)
}

#[test]
fn a_file_is_checked_before_it_is_sent() {
    let appliance = Appliance::builder().empty().start().unwrap();
    for (file, message) in [
        (
            "adap.mca,host.owner\n02005E005301,x\n",
            "the column `adap.mca` is not known",
        ),
        ("host.owner\nx\n", "there is no column adap.mac"),
        (
            "mac,adap.mac\n02005E005301,02005E005302\n",
            "two columns are adap.mac",
        ),
        ("adap.mac\n", "there is no host in the file"),
        (
            "adap.mac\n02005E00530\n",
            "line 2: `02005E00530` is not a MAC address",
        ),
        ("adap.mac,host.owner\n,x\n", "line 2: there is no adap.mac"),
        (
            "adap.mac,siblings\n02005E005301,02-00-5e-00-53-02;x\n",
            "line 2: the sibling `x` is not a MAC address",
        ),
        (
            "adap.mac,siblings\n02005E005301,\n02005E005303,0200.5e00.5301\n",
            "line 3: 02:00:5E:00:53:01 is there already, in line 2",
        ),
        (
            "adap.mac,adap.ip\n02005E005301,198.51.100.700\nx,\n",
            "line 2: `198.51.100.700` is not an IP address; line 3: `x` is not",
        ),
        (
            "adap.mac\n02005E005301,x\n",
            "line 2: 2 cells for 1 columns",
        ),
    ] {
        for more in [&["--check"][..], &[]] {
            let refused = import(&appliance, file, more);
            assert_eq!(refused.code, Some(2), "{file}: {refused:?}");
            let error = refused.error();
            assert!(
                error["message"].as_str().unwrap().contains(message),
                "{file}: {error}"
            );
        }
    }
    let near = import(&appliance, "adap.mca\nx\n", &[]).error();
    assert!(
        near["hint"].as_str().unwrap().contains("adap.mac"),
        "{near}"
    );
    let two = "adap.mac\n02005E005301\n02005E005302\n";
    assert_eq!(import(&appliance, two, &["--max", "1"]).code, Some(2));
    let checked = import(&appliance, two, &["--check"]).json();
    assert_eq!(
        (&checked["outcome"], &checked["hosts"]),
        (&json!("checked"), &json!(2))
    );
    let dry = import(&appliance, two, &["--dry-run"]).json();
    assert_eq!(
        (&dry["path"], &dry["body"]["file"]["bytes"]),
        (&json!("/host/import-hosts"), &json!(45))
    );
    assert_eq!(appliance.requests().len(), 0);
}

#[test]
fn what_is_sent_is_clean() {
    for file in [
        "\u{feff}adap.mac;host.owner;host.devType\r\n02-00-5e-00-53-01;'=Zoë;\"Camera, \"\"PTZ\"\"\"\r\n",
        "mac,owner,hardwareType\n0200.5e00.5301,'=Zoë,\"Camera, \"\"PTZ\"\"\"\n",
        "sep=\t\nMAC Address\tOwner\tDevice Type\n02005E005301\t'=Zoë\t\"Camera, \"\"PTZ\"\"\"\n",
    ] {
        let appliance = Appliance::builder().empty().start().unwrap();
        let imported = import(&appliance, file, &[]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        let requests = appliance.requests();
        let body = String::from_utf8(requests[0].body().to_vec()).unwrap();
        assert!(
            body.contains("\r\n\r\nadap.mac,host.owner,host.devType\n02:00:5E:00:53:01,=Zoë,\"Camera, \"\"PTZ\"\"\"\n\r\n--"),
            "{body}"
        );
        let host = &appliance.records("host")[0];
        assert_eq!(host["owner"], Value::from("=Zoë"));
    }
    let appliance = Appliance::builder().empty().start().unwrap();
    let file = "adap.mac,host.role\n02005E005301,NAC-Cameras\n";
    assert_eq!(import(&appliance, file, &[]).code, Some(2));
    assert_eq!(import(&appliance, file, &["--any-columns"]).code, Some(0));
    assert_eq!(appliance.records("host")[0]["role"], "NAC-Cameras");
    let refused = import(
        &appliance,
        "adap.mac,shoe\n02005E005301,x\n",
        &["--any-columns"],
    );
    assert_eq!(
        (refused.code, &refused.error()["operation"]),
        (Some(6), &json!("host_import_hosts"))
    );
}
