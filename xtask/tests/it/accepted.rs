//! What is spelled in another way than in the good description, and is as good.

use std::path::Path;

use xtask::bundle::bundle;
use xtask::codegen::generate;

use crate::Change::{self, Build, Edit};
use crate::{ROOT, THING, apply, copy_of_good, problems};

/// The generated file whose path ends so, after these changes to the good description.
fn generated(changes: Vec<Change>, file: &str) -> String {
    let folder = copy_of_good();
    for change in changes {
        apply(folder.path(), file, change);
    }
    let root = folder.path().join(ROOT);
    assert_eq!(problems(&root), []);
    let files = generate(&bundle(&root).expect("a good description"));
    let files = files.unwrap_or_else(|problems| panic!("{problems}"));
    let file = files.iter().find(|one| one.path.ends_with(Path::new(file)));
    file.expect("a generated file").contents.clone()
}

const CALLS: &str = "fortinac-client/src/generated/thing.rs";

/// Whether the text is there, whatever the white space and the comma at the end of a list.
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
fn an_answer_and_a_body_under_components() {
    let changes = vec![
        Edit(
            THING,
            LIST_ANSWER,
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
    assert_has(&calls, "List<types::ThingList>");
    assert_has(&calls, r#".json("Thing", body)"#);
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
          schema: {type: object, properties: {file: {type: string, format: binary}}}
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
    assert_has(
        &calls,
        "create(self, file: &Upload) -> Call<'a, Done<types::Envelope>>",
    );
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
    let sorted = "limit: Option<i64>, sort_dir: Option<&str>, sort_key: Option<&str>";
    let outcome = "Call<'a, List<types::ThingList>";
    assert_has(
        &calls,
        &format!("list(self, {sorted}) -> {outcome}, Filtering>"),
    );
    assert_has(&calls, r#".query_all("sortKey", sort_key)"#);
    assert!(!calls.contains(r#"query_all("filter""#), "{calls}");

    let calls = list(&[filter, key, direction, ("start", number), ("count", number)]);
    assert_has(
        &calls,
        &format!("list(self, limit: Option<i64>) -> {outcome}, Listing>"),
    );

    // Alone, a name that lists share can mean something else.
    let calls = list(&[("start", "type: string")]);
    let started = "limit: Option<i64>, start: Option<&str>";
    assert_has(&calls, &format!("list(self, {started}) -> {outcome}>"));
}

#[test]
fn an_envelope_of_the_usual_shape_is_generic() {
    let results = "        results:\n          type: array\n          nullable: true\n";
    let property = |name: &str, ty: &str| {
        format!(
            "        {name}:\n          type: {ty}\n          nullable: true\n          description: One.\n"
        )
    };
    let with = |properties: &[String], file: &str| {
        let changed = format!("{}{results}", properties.concat());
        generated(vec![Build(THING, results, changed)], file)
    };
    const TYPES: &str = "fortinac-types/src/generated/thing.rs";
    const READERS: &str = "fortinac-client/src/generated/mod.rs";
    let alias = "pub type ThingList = ResultsEnvelope<Vec<Thing>>;";
    let reader = "envelope!(types::ThingList, items, types::Thing, [";

    let message = property("errorMessage", "string");
    let total = property("total", "integer\n          format: int64");
    for usual in [vec![message.clone()], vec![message.clone(), total.clone()]] {
        assert_has(&with(&usual, TYPES), alias);
        assert!(!with(&usual, READERS).contains(reader));
    }
    let count = property("count", "integer\n          format: int64");
    let text = property("total", "string");
    for (unusual, numbers) in [
        (vec![], ""),
        (vec![total], "total"),
        (vec![message.clone(), count], ""),
        (vec![message, text], "total"),
    ] {
        assert_has(&with(&unusual, TYPES), "pub struct ThingList {");
        assert_has(&with(&unusual, READERS), &format!("{reader}{numbers}]);"));
    }
}

const LIST_ANSWER: &str = "          description: The things.
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
      nullable: true
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
