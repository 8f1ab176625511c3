//! Names that Rust, or the generated code, has another use for.

use super::super::Change::{self, Build, Edit, Write};
use super::super::{ROOT, SHARED, THING};
use super::{Case, case, with_operation};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "enum values that are no variants",
            [Edit(
                SHARED,
                "[red, green]",
                "[802.1X, '', '*', Self, other, red, green]",
            )],
            &[
                &[
                    "common.yaml: components/schemas/Color",
                    "the enum value `*` cannot be the variant `` of a Rust enum",
                    "leave it out: a value that is not listed is kept in `Other`",
                ],
                &[
                    "common.yaml: components/schemas/Color",
                    "the enum value `802.1X` cannot be the variant `8021x` of a Rust enum",
                    "leave it out: a value that is not listed is kept in `Other`",
                ],
                &[
                    "common.yaml: components/schemas/Color",
                    "the enum value `Self` cannot be the variant `Self` of a Rust enum",
                    "leave it out: a value that is not listed is kept in `Other`",
                ],
                &[
                    "common.yaml: components/schemas/Color",
                    "the enum value `` cannot be the variant `` of a Rust enum",
                    "leave it out: a value that is not listed is kept in `Other`",
                ],
                &[
                    "common.yaml: components/schemas/Color",
                    "the enum value `other` cannot be the variant `Other` of a Rust enum",
                    "leave it out: a value that is not listed is kept in `Other`",
                ],
            ],
        ),
        case(
            "enum values that are one variant",
            [Edit(SHARED, "[red, green]", "[red, RED]")],
            &[&[
                "common.yaml:27:5: components/schemas/Color",
                "the enum values `red` and `RED` map to the same variant",
                "leave one of them out",
            ]],
        ),
        case(
            "a component in snake case",
            renamed("thing_form"),
            &[&[
                "thing/thing.yaml: components/schemas/thing_form",
                "`thing_form` is not in PascalCase",
                "call it `ThingForm`: it becomes the name of a Rust type",
            ]],
        ),
        case(
            "components that differ in letter case",
            renamed("Thinglist"),
            &[&[
                "thing/thing.yaml: components/schemas/Thinglist",
                "differs from `ThingList` in letter case alone",
                "give one of the two another name",
            ]],
        ),
        case(
            "a property that is called like the unknown ones",
            [Edit(THING, "        kind:\n", "        Extra:\n")],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/Extra",
                "`Extra` is where the Rust type keeps unknown properties",
                "leave the property out: it is kept as an unknown one",
            ]],
        ),
        case(
            "a property without a letter or digit",
            [Edit(THING, "        kind:\n", "        '*':\n")],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/*",
                "the name `*` has neither letter nor digit",
                "leave the property out: it is kept as an unknown one",
            ]],
        ),
        case(
            "a third spelling of a property",
            [with_properties(&["Kind", "KIND", "kind"])],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/KIND",
                "the property `KIND` is `kind` in Rust, as `kind` is, and the other name for it, `kind_upper`, is taken by `Kind`",
                "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
            ]],
        ),
        case(
            "a property that is called like another's second spelling",
            [with_properties(&["kind_upper", "KIND", "kind"])],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/KIND",
                "the property `KIND` is `kind` in Rust, as `kind` is, and the other name for it, `kind_upper`, is taken by `kind_upper`",
                "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
            ]],
        ),
        case(
            "a property that becomes another's name without its mark",
            [with_properties(&["'@type'", "type"])],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/type",
                "the property `type` is `type` in Rust, as `@type` is, and differs from it in more than letter case",
                "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
            ]],
        ),
        case(
            "two properties with different marks",
            [with_properties(&["'x\"y'", "'x\\y'"])],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/x\\y",
                "the property `x\\y` is `x_y` in Rust, as `x\"y` is, and differs from it in more than letter case",
                "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
            ]],
        ),
        case(
            "two properties with different separators",
            [with_properties(&["foo-bar", "foo_bar"])],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/foo_bar",
                "the property `foo_bar` is `foo_bar` in Rust, as `foo-bar` is, and differs from it in more than letter case",
                "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
            ]],
        ),
        case(
            "an integer or string of its own",
            [
                Edit(THING, "schemas/Timestamp", "schemas/Moment"),
                Edit(SHARED, "    Timestamp:", "    Moment:"),
            ],
            &[&[
                "common.yaml: components/schemas/Moment",
                "no hand-written type of fortinac-types stands for `Moment`",
                "write the schema in place where it is used; the components that are an integer or string are: Code, Timestamp",
            ]],
        ),
        case(
            "a record in capitals",
            renamed("THINGForm"),
            &[&[
                "thing/thing.yaml: components/schemas/THINGForm",
                "`THINGForm` is `ThingForm` in Rust",
                "call it so here too",
            ]],
        ),
        case(
            "an API handle that is called like a method of the client",
            [Edit(ROOT, "thing: things", "thing: from_env")],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/thing",
                "the client has another use for `from_env` or `FromEnv`",
                "give the handle another name, such as one with the group before it",
            ]],
        ),
        case(
            "an API handle that is called like a type of the client",
            [Edit(ROOT, "thing: things", "thing: upload")],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/thing",
                "the client has another use for `upload` or `Upload`",
                "give the handle another name, such as one with the group before it",
            ]],
        ),
        case(
            "an API handle that is a keyword",
            [Edit(ROOT, "thing: things", "thing: type")],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/thing",
                "`type` is not a valid name of an API handle",
                "a client reaches the resource by this name: write snake_case, and no keyword of Rust",
            ]],
        ),
        case(
            "API handles that are one type",
            [
                Edit(ROOT, "thing: things", "thing: things_1\n      zoo: things1"),
                with_operation("/thing/zoo", "post", "zoo_create"),
            ],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/zoo",
                "the type `Things1` is that of another handle",
                "give one of the two another name",
            ]],
        ),
        case(
            "a resource in camel case",
            [Edit(
                ROOT,
                "thing: things",
                "thing: things\n      someZoo: zoos",
            )],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/someZoo",
                "`someZoo` is not in snake_case",
                "write it so: operationIds begin with it",
            ]],
        ),
        case(
            "a verb that is a constructor",
            [with_operation("/thing/new", "get", "thing_new")],
            &[&[
                "thing/thing.yaml: thing_new/operationId",
                "Rust has another meaning for a method `new`",
                "use another verb, such as `create` for `new` or `add`",
            ]],
        ),
        case(
            "two files of one module",
            [
                in_file(COLOR, "thing/a-b.yaml"),
                in_file(TIMESTAMP, "thing/a_b.yaml"),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
            &[&[
                "thing/a_b.yaml",
                "becomes the same module as thing/a-b.yaml",
                "give one of the two files another name",
            ]],
        ),
        case(
            "a file that ends in .yml",
            in_file(COLOR, "thing/color.yml"),
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/color",
                "thing/color.yml is no file of the spec",
                "refer to the root, to common.yaml beside it, or to a `.yaml` file of the folders beside it",
            ]],
        ),
    ];
    for (name, expected) in TYPES {
        cases.push(case(
            format!("a record that is called like the type {name}"),
            renamed(name),
            expected,
        ));
    }
    for (file, expected) in FILES {
        cases.push(case(
            format!("a file that is called like no module: {file}"),
            in_file(COLOR, file),
            expected,
        ));
    }
    for (folder, expected) in FOLDERS {
        cases.push(case(
            format!("a folder that is called like a module of the crates: {folder}"),
            in_file(COLOR, folder),
            expected,
        ));
    }
    cases
}

const TYPES: [(&str, super::Expected); 10] = [
    (
        "Box",
        &[&[
            "thing/thing.yaml: components/schemas/Box",
            "`Box` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Code",
        &[&[
            "thing/thing.yaml: components/schemas/Code",
            "`Code` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Error",
        &[&[
            "thing/thing.yaml: components/schemas/Error",
            "`Error` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Field",
        &[&[
            "thing/thing.yaml: components/schemas/Field",
            "`Field` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "JsonString",
        &[&[
            "thing/thing.yaml: components/schemas/JsonString",
            "`JsonString` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "JsonValue",
        &[&[
            "thing/thing.yaml: components/schemas/JsonValue",
            "`JsonValue` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Option",
        &[&[
            "thing/thing.yaml: components/schemas/Option",
            "`Option` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Secret",
        &[&[
            "thing/thing.yaml: components/schemas/Secret",
            "`Secret` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "String",
        &[&[
            "thing/thing.yaml: components/schemas/String",
            "`String` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
    (
        "Vec",
        &[&[
            "thing/thing.yaml: components/schemas/Vec",
            "`Vec` is a type of Rust, or one that fortinac-types has by hand",
            "give the component another name",
        ]],
    ),
];

const FILES: [(&str, super::Expected); 7] = [
    (
        "thing/type.yaml",
        &[&[
            "thing/type.yaml",
            "`type` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/mod.yaml",
        &[&[
            "thing/mod.yaml",
            "`mod` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/1.yaml",
        &[&[
            "thing/1.yaml",
            "`1` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/a.b.yaml",
        &[&[
            "thing/a.b.yaml",
            "`a.b` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/a--b.yaml",
        &[&[
            "thing/a--b.yaml",
            "`a__b` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/User.yaml",
        &[&[
            "thing/User.yaml",
            "`User` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
    (
        "thing/_.yaml",
        &[&[
            "thing/_.yaml",
            "`_` is not a valid module name",
            "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
        ]],
    ),
];

const FOLDERS: [(&str, super::Expected); 3] = [
    (
        "common/color.yaml",
        &[&[
            "common/color.yaml",
            "the generated crates have another use for the name `common`",
            "give the folder another name",
        ]],
    ),
    (
        "xml/color.yaml",
        &[&[
            "xml/color.yaml",
            "the generated crates have another use for the name `xml`",
            "give the folder another name",
        ]],
    ),
    (
        "types/color.yaml",
        &[&[
            "types/color.yaml",
            "the generated crates have another use for the name `types`",
            "give the folder another name",
        ]],
    ),
];

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
    let own = reference.replace("../common.yaml", &format!("../{file}"));
    let content = format!("components:\n  schemas:\n{component}");
    vec![
        Edit(SHARED, component, ""),
        Build(THING, reference, own),
        Write(file, content.into()),
    ]
}

const COLOR: (&str, &str) = (
    "../common.yaml#/components/schemas/Color",
    "    Color:
      type: string
      nullable: true
      description: A color, as far as known.
      x-extensible-enum: [red, green]
",
);

const TIMESTAMP: (&str, &str) = (
    "../common.yaml#/components/schemas/Timestamp",
    "    Timestamp:
      description: A moment.
      anyOf:
        - type: integer
          format: int64
          nullable: true
        - type: string
",
);

/// Adds string properties of these names to a record, before its `apiToken`.
fn with_properties(names: &[&str]) -> Change {
    let property = |name: &&str| {
        format!(
            "        {name}:\n          type: string\n          nullable: true\n          description: A property.\n"
        )
    };
    let properties: String = names.iter().map(property).collect();
    Build(
        THING,
        "        apiToken:\n",
        format!("{properties}        apiToken:\n"),
    )
}
