//! Parameters and paths.

use super::super::Change::{Build, Edit};
use super::super::{SHARED, THING};
use super::{Case, case, operation};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "a parameter of the path that is missing",
            [Edit(
                THING,
                "      - name: id\n        in: path",
                "      - name: id\n        in: query",
            )],
            &[&[
                "thing/thing.yaml: thing_update",
                "the path has {id}, and there is no such parameter",
                "add a parameter `name: id`, `in: path`, `required: true`",
            ]],
        ),
        case(
            "a parameter of the path that is not in it",
            [Edit(
                THING,
                "  /thing/{id}:\n    parameters:\n",
                "  /thing/{id}:\n    parameters:\n      - {name: other, in: path, required: true, schema: {type: string}}\n",
            )],
            &[&[
                "thing/thing.yaml: thing_update",
                "the parameter `other` is not in the path /thing/{id}",
                "add {other} to the path, or take the parameter out",
            ]],
        ),
        case(
            "a parameter of the path that is optional",
            [Edit(
                THING,
                "        required: true\n        schema",
                "        schema",
            )],
            &[&[
                "thing/thing.yaml: /thing/{id}/parameters/id",
                "`required` is missing",
                "add it. A parameter in the path is `required: true`.",
            ]],
        ),
        case(
            "a parameter of the path that can be left out",
            [Edit(
                THING,
                "        required: true\n        schema",
                "        required: false\n        schema",
            )],
            &[&[
                "thing/thing.yaml: /thing/{id}/parameters/id/required",
                "is `false`, and not `true`",
                "A parameter in the path is `required: true`.",
            ]],
        ),
        case(
            "a parameter in a header",
            [Edit(THING, "in: query", "in: header")],
            &[&[
                "thing/thing.yaml: thing_list/parameters/sortDirection/in",
                "is `header`, which is not known",
                "write one of: path, query. Only `in: path` and `in: query` are supported.",
            ]],
        ),
        case(
            "a parameter with a style of its own",
            [Edit(
                THING,
                "in: query",
                "in: query\n          explode: false",
            )],
            &[&[
                "thing/thing.yaml: thing_list/parameters/sortDirection",
                "`explode` is not known here",
                "take it out: an array becomes a repeated key",
            ]],
        ),
        case(
            "a parameter without a schema",
            [Edit(
                SHARED,
                "      schema:\n        type: integer\n        format: int64\n",
                "",
            )],
            &[&[
                "common.yaml: components/parameters/Limit",
                "`schema` is missing",
                "add it. Its type: an integer, a string, a boolean, or an array of one of these.",
            ]],
        ),
        case(
            "a parameter with a fraction",
            [Edit(
                SHARED,
                "        type: integer\n        format: int64\n",
                "        type: number\n",
            )],
            &[&[
                "common.yaml: components/parameters/Limit",
                "`limit` has a schema that no argument can have",
                "use an integer, a string, a boolean, or an array of one of these",
            ]],
        ),
        case(
            "a parameter that is there twice",
            [Edit(
                THING,
                "- name: sortDirection",
                "- name: limit\n          in: query\n          schema:\n            type: string\n        - name: sortDirection",
            )],
            &[&[
                "thing/thing.yaml: thing_list",
                "the parameters `limit` and `limit` are the same argument",
                "take one of them out, here or on the path",
            ]],
        ),
        case(
            "two parameters that are one argument in Rust",
            [Edit(
                THING,
                "- name: sortDirection",
                "- name: sort_direction\n          in: query\n          schema:\n            type: string\n        - name: sortDirection",
            )],
            &[&[
                "thing/thing.yaml: thing_list",
                "the parameters `sort_direction` and `sortDirection` are the same argument",
                "take one of them out, here or on the path",
            ]],
        ),
        case(
            "two fields of a form that are one argument in Rust",
            [Edit(
                THING,
                "        kind:\n",
                "        KIND:\n          type: string\n          nullable: true\n          description: Kind.\n        kind:\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create",
                "the fields `KIND` and `kind` are the same argument",
                "take one of them out: each is an argument or a method of the call",
            ]],
        ),
        case(
            "a brace that is not closed",
            [path("/thing/{id")],
            &[&[
                "thing/thing.yaml: /thing/{id",
                "a brace is not closed",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "braces inside a segment",
            [path("/thing/g-{id}/{id}")],
            &[&[
                "thing/thing.yaml: /thing/g-{id}/{id}",
                "a name in braces is beside other text of its segment",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "two names in a segment",
            [path("/thing/{id}{id}")],
            &[&[
                "thing/thing.yaml: /thing/{id}{id}",
                "a name in braces is beside other text of its segment",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "a name in two segments",
            [path("/thing/{id}/{id}")],
            &[&[
                "thing/thing.yaml: /thing/{id}/{id}",
                "a name in braces is there twice",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "a path with a query",
            [path("/thing/{id}?all=true")],
            &[&[
                "thing/thing.yaml: /thing/{id}?all=true",
                "a path has no query, fragment, white space or double slash",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "a path with a double slash",
            [path("/thing//{id}")],
            &[&[
                "thing/thing.yaml: /thing//{id}",
                "a path has no query, fragment, white space or double slash",
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            ]],
        ),
        case(
            "a filter that is a string",
            [Edit(THING, "- name: sortDirection", "- name: filter")],
            &[&[
                "thing/thing.yaml: thing_list/parameters/filter",
                "`filter` is an array of strings in every list, and optional",
                "`$ref` the shared parameter of common.yaml, as other lists do",
            ]],
        ),
        case(
            "a filter of booleans",
            [Edit(
                THING,
                "- name: sortDirection\n          in: query\n          schema:\n            type: string\n",
                "- {name: filter, in: query, schema: {type: array, items: {type: boolean}}}\n",
            )],
            &[&[
                "thing/thing.yaml: thing_list/parameters/filter",
                "`filter` is an array of strings in every list, and optional",
                "`$ref` the shared parameter of common.yaml, as other lists do",
            ]],
        ),
        case(
            "shared parameters that are others",
            [Edit(THING, "- name: sortDirection\n", SHARED_PARAMETERS)],
            &[
                &[
                    "thing/thing.yaml: thing_list/parameters/filter",
                    "`filter` is an array of strings in every list, and optional",
                    "`$ref` the shared parameter of common.yaml, as other lists do",
                ],
                &[
                    "thing/thing.yaml: thing_list/parameters/start",
                    "`start` is an integer in every list, and optional",
                    "`$ref` the shared parameter of common.yaml, as other lists do",
                ],
                &[
                    "thing/thing.yaml: thing_list/parameters/count",
                    "`count` is an integer in every list, and optional",
                    "`$ref` the shared parameter of common.yaml, as other lists do",
                ],
                &[
                    "thing/thing.yaml: thing_list/parameters/sortKey",
                    "`sortKey` is a string in every list, and optional",
                    "`$ref` the shared parameter of common.yaml, as other lists do",
                ],
            ],
        ),
        case(
            "two paths that differ in the name of a parameter",
            [Build(
                THING,
                "  /thing/{id}:\n",
                operation("/thing/{name}", "delete", "thing_delete")
                    .replace("      responses:\n", NAME_PARAMETER)
                    + "  /thing/{id}:\n",
            )],
            &[&[
                "thing/thing.yaml: /thing/{name}",
                "is the same as /thing/{id}, but for the names in braces",
                "make one path of the two",
            ]],
        ),
        case(
            "a path without an operation",
            [Edit(
                THING,
                "  /thing/{id}:\n",
                "  /thing/empty:\n    description: Nothing.\n  /thing/{id}:\n",
            )],
            &[&[
                "thing/thing.yaml: /thing/empty",
                "has no operation",
                "add one, or delete the path",
            ]],
        ),
        case(
            "a path with nothing in it",
            [Edit(
                THING,
                "  /thing/{id}:\n",
                "  /thing/empty: {}\n  /thing/{id}:\n",
            )],
            &[&[
                "thing/thing.yaml: /thing/empty",
                "is empty",
                "fill it in. A path item has operations: FortiNAC reads with GET, writes with POST and deletes with DELETE",
            ]],
        ),
        case(
            "an example of a parameter that violates its schema",
            [Edit(SHARED, "example: 10", "example: ten")],
            &[&[
                "common.yaml: components/parameters/Limit/example",
                "$: expected integer, found a string",
                "correct the example, or the schema",
            ]],
        ),
        case(
            "an example of a parameter of an operation that violates its schema",
            [Edit(
                THING,
                "          schema:\n            type: string\n",
                "          example: 1\n          schema:\n            type: string\n",
            )],
            &[&[
                "thing/thing.yaml: thing_list/parameters/sortDirection/example",
                "$: expected string, found an integer",
                "correct the example, or the schema",
            ]],
        ),
    ]
}

/// Gives the path of the update another template.
fn path(template: &str) -> super::Change {
    Build(THING, "  /thing/{id}:\n", format!("  {template}:\n"))
}

const NAME_PARAMETER: &str = "      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      responses:
";

const SHARED_PARAMETERS: &str =
    "- {name: filter, in: query, required: true, schema: {type: array, items: {type: string}}}
        - {name: start, in: query, schema: {type: string}}
        - {name: count, in: query, schema: {type: boolean}}
        - {name: sortKey, in: query, schema: {type: integer, format: int64}}
        - name: sortDir
";
