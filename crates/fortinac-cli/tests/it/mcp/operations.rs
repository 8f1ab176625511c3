//! Operations by words, and results of any size.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use super::session::Session;

#[test]
fn operations_are_found_described_and_called() {
    let appliance = Appliance::builder().hosts(200).start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    for (query, expected) in [
        ("list groups", "group_list"),
        ("ports of a device", "port_by_device"),
        ("setRole hosts", "host_set_role"),
        ("alarms", "alarm_get"),
        ("radius", "radius_"),
    ] {
        let found = session.call("search_operations", &json!({"query": query}));
        let operations = found["operations"].as_array().unwrap();
        let names: Vec<&str> = operations
            .iter()
            .map(|one| one["operation"].as_str().unwrap())
            .collect();
        let first = names.iter().take(5);
        assert!(
            first.clone().any(|name| name.starts_with(expected)),
            "{query}: {names:?}"
        );
        assert!(found["total"].as_u64().unwrap() >= names.len() as u64);
    }
    let nothing = session.call("search_operations", &json!({"query": "spaceship"}));
    assert_eq!(nothing, json!({"operations": [], "total": 0}));

    let role = session.call("describe_operation", &json!({"operation": "host_set_role"}));
    assert_eq!(role["effect"], "writes");
    assert_eq!(role["allowed"], false);
    assert_eq!(role["arguments"][0]["name"], "id");
    assert_eq!(role["arguments"][0]["required"], true);
    let update = session.call(
        "describe_operation",
        &json!({"operation": "POST /user/{id}"}),
    );
    assert!(update["body"].as_array().unwrap().len() > 10, "{update}");
    assert!(appliance.requests().is_empty(), "the spec is enough");

    let groups = session.call("call_operation", &json!({"operation": "group_list"}));
    assert_eq!(groups["total"], 2);
    let ports = json!({"operation": "port_list", "arguments": {"count": 1}});
    assert_eq!(
        session.call("call_operation", &ports)["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let host =
        json!({"operation": "host_get", "arguments": {"id": "cam-c-017"}, "columns": ["role"]});
    assert_eq!(
        session.call("call_operation", &host)["result"],
        json!({"role": "NAC-Cameras"})
    );
    let by_path = json!({"operation": "GET /host/7301455120986643", "columns": "role"});
    assert_eq!(
        session.call("call_operation", &by_path)["result"],
        json!({"role": "NAC-Cameras"})
    );
}

#[test]
fn wrong_arguments_say_what_is_right() {
    let appliance = Appliance::builder().hosts(200).start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    for (tool, arguments, expected) in [
        ("find", json!({"waht": "x"}), "expected `what`"),
        ("find", json!({}), "missing field `what`"),
        (
            "list_hosts",
            json!({"count": "many"}),
            "`count`: expected a whole number",
        ),
        (
            "call_operation",
            json!({"operation": "group_list", "arguments": {"filtr": "x"}}),
            "no argument `filtr`",
        ),
        ("call_operation", json!({"operation": "host_get"}), "`id`"),
        (
            "call_operation",
            json!({"operation": "host_get", "arguments": {"id": "nobody"}}),
            "there is no host `nobody`",
        ),
        (
            "call_operation",
            json!({"operation": "no_such_thing"}),
            "no operation `no_such_thing`",
        ),
        ("search_operations", json!({"query": " the "}), "no words"),
    ] {
        let error = session.error(tool, &arguments);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(expected), "{tool} {arguments}: {message}");
    }
    // What models send in other forms is understood.
    for arguments in [
        json!({"count": "2"}),
        json!({"count": 2, "filter": null, "columns": "id"}),
    ] {
        let hosts = session.call("list_hosts", &arguments);
        assert_eq!(hosts["rows"].as_array().unwrap().len(), 2, "{arguments}");
    }
    let text =
        json!({"operation": "host_get", "arguments": "{\"id\": \"cam-c-017\"}", "columns": "role"});
    assert_eq!(
        session.call("call_operation", &text)["result"]["role"],
        "NAC-Cameras"
    );
    let id = session.send_call("no_such_tool", &json!({}));
    assert_eq!(session.response(id)["error"]["code"], -32602);
    assert!(
        !appliance
            .requests()
            .iter()
            .any(|request| request.method() != "GET")
    );
}

#[test]
fn results_are_cut_and_say_so() {
    let appliance = Appliance::builder().hosts(200).start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    let hosts = session.result("list_hosts", &json!({"columns": ["all"], "count": 200}));
    let hosts = &hosts["structuredContent"];
    assert!(
        hosts.to_string().len() <= 16 * 1024,
        "{}",
        hosts.to_string().len()
    );
    let rows = hosts["rows"].as_array().unwrap().len();
    assert!((5..200).contains(&rows), "{rows}");
    assert_eq!(
        hosts["cut"]["left_out"][0],
        format!("rows: items {} to 200 of 200 left out", rows + 1)
    );
    assert_eq!(hosts["total"], 201, "what is small is whole");
    let small = session.call("list_hosts", &json!({"columns": ["id"], "count": 200}));
    assert_eq!(small["cut"], Value::Null);
    assert_eq!(small["rows"].as_array().unwrap().len(), 200);
}
