//! Properties of what is saved: no value survives, and it conforms exactly as the original does.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::exact::ExactJson;

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);

/// Names of properties that records have, that they may have, and that are data.
const NAMES: [&str; 30] = [
    "status",
    "errorMessage",
    "result",
    "results",
    "total",
    "id",
    "dbid",
    "name",
    "role",
    "state",
    "password",
    "apiAccessToken",
    "creationTime",
    "lastModifiedDate",
    "trustedHosts",
    "attributes",
    "currentEnvironment",
    "adapters",
    "version",
    "locationOperator",
    "configuration",
    "profile",
    "attributeFilters",
    "radiusFilterSet",
    "unheardOf",
    "brandNewThing",
    "mfaMode",
    "A0:B1:C2:D3:E4:F5",
    "Lab 7",
    "4711",
];

const CALLS: [(&str, &str); 8] = [
    ("GET", "/api/v2/host?filter=role%3D%3Dx&count=50"),
    ("POST", "/api/v2/user/4711"),
    ("POST", "/api/v2/policy/access/4711"),
    ("POST", "/api/v2/host/set-role"),
    ("POST", "/api/v2/system/group"),
    ("GET", "/api/v2/user/attributes/Lab%207"),
    ("GET", "/api/v2/system/xyzzy/4711"),
    ("POST", "/api/v2/host/import-hosts"),
];

fn exchange(call: (&str, &str), status: u16, request: Option<Value>, response: Value) -> Exchange {
    Exchange {
        method: call.0.into(),
        path: call.1.into(),
        status,
        request: request.map(ExactJson::from),
        response: Some(response.into()),
    }
}

/// What is saved of an exchange.
fn saved(exchange: &Exchange) -> String {
    let mut saver = Saver::default();
    saver.add(&CHECKER, exchange);
    saver.files()[0].text.clone()
}

fn identity(exchange: &Exchange) -> Identity {
    Survey::new(&CHECKER).examine(exchange).identity
}

/// A number, a string that is one, a time, an address or a text.
fn scalar() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-3_i64..20).prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has no NaN", |float| {
            serde_json::Number::from_f64(float).map(Value::from)
        }),
        (1_500_000_000_000_i64..1_800_000_000_000).prop_map(Value::from),
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number.clone(),
        number.prop_map(|number| Value::from(number.to_string())),
        string().prop_map(Value::from),
    ]
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(true|FALSE|null|success|error|OR|AND||\\*|-|-1|0)",
        "20[0-9]{2}-0[1-9]-[0-2][1-9]([T ][01][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?(Z|[+-]0[0-9]:?00)?)?",
        "([0-9A-F]{2}[:-]){5}[0-9A-F]{2}",
        "[0-9a-f]{12}",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5}|/[0-9]{1,2})?",
        "[0-9a-f]{1,4}::[0-9a-f]{1,4}",
        "[a-z]{1,8}@[a-z]{1,8}\\.[a-z]{2}",
        "<[a-z]{1,5}>[a-z ]{0,9}",
        "\\{\"[a-z]{1,6}\": ?(\"[a-z]{0,6}\"|[0-9]{1,6})\\}",
        "\\[\"[a-z]{1,6}\", ?[1-9][0-9]{0,4}\\]",
        "[0-9+:/., -]{1,14}",
    ]
}

fn body() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        let name = prop_oneof![
            6 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
            1 => string(),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((name, inner), 0..6)
                .prop_map(|properties| Value::Object(Map::from_iter(properties))),
        ]
    })
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
        let original = exchange(call, status, request.filter(|body| !body.is_null()), response);
        // JSON has no difference between no body and null.
        prop_assume!(original.response != Some(Value::Null.into()));
        let once = Exchange::from_json(&saved(&original)).unwrap();
        prop_assert_eq!(identity(&original), identity(&once));
        let twice = Exchange::from_json(&saved(&once)).unwrap();
        prop_assert_eq!(identity(&once), identity(&twice));
    }

    #[test]
    fn no_canary_survives(
        word in "zq[a-z]{5}",
        number in 700_000_001_i64..999_999_999,
        octets in prop::array::uniform4(100_u8..190),
        call in prop::sample::select(&CALLS[..]),
        status in prop::sample::select(vec![200_u16, 404]),
    ) {
        let [a, b, c, d] = octets;
        let ip = format!("{a}.{b}.{c}.{d}");
        let mac = format!("{a:02X}:{b:02X}:{c:02X}:{d:02X}:A7:B9");
        let canaries = [word.clone(), number.to_string(), ip.clone(), mac.clone()];
        let everywhere = json!({
            "text": word, "number": number, "float": number as f64 / 8.0, "in_text": number.to_string(),
            "mixed": format!("{word} has {mac} and {ip}"), "list": [ip, mac, format!("{ip}, {mac}")],
            "net": format!("{ip}/24"), "url": format!("https://{word}.example.net:8443/{number}?x={ip}"),
            "mail": format!("{word}@{word}.net"), "markup": format!("<p>{word}</p>"),
            "json": json!({&word: [&word, number, &ip]}).to_string(), "password": word, "pin": number,
            "apiAccessToken": {"value": word}, "status": word, "state": word,
            "attributeFilters": {&word: word, &mac: ip}, "currentEnvironment": {&ip: number},
            "locationOperator": word, "nested": {"deep": [[{"deeper": {&word: {&word: word}}}]]},
            format!("{word} {number}"): word, &mac: 1,
        });
        let mut envelope = everywhere.clone();
        envelope["results"] = json!([everywhere]);
        envelope["result"] = everywhere.clone();
        let path = format!("{}/{word}/{number}/{ip}/{mac}?{word}={word}&filter=role=={word}|id=={number}&x={ip}#{word}", call.1);
        for path in [call.1.to_owned(), path, format!("/api/v2/user/attributes/{word};jsessionid={word}?{ip}")] {
            for request in [envelope.clone(), json!([word, number]), json!(word)] {
                let text = saved(&exchange((call.0, &path), status, Some(request), envelope.clone()));
                for canary in &canaries {
                    prop_assert!(!text.contains(canary.as_str()), "{canary} in {text}");
                }
            }
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
    );
    let form = json!({"id": ["417730255514", "8"], "role": "x"});
    let path = "/host/set-role?id=417730255514";
    saver.add(
        checker,
        &exchange(("POST", path), 200, Some(form), json!({})),
    );
    let found: Vec<usize> = saver
        .files()
        .iter()
        .map(|file| file.text.matches("100000000000").count())
        .collect();
    assert_eq!(found, [3, 2]);
}
