//! Documents that are no OpenAPI 3.0, and what is in the wrong place of one.

use super::super::Change::Edit;
use super::super::{ROOT, SHARED, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "OpenAPI 3.1",
            [Edit(ROOT, "3.0.3", "3.1.0")],
            &[&[
                "fortinac.yaml: openapi",
                "OpenAPI \"3.1.0\" is not supported",
                "write `openapi: 3.0.3` first; other major and minor versions mean different things",
            ]],
        ),
        case(
            "Swagger 2.0",
            [Edit(ROOT, "openapi: 3.0.3", "swagger: '2.0'")],
            &[&[
                "fortinac.yaml: openapi",
                "this is a Swagger 2.0 document",
                "write `openapi: 3.0.3` first; other major and minor versions mean different things",
            ]],
        ),
        case(
            "no version of OpenAPI",
            [Edit(ROOT, "openapi: 3.0.3\n", "")],
            &[&[
                "fortinac.yaml: openapi",
                "is missing",
                "write `openapi: 3.0.3` first; other major and minor versions mean different things",
            ]],
        ),
        case(
            "no info",
            [Edit(
                ROOT,
                "info:\n  title: A small spec\n  version: 0.1.0\n",
                "",
            )],
            &[&[
                "fortinac.yaml:1:1",
                "`info` is missing",
                "add it. An info object has at least `title` and `version`",
            ]],
        ),
        case(
            "no title",
            [Edit(ROOT, "  title: A small spec\n", "")],
            &[&[
                "fortinac.yaml: info",
                "`title` is missing",
                "add it. The title.",
            ]],
        ),
        case(
            "a number for a string",
            [Edit(ROOT, "version: 0.1.0", "version: 1.0")],
            &[&[
                "fortinac.yaml:4:3: info/version",
                "is a number with a fraction, and not a string",
                "put it in quotes. The version of the spec, in quotes if it looks like a number.",
            ]],
        ),
        case(
            "no paths in the root",
            [Edit(ROOT, "\npaths:", "\nx-paths:")],
            &[&[
                "fortinac.yaml",
                "`paths` is missing",
                "add it. A path begins with a slash. codegen maintains this list; an operation is written in the file of its resource.",
            ]],
        ),
        case(
            "paths that are a list",
            [Edit(ROOT, "\npaths:", "\npaths: []\nx-paths:")],
            &[&[
                "fortinac.yaml: paths",
                "is an array, and not an object",
                "write a mapping: lines of `key: value` below it. A path begins with a slash. codegen maintains this list; an operation is written in the file of its resource.",
            ]],
        ),
        case(
            "a misspelled property of an operation",
            [Edit(
                THING,
                "      summary: List things",
                "      summary: List things\n      descripton: All of them.",
            )],
            &[&[
                "thing/thing.yaml:7:7: thing_list",
                "`descripton` is not known here",
                "did you mean `description`?",
            ]],
        ),
        case(
            "a misspelled extension",
            [Edit(THING, "x-fortinac-inferred", "x-fortinac-infered")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing",
                "`x-fortinac-infered` is not known here",
                "did you mean `x-fortinac-inferred`?",
            ]],
        ),
        case(
            "an extension in a place of another",
            [Edit(
                ROOT,
                "  title:",
                "  x-fortinac-result: list\n  title:",
            )],
            &[&[
                "fortinac.yaml: info",
                "`x-fortinac-result` is not known here",
                "correct its name or its indentation, or take it out. An info object has at least `title` and `version`.",
                "Known here: title",
            ]],
        ),
        case(
            "an extension that is no more",
            [Edit(
                THING,
                "summary: Add a thing",
                "summary: Add a thing\n      x-fortinac-required: [x]",
            )],
            &[&[
                "thing/thing.yaml: thing_create",
                "`x-fortinac-required` is not known here",
                "correct its name or its indentation, or take it out.",
                "Known here: operationId",
            ]],
        ),
        case(
            "an operation without responses",
            [Edit(
                THING,
                "      responses:\n        '200':\n          description: The outcome.",
                "      x-responses:\n        '200':\n          description: The outcome.",
            )],
            &[&[
                "thing/thing.yaml: thing_create",
                "`responses` is missing",
                "add it. '200' is the one success: an operation returns one type. Failures are 4XX and 5XX, which the bundler adds; say in their description what a status means",
            ]],
        ),
        case(
            "a response without a description",
            [Edit(SHARED, "      description: The call failed.\n", "")],
            &[&[
                "common.yaml: components/responses/Failed",
                "`description` is missing",
                "add it. What it holds.",
            ]],
        ),
        case(
            "parameters that are a mapping",
            [Edit(
                THING,
                "    parameters:\n      - name: id\n        in: path",
                "    parameters:\n        name: id\n        in: path",
            )],
            &[&[
                "thing/thing.yaml: /thing/{id}/parameters",
                "is an object, and not an array",
                "write a list: each item begins with a hyphen. The parameters of the path and the query.",
            ]],
        ),
        case(
            "an operation at the level of the paths",
            [Edit(
                THING,
                "    post:\n      operationId: thing_update\n",
                "  post:\n      operationId: thing_update\n",
            )],
            &[&[
                "thing/thing.yaml:66:3: paths",
                "`post` is not known here",
                "A path begins with a slash: add it, or indent the line deeper.",
            ]],
        ),
        case(
            "an operation at the level of `paths`",
            [Edit(
                THING,
                "    post:\n      operationId: thing_update\n",
                "post:\n      operationId: thing_update\n",
            )],
            &[&[
                "thing/thing.yaml",
                "`post` is not known here",
                "correct its name or its indentation, or take it out. A file of the spec: the paths and the components of a resource.",
                "Known here: paths",
            ]],
        ),
        case(
            "a path without its slash",
            [Edit(THING, "  /thing/{id}:\n", "  thing/{id}:\n")],
            &[&[
                "thing/thing.yaml: paths",
                "`thing/{id}` is not known here",
                "A path begins with a slash: add it, or indent the line deeper.",
            ]],
        ),
        case(
            "a property that is indented too deep",
            [Edit(
                THING,
                "        passThrough:\n          type: string\n          nullable: true\n          description: Whether the thing lets others through, as a word.\n          x-fortinac-not-secret: It is yes or no.\n",
                "          passThrough:\n            type: string\n            nullable: true\n            description: Whether the thing lets others through, as a word.\n            x-fortinac-not-secret: It is yes or no.\n",
            )],
            &[&[
                "thing/thing.yaml:123:11: components/schemas/Thing/properties/apiToken",
                "`passThrough` is not known here",
                "correct its name or its indentation, or take it out. A string. A time is a `$ref` to Timestamp, a secret has `format: password`, any other string has no format.",
                "Known here: type",
            ]],
        ),
        case(
            "a property that is indented too little",
            [Edit(
                THING,
                "        owner:\n          description: Who has the thing.\n          x-fortinac-open: Only seen null.\n",
                "      owner:\n          description: Who has the thing.\n          x-fortinac-open: Only seen null.\n",
            )],
            &[&[
                "thing/thing.yaml",
                "is not valid YAML: while parsing a block mapping, did not find expected key",
                "correct this line or the one above it: indentation, colons, quotes and brackets",
            ]],
        ),
        case(
            "a security scheme that is not there",
            [Edit(ROOT, "- bearer: []", "- basic: []")],
            &[&[
                "fortinac.yaml: security/0",
                "there is no security scheme `basic`",
                "add it to components/securitySchemes of the root",
            ]],
        ),
        case(
            "a security requirement that is no mapping",
            [Edit(ROOT, "- bearer: []", "- bearer")],
            &[&[
                "fortinac.yaml:11:5: security/0",
                "is a string, and not an object",
                "Write `- bearer: []`.",
            ]],
        ),
        case(
            "a security requirement without a list",
            [Edit(ROOT, "- bearer: []", "- bearer: x")],
            &[&[
                "fortinac.yaml: security/0/bearer",
                "is a string, and not an array",
                "Write `- bearer: []`.",
            ]],
        ),
        case(
            "no security",
            [Edit(ROOT, "security:\n  - bearer: []\n", "")],
            &[&[
                "fortinac.yaml",
                "`security` is missing",
                "add it. Write `- bearer: []`.",
            ]],
        ),
        case(
            "empty security",
            [Edit(ROOT, "security:\n  - bearer: []\n", "security: []\n")],
            &[&[
                "fortinac.yaml: security",
                "is empty",
                "fill it in. Write `- bearer: []`.",
            ]],
        ),
        case(
            "no servers",
            [Edit(ROOT, "servers:", "x-servers:")],
            &[&[
                "fortinac.yaml",
                "`servers` is missing",
                "add it. Name the URL of an appliance, with its host as a variable.",
            ]],
        ),
        case(
            "empty servers",
            [Edit(ROOT, "servers:", "servers: []\nx-servers:")],
            &[&[
                "fortinac.yaml: servers",
                "is empty",
                "fill it in. Name the URL of an appliance, with its host as a variable.",
            ]],
        ),
        case(
            "a server with a variable that is not described",
            [Edit(ROOT, "https://{host}", "https://{host}:{port}")],
            &[&[
                "fortinac.yaml: servers/0",
                "the names in the braces of `url` are not those of `variables`",
                "describe each in `variables`, and nothing else",
            ]],
        ),
        case(
            "a server with a brace that is not closed",
            [Edit(ROOT, "https://{host}/", "https://{host/")],
            &[&[
                "fortinac.yaml: servers/0",
                "`url`: a brace is not closed",
                "write each variable as `{name}`",
            ]],
        ),
        case(
            "a security scheme without `scheme`",
            [Edit(ROOT, "      scheme: bearer\n", "")],
            &[&[
                "fortinac.yaml: components/securitySchemes/bearer",
                "`scheme` is missing",
                "add it. FortiNAC takes a bearer token: `type: http`, `scheme: bearer`.",
            ]],
        ),
        case(
            "a security scheme of another type",
            [Edit(ROOT, "      type: http\n", "      type: apiKey\n")],
            &[&[
                "fortinac.yaml: components/securitySchemes/bearer/type",
                "is `apiKey`, and not `http`",
                "FortiNAC takes a bearer token: `type: http`, `scheme: bearer`.",
            ]],
        ),
    ]
}
