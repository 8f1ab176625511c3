//! A small spec and the evidence for it.

use std::path::PathBuf;

use fortinac_evidence::{Evidence, Sources};
use fortinac_spec::Api;
use serde_json::{Value, json};

/// A spec of three operations.
pub(crate) fn spec() -> Value {
    let operation = |id: &str, source: &str, versions: Value, envelope: &str| {
        json!({
            "operationId": id, "tags": ["group"], "summary": "What it does", "description": "More of it.",
            "x-fortinac-source": [source], "x-fortinac-versions": versions, "x-fortinac-evidence": "real",
            "x-fortinac-origin": "document", "x-fortinac-result": "none",
            "responses": {
                "200": {"description": "Done.", "content": {"application/json": {"schema": reference(envelope)}}},
                "4XX": {"$ref": "#/components/responses/Failed"}, "5XX": {"$ref": "#/components/responses/Failed"},
            },
        })
    };
    let mut get = operation(
        "group_get",
        "docs/7.2.0/1",
        json!(["7.2.0", "7.4.0"]),
        "GroupEnvelope",
    );
    get["x-fortinac-result"] = "one".into();
    get["parameters"] = json!([{"name": "id", "in": "path", "required": true, "description": "Id.", "schema": integer()}]);
    let mut copy = operation("group_copy", "docs/7.2.0/2", json!(["7.2.0"]), "Envelope");
    copy["requestBody"] = json!({"required": true, "content": {"application/x-www-form-urlencoded": {
        "schema": reference("CopyArguments"), "example": {"id": [7]}}}});
    let delete = operation("group_delete", "docs/7.2.0/4", json!(["7.2.0"]), "Envelope");
    let integer_property =
        || json!({"type": "integer", "format": "int64", "nullable": true, "description": "It."});
    json!({
        "openapi": "3.0.3", "info": {"title": "Small", "version": "1"},
        "tags": [{"name": "group", "description": "Groups.", "x-fortinac-resources": {"group": "groups"}}],
        "paths": {"/group/copy": {"post": copy}, "/group/delete": {"post": delete}, "/group/{id}": {"get": get}},
        "components": {
            "responses": {"Failed": {"description": "Failed.", "content": {"application/json": {"schema": reference("Envelope")}}}},
            "schemas": {
                "Envelope": {"type": "object", "description": "Outcome.",
                    "properties": {"status": string(), "errorMessage": string()}},
                "GroupEnvelope": {"type": "object", "description": "A group.", "properties": {
                    "status": string(), "errorMessage": string(), "result": reference("Group")}},
                "Group": {"type": "object", "nullable": true, "description": "A group.", "properties": {
                    "name": string(), "daysValid": integer_property(),
                    "members": {"type": "array", "nullable": true, "description": "Members.", "items": reference("GroupMember")}}},
                "GroupMember": {"type": "object", "nullable": true, "description": "A member.",
                    "properties": {"id": integer_property(), "img": string()}},
                "CopyArguments": {"type": "object", "description": "Copy.", "required": ["id"], "properties": {
                    "id": {"type": "array", "nullable": true, "description": "Ids.", "items": integer()}, "name": string()}},
            },
        },
    })
}

/// The evidence for it, in one file.
pub(crate) fn entries() -> Value {
    json!([
        {
            "method": "GET", "path": "/group/{id}", "source": "docs/7.2.0/1", "evidence": "real", "origin": "document",
            "versions": ["7.2.0", "7.4.0"], "path_params": [{"name": "id", "type": "integer"}],
            "response": {"status": "string", "errorMessage": null, "result": {
                "name": "string", "daysValid": "integer", "members": [{"id": "integer", "img": "string"}]}},
        },
        {
            "method": "POST", "path": "/group/copy", "source": "docs/7.2.0/2", "evidence": "real", "origin": "document",
            "versions": ["7.2.0"], "request_body": "id: <integer> line",
            "params": [{"name": "id", "type": "array", "required": true}, {"name": "name", "type": "string"}],
            "response": {"status": "string", "errorMessage": null},
        },
        {
            "method": "POST", "path": "/group/delete", "source": "docs/7.2.0/4", "evidence": "real", "origin": "document",
            "versions": ["7.2.0"], "response": {"status": "string", "errorMessage": null},
        },
    ])
}

/// A property that is a string.
pub(crate) fn string() -> Value {
    json!({"type": "string", "nullable": true, "description": "It."})
}

fn integer() -> Value {
    json!({"type": "integer", "format": "int64"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The model of a spec.
pub(crate) fn api(document: &Value) -> Api {
    let (api, issues) = Api::read(document);
    assert!(issues.is_empty(), "{issues:?}");
    api
}

/// Entries as evidence.
pub(crate) fn evidence(entries: &Value) -> Evidence {
    let sources = json!({"pattern": {"id": "docs/<version>/<page>", "kind": "page", "url": "<id>"}, "sources": []});
    let sources: Sources = serde_json::from_value(sources).unwrap();
    let entries: Vec<_> = serde_json::from_value(entries.clone()).unwrap();
    let file = PathBuf::from("evidence/group.yaml");
    Evidence {
        sources,
        entries: entries
            .into_iter()
            .map(|entry| (file.clone(), entry))
            .collect(),
        folder: "evidence".into(),
    }
}
