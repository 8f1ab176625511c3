//! What drafts make of evidence of each kind, which the tests write themselves.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::draft::{Drafted, Options, draft};

use super::workspace_without;

const SOURCE: &str = "source: fortinac-f/7.4.0/rest-api/1/x\n  evidence: real\n  origin: document\n  versions: ['7.4.0']";

/// Drafts entries of evidence, each written as its method and path and the lines that follow.
fn drafted(workspace: &TempDir, entries: &[(&str, &str)]) -> Drafted {
    let entry = |(operation, rest): &(&str, &str)| {
        let (method, path) = operation.split_once(' ').unwrap();
        format!("- method: {method}\n  path: {path}\n  {SOURCE}\n  {rest}\n")
    };
    let file = workspace.path().join("evidence/test.yaml");
    fs::write(&file, entries.iter().map(entry).collect::<String>()).unwrap();
    let options = Options {
        inputs: vec![file],
        ..Options::default()
    };
    draft(workspace.path(), &options).unwrap()
}

/// The file that entries are drafted into, if it is one.
fn file_of(entries: &[(&str, &str)]) -> Value {
    let workspace = workspace_without(&[]);
    let drafted = drafted(&workspace, entries);
    let is_root = |file: &std::path::Path| file.ends_with("openapi/fortinac.yaml");
    let mut files = drafted.files.iter().filter(|(file, _)| !is_root(file));
    let (_, text) = files.next().unwrap();
    assert_eq!(files.next(), None);
    serde_saphyr::from_str(text).unwrap()
}

fn operation<'a>(file: &'a Value, method: &str, path: &str) -> &'a Value {
    &file["paths"][path][method]
}

fn schema<'a>(file: &'a Value, name: &str) -> &'a Value {
    let schema = &file["components"]["schemas"][name];
    assert!(schema.is_object(), "{name}: {file:#}");
    schema
}

const DONE: &str = "response: {status: string, errorMessage: null}";

#[test]
fn a_list_in_the_body_is_a_list_of_records() {
    let body = "request_body: [{gadgetName: string, gadgetPorts: [integer]}]";
    let file = file_of(&[("POST /gizmo/gadget/discover", body)]);
    let content = &operation(&file, "post", "/gizmo/gadget/discover")["requestBody"]["content"];
    let media = &content["application/json"];
    assert_eq!(media["schema"]["type"], "array");
    let target = media["schema"]["items"]["$ref"].as_str().unwrap();
    let record = schema(&file, target.rsplit('/').next().unwrap());
    assert_eq!(record["properties"]["gadgetPorts"]["type"], "array");
    assert_eq!(record.get("nullable"), None);
    assert!(media["example"][0].is_object(), "{media}");
    assert_eq!(content.get("application/xml"), None);
}

#[test]
fn a_body_whose_words_say_form_is_a_form() {
    for body in ["{gadgetID: form field}", "{gadgetID: integer (form)}"] {
        let body = format!("request_body: {body}\n  {DONE}");
        let file = file_of(&[("POST /gizmo/gadget/start", &body)]);
        let content = &operation(&file, "post", "/gizmo/gadget/start")["requestBody"]["content"];
        let form = &content["application/x-www-form-urlencoded"]["schema"]["$ref"];
        assert!(form.as_str().unwrap().ends_with("Arguments"), "{content}");
        assert_eq!(content.as_object().unwrap().len(), 1);
        let arguments = schema(&file, "GadgetStartArguments");
        assert_eq!(arguments["properties"]["gadgetID"]["type"], "integer");
        assert_eq!(arguments.get("nullable"), None);
    }
}

#[test]
fn parts_of_an_upload_are_described_in_place() {
    let arguments = "params: [{name: purpose, type: string, required: true, in: multipart}, \
                     {name: certs, type: 'file (PEM)', required: true, in: multipart}, \
                     {name: note, type: string, in: multipart}]";
    let file = file_of(&[("POST /gizmo/gadget/import", arguments)]);
    let content = &operation(&file, "post", "/gizmo/gadget/import")["requestBody"]["content"];
    let schema = &content["multipart/form-data"]["schema"];
    assert_eq!(schema["required"], json!(["purpose", "certs"]));
    assert_eq!(schema["properties"]["certs"]["format"], "binary");
    assert_eq!(schema["properties"]["note"]["type"], "string");
}

/// Whether words say so, or a mark beside the elements.
#[test]
fn a_response_that_is_xml_alone_is_no_envelope() {
    for response in [
        "'XML document with GadgetRule elements'",
        "{<XML>: document, GadgetRule: [{gadgetName: string, gadgetColour: string}]}",
    ] {
        let response = format!("response: {response}");
        let file = file_of(&[("GET /gizmo/gadget/export", &response)]);
        let operation = operation(&file, "get", "/gizmo/gadget/export");
        assert_eq!(operation["x-fortinac-result"], "envelope");
        let content = operation["responses"]["200"]["content"]
            .as_object()
            .unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), ["application/xml"]);
        let target = content["application/xml"]["schema"]["$ref"]
            .as_str()
            .unwrap();
        let envelope = schema(&file, target.rsplit('/').next().unwrap());
        assert_eq!(envelope["properties"].get("status"), None);
    }
}

#[test]
fn a_result_under_a_name_of_its_own_is_named() {
    for (payload, result, property) in [
        ("colours: [string]", "list", Some("colours")),
        (
            "gadgetDetails: {gadgetColour: string, gadgetPort: integer}",
            "one",
            Some("gadgetDetails"),
        ),
        ("restartRequired: boolean", "value", Some("restartRequired")),
        ("portLabels: 'map<string,string>'", "envelope", None),
        ("colours: [string], gadgetPort: integer", "envelope", None),
    ] {
        let response = format!("response: {{status: string, errorMessage: null, {payload}}}");
        let file = file_of(&[("GET /gizmo/gadget/details", &response)]);
        let operation = operation(&file, "get", "/gizmo/gadget/details");
        assert_eq!(operation["x-fortinac-result"], result, "{payload}");
        let named = operation["x-fortinac-result-property"].as_str();
        assert_eq!(named, property, "{payload}");
    }
}

#[test]
fn a_count_can_be_in_total_count() {
    let response = "response: {status: string, errorMessage: null, totalCount: integer}";
    let file = file_of(&[("GET /gizmo/gadget/count", response)]);
    let operation = operation(&file, "get", "/gizmo/gadget/count");
    assert_eq!(operation["x-fortinac-result"], "count");
    let envelope = schema(&file, "GadgetCountEnvelope");
    assert!(envelope["properties"]["totalCount"].is_object());
}

#[test]
fn the_state_of_an_address_and_the_version_of_software_are_text() {
    let record = "state: string, version: string, gadgetHue: string";
    let response = format!(
        "response: {{status: string, errorMessage: null, results: [{{{record}, city: string}}]}}"
    );
    let list = ("GET /gizmo/gadget", response.as_str());
    let one = ("GET /gizmo/gadget/{id}", response.as_str());
    let file = file_of(&[list, one]);
    let properties = &schema(&file, "Gadget")["properties"];
    assert_eq!(properties["state"]["type"], "string");
    assert_eq!(properties["version"]["type"], "string");
    // Elsewhere both are what appliances send.
    let response = response
        .replace(", city: string", "")
        .replace("version: string", "version: integer");
    let list = ("GET /gizmo/gadget", response.as_str());
    let one = ("GET /gizmo/gadget/{id}", response.as_str());
    let file = file_of(&[list, one]);
    let properties = &schema(&file, "Gadget")["properties"];
    let target = |name: &str| {
        let property = &properties[name];
        let alone = property["$ref"].as_str();
        alone
            .or_else(|| property["allOf"][0]["$ref"].as_str())
            .unwrap_or_default()
    };
    assert!(target("state").ends_with("/Code"), "{properties}");
    assert!(target("version").ends_with("/Version"), "{properties}");
}

/// An id and a name are a shared record, and no record of another family that has them too.
#[test]
fn common_properties_do_not_tell_a_record() {
    let record = |part: &str| {
        format!(
            "response: {{status: string, errorMessage: null, results: [{{gadgetHue: string, gadgetPart: {part}}}]}}"
        )
    };
    let part = |shown: &str| {
        let response = record(shown);
        let file = file_of(&[
            ("GET /gizmo/gadget", &response),
            ("GET /gizmo/gadget/{id}", &response),
        ]);
        let target = &schema(&file, "Gadget")["properties"]["gadgetPart"]["$ref"];
        target
            .as_str()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(part("{id: integer, name: string}"), "NamedId");
    assert_eq!(
        part("{lastModifiedBy: string, lastModifiedDate: 'string:date-time Z'}"),
        "GadgetGadgetPart"
    );
    assert_eq!(
        part("{dbid: integer, name: string, note: string}"),
        "GadgetGadgetPart"
    );
    // Properties of a kind that few records have tell it.
    assert_eq!(
        part(
            "{methodType: {id: integer, name: string, shortName: string}, attributeFilters: 'map<string,string>'}"
        ),
        "RadiusFilter"
    );
}

#[test]
fn names_of_tags_and_files_are_in_lower_case() {
    let workspace = workspace_without(&[]);
    let drafted = drafted(
        &workspace,
        &[("POST /BigGizmo/NAT-gadget/{id}/start", DONE)],
    );
    let file = workspace.path().join("openapi/big-gizmo/nat-gadget.yaml");
    let (_, text) = drafted
        .files
        .iter()
        .find(|(path, _)| *path == file)
        .unwrap();
    assert!(text.contains("operationId: nat_gadget_start\n"), "{text}");
    assert!(text.contains("tags: [big-gizmo-nat-gadget]\n"), "{text}");
    let (_, root) = drafted
        .files
        .iter()
        .find(|(path, _)| path.ends_with("openapi/fortinac.yaml"))
        .unwrap();
    let tags: Vec<&str> = root
        .lines()
        .filter_map(|line| line.strip_prefix("  - name: "))
        .collect();
    assert!(
        tags.is_sorted() && tags.contains(&"big-gizmo-nat-gadget"),
        "{tags:?}"
    );
}

/// A setting is no resource, nor is what is below it, and a family has parts that are no records.
#[test]
fn resources_have_records_or_several_calls() {
    let list = "params: [{name: filter, type: array}]\n  response: {status: string, errorMessage: null, results: [{gadgetHue: string, id: integer}]}";
    let setting = "response: {status: string, errorMessage: null, result: {gadgetSpeed: integer, gadgetHue: string}}";
    let workspace = workspace_without(&[]);
    let drafted = drafted(
        &workspace,
        &[
            ("GET /gizmo", list),
            ("POST /gizmo/panel/login", DONE),
            ("POST /gizmo/panel/logout", DONE),
            ("GET /gizmo/panel/timeout", setting),
            ("GET /gizmo/dial", setting),
            ("POST /gizmo/dial/fine-tune/{id}", DONE),
        ],
    );
    for name in [
        "gizmo_list",
        "panel_login",
        "panel_logout",
        "panel_timeout",
        "gizmo_dial",
        "gizmo_set_dial_fine_tune",
    ] {
        let is_there = |note: &String| note.contains(&format!(": `{name}` in "));
        assert!(
            drafted.notes.iter().any(is_there),
            "{name}: {:#?}",
            drafted.notes
        );
    }
}

/// A proposal is taken from texts that are decided, and has one mark also where it comes from a record that is drafted.
#[test]
fn a_text_has_one_mark_at_most() {
    let workspace = workspace_without(&[]);
    let response = "response: {status: string, errorMessage: null, results: [{gadgetHue: string, gadgetSpeed: integer}]}";
    for resource in ["gadget", "widget", "gimmick"] {
        let (list, one) = (
            format!("GET /gizmo/{resource}"),
            format!("GET /gizmo/{resource}/{{id}}"),
        );
        let tune = format!("POST /gizmo/{resource}/{{id}}/start");
        let drafted = drafted(
            &workspace,
            &[(&list, response), (&one, response), (&tune, DONE)],
        );
        for (file, text) in drafted.files {
            assert!(!text.contains("TODO: TODO"), "{text}");
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }
}

#[test]
fn rules_are_counted_by_property() {
    let workspace = workspace_without(&[]);
    let response = "response: {status: string, errorMessage: null, gadgetHue: string, gadgetSpeed: integer, gadgetLimit: integer}";
    let entries = [("GET /gizmo/gadget/details", response)];
    let counts = drafted(&workspace, &entries).counts;
    let expected = [
        "integer: 2 properties (0 as in a like record)",
        "string: 1 property (0 as in a like record)",
    ];
    assert_eq!(counts, expected);
    // Nothing lacks in the spec, and all of it can be drafted anew.
    let options = Options {
        inputs: vec![workspace.path().join("evidence/ssid.yaml")],
        anew: true,
        ..Options::default()
    };
    assert!(!draft(workspace.path(), &options).unwrap().counts.is_empty());
}
