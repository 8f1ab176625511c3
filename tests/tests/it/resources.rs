//! What only some resources have: forms, uploads, values, counts in other properties, and lists without pages.

use fortinac_client::types;
use fortinac_client::{Error, Upload};
use fortinac_mock::{Appliance, Fault, Request};
use serde_json::json;

fn last(appliance: &Appliance) -> Request {
    appliance.requests().pop().expect("a request")
}

#[tokio::test]
async fn arguments_go_as_a_form_with_repeated_keys() {
    let appliance = Appliance::start().unwrap();
    appliance.seed("host", json!({"id": 2})).unwrap();
    let client = appliance.client().unwrap();
    let ids = [7_301_455_120_986_643, 2];
    client.hosts().set_role(ids, "NAC & Guests").await.unwrap();
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
    client.users().delete_many([3, 4]).await.unwrap();
    assert_eq!(last(&appliance).body(), b"id=3&id=4");
    assert_eq!(appliance.records("user"), [json!({"id": 5})]);
    let refused = client.users().delete(1).await.unwrap_err();
    assert!(refused.is_api_error(), "{refused}");
}

#[tokio::test]
async fn a_required_array_without_values_is_not_sent() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    for refused in [
        client.users().set_role([], "x").await.unwrap_err(),
        client.users().delete_many(Vec::new()).await.unwrap_err(),
    ] {
        let expected = "the request cannot be written: `id` has no values; give one or more";
        assert!(refused.to_string().ends_with(expected), "{refused}");
    }
    assert!(appliance.requests().is_empty());
}

#[tokio::test]
async fn optional_arguments_are_methods_of_the_call() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let hosts = client.hosts();
    let call = hosts.send_persistent_agent_message([7], "Restart tonight");
    call.clone().await.unwrap();
    assert_eq!(last(&appliance).body(), b"id=7&message=Restart+tonight");
    call.duration(30)
        .url("https://help.example.com")
        .duration(60)
        .await
        .unwrap();
    let body = String::from_utf8(last(&appliance).body().to_vec()).unwrap();
    assert!(
        body.starts_with("id=7&message=Restart+tonight&") && body.ends_with("&duration=60"),
        "{body}"
    );

    // A form that has only optional fields is sent as a form too, and its password is a secret.
    client.guests().create_conference().await.unwrap();
    let media_type = "application/x-www-form-urlencoded";
    assert_eq!(last(&appliance).header("content-type"), Some(media_type));
    let conference = client.guests().create_conference().password("canary");
    assert!(!format!("{conference:?}").contains("canary"));
    conference.await.unwrap();
    assert_eq!(last(&appliance).body(), b"password=canary");
}

#[tokio::test]
async fn an_update_repeats_the_id_of_the_path() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let json = |appliance: &Appliance| last(appliance).json().unwrap();
    let user = |json: &str| serde_json::from_str::<types::User>(json).unwrap();
    let change = user(r#"{"notes":null}"#);
    client.users().update(31, &change).await.unwrap();
    assert_eq!(json(&appliance), json!({"id": 31, "notes": null}));
    client.users().update(31, &user("{}")).await.unwrap();
    assert_eq!(json(&appliance), json!({"id": 31}));
    // What the record says stays.
    for id in [json!(31), serde_json::Value::Null] {
        let user = user(&json!({"id": id}).to_string());
        client.users().update(31, &user).await.unwrap();
        assert_eq!(json(&appliance), json!({"id": id}));
    }
    let mut user = user("{}");
    user.extra.insert("id", "31");
    let refused = client.users().update(31, &user).await.unwrap_err();
    assert!(refused.to_string().contains("$.id: expected"), "{refused}");
    assert_eq!(json(&appliance), json!({"id": "31"}));
    // Other records have their id in `dbid`.
    let policy = types::AccessPolicy::default();
    client.access_policies().update(18, &policy).await.unwrap();
    assert_eq!(json(&appliance), json!({"dbid": 18}));
}

#[tokio::test]
async fn arguments_in_json_go_as_json() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let pending = json!([{"dbid": 8}, {"dbid": 9}]);
    appliance.seed("registration_request", pending).unwrap();
    let requests = client.registration_requests();
    requests.deny([8, 9]).await.unwrap();
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
    let import = client.hosts().import_hosts(&file).retry_non_idempotent();
    import.await.unwrap();
    let again = last(&appliance);
    assert!(again.body().windows(11).any(|part| part == b"NAC-Cameras"));
}

#[tokio::test]
async fn the_name_of_an_upload_never_begins_another_header() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    for (name, expected) in [
        ("a.csv\nX-Injected: yes", "a.csv%0AX-Injected: yes"),
        ("a.csv\r\nX-Injected: yes", "a.csv%0D%0AX-Injected: yes"),
        ("a\"; name=\"b", "a%22; name=%22b"),
        ("für.csv", "für.csv"),
    ] {
        let file = Upload::new(name, "mac");
        client.hosts().import_hosts(&file).await.unwrap();
        let body = String::from_utf8(last(&appliance).body().to_vec()).unwrap();
        let (head, _) = body.split_once("\r\n\r\n").unwrap();
        let lines: Vec<_> = head.split(['\r', '\n']).collect();
        // The line of the boundary, and the one header.
        let header =
            format!("Content-Disposition: form-data; name=\"file\"; filename=\"{expected}\"");
        assert_eq!(lines[1..], ["", header.as_str()]);
    }
}

#[tokio::test]
async fn a_call_returns_a_value_without_its_envelope() -> Result<(), Error> {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client()?;
    let hosts: String = client.users().allow_hosts().await?;
    assert!(hosts.parse::<i64>().is_ok(), "a number in a text: {hosts}");

    let rules = client.device_profiling_rules();
    let matches: bool = rules.test("Cameras", "02:00:5E:00:53:C7").await?;
    let waiting: i64 = rules.queue().await?;
    println!("{matches}, {waiting} waiting");

    let configurations = client.authentication_configurations();
    let id: i64 = configurations.create(&Default::default()).await?;
    assert!(configurations.get(id).await.is_ok());

    let password: types::Secret = client.guests().generate_password(12).await?;
    assert_eq!(format!("{password:?}"), "[redacted]");
    assert!(!password.expose().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_list_without_pages_is_one_page() -> Result<(), Error> {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client()?;
    let page = client
        .adapters()
        .list_for_host(7_301_455_120_986_643)
        .await?;
    let adapters: Vec<types::Adapter> = page.into_iter().collect();
    assert!(!adapters.is_empty());
    assert_eq!(appliance.requests().len(), 1);

    let filtered = client
        .adapters()
        .list()
        .filter("physAddress==02:00:5E:00:53:01");
    filtered.await?;
    assert_eq!(last(&appliance).query().len(), 1);

    appliance.fault(Fault::failure("not now"));
    assert!(client.adapters().list().await.unwrap_err().is_api_error());
    Ok(())
}
