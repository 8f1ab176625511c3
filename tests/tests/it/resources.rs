//! What only some resources have: forms, uploads, values, counts in other properties, and lists without pages.

use fortinac_client::types::{self, HostSetRoleArguments};
use fortinac_client::{Error, Upload};
use fortinac_mock::{Appliance, Fault, Request};
use futures_util::TryStreamExt;
use serde_json::json;

fn last(appliance: &Appliance) -> Request {
    appliance.requests().pop().expect("a request")
}

#[tokio::test]
async fn arguments_go_as_a_form_with_repeated_keys() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let arguments = HostSetRoleArguments {
        id: vec![7_301_455_120_986_643, 2].into(),
        role: "NAC & Guests".into(),
        ..Default::default()
    };
    client.hosts().set_role(&arguments).await.unwrap();
    let request = last(&appliance);
    assert_eq!(
        (request.method(), request.path()),
        ("POST", "/api/v2/host/set-role")
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        request.body(),
        b"id=7301455120986643&id=2&role=NAC+%26+Guests"
    );
}

#[tokio::test]
async fn records_are_deleted_by_each_form_of_the_call() {
    let users = json!([{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}]);
    let appliance = Appliance::builder().empty().seed("user", users);
    let appliance = appliance.start().unwrap();
    let client = appliance.client().unwrap();
    client.users().delete(1).await.unwrap();
    client.users().delete_by_post(2).await.unwrap();
    client.users().delete_many(&[3, 4].into()).await.unwrap();
    assert_eq!(last(&appliance).body(), b"id=3&id=4");
    assert_eq!(appliance.records("user"), [json!({"id": 5})]);
    let refused = client.users().delete(1).await.unwrap_err();
    assert!(refused.is_rejected_by_appliance(), "{refused}");
}

#[tokio::test]
async fn a_form_without_a_required_field_is_refused() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let arguments = types::UserSetRoleArguments {
        id: vec![31].into(),
        ..Default::default()
    };
    let refused = client.users().set_role(&arguments).await.unwrap_err();
    assert!(
        refused
            .to_string()
            .contains(r#"$: "role" is a required property"#),
        "{refused}"
    );
}

#[tokio::test]
async fn arguments_in_json_go_as_json() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let requests = client.registration_requests();
    requests.deny(&[8, 9].into()).await.unwrap();
    assert_eq!(last(&appliance).json(), Some(json!({"id": [8, 9]})));
}

#[tokio::test]
async fn an_upload_is_a_part_of_a_multipart_form() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let file = Upload::new("hosts.csv", "mac,role\r\n02:00:5E:00:53:C7,NAC-Cameras\r\n");
    assert_eq!(
        format!("{file:?}"),
        r#"Upload { name: "hosts.csv", length: 41, .. }"#
    );
    client.hosts().import_hosts(&file).await.unwrap();
    let request = last(&appliance);
    let media_type = request.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.expect("a form of parts");
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    assert!(body.starts_with(&format!("--{boundary}\r\n")), "{body}");
    assert!(
        body.contains(r#"form-data; name="file"; filename="hosts.csv""#),
        "{body}"
    );
    assert!(
        body.contains("\r\n\r\nmac,role\r\n02:00:5E:00:53:C7,NAC-Cameras\r\n"),
        "{body}"
    );
    assert_eq!(
        request.header("content-length"),
        Some(body.len().to_string().as_str())
    );

    // A write is sent once, unless the caller wants otherwise: then the file is sent again.
    appliance.fault(Fault::status(503));
    let import = client.hosts().import_hosts(&file).retry_writes();
    import.await.unwrap();
    let again = last(&appliance);
    assert!(again.body().windows(11).any(|part| part == b"NAC-Cameras"));
}

#[tokio::test]
async fn a_call_returns_a_value_without_its_envelope() -> Result<(), Error> {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client()?;
    let hosts: String = client.users().allow_hosts().await?;
    assert!(hosts.parse::<i64>().is_ok(), "a number in a text: {hosts}");

    let rules = client.device_profiling_rules();
    let arguments = types::DeviceProfilingRuleTestArguments {
        rule_name: "Cameras".into(),
        mac_address: "02:00:5E:00:53:C7".into(),
        ..Default::default()
    };
    let matches: bool = rules.test(&arguments).await?;
    let waiting: i64 = rules.queue().await?;
    assert!(matches || waiting >= 0);

    let configurations = client.authentication_configurations();
    let id: i64 = configurations.create(&Default::default()).await?;
    assert!(configurations.get(id).await.is_ok());

    let password: types::Secret = client.guests().generate_password(12).await?;
    assert_eq!(format!("{password:?}"), "[redacted]");
    assert!(!password.expose().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_list_without_pages_is_a_stream_of_one_request() -> Result<(), Error> {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client()?;
    let call = client.adapters().list_for_host(7_301_455_120_986_643);
    let page = call.clone().await?;
    let rows: Vec<types::Adapter> = call.stream().try_collect().await?;
    assert_eq!(rows, page.rows);
    assert!(!rows.is_empty());
    assert_eq!(appliance.requests().len(), 2);

    let filtered = client.adapters().list();
    let rows: Vec<types::Adapter> = filtered.stream().try_collect().await?;
    assert!(!rows.is_empty());

    appliance.fault(Fault::failure("not now"));
    let failed: Result<Vec<_>, Error> = client.adapters().list().stream().try_collect().await;
    assert!(failed.unwrap_err().is_rejected_by_appliance());
    Ok(())
}
