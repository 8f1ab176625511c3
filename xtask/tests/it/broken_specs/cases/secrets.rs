//! Names that sound like secrets.

use super::super::Change::Edit;
use super::super::THING;
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "a secret without its format",
            [Edit(THING, "          format: password\n", "")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/apiToken",
                "`apiToken` sounds like a secret, and is not `format: password`",
                "add the format, or say in `x-fortinac-not-secret` why it is not one",
            ]],
        ),
        case(
            "an exception without need",
            [Edit(THING, "passThrough:", "detour:")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/detour",
                "`x-fortinac-not-secret` has no effect",
                "take it out: the rule does not take this for a secret",
            ]],
        ),
        case(
            "an exception without a reason",
            [Edit(THING, "It is yes or no.", "''")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/passThrough/x-fortinac-not-secret",
                "is empty",
                "fill it in. Why it is not a secret although its name sounds like one.",
            ]],
        ),
        case(
            "a parameter that sounds like a secret",
            [Edit(THING, "- name: sortDirection", "- name: apiKey")],
            &[&[
                "thing/thing.yaml:14:11: thing_list/parameters/apiKey",
                "`apiKey` sounds like a secret, and is not `format: password`",
                "add the format, or say in `x-fortinac-not-secret` why it is not one",
            ]],
        ),
    ];
    for (name, expected) in SECRETS {
        cases.push(case(
            format!("a secret that is a plain string: {name}"),
            [super::super::Change::Build(
                THING,
                "        kind:\n",
                format!("        {name}:\n"),
            )],
            expected,
        ));
    }
    cases
}

const SECRETS: [(&str, super::Expected); 4] = [
    (
        "cliPwd",
        &[&[
            "thing/thing.yaml: components/schemas/ThingForm/properties/cliPwd",
            "`cliPwd` sounds like a secret, and is not `format: password`",
            "add the format, or say in `x-fortinac-not-secret` why it is not one",
        ]],
    ),
    (
        "presharedKey",
        &[&[
            "thing/thing.yaml: components/schemas/ThingForm/properties/presharedKey",
            "`presharedKey` sounds like a secret, and is not `format: password`",
            "add the format, or say in `x-fortinac-not-secret` why it is not one",
        ]],
    ),
    (
        "radiusKey",
        &[&[
            "thing/thing.yaml: components/schemas/ThingForm/properties/radiusKey",
            "`radiusKey` sounds like a secret, and is not `format: password`",
            "add the format, or say in `x-fortinac-not-secret` why it is not one",
        ]],
    ),
    (
        "snmpCommunity",
        &[&[
            "thing/thing.yaml: components/schemas/ThingForm/properties/snmpCommunity",
            "`snmpCommunity` sounds like a secret, and is not `format: password`",
            "add the format, or say in `x-fortinac-not-secret` why it is not one",
        ]],
    ),
];
