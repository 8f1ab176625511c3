//! Files that are no YAML, or not there, or in the wrong place.

use super::super::Change::{Build, Edit, Move, Remove, Write};
use super::super::{ROOT, SHARED, THING};
use super::{Case, case, operation};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "a syntax error",
            [Edit(THING, "paths:\n", "paths: [\n")],
            &[&[
                "thing/thing.yaml:3:8",
                "is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'",
                "correct this line or the one above it: indentation, colons, quotes and brackets",
            ]],
        ),
        case(
            "a syntax error in a file that others refer to",
            [Edit(SHARED, "  schemas:\n", "  schemas: {\n")],
            &[&[
                "common.yaml",
                "is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'",
                "correct this line or the one above it: indentation, colons, quotes and brackets",
            ]],
        ),
        case(
            "a colon in a value without quotes",
            [Edit(THING, "summary: List things", "summary: List: things")],
            &[&[
                "thing/thing.yaml",
                "is not valid YAML: mapping values are not allowed in this context",
                "correct this line or the one above it: indentation, colons, quotes and brackets",
            ]],
        ),
        case(
            "a duplicate key",
            [Edit(
                THING,
                "summary: List things",
                "summary: A\n      summary: B",
            )],
            &[&[
                "thing/thing.yaml:7:7",
                "is not valid YAML: duplicate mapping key: summary",
                "keep one of the two, or give one another name",
            ]],
        ),
        case(
            "a tab for indentation",
            [Edit(THING, "      summary: List", "\tsummary: List")],
            &[&[
                "thing/thing.yaml",
                "is not valid YAML: tabs disallowed within this context (block indentation)",
                "correct this line or the one above it: indentation, colons, quotes and brackets",
            ]],
        ),
        case(
            "an empty file",
            [Write(THING, b"".into())],
            &[&[
                "thing/thing.yaml",
                "is empty",
                "write `key: value` lines: a file of the spec is a mapping",
            ]],
        ),
        case(
            "a comment alone",
            [Write(ROOT, b"# nothing\n".into())],
            &[&[
                "fortinac.yaml",
                "is empty",
                "write `key: value` lines: a file of the spec is a mapping",
            ]],
        ),
        case(
            "a file that is not UTF-8",
            [Write(THING, b"paths:\n  /thing: \xff\n".into())],
            &[&[
                "thing/thing.yaml:2:1",
                "is not UTF-8",
                "save the file as UTF-8",
            ]],
        ),
        case(
            "a root that is a list",
            [Write(ROOT, b"- a\n".into())],
            &[&[
                "fortinac.yaml",
                "is not a mapping",
                "write `key: value` lines: a file of the spec is a mapping",
            ]],
        ),
        case(
            "a missing root",
            [Remove(ROOT)],
            &[&[
                "fortinac.yaml",
                "cannot be read: No such file or directory (os error 2)",
                "check the path, or the `$ref` that names it",
            ]],
        ),
        case(
            "deep nesting",
            [Write(
                THING,
                [b"paths: ".to_vec(), b"[".repeat(10_000)].concat(),
            )],
            &[&[
                "thing/thing.yaml",
                "is not valid YAML: recursion limit exceeded",
                "nest it less deeply, and write out what aliases repeat",
            ]],
        ),
        case(
            "an alias bomb",
            [Write(ROOT, alias_bomb())],
            &[&[
                "fortinac.yaml",
                "is not valid YAML: budget breached: Nodes { nodes: 250001 }",
                "nest it less deeply, and write out what aliases repeat",
            ]],
        ),
        case(
            "two documents in a file",
            [Edit(ROOT, "paths:\n", "---\npaths:\n")],
            &[&[
                "fortinac.yaml",
                "is not valid YAML: multiple YAML documents detected",
                "take the line `---` out",
            ]],
        ),
        case(
            "a file without an operation",
            [Write("thing/other.yaml", b"paths: {}\n".into())],
            &[&[
                "thing/other.yaml: paths",
                "is empty",
                "fill it in. A path begins with a slash: add it, or indent the line deeper.",
            ]],
        ),
        case(
            "a file in the folder of another resource",
            [Move(THING, "other/thing.yaml")],
            &[&[
                "other/thing.yaml: /thing",
                "is in the folder `other`",
                "move it to a file of the folder `thing`, its first segment",
            ]],
        ),
        case(
            "a path in two files",
            [Write(
                "thing/other.yaml",
                format!(
                    "paths:\n{}",
                    operation("/thing", "delete", "thing_delete_all")
                )
                .into(),
            )],
            &[&[
                "thing/thing.yaml: /thing",
                "this path is in thing/other.yaml too",
                "keep all operations of a path in one place",
            ]],
        ),
        case(
            "a path in the root and in a file",
            [Build(
                ROOT,
                "  /thing:\n    $ref: thing/thing.yaml#/paths/~1thing\n",
                operation("/thing", "delete", "thing_delete_all").replace("../common", "common"),
            )],
            &[&[
                "thing/thing.yaml: /thing",
                "this path is in fortinac.yaml too",
                "keep all operations of a path in one place",
            ]],
        ),
        case(
            "a component in two files",
            [
                Write("thing/other.yaml", OTHER_COLOR.into()),
                Edit(
                    THING,
                    "          description: Kind of the thing.\n",
                    "          description: Kind of the thing.\n        color:\n          $ref: other.yaml#/components/schemas/Color\n",
                ),
            ],
            &[&[
                "common.yaml:27:5: components/schemas/Color",
                "the name of components/schemas/Color is taken in thing/other.yaml",
                "give one of the two another name",
            ]],
        ),
    ]
}

const OTHER_COLOR: &str = "components:
  schemas:
    Color:
      type: string
      nullable: true
      description: Another color.
      x-extensible-enum: [blue]
";

/// 2 to the power of 40 items, if every alias is written out.
fn alias_bomb() -> Vec<u8> {
    let mut text = String::from("openapi: 3.0.3\nx0: &x0 [a, a]\n");
    for level in 1..40 {
        text.push_str(&format!("x{level}: &x{level} [*x{0}, *x{0}]\n", level - 1));
    }
    text.into_bytes()
}
