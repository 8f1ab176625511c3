//! Operations whose method, body or response is not like that of others.

use fortinac_client::types::Timestamp;
use fortinac_client::types::settings::{AaaMapping, AgentUpdate};
use fortinac_client::{Client, Upload};
use fortinac_spec::Api;
use fortinac_spec::api::{Method, Operation};
use fortinac_testkit::{Request, Response, Server};
use fortinac_tests::files;
use serde_json::{Value, json};

use crate::support::appliance;

fn ok(value: Value) -> Response {
    let mut body = json!({"status": "success", "errorMessage": null});
    let properties = value.as_object().cloned().unwrap_or_default();
    body.as_object_mut().unwrap().extend(properties);
    Response::json(200, body)
}

fn busy() -> Response {
    Response::json(503, json!({"status": "error", "errorMessage": "busy"}))
}

/// A server that sends the response of a captured exchange.
async fn captured(file: &str) -> (Server, Client) {
    let exchanges = files("exchanges");
    let (_, text) = exchanges.iter().find(|(name, _)| name == file).expect(file);
    let exchange: Value = serde_json::from_str(text).unwrap();
    appliance([Response::json(200, exchange["response"].clone())]).await
}

fn json_of(request: &Request) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

fn operations(holds: impl Fn(&Operation) -> bool) -> Vec<String> {
    let operations = Api::bundled_index().operations;
    operations
        .into_iter()
        .filter(holds)
        .map(|operation| operation.id)
        .collect()
}

#[tokio::test]
async fn a_get_that_changes_data_is_not_repeated() {
    let (server, client) = appliance([busy(), ok(json!({}))]).await;
    let error = client.devices().polling_l3([7]).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    assert!(error.may_have_been_applied(), "{error}");

    let (server, client) = appliance([busy(), ok(json!({"results": []}))]).await;
    client.devices().list().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_post_that_only_reads_is_repeated() {
    let (server, client) = appliance([busy(), ok(json!({}))]).await;
    client.vulnerability_scanners().test(7).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.requests()[0].method, "POST");

    // Others are not.
    let (server, client) = appliance([busy(), ok(json!({}))]).await;
    client.vulnerability_scanners().poll(7).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

/// A mark that is lost makes a call that changes data one that is sent twice.
#[test]
fn the_methods_that_do_not_say_what_a_call_does() {
    assert_eq!(
        operations(Operation::writes_by_get),
        [
            "device_move_many",
            "device_polling_l3",
            "port_monitor_get",
            "alarm_monitor_get",
            "event_monitor_get",
            "security_event_monitor_get_monitor",
        ]
    );
    assert_eq!(
        operations(Operation::reads_without_get),
        [
            "device_profiling_rule_test",
            "directory_agent_test",
            "aaa_server_validate_settings",
            "security_event_parser_parse_message",
            "vulnerability_scanner_test",
            "dashboard_list_device_summary",
        ]
    );
    let deletes = |operation: &Operation| {
        operation.method == Method::Delete || operation.verb.starts_with("delete")
    };
    assert_eq!(
        operations(|operation| operation.destructive && !deletes(operation)),
        [
            "endpoint_compliance_scan_remove_policy_types",
            "radius_server_disable",
            "certificate_restart",
            "backup_settings_restore_database_archives",
            "local_properties_restart_primary_control",
            "dashboard_reset_to_default",
        ]
    );
    assert!(operations(deletes).len() > 90);
}

#[tokio::test]
async fn a_secret_that_is_answered_is_not_shown() {
    const CANARY: &str = "canary-78217";
    let by_id = operations(Operation::returns_secret);
    assert_eq!(by_id.len(), 10, "{by_id:?}");

    let (_server, client) = appliance([ok(json!({"result": CANARY}))]).await;
    let call = client.integration_settings().fsso_password();
    let response = call.with_response().await.unwrap();
    assert!(!format!("{response:?}").contains(CANARY), "{response:?}");
    assert_eq!(response.value.expose(), CANARY);

    // No password is set.
    let (_server, client) = captured("get-settings-integration-FSSO-password.json").await;
    let call = client.integration_settings().fsso_password();
    assert!(call.optional().await.unwrap().is_none());

    // It is no string: the error does not show it either.
    let (_server, client) = appliance([ok(json!({"result": {"password": CANARY}}))]).await;
    let error = client
        .integration_settings()
        .fsso_password()
        .await
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
}

#[tokio::test]
async fn a_certificate_is_renewed() {
    const TARGET: &str = "Local RADIUS Server (EAP) [radius]";
    const PATH: &str = "/api/v2/settings/security/certificate-server/Local%20RADIUS%20Server%20%28EAP%29%20%5Bradius%5D";
    const KEY: &str =
        "-----BEGIN PRIVATE KEY-----\nMIIcanary0123456789\n-----END PRIVATE KEY-----\n";
    let (server, client) = appliance([
        ok(json!({"restartRequired": true})),
        ok(json!({})),
        Response::json(
            200,
            json!({"status": "error", "errorMessage": "no key in MIIcanary0123456789"}),
        ),
    ])
    .await;
    let certs = Upload::new("chain.pem", "-----BEGIN CERTIFICATE-----\n");
    let key = Upload::new("key.pem", KEY);
    let update = || {
        let certificates = client.certificates();
        certificates.update(
            TARGET,
            "ServerCert",
            "provided",
            "RADIUS",
            "x",
            &certs,
            &key,
        )
    };
    let uploaded = update().await.unwrap();
    assert!(uploaded.restart_required == true);
    client.certificates().restart(TARGET).await.unwrap();

    let requests = server.requests();
    assert_eq!(requests[0].target, PATH);
    let sent = &requests[0].body;
    for part in [
        "name=\"targetType\"\r\n\r\nServerCert\r\n",
        "name=\"certOwnerType\"\r\n\r\nRADIUS\r\n",
        "name=\"certs\"; filename=\"chain.pem\"",
        "name=\"privateKey\"; filename=\"key.pem\"",
        KEY,
    ] {
        assert!(sent.contains(part), "no {part:?} in {sent}");
    }
    // The literal stands beside the name of a target.
    let restart = "/api/v2/settings/security/certificate-server/restart";
    assert_eq!(requests[1].target, restart);
    assert_eq!(
        requests[1].body,
        "target=Local+RADIUS+Server+%28EAP%29+%5Bradius%5D"
    );
    let api = Api::bundled_index();
    let found = |path: &str| api.find("POST", path).map(|operation| operation.id.clone());
    let base = "/settings/security/certificate-server";
    assert_eq!(
        found(&format!("{base}/restart")).as_deref(),
        Some("certificate_restart")
    );
    assert_eq!(
        found(&format!("{base}/Portal")).as_deref(),
        Some("certificate_update")
    );

    // An appliance that repeats the key does not bring it into a message.
    let error = update().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    assert!(error.is_api_error(), "{error}");
}

#[tokio::test]
async fn a_response_that_is_xml_alone() {
    let xml = "<?xml version=\"1.0\"?><anything><DpcRule><name>Cameras</name><enabled>true</enabled><rank>6</rank>\
               </DpcRule></anything>";
    let (server, client) = appliance([Response::new(200, "application/xml", xml)]).await;
    let export = client.device_profiler_rules().export().await.unwrap();
    let rules = export.dpc_rule.value().unwrap();
    assert_eq!(rules.len(), 1);
    assert!(rules[0].name == "Cameras" && rules[0].enabled == true);
    let request = &server.requests()[0];
    assert_eq!(request.target, "/api/v2/DeviceProfiler/Rule/export");
    assert_eq!(request.header("accept"), Some("application/xml"));
}

#[tokio::test]
async fn a_response_without_an_envelope() {
    let (_server, client) = captured("get-logging-connection-tabledatatotals.json").await;
    let totals = client.connections().tabledatatotals().await.unwrap();
    assert!(totals.known_values.is_value(), "{totals:?}");
    // A failure is one all the same.
    let failure = json!({"status": "error", "errorMessage": "busy"});
    let (_server, client) = appliance([Response::json(200, failure)]).await;
    let error = client.connections().tabledatatotals().await.unwrap_err();
    assert!(error.is_api_error(), "{error}");
}

/// Only the outer envelope says whether the call succeeded, and a date alone is a time.
#[tokio::test]
async fn an_envelope_inside_of_an_envelope() {
    let inner = json!({"status": "error", "errorMessage": "inner", "startDate": "2024-03-07", "endDate": "1969-12-31"});
    let (_server, client) = appliance([ok(json!({"result": inner}))]).await;
    let statistics = client.security_event_summary().statistics().await.unwrap();
    assert!(statistics.status == "error");
    let instant = |time: Option<&Timestamp>| time.unwrap().instant().unwrap();
    let start = instant(statistics.start_date.value()).unwrap();
    assert_eq!(start.to_string(), "2024-03-07T00:00:00Z");
    assert_eq!(instant(statistics.end_date.value()), None);
}

#[tokio::test]
async fn a_list_under_another_name() {
    let groups = json!({"groups": [{"id": 7, "name": "Staff"}]});
    let (_server, client) = appliance([ok(groups)]).await;
    let page = client.roles().list_simple().await.unwrap();
    assert_eq!(page.items.len(), 1);
    assert!(page.items[0].name == "Staff");

    let (_server, client) = appliance([ok(json!({"results": [], "totalCount": 12}))]).await;
    assert_eq!(client.devices().count().await.unwrap(), 12);
}

#[tokio::test]
async fn property_names_that_are_labels() {
    let (_server, client) = captured("get-system-scheduler-activity-types.json").await;
    let types = client.scheduled_tasks().activity_types().await.unwrap();
    let types = types.result.value().unwrap();
    let word = types.get("Enable HP/NT Port Security").unwrap();
    assert_eq!(word, "ENABLE_HP_SECURITY");
}

#[tokio::test]
async fn a_number_inside_a_string_keeps_its_form() {
    let settings = json!({"maxUpdateAttempts": "03", "allowDowngrade": false});
    let (server, client) = appliance([ok(json!({"result": settings})), ok(json!({}))]).await;
    let update: AgentUpdate = client.agent_settings().agent_update().await.unwrap();
    assert_eq!(update.max_update_attempts.value().unwrap().value(), Some(3));
    client
        .agent_settings()
        .set_agent_update(&update)
        .await
        .unwrap();
    assert_eq!(json_of(&server.requests()[1]), settings);

    let changed = AgentUpdate {
        max_update_attempts: 5.into(),
        ..AgentUpdate::default()
    };
    assert_eq!(json!(changed), json!({"maxUpdateAttempts": "5"}));
}

#[tokio::test]
async fn an_array_as_a_body() {
    let (server, client) = appliance([ok(json!({}))]).await;
    let mapping = AaaMapping {
        server: "radius-c".into(),
        ..AaaMapping::default()
    };
    client.aaa_mappings().delete_many(&[mapping]).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(json_of(request), json!([{"server": "radius-c"}]));
}

#[tokio::test]
async fn a_filter_that_is_called_filters() {
    let (server, client) = appliance([ok(json!({"results": [], "total": 0}))]).await;
    client
        .access_policies()
        .list()
        .filters("name==x")
        .await
        .unwrap();
    assert_eq!(
        server.targets(),
        ["/api/v2/policy/access?filters=name%3D%3Dx"]
    );
}

/// A secret in the query is not in the message of a failure.
#[tokio::test]
async fn a_secret_in_the_query() {
    let failure = json!({"status": "error", "errorMessage": "no login with canary-78217"});
    let (server, client) = appliance([Response::json(200, failure)]).await;
    let call = client
        .vulnerability_scanners()
        .scans(7)
        .vuln_pw("canary-78217");
    let error = call.await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    assert!(server.targets()[0].contains("vulnPW=canary-78217"));
}
