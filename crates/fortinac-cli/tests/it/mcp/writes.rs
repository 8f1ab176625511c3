//! A write is a plan first, and is carried out only as planned.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use super::session::Session;

fn quarantine() -> Value {
    json!({"operation": "host_set_role", "arguments": {"id": "cam-c-017", "role": "NAC-Quarantine"}})
}

fn confirmed(call: &Value, plan: &Value) -> Value {
    let mut call = call.clone();
    call["confirm"] = plan["confirm"].clone();
    call
}

fn writes(appliance: &Appliance) -> usize {
    let requests = appliance.requests();
    let writes = requests.iter().filter(|request| request.method() != "GET");
    writes.count()
}

#[test]
fn a_plan_tells_what_is_there_and_sends_nothing() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "hosts"]);
    let planned = session.call("call_operation", &quarantine());
    let plan = &planned["plan"];
    assert_eq!(plan["method"], "POST");
    assert_eq!(plan["path"], "/host/set-role");
    assert_eq!(plan["effect"], "changes data");
    assert_eq!(
        plan["body"],
        json!({"id": "7301455120986643", "role": "NAC-Quarantine"})
    );
    assert_eq!(plan["changes"][0]["hostName"], "cam-c-017");
    assert_eq!(plan["changes"][0]["role"], "NAC-Cameras");
    assert!(planned["next"].as_str().unwrap().contains("consent"));
    assert_eq!(writes(&appliance), 0);

    let done = session.call("call_operation", &confirmed(&quarantine(), &planned));
    assert_eq!(done, json!({"result": "done"}));
    let found = session.call("find", &json!({"what": "cam-c-017"}));
    assert_eq!(found["rows"][0]["role"], "NAC-Quarantine");
    assert_eq!(writes(&appliance), 1);
    let again = session.error("call_operation", &confirmed(&quarantine(), &planned));
    assert!(
        again["message"].as_str().unwrap().contains("was used"),
        "{again}"
    );
    assert_eq!(writes(&appliance), 1);
}

#[test]
fn a_changed_plan_is_refused() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "host,user,group"]);
    let mut other_role = quarantine();
    other_role["arguments"]["role"] = "Admin".into();
    let mut other_host = quarantine();
    other_host["arguments"]["id"] = json!(["cam-c-017", 7_301_455_120_986_643_i64]);
    let other_operation =
        json!({"operation": "host_disable", "arguments": {"id": 7_301_455_120_986_643_i64}});
    for changed in [other_role, other_host, other_operation] {
        let plan = session.call("call_operation", &quarantine());
        let error = session.error("call_operation", &confirmed(&changed, &plan));
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .starts_with("this is not what was planned"),
            "{changed}: {error}"
        );
        // The token is gone, and with it the plan.
        let error = session.error("call_operation", &confirmed(&quarantine(), &plan));
        assert_eq!(error["kind"], "usage");
    }
    for token in [json!(""), json!("x"), json!(7)] {
        let mut call = quarantine();
        call["confirm"] = token.clone();
        session.error("call_operation", &call);
    }
    assert_eq!(writes(&appliance), 0);
}

#[test]
fn a_record_that_somebody_else_changes_is_another_plan() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "host"]);
    let plan = session.call("call_operation", &quarantine());
    let meanwhile = crate::support::run(
        &appliance,
        &["host", "set-role", "cam-c-017", "--role", "Other"],
    );
    assert_eq!(meanwhile.code, Some(0), "{meanwhile:?}");
    let before = writes(&appliance);
    let error = session.error("call_operation", &confirmed(&quarantine(), &plan));
    assert!(
        error["message"].as_str().unwrap().contains("others now"),
        "{error}"
    );
    assert_eq!(writes(&appliance), before);
}

#[test]
fn an_update_shows_each_change_and_keeps_the_rest() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "user"]);
    let call = json!({"operation": "user_update", "arguments": {"id": "mlind"},
        "body": {"email": "new@example.com", "firstName": "Mara", "notes": null}});
    let planned = session.call("call_operation", &call);
    let change = &planned["plan"]["changes"][0]["change"];
    assert_eq!(
        change["email"],
        json!({"now": "mlind@example.com", "then": "new@example.com"})
    );
    assert_eq!(change["firstName"], Value::Null, "it is the same");
    session.call("call_operation", &confirmed(&call, &planned));
    let requests = appliance.requests();
    let sent = requests.last().unwrap().json().unwrap();
    assert_eq!(sent["email"], "new@example.com");
    assert_eq!(
        sent["lastName"], "Lind",
        "an absent property may be cleared: {sent}"
    );

    let unknown =
        json!({"operation": "user_update", "arguments": {"id": 31}, "body": {"emial": "x"}});
    let error = session.error("call_operation", &unknown);
    assert!(error["hint"].as_str().unwrap().contains("email"), "{error}");
    let text = json!({"operation": "user_update", "arguments": {"id": 31}, "body": "{\"notes\": \"as text\"}"});
    let planned = session.call("call_operation", &text);
    assert_eq!(planned["plan"]["body"], json!({"notes": "as text"}));
    let missing =
        json!({"operation": "user_update", "arguments": {"id": 99}, "body": {"notes": "x"}});
    assert_eq!(
        session.error("call_operation", &missing)["kind"],
        "not-found"
    );
}

#[test]
fn many_records_need_a_larger_number() {
    let appliance = Appliance::builder().hosts(150).start().unwrap();
    let ids = crate::support::run(&appliance, &["host", "list", "--jq", "[.[].id]"]).json();
    let call = json!({"operation": "host_set_role", "arguments": {"id": ids, "role": "x"}});
    let mut session = Session::new(&appliance, &["--allow-writes", "host"]);
    let error = session.error("call_operation", &call);
    assert!(
        error["message"].as_str().unwrap().contains("--max 100"),
        "{error}"
    );
    let mut large = Session::new(&appliance, &["--allow-writes", "host", "--max", "200"]);
    let planned = large.call("call_operation", &call);
    assert_eq!(planned["plan"]["records"], 151);
    assert_eq!(planned["plan"]["notRead"], 146);
    assert_eq!(writes(&appliance), 0);
}
