//! What is written in another way than in the good spec, and is as good.

use std::path::Path;

use xtask::generate::generate;
use xtask::lint;

use super::Change::{self, Build, Edit};
use super::{ROOT, SHARED, THING, apply, copy_of_good};

/// The generated file whose path ends so, after these changes to the good spec.
fn generated(changes: Vec<Change>, file: &str) -> String {
    let folder = copy_of_good();
    for change in changes {
        apply(folder.path(), file, change);
    }
    let root = folder.path().join(ROOT);
    let model = lint::checked(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = generate(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let file = files.iter().find(|one| one.path.ends_with(Path::new(file)));
    file.expect("a generated file").contents.clone()
}

const CALLS: &str = "fortinac-client/src/generated/thing/thing.rs";

/// Whether the code is there, whatever the white space and the comma at the end of a list.
fn assert_has(contents: &str, text: &str) {
    let squeezed = |text: &str| {
        let text: String = text.split_whitespace().collect();
        text.replace(",)", ")")
    };
    assert!(
        squeezed(contents).contains(&squeezed(text)),
        "{text}: {contents}"
    );
}

#[test]
fn a_response_and_a_body_under_components() {
    let changes = vec![
        Edit(
            THING,
            LIST_RESPONSE,
            "          $ref: '#/components/responses/Things'\n",
        ),
        Edit(
            THING,
            UPDATE_BODY,
            "        $ref: '#/components/requestBodies/Thing'\n",
        ),
        Edit(THING, "components:\n  schemas:\n    Thing:", SHARED_BODIES),
    ];
    let calls = generated(changes, CALLS);
    assert_eq!(calls, generated(Vec::new(), CALLS));
    assert_has(&calls, "Call<Page<types::thing::Thing>, ThingListOptions>");
    assert_has(&calls, r#".json("Thing", thing)"#);
}

#[test]
fn an_upload_under_components() {
    let body = "        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              $ref: '#/components/schemas/ThingForm'
";
    let components = "components:
  requestBodies:
    File:
      required: true
      content:
        multipart/form-data:
          schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}
  schemas:
    Thing:";
    let changes = vec![
        Edit(
            THING,
            body,
            "        $ref: '#/components/requestBodies/File'\n",
        ),
        Edit(THING, "components:\n  schemas:\n    Thing:", components),
        Edit(THING, FORM, ""),
    ];
    let calls = generated(changes, CALLS);
    assert_has(&calls, "create(&self, file: &Upload) -> Call<()>");
    assert_has(&calls, r#".upload("file", file)"#);
}

#[test]
fn some_of_the_parameters_of_a_list() {
    let own = "        - name: sortDirection\n          in: query\n          schema:\n            type: string\n";
    let list = |parameters: &[(&str, &str)]| {
        let parameters = parameters.iter().map(|(name, schema)| {
            format!("        - {{name: {name}, in: query, schema: {{{schema}}}}}\n")
        });
        generated(vec![Build(THING, own, parameters.collect())], CALLS)
    };
    let filter = ("filter", "type: array, items: {type: string}");
    let (key, direction) = (("sortKey", "type: string"), ("sortDir", "type: string"));
    let number = "type: integer, format: int64";

    let calls = list(&[filter, key, direction]);
    assert_has(
        &calls,
        "list(&self) -> FilterCall<Page<types::thing::Thing>, ThingListOptions>",
    );
    assert_has(
        &calls,
        "impl<T> Call<T, Filtering<ThingListOptions>> { pub fn limit_argument(mut self, limit: i64)",
    );
    assert_has(&calls, r#".set_query("sortKey", [sort_key])"#);
    assert!(!calls.contains(r#"("filter""#), "{calls}");

    let calls = list(&[filter, key, direction, ("start", number), ("count", number)]);
    assert_has(
        &calls,
        "list(&self) -> ListCall<types::thing::Thing, ThingListOptions>",
    );

    // Alone, a name that lists share can mean something else.
    let calls = list(&[("start", "type: string")]);
    assert_has(
        &calls,
        "list(&self) -> Call<Page<types::thing::Thing>, ThingListOptions>",
    );
    assert_has(&calls, "start_argument(mut self, start: &str)");
}

/// The root's list of paths is maintained by codegen, so lint does not look at it.
#[test]
fn a_list_of_paths_that_is_not_up_to_date() {
    let good = generated(Vec::new(), CALLS);
    let first = "  /thing:\n    $ref: thing/thing.yaml#/paths/~1thing\n";
    let unlisted = vec![Edit(ROOT, first, "")];
    assert_eq!(generated(unlisted, CALLS), good);
    let unsorted = vec![
        Edit(ROOT, first, ""),
        Build(ROOT, "components:\n", format!("{first}components:\n")),
    ];
    assert_eq!(generated(unsorted, CALLS), good);
    let nothing = vec![
        Edit(ROOT, first, ""),
        Edit(
            ROOT,
            "paths:\n  /thing/{id}:\n    $ref: 'thing/thing.yaml#/paths/~1thing~1%7Bid%7D'\n",
            "paths: {}\n",
        ),
    ];
    assert_eq!(generated(nothing, CALLS), good);
}

/// The bundler adds the responses to failures from the common file.
#[test]
fn failures_that_an_operation_does_not_write() {
    let failures = "        4XX:
          $ref: ../common.yaml#/components/responses/Failed
        5XX:
          $ref: ../common.yaml#/components/responses/Failed
";
    let changes = vec![Edit(THING, failures, "")];
    assert_eq!(generated(changes, CALLS), generated(Vec::new(), CALLS));
}

#[test]
fn parameters_that_are_called_like_parts_of_a_request() {
    let own = "- name: sortDirection\n";
    let names = ["body", "file", "request", "self", "type", "url"];
    let parameters = names
        .map(|name| format!("- {{name: {name}, in: query, schema: {{type: string}}}}\n        "));
    let changes = vec![Build(THING, own, parameters.concat() + own)];
    let calls = generated(changes, CALLS);
    for (name, argument) in [("url", "url"), ("self", "self_"), ("type", "type_")] {
        assert_has(&calls, &format!("{argument}(mut self, {argument}: &str)"));
        assert_has(&calls, &format!(".set_query({name:?}, [{argument}])"));
    }
}

#[test]
fn a_parameter_that_is_called_like_the_file_of_an_upload() {
    let form = "          application/x-www-form-urlencoded:
            schema:
              $ref: '#/components/schemas/ThingForm'
";
    let upload = "          multipart/form-data:
            schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}
";
    let summary = "summary: Add a thing\n";
    let parameter = "summary: Add a thing\n      parameters: [{name: file, in: query, required: true, schema: {type: string}}]\n";
    let changes = vec![
        Edit(THING, form, upload),
        Edit(THING, FORM, ""),
        Edit(THING, summary, parameter),
    ];
    let calls = generated(changes, CALLS);
    assert_has(&calls, "create(&self, file: &str, file_file: &Upload)");
    assert_has(&calls, r#".query("file", [file])"#);
}

/// The sources of a record are those of its operations.
#[test]
fn a_record_without_a_source_of_its_own() {
    let form = "      description: A thing as a form.\n      x-fortinac-source: [a page]\n";
    let changes = vec![Edit(THING, form, "      description: A thing as a form.\n")];
    let records = "fortinac-types/src/generated/thing/thing.rs";
    assert_eq!(generated(changes, records), generated(Vec::new(), records));
}

#[test]
fn a_parameter_that_is_called_like_the_argument_of_the_body() {
    let update = |parameter: &str| {
        let parameter = format!(
            "summary: Update one thing\n      parameters: [{{name: thing, in: query, {parameter}schema: {{type: string}}}}]"
        );
        let changes = vec![Build(THING, "summary: Update one thing", parameter)];
        generated(changes, CALLS)
    };
    let calls = update("required: true, ");
    assert_has(
        &calls,
        "id: i64, thing: &str, thing_body: &types::thing::Thing) -> Call<(), Xml>",
    );
    assert_has(
        &calls,
        r#".query("thing", [thing]).json("Thing", thing_body)"#,
    );
    // A method of the call is not in the way.
    let calls = update("");
    assert_has(
        &calls,
        "id: i64, thing: &types::thing::Thing) -> Call<(), ThingUpdateOptions>",
    );
    assert_has(&calls, "pub fn thing(mut self, thing: &str)");
    assert_has(&calls, "pub fn xml(mut self)");
}

#[test]
fn fields_that_a_form_must_have() {
    let form = "    ThingForm:
      type: object
      description: A thing as a form.
      x-fortinac-source: [a page]
      properties:
        kind:
          type: string
          nullable: true
";
    let required = "    ThingForm:
      type: object
      description: A thing as a form.
      x-fortinac-source: [a page]
      required: [kind]
      properties:
        kind:
          type: string
";
    let calls = generated(vec![Edit(THING, form, required)], CALLS);
    assert_has(
        &calls,
        "create(&self, kind: &str) -> Call<(), ThingCreateOptions>",
    );
    assert_has(&calls, r#".field("kind", [kind])"#);
    let calls = generated(Vec::new(), CALLS);
    assert_has(&calls, "create(&self) -> Call<(), ThingCreateOptions>");
    assert_has(&calls, "pub fn kind(mut self, kind: &str)");
    assert_has(&calls, r#".form().nothing()"#);
}

/// A scalar under components is written in place where it is referred to.
#[test]
fn a_scalar_that_records_share() {
    let own = "        kind:
          type: string
          nullable: true
          description: Kind of the thing.
";
    let component = "  schemas:
    Kind:
      type: string
      nullable: true
      description: Kind of the thing.
";
    let shared = || {
        vec![
            Edit(
                THING,
                own,
                "        kind:\n          $ref: ../common.yaml#/components/schemas/Kind\n",
            ),
            Edit(SHARED, "  schemas:\n", component),
        ]
    };
    let records = "fortinac-types/src/generated/thing/thing.rs";
    let generated_records = generated(shared(), records);
    assert_eq!(generated_records, generated(Vec::new(), records));
    assert_has(&generated_records, r#"kind: String = "kind","#);

    let reference = "          $ref: ../common.yaml#/components/schemas/Kind\n";
    let described = "          allOf: [{$ref: ../common.yaml#/components/schemas/Kind}]\n          description: Kind of the form.\n";
    let mut changes = shared();
    changes.push(Edit(THING, reference, described));
    assert_has(&generated(changes, records), "/// Kind of the form.");
}

#[test]
fn notes_and_gaps() {
    let summary = "      summary: Add a thing\n";
    let changes = vec![Edit(
        THING,
        summary,
        "      summary: Add a thing\n      x-fortinac-note: Seen in a program.\n      x-fortinac-gap: [Nobody knows whether a kind is needed.]\n",
    )];
    let gaps = generated(changes, "openapi/generated/gaps.md");
    assert!(
        gaps.contains("Nobody knows whether a kind is needed."),
        "{gaps}"
    );
}

const LIST_RESPONSE: &str = "          description: The things.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/ThingList'
              example:
                status: success
                results:
                  - id: 1
                    color: red
";

const UPDATE_BODY: &str = "        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Thing'
            example:
              id: 1
              changed: 1717403530000
          application/xml:
            schema:
              $ref: '#/components/schemas/Thing'
";

const SHARED_BODIES: &str = "components:
  requestBodies:
    Thing:
      required: true
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Thing'
          example:
            id: 1
        application/xml:
          schema:
            $ref: '#/components/schemas/Thing'
  responses:
    Things:
      description: The things.
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/ThingList'
          example:
            status: success
            results:
              - id: 1
                color: red
  schemas:
    Thing:";

/// The record of the form.
pub(crate) const FORM: &str = "    ThingForm:
      type: object
      description: A thing as a form.
      x-fortinac-source: [a page]
      properties:
        kind:
          type: string
          nullable: true
          description: Kind of the thing.
        tags:
          type: array
          nullable: true
          description: Tags of the thing.
          items:
            type: string
";

#[test]
fn secrets_of_path_and_query() {
    let own = "        - name: sortDirection\n          in: query\n          schema:\n            type: string\n";
    let query = |required: &str| {
        format!(
            "        - {{name: password, in: query, {required}schema: {{type: string, format: password}}}}\n"
        )
    };
    let calls = |required: &str| generated(vec![Build(THING, own, query(required))], CALLS);
    let optional = calls("");
    assert_has(
        &optional,
        "password(mut self, password: impl Into<types::Secret>)",
    );
    assert_has(&optional, r#".set_secret_query("password", password)"#);
    let required = calls("required: true, ");
    assert_has(&required, "list(&self, password: impl Into<types::Secret>)");
    assert_has(&required, r#".secret_query("password", password)"#);

    let id = "  /thing/{id}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: integer\n          format: int64\n";
    let key = "  /thing/{key}:\n    parameters:\n      - {name: key, in: path, required: true, schema: {type: string, format: password}}\n";
    let calls = generated(vec![Edit(THING, id, key)], CALLS);
    assert_has(
        &calls,
        "key: impl Into<types::Secret>, thing: &types::thing::Thing",
    );
    assert_has(&calls, ".secret_path(key)");
}

/// A POST that changes nothing can have the name of a GET.
#[test]
fn a_post_that_reads() {
    for (path, id) in [
        ("/thing/parts", "thing_parts"),
        ("/thing/parts", "thing_get_parts"),
        ("/thing/parts/test", "thing_test_parts"),
        ("/thing/search", "thing_search"),
    ] {
        let operation = super::cases::operation(path, "post", id).replace(
            "result: none\n",
            "result: none\n      x-fortinac-safe: true\n",
        );
        let next = "  /thing/{id}:\n";
        let calls = generated(vec![Build(THING, next, operation + next)], CALLS);
        assert_has(&calls, &format!(r#"post_that_reads(&self.0, {id:?}"#));
    }
}
