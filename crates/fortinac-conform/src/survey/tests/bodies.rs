//! Bodies of exchanges, of all that a body can have.

use proptest::prelude::*;

use crate::exact::Node;

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

pub(super) const CALLS: [(&str, &str); 10] = [
    ("GET", "/api/v2/host?filter=role%3D%3Dx&count=50"),
    ("POST", "/api/v2/user/4711"),
    ("POST", "/api/v2/policy/access/4711"),
    ("POST", "/api/v2/host/set-role"),
    ("POST", "/api/v2/system/group"),
    ("GET", "/api/v2/user/attributes/Lab%207"),
    ("GET", "/api/v2/system/xyzzy/4711"),
    ("POST", "/api/v2/host/import-hosts"),
    ("POST", "/api/v2/user/admin-profile"),
    ("GET", "/api/v2/user/+7?rowan+lab"),
];

/// A number as it is written, also one that 64 bits do not hold.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        (-3_i64..20).prop_map(|number| number.to_string()),
        (1_500_000_000_000_i64..1_800_000_000_000).prop_map(|number| number.to_string()),
        any::<f64>().prop_filter_map("JSON has no NaN", |float| {
            serde_json::Number::from_f64(float).map(|number| number.to_string())
        }),
        "-?(0|[1-9][0-9]{0,3}|[1-9][0-9]{16,40})(\\.[0-9]{1,2}|\\.[0-9]{14,30})?([eE][+-]?[0-9]{1,12})?",
    ]
}

/// A number, a string that is one, a time, an address or a text.
fn scalar() -> impl Strategy<Value = Node> {
    prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::Bool),
        number().prop_map(|number| Node::Number(number.into())),
        string().prop_map(Node::String),
    ]
}

pub(super) fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        number(),
        "(true|FALSE|nULL|success|error|OR|AND||\\*|-|-1|0)",
        "(20[0-9]{2}-0[1-9]-[0-2][1-9]|1970-01-01)([T ][01][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,12})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
        "([0-9A-F]{2}[:-]){5}[0-9A-F]{2}",
        // Many are no address.
        "([0-9a-z]{2}[:-]){2,5}[0-9a-z]{2}",
        "[0-9]{2}(:[0-9]{2}){5}|[0-9]{12}",
        "[0-9a-fA-F]{12}|[0-9]{3,6}[eE][0-9]{5,8}",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5}|/[0-9]{1,3})?(-[0-9]{1,3}(\\.[0-9]{1,3}){3})?",
        "[0-9a-f]{1,4}::[0-9a-f]{1,4}",
        "[a-z+]{1,8}@[a-z]{1,8}\\.[a-z]{2}",
        "<[a-z]{1,5}>[a-z ]{0,9}",
        "\\{\"[a-z]{1,6}\": ?(\"[a-z]{0,6}\"|[0-9]{1,6})\\}",
        "\\[\"[a-z]{1,6}\", ?[1-9][0-9]{0,4}\\]",
        "[0-9+:/., -]{1,14}",
        "[.,;|* 0-]{1,9}",
        "[\u{1F600}-\u{1F64F}]{1,4}",
        "text[-_][0-9]",
    ]
}

pub(super) fn body() -> impl Strategy<Value = Node> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        let name = prop_oneof![
            6 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
            1 => "[a-z]{1,8}|[a-z]{1,5}[A-Z][a-z]{1,5}|[A-F]{6,12}",
            1 => string(),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Array),
            prop::collection::vec((name, inner), 0..6)
                .prop_map(|properties| Node::Object(properties.into_iter().collect())),
        ]
    })
}
