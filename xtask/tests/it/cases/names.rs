//! Names that Rust, or the generated code, has another use for.

use super::Case;
use super::operations::OTHER_FILE;
use crate::Change::{self, Build, Edit, Write};
use crate::accepted::FORM;
use crate::{ROOT, SHARED, THING};

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = vec![
        (
            "words that are no variants",
            vec![Edit(
                SHARED,
                "[red, green]",
                "[802.1X, '', '*', Self, other, green]",
            )],
            &[
                &["schemas/Color", "the word `802.1X`", "leave it out"],
                &["schemas/Color", "the word ``"],
                &["schemas/Color", "the word `*`"],
                &["schemas/Color", "the word `Self`"],
                &["schemas/Color", "the word `other`", "variant `Other`"],
            ],
        ),
        (
            "a member that is called like the unknown ones",
            vec![Edit(THING, "        kind:\n", "        Extra:\n")],
            &[&[
                "ThingForm/properties/Extra",
                "keeps unknown members",
                "leave",
            ]],
        ),
        (
            "a third spelling of a member",
            vec![Edit(THING, "        kind:\n", KINDS)],
            &[&[
                "schemas/ThingForm",
                "`KIND` is `kind` in Rust",
                "two spellings",
            ]],
        ),
        (
            "a member that is called like another's second spelling",
            vec![Edit(THING, "        kind:\n", KIND_UPPER)],
            &[&[
                "schemas/ThingForm",
                "`KIND`",
                "`kind_upper`, is taken",
                "two spellings",
            ]],
        ),
        (
            "an integer or text of its own",
            vec![
                Edit(THING, "schemas/Timestamp", "schemas/Moment"),
                Edit(SHARED, "    Timestamp:", "    Moment:"),
            ],
            &[&["schemas/Moment", "no hand-written type", "Code, Timestamp"]],
        ),
        (
            "a record in capitals",
            renamed("THINGForm"),
            &[&["schemas/THINGForm", "is `ThingForm` in Rust"]],
        ),
        (
            "a collection that is called like a method of the client",
            vec![Edit(ROOT, "thing: things", "thing: from_env")],
            &[&["tags/thing", "its own use for `from_env`", "another name"]],
        ),
        (
            "a collection whose handle is called like a type of the client",
            vec![Edit(ROOT, "thing: things", "thing: operation")],
            &[&["tags/thing", "`Operation`", "another name"]],
        ),
        (
            "collections whose handles are one type",
            vec![Edit(
                ROOT,
                "thing: things",
                "thing: things_1\n      zoo: things1",
            )],
            &[
                &[
                    "tags/thing/x-fortinac-resources/zoo",
                    "`Things1`",
                    "another",
                ],
                &["tags/thing", "the resource `zoo`"],
            ],
        ),
        (
            "paths among what all share",
            vec![
                Edit(
                    ROOT,
                    "  /thing:\n",
                    "  /everything:\n    $ref: components.yaml#/paths/~1everything\n  /thing:\n",
                ),
                Build(
                    SHARED,
                    "components:\n",
                    format!(
                        "paths:{}components:\n",
                        OTHER_FILE.trim_end_matches("  /thing:\n")
                    ),
                ),
            ],
            &[
                &["components.yaml: paths", "what all families share", "move"],
                &["tags/thing", "several files"],
            ],
        ),
        (
            "a constructor for a verb",
            vec![Edit(THING, "thing_create", "thing_new")],
            &[&["thing_new", "`new` is a method", "`create`"]],
        ),
        (
            "two files of one module",
            [
                in_file(COLOR, "resources/a-b.yaml"),
                in_file(TIMESTAMP, "resources/a_b.yaml"),
            ]
            .into_iter()
            .flatten()
            .collect(),
            &[&["a_b.yaml", "the same module as", "a-b.yaml", "another name"]],
        ),
        (
            "two files of one stem",
            in_file(COLOR, "resources/thing.yml"),
            &[&["thing.yml", "the same module as", "thing.yaml"]],
        ),
        (
            "a parameter that is called like an upload",
            vec![
                Edit(THING, FORM_BODY, FILE_BODY),
                Edit(THING, FORM, ""),
                Edit(
                    THING,
                    "summary: Add a thing\n",
                    "summary: Add a thing\n      parameters: [{name: file, in: query, schema: {type: string}}]\n",
                ),
            ],
            &[&["parameters/file", "its own use", "beside an upload"]],
        ),
    ];
    let types = [
        "Any", "Box", "Code", "Error", "Field", "JsonText", "Option", "Secret", "String", "Vec",
    ];
    for name in types {
        cases.push((
            "a record that is called like a type",
            renamed(name),
            &[&[
                "thing.yaml: components/schemas/",
                "is a type of Rust",
                "another name",
            ]],
        ));
    }
    for file in [
        "resources/type.yaml",
        "resources/mod.yaml",
        "resources/1.yaml",
        "resources/a.b.yaml",
        "resources/a--b.yaml",
        "resources/User.yaml",
        "resources/_.yaml",
    ] {
        cases.push((
            "a file that is called like no module",
            in_file(COLOR, file),
            &[&["is no name of a Rust module", "rename the file"]],
        ));
    }
    for file in [
        "resources/common.yaml",
        "resources/components.yaml",
        "resources/full.yaml",
        "resources/types.yaml",
    ] {
        cases.push((
            "a file that is called like a module of its own use",
            in_file(COLOR, file),
            &[&["the generated code has its own use", "another name"]],
        ));
    }
    cases
}

/// Calls the record `ThingForm` so.
fn renamed(name: &str) -> Vec<Change> {
    vec![
        Build(THING, "schemas/ThingForm", format!("schemas/{name}")),
        Build(THING, "    ThingForm:", format!("    {name}:")),
    ]
}

/// Moves a shared component, given with the `$ref` to it, to this file.
fn in_file(
    (reference, component): (&'static str, &'static str),
    file: &'static str,
) -> Vec<Change> {
    let own = reference.replace("../components.yaml", file.trim_start_matches("resources/"));
    let content = format!("components:\n  schemas:\n{component}");
    vec![
        Edit(SHARED, component, ""),
        Build(THING, reference, own),
        Write(file, content.into()),
    ]
}

const COLOR: (&str, &str) = (
    "../components.yaml#/components/schemas/Color",
    "    Color:
      type: string
      nullable: true
      description: A color, as far as known.
      x-extensible-enum: [red, green]
",
);

const TIMESTAMP: (&str, &str) = (
    "../components.yaml#/components/schemas/Timestamp",
    "    Timestamp:
      description: A moment.
      anyOf:
        - type: integer
          format: int64
          nullable: true
        - type: string
",
);

const KINDS: &str = "        Kind:
          type: string
          nullable: true
          description: Kind in another spelling.
        KIND:
          type: string
          nullable: true
          description: Kind in a third spelling.
        kind:
";

const KIND_UPPER: &str = "        kind_upper:
          type: string
          nullable: true
          description: Kind of what is above.
        KIND:
          type: string
          nullable: true
          description: Kind in another spelling.
        kind:
";

const FORM_BODY: &str = "          application/x-www-form-urlencoded:
            schema:
              $ref: '#/components/schemas/ThingForm'
";

const FILE_BODY: &str = "          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}}}
";
