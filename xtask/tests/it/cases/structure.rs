//! Documents that are no OpenAPI 3.0.

use super::Case;
use crate::Change::Edit;
use crate::{ROOT, SHARED, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "OpenAPI 3.1",
            vec![Edit(ROOT, "3.0.3", "3.1.0")],
            &[&["fortinac.yaml", "3.1.0", "not supported"]],
        ),
        (
            "Swagger 2.0",
            vec![Edit(ROOT, "openapi: 3.0.3", "swagger: '2.0'")],
            &[&["fortinac.yaml", "Swagger 2.0"]],
        ),
        (
            "no version",
            vec![Edit(ROOT, "openapi: 3.0.3\n", "")],
            &[&["fortinac.yaml", "openapi", "missing"]],
        ),
        (
            "no info",
            vec![Edit(
                ROOT,
                "info:\n  title: A small description\n  version: 0.1.0\n",
                "",
            )],
            &[&["fortinac.yaml", "`info` is missing"]],
        ),
        (
            "no title",
            vec![Edit(ROOT, "  title: A small description\n", "")],
            &[&["fortinac.yaml: info", "`title` is missing"]],
        ),
        (
            "a number for text",
            vec![Edit(ROOT, "version: 0.1.0", "version: 1.0")],
            &[&["info/version", "not text"]],
        ),
        (
            "no paths",
            vec![Edit(ROOT, "\npaths:", "\nx-paths:")],
            &[&["fortinac.yaml", "no `paths`"]],
        ),
        (
            "paths are a list",
            vec![Edit(ROOT, "\npaths:", "\npaths: []\nx-paths:")],
            &[&["fortinac.yaml: paths", "not a mapping"]],
        ),
        (
            "unknown member",
            vec![Edit(
                THING,
                "      summary: List things",
                "      summary: List things\n      descripton: All of them.",
            )],
            &[&[
                "thing.yaml: thing_list",
                "`descripton` is not known",
                "did you mean `description`?",
            ]],
        ),
        (
            "unknown extension",
            vec![Edit(THING, "x-fortinac-safe", "x-fortinac-save")],
            &[&[
                "thing.yaml: thing_list",
                "`x-fortinac-save`",
                "`x-fortinac-safe`?",
            ]],
        ),
        (
            "extension in another place",
            vec![Edit(ROOT, "  title:", "  x-fortinac-safe: false\n  title:")],
            &[&["fortinac.yaml: info", "`x-fortinac-safe` is not known"]],
        ),
        (
            "operation without responses",
            vec![Edit(
                THING,
                "      responses:\n        '200':\n          description: The outcome.",
                "      x-responses:\n        '200':\n          description: The outcome.",
            )],
            &[&["thing.yaml: thing_create", "`responses` is missing"]],
        ),
        (
            "response without description",
            vec![Edit(SHARED, "      description: The call failed.\n", "")],
            &[&[
                "components.yaml: components/responses/Failed",
                "`description` is missing",
            ]],
        ),
        (
            "parameters are a mapping",
            vec![Edit(
                THING,
                "    parameters:\n      - name: id\n        in: path",
                "    parameters:\n        name: id\n        in: path",
            )],
            &[
                &["thing.yaml: /thing/{id}/parameters", "not a list"],
                &["thing_update", "{id}", "no such parameter"],
            ],
        ),
        (
            "security scheme of no name",
            vec![Edit(ROOT, "- bearer: []", "- basic: []")],
            &[&["fortinac.yaml: security", "no security scheme `basic`"]],
        ),
        (
            "security scheme that is no mapping",
            vec![Edit(ROOT, "- bearer: []", "- bearer")],
            &[&["fortinac.yaml: security/0", "not a mapping", "- bearer: []"]],
        ),
        (
            "security scheme without a list",
            vec![Edit(ROOT, "- bearer: []", "- bearer: x")],
            &[&[
                "fortinac.yaml: security/0/bearer",
                "not a list",
                "- bearer: []",
            ]],
        ),
        (
            "no security",
            vec![Edit(ROOT, "security:\n  - bearer: []\n", "")],
            &[&["fortinac.yaml", "`security` is missing"]],
        ),
        (
            "empty security",
            vec![Edit(ROOT, "security:\n  - bearer: []\n", "security: []\n")],
            &[&["fortinac.yaml: security", "is empty"]],
        ),
        (
            "no servers",
            vec![Edit(ROOT, "servers:", "x-servers:")],
            &[&["fortinac.yaml", "`servers` is missing"]],
        ),
        (
            "empty servers",
            vec![Edit(ROOT, "servers:", "servers: []\nx-servers:")],
            &[&["fortinac.yaml: servers", "is empty"]],
        ),
        (
            "server with a variable of no name",
            vec![Edit(ROOT, "https://{host}", "https://{host}:{port}")],
            &[&["fortinac.yaml: servers/0", "not those of `variables`"]],
        ),
        (
            "a security scheme that only the types of OpenAPI know to be wrong",
            vec![Edit(ROOT, "      scheme: bearer\n", "")],
            &[&[
                "fortinac.yaml",
                "components/securitySchemes/bearer",
                "OpenAPI 3.0.3",
            ]],
        ),
    ]
}
