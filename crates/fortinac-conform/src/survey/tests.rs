//! Properties of what is saved: no value survives, and it conforms exactly as the original does.

mod bodies;
mod fuzz;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::exact::{ExactJson, Node};
use crate::redact::Redactor;
use bodies::{CALLS, body};

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);

fn exchange(call: (&str, &str), status: u16, request: Option<Value>, response: Value) -> Exchange {
    let request = request.map(|request| ExactJson::from(request).0);
    exchange_of(call, status, request, ExactJson::from(response).0)
}

fn exchange_of(call: (&str, &str), status: u16, request: Option<Node>, response: Node) -> Exchange {
    Exchange {
        method: call.0.into(),
        path: call.1.into(),
        status,
        request: request.map(ExactJson),
        response: Some(ExactJson(response)),
    }
}

/// What is saved of an exchange.
fn saved(exchange: &Exchange) -> String {
    let mut saver = Saver::default();
    saver.add(&CHECKER, exchange, |_| true);
    saver.files()[0].text.clone()
}

/// All that a report says of an exchange, also to a programmer.
fn told(exchange: &Exchange) -> String {
    let mut survey = Survey::new(&CHECKER).saving();
    let examined = survey.examine(exchange);
    let problems = CHECKER.check(exchange).problems;
    format!(
        "{survey:?} {:?} {} {problems:?}",
        examined.identity, examined.report
    )
}

fn identity(exchange: &Exchange) -> Identity {
    Examined::of(&CHECKER, exchange).identity
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_conforms_as_the_original_does(
        call in prop::sample::select(&CALLS[..]),
        status in prop::sample::select(vec![200_u16, 201, 400, 500]),
        request in prop::option::of(body()),
        response in body(),
    ) {
        // JSON has no difference between no body and null.
        prop_assume!(request != Some(Node::Null) && response != Node::Null);
        let original = exchange_of(call, status, request, response);
        let once = Exchange::from_json(&saved(&original)).unwrap();
        prop_assert_eq!(identity(&original), identity(&once));
        let twice = Exchange::from_json(&saved(&once)).unwrap();
        prop_assert_eq!(identity(&once), identity(&twice));
    }

    #[test]
    fn no_canary_survives_in_files_and_reports(
        word in "zq[a-z]{5}",
        number in 700_000_001_i64..999_999_999,
        octets in prop::array::uniform4(100_u8..190),
        call in prop::sample::select(&CALLS[..]),
        status in prop::sample::select(vec![200_u16, 404]),
        path_of in any::<prop::sample::Index>(),
        request_of in any::<prop::sample::Index>(),
    ) {
        let [a, b, c, d] = octets;
        let ip = format!("{a}.{b}.{c}.{d}");
        let mac = format!("{a:02X}:{b:02X}:{c:02X}:{d:02X}:A7:B9");
        let hex: String = word.bytes().map(|byte| char::from(b'A' + byte % 6)).collect::<String>() + "ABCDE";
        let long = number.to_string().repeat(3);
        let canaries = [word.clone(), number.to_string(), ip.clone(), mac.clone(), hex.clone()];
        let everywhere = json!({
            "text": word, "number": number, "float": number as f64 / 8.0, "in_text": number.to_string(),
            "mixed": format!("{word} has {mac} and {ip}"), "list": [ip, mac, format!("{ip}, {mac}")],
            "net": format!("{ip}/24"), "url": format!("https://{word}.example.net:8443/{number}?x={ip}"),
            "mail": format!("{word}@{word}.net"), "markup": format!("<p>{word}</p>"),
            "json": json!({&word: [&word, number, &ip]}).to_string(), "password": word, "pin": number,
            "apiAccessToken": {"value": word}, "status": word, "state": word,
            "attributeFilters": {&word: word, &mac: ip}, "currentEnvironment": {&ip: number},
            "locationOperator": word, "nested": {"deep": [[{"deeper": {&word: {&word: word}}}]]},
            format!("{word} {number}"): word, &mac: 1, &hex: 2, format!("{word}@{word}.net"): {&word: 1},
            "exponents": [format!("0e{number}"), format!("4e{number}"), format!("{number}E17"), format!("7.{long}e-{number}")],
            "permissions": {"7": {"attributes": {&word: true}}, "": {&word: word}}, "long": long,
            "maps": [{&word: 17}, {&word: 17, &hex: null}, {&word: [1], "name": null}, {&word: {"a": 1}, "b": {"a": 2}}],
            "unset": format!("1970-01-01T17:45:12.{number}-0330"), "prefix": format!("{ip}/{number}"), "morse": "... --- ...",
        });
        let mut envelope = everywhere.clone();
        envelope["results"] = json!([everywhere]);
        envelope["result"] = everywhere.clone();
        let path = format!("{}/{word}/{number}/{ip}/{mac}?{word}={word}&filter=role=={word}|id=={number}&x={ip}#{word}", call.1);
        let path = path_of.get(&[call.1.to_owned(), path, format!("/api/v2/user/attributes/{word};jsessionid={word}?{ip}")]).clone();
        let request = request_of.get(&[envelope.clone(), json!([word, number]), json!(word)]).clone();
        let exchange = exchange((call.0, &path), status, Some(request), envelope);
        let text = told(&exchange) + &saved(&exchange);
        for canary in canaries.iter().map(String::as_str).chain(["... ---"]) {
            prop_assert!(!text.contains(canary), "{canary} in {text}");
        }
    }
}

#[test]
fn an_id_is_the_same_in_path_query_form_and_body() {
    let checker = &*CHECKER;
    let mut saver = Saver::default();
    let id = 417_730_255_514_i64;
    let body = json!({"status": "success", "results": [{"id": id, "userID": id.to_string()}]});
    saver.add(
        checker,
        &exchange(("GET", "/user/417730255514"), 200, None, body),
        |_| true,
    );
    let form = json!({"id": ["417730255514", "8"], "role": "x"});
    let path = "/host/set-role?id=417730255514";
    saver.add(
        checker,
        &exchange(("POST", path), 200, Some(form), json!({})),
        |_| true,
    );
    let found: Vec<usize> = saver
        .files()
        .iter()
        .map(|file| file.text.matches("100000000000").count())
        .collect();
    assert_eq!(found, [3, 2]);
}

#[test]
fn the_same_address_is_the_same_in_each_notation() {
    let groups = |digits: &str, length: usize, separator: &str| -> String {
        let digits = digits.as_bytes().chunks(length);
        let groups: Vec<_> = digits.map(|group| String::from_utf8_lossy(group)).collect();
        groups.join(separator)
    };
    for digits in [
        "a0b1c2d3e4f5",
        "101112131415",
        "001112131415",
        "417e73025551",
        "02005e000001",
    ] {
        let mut redactor = Redactor::default();
        let plain = |text: &str| text.replace([':', '-', '.'], "").to_lowercase();
        let notations = [
            digits.to_owned(),
            digits.to_uppercase(),
            groups(digits, 2, ":"),
            groups(digits, 2, "-").to_uppercase(),
            groups(digits, 4, "."),
        ];
        let replaced = notations.map(|text| plain(&redactor.string(&text, "")));
        assert!(
            replaced.iter().all(|text| *text == replaced[0]),
            "{replaced:?}"
        );
        assert_ne!(replaced[0], digits);
    }
}

#[test]
fn names_in_the_body_of_an_unknown_operation_stay_only_if_the_spec_has_them() {
    for results in [
        json!({"rbeck": 17, "asmith": 3}),
        json!({"rbeck": 17}),
        json!({"rbeck": null, "adminHost": {"userName": 1}}),
        json!([{"rbeck": "x", "dbid": 7}]),
    ] {
        let body = json!({"status": "success", "results": results});
        let text = saved(&exchange(("GET", "/system/xyzzy/1"), 200, None, body));
        for name in ["rbeck", "asmith", "adminHost"] {
            assert!(!text.contains(name), "{text}");
        }
        assert!(
            text.contains("\"status\"") && text.contains("\"text_"),
            "{text}"
        );
        assert_eq!(text.contains("dbid"), results.is_array());
    }
}

#[test]
fn keys_stay_distinct_and_in_their_order() {
    let keys = json!({"17:45": 1, "18:45": 2, "01:01": 3, "10:11": 4});
    let text = saved(&exchange(
        ("POST", "/user/7"),
        200,
        Some(json!({"currentEnvironment": keys})),
        json!({}),
    ));
    let saved: Value = serde_json::from_str(&text).unwrap();
    let keys = saved["request"]["currentEnvironment"].as_object().unwrap();
    let keys: Vec<&String> = keys.keys().collect();
    assert_eq!(keys, ["01:01", "text-1", "text-2", "text-3"]);
}

#[test]
fn what_an_exchange_file_cannot_hold_is_not_saved_and_told() {
    let deep = |depth: usize| {
        (0..depth).fold(Node::String(String::new()), |inner, _| {
            Node::Array(vec![inner])
        })
    };
    let mut survey = Survey::new(&CHECKER).saving();
    let call = ("GET", "/user/7");
    for response in [Node::Null, deep(126), deep(127), deep(300)] {
        survey.examine(&exchange_of(call, 200, None, response));
    }
    survey.examine(&exchange_of(call, 200, Some(Node::Null), Node::Bool(true)));
    survey.examine(&exchange_of(
        ("canary", "/user/7"),
        200,
        None,
        Node::Bool(true),
    ));
    assert_eq!(survey.saved().len(), 1);
    let unsaved: Vec<_> = survey.unsaved().collect();
    assert_eq!(
        unsaved,
        [(Unsaved::Method, 1), (Unsaved::Null, 2), (Unsaved::Deep, 2)]
    );
}
