//! Operations, their tags and their verbs.

use super::super::Change::{Build, Edit, Write};
use super::super::{ROOT, SHARED, THING};
use super::{Case, case, operation, with_operation};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "an operationId that is taken",
            [with_operation("/thing/other", "post", "thing_create")],
            &[&[
                "thing/thing.yaml: thing_create",
                "the operationId of POST /thing/other is taken by POST /thing",
                "give each operation an operationId of its own",
            ]],
        ),
        case(
            "no operationId",
            [Edit(THING, "      operationId: thing_update\n", "")],
            &[&[
                "thing/thing.yaml: POST /thing/{id}",
                "`operationId` is missing",
                "add it. Write `<resource>_<verb>`, such as `user_update`.",
            ]],
        ),
        case(
            "an operationId in camel case",
            [Edit(THING, "thing_create", "thing_createOne")],
            &[&[
                "thing/thing.yaml: thing_createOne/operationId",
                "the operationId `thing_createOne` is not in snake_case",
                "write `<resource>_<verb>`, such as `user_update`",
            ]],
        ),
        case(
            "an operationId of no resource",
            [Edit(THING, "thing_update", "update_thing")],
            &[&[
                "thing/thing.yaml: update_thing/operationId",
                "the operationId `update_thing` is not `<resource>_<verb>`",
                "begin it with a resource of its tag: thing",
            ]],
        ),
        case(
            "an operationId that is nothing but a resource",
            [Edit(THING, "thing_update", "thing")],
            &[&[
                "thing/thing.yaml: thing/operationId",
                "the operationId `thing` is not `<resource>_<verb>`",
                "begin it with a resource of its tag: thing",
            ]],
        ),
        case(
            "a verb that is a keyword",
            [with_operation("/thing/move", "post", "thing_move")],
            &[&[
                "thing/thing.yaml: thing_move/operationId",
                "the verb `move` is not a valid name of a Rust function",
                "use a verb that is no keyword of Rust and begins with a letter",
            ]],
        ),
        case(
            "a verb that is not of the table",
            [Edit(THING, "thing_create", "thing_make")],
            &[&[
                "thing/thing.yaml: thing_make/operationId",
                "`make` does not begin with a verb, and this is a POST",
                "put the verb first: `rank/swap` is `swap_ranks`, and `aging` is `set_aging`; the verbs are in xtask/src/model/verbs.rs, where you can add one; the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a POST that begins with a noun",
            [with_operation(
                "/thing/rank/swap",
                "post",
                "thing_rank_swap",
            )],
            &[&[
                "thing/thing.yaml: thing_rank_swap/operationId",
                "`rank_swap` does not begin with a verb, and this is a POST",
                "put the verb first: `rank/swap` is `swap_ranks`, and `aging` is `set_aging`; the verbs are in xtask/src/model/verbs.rs, where you can add one; the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a POST that is called like a GET",
            [with_operation("/thing/parts", "post", "thing_get_parts")],
            &[&[
                "thing/thing.yaml: thing_get_parts/operationId",
                "`get_parts` does not begin with a verb, and this is a POST",
                "put the verb first: `rank/swap` is `swap_ranks`, and `aging` is `set_aging`; the verbs are in xtask/src/model/verbs.rs, where you can add one; the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a DELETE that begins with a noun",
            [with_operation("/thing/parts", "delete", "thing_parts")],
            &[&[
                "thing/thing.yaml: thing_parts/operationId",
                "`parts` does not begin with a verb, and this is a DELETE",
                "put the verb first: `rank/swap` is `swap_ranks`, and `aging` is `set_aging`; the verbs are in xtask/src/model/verbs.rs, where you can add one; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a GET that is called like a write",
            [with_operation(
                "/thing/create-from-part",
                "get",
                "thing_create_from_part",
            )],
            &[&[
                "thing/thing.yaml: thing_create_from_part/operationId",
                "`create_from_part` is the name of a call that changes data, and this is a GET",
                "begin it with `get` or `list` instead, or with a noun; the verb of GET /x is `list`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a verb with a word that the path lacks",
            [with_operation("/thing/aging", "post", "thing_set_age")],
            &[&[
                "thing/thing.yaml: thing_set_age/operationId",
                "`age` of `set_age` is not a word of /thing/aging",
                "use a verb and words of the path, all of its last constant segment among them; the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a verb that is not the verb of the path",
            [with_operation(
                "/thing/part/enable",
                "post",
                "thing_disable_parts",
            )],
            &[&[
                "thing/thing.yaml: thing_disable_parts/operationId",
                "`disable_parts` lacks `enable`, a word of /thing/part/enable",
                "use a verb and words of the path, all of its last constant segment among them; the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "an update of the whole list",
            [
                Edit(THING, "thing_create", "thing_update"),
                Edit(
                    THING,
                    "  /thing/{id}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: integer\n          format: int64\n    post:\n      operationId: thing_update\n",
                    "  /thing/all:\n    post:\n      operationId: thing_set_all\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_update/operationId",
                "`update` is the verb of POST /x/{id}, and this is POST /thing",
                "the verb of POST /x is `create`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a get without an id in the path",
            [
                Edit(THING, "thing_list", "thing_get"),
                Edit(THING, "x-fortinac-result: list", "x-fortinac-result: one"),
            ],
            &[&[
                "thing/thing.yaml: thing_get/operationId",
                "`get` is the verb of GET /x/{id}, and this is GET /thing",
                "the verb of GET /x is `list`; see the table of verbs in openapi/README.md",
            ]],
        ),
        case(
            "a tag that is not declared",
            [Edit(THING, "tags: [thing]", "tags: [thong]")],
            &[&[
                "thing/thing.yaml: thing_list/tags",
                "the tag `thong` is not declared",
                "add it to `tags` of the root, which are sorted by name:\n    - name: thong\n      description: 'TODO: say what the resources are'\n      x-fortinac-resources:\n        thing: things",
            ]],
        ),
        case(
            "operations whose tag is not declared",
            [Edit(
                ROOT,
                "tags:\n  - name: thing\n    x-fortinac-resources:\n      thing: things\n",
                "",
            )],
            &[&[
                "thing/thing.yaml:5:7: thing_list/tags",
                "the tag `thing` is not declared",
                "add it to `tags` of the root, which are sorted by name:\n    - name: thing\n      description: 'TODO: say what the resources are'\n      x-fortinac-resources:\n        thing: things",
            ]],
        ),
        case(
            "two tags on an operation",
            [Edit(THING, "tags: [thing]", "tags: [thing, other]")],
            &[&[
                "thing/thing.yaml: thing_list/tags",
                "has too many items",
                "Write exactly one tag: `tags: [user]`.",
            ]],
        ),
        case(
            "a tag without use",
            [Edit(
                ROOT,
                "paths:",
                "  - name: zoo\n    x-fortinac-resources:\n      animal: animals\npaths:",
            )],
            &[&[
                "fortinac.yaml: tags/zoo",
                "no operation has the tag `zoo`",
                "delete it",
            ]],
        ),
        case(
            "a tag that is declared twice",
            [Edit(
                ROOT,
                "paths:",
                "  - name: thing\n    x-fortinac-resources:\n      item: items\npaths:",
            )],
            &[&[
                "fortinac.yaml:16:5: tags/thing",
                "there is another tag `thing`",
                "make one tag of the two, with the resources of both",
            ]],
        ),
        case(
            "tags that are not sorted",
            [
                Edit(
                    ROOT,
                    "paths:",
                    "  - name: other\n    x-fortinac-resources:\n      other: others\npaths:",
                ),
                Write(
                    "other/other.yaml",
                    format!(
                        "paths:\n{}",
                        operation("/other", "post", "other_create").replace("[thing]", "[other]")
                    )
                    .into(),
                ),
            ],
            &[&[
                "fortinac.yaml: tags/other",
                "`other` comes after `thing`",
                "sort the tags by name",
            ]],
        ),
        case(
            "a resource without use",
            [Edit(
                ROOT,
                "thing: things",
                "thing: things\n      zoo: zoos",
            )],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/zoo",
                "no operationId begins with the resource `zoo`",
                "delete the resource",
            ]],
        ),
        case(
            "two resources with one API handle",
            [
                Edit(ROOT, "thing: things", "thing: things\n      zoo: things"),
                with_operation("/thing/zoo", "post", "zoo_create"),
            ],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/zoo",
                "the handle `things` is taken by tags/thing/x-fortinac-resources/thing",
                "give one of the two another name",
            ]],
        ),
        case(
            "a resource in two folders",
            [Write(
                "other/other.yaml",
                format!("paths:\n{}", operation("/other", "post", "thing_set_other")).into(),
            )],
            &[&[
                "fortinac.yaml: tags/thing/x-fortinac-resources/thing",
                "the operations of `thing` are in several folders: other, thing",
                "declare a resource for each folder",
            ]],
        ),
        case(
            "a tag without resources",
            [Edit(
                ROOT,
                "    x-fortinac-resources:\n      thing: things\n",
                "",
            )],
            &[&[
                "fortinac.yaml: tags/thing",
                "`x-fortinac-resources` is missing",
                "add it. Each resource, which operationIds begin with, and the name of its API handle on a client, such as `user: users`.",
            ]],
        ),
        case(
            "no summary",
            [Edit(THING, "      summary: List things\n", "")],
            &[&[
                "thing/thing.yaml: thing_list",
                "`summary` is missing",
                "add it. Say in a few words what the operation does, in at most 80 characters; the description has room for more.",
            ]],
        ),
        case(
            "a long summary",
            [Edit(
                THING,
                "List things",
                "List all the things that there are, in the order in which the appliance happens to keep them",
            )],
            &[&[
                "thing/thing.yaml: thing_list/summary",
                "has 92 characters",
                "Say in a few words what the operation does, in at most 80 characters; the description has room for more.",
            ]],
        ),
        case(
            "an operation without a source",
            [Edit(THING, "[a page]", "[]")],
            &[&[
                "thing/thing.yaml: thing_list/x-fortinac-source",
                "is empty",
                "fill it in. List the ids of the sources that show the operation; evidence/sources.yaml explains them.",
            ]],
        ),
        case(
            "versions that are numbers",
            [Edit(THING, "['7.2.0']", "[7.2]")],
            &[&[
                "thing/thing.yaml: thing_list/x-fortinac-versions/0",
                "is a number with a fraction, and not a string",
                "put it in quotes. List the documented releases whose reference page was found, in quotes, such as '7.2.0'.",
            ]],
        ),
        case(
            "unknown evidence",
            [Edit(THING, "evidence: real", "evidence: sure")],
            &[&[
                "thing/thing.yaml:40:7: thing_create/x-fortinac-evidence",
                "is `sure`, which is not known",
                "write one of: real, placeholder, inferred, none. It says what the sample of the source is worth.",
            ]],
        ),
        case(
            "another method",
            [Edit(
                THING,
                "    post:\n      operationId: thing_update",
                "    put:\n      operationId: thing_update",
            )],
            &[&[
                "thing/thing.yaml: /thing/{id}",
                "`put` is not known here",
                "use `get`, `post` or `delete`: FortiNAC reads, writes and deletes with these",
            ]],
        ),
        case(
            "an operation in the file of what all share",
            [
                Edit(ROOT, "thing: things", "thing: things\n      other: others"),
                Build(
                    SHARED,
                    "components:\n",
                    format!(
                        "paths:\n{}components:\n",
                        operation("/thing/other", "post", "other_create").replace(
                            "../common.yaml#/components/schemas/Envelope",
                            "'#/components/schemas/Envelope'"
                        )
                    ),
                ),
            ],
            &[&[
                "common.yaml: paths",
                "has paths, and is what all resources share",
                "move them to the file of a resource",
            ]],
        ),
    ]
}
