//! Descriptions that speak of where something is known from.

use super::super::Change::Edit;
use super::super::{SHARED, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "a sample in the description of a property",
            [Edit(
                THING,
                "description: Kind of the thing.",
                "description: Kind of the thing. Null in the sample.",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind/description",
                "speaks of where it is known from: `sample`",
                "speak of responses and requests (`null in real responses`), and move the rest to `x-fortinac-note`",
            ]],
        ),
        case(
            "a page in the description beside an `allOf`",
            [Edit(
                THING,
                "description: Time of the last change.",
                "description: Time, by the reference page.",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/changed/description",
                "speaks of where it is known from: `page`",
                "move where it is known from to `x-fortinac-note`; if this is a page of a list or of a web interface, add the phrase to xtask/src/lint/provenance.rs",
            ]],
        ),
        case(
            "a release in a summary",
            [Edit(
                THING,
                "summary: Add a thing",
                "summary: Add a thing (7.4.0)",
            )],
            &[&[
                "thing/thing.yaml: thing_create/summary",
                "names the release 7.4.0",
                "say what is so; `x-fortinac-versions` has the releases, and `x-fortinac-note` what differs among them",
            ]],
        ),
        case(
            "a third party in the description of a parameter",
            [Edit(
                SHARED,
                "      name: limit\n",
                "      name: limit\n      description: As third-party programs send it.\n",
            )],
            &[&[
                "common.yaml: components/parameters/Limit/description",
                "speaks of where it is known from: `third-party`",
                "move where it is known from to `x-fortinac-note`",
            ]],
        ),
        case(
            "what is documented",
            [Edit(
                THING,
                "description: The things.",
                "description: Only the names are documented.",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/description",
                "speaks of where it is known from: `documented`",
                "say what is so, and move who documents it to `x-fortinac-note`, or what is not documented to `x-fortinac-gap`; if this is a file, add the phrase to xtask/src/lint/provenance.rs",
            ]],
        ),
        case(
            "a page of a list, and a document that is a file",
            [
                Edit(
                    THING,
                    "description: The things.",
                    "description: The things, one page at a time, or an XML document.",
                ),
                Edit(
                    THING,
                    "description: A thing.",
                    "description: A thing at 192.0.2.7 with TLS 1.2.",
                ),
            ],
            &[],
        ),
    ]
}
