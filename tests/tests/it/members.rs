//! The description has every member that its sources show, and no other.

use std::collections::BTreeSet;

use fortinac_spec::Description;
use fortinac_tests::{
    Body, Document, Page, examples, exchanges, files, pages, places, records, undescribed,
    unsourced,
};
use serde_json::{Value, json};

/// Asserts that there is nothing to tell, and else tells it a line each.
#[track_caller]
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_description_has_every_member_of_the_documents() {
    let description = Description::bundled();
    let mut found = Vec::new();
    for (name, text) in files("documents") {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let operation = description
            .find(&document.method, &document.path)
            .expect(&name);
        for sample in document.samples {
            let missing = undescribed(&description, operation, sample.body, &sample.json);
            found.extend(
                missing
                    .into_iter()
                    .map(|missing| format!("{name}: {missing}")),
            );
        }
    }
    assert_none(&found);
}

#[test]
fn the_description_has_every_member_of_the_pages_of_its_operations() {
    let description = Description::bundled();
    let (mut found, mut walked) = (Vec::new(), 0);
    for page in pages() {
        let Some(operation) = page.operation(&description) else {
            continue;
        };
        walked += 1;
        for (body, skeleton) in [
            (Body::Request, &page.request),
            (Body::Response, &page.response),
        ] {
            let missing = undescribed(&description, operation, body, skeleton);
            found.extend(
                missing
                    .into_iter()
                    .map(|missing| format!("{}: {missing}", page.source)),
            );
        }
    }
    assert_none(&found);
    assert!(
        walked >= description.operations().len(),
        "each operation has a page"
    );
}

#[test]
fn every_record_is_in_an_example() {
    let description = Description::bundled();
    let mut missing: BTreeSet<&str> = records(&description).map(|(name, _)| name).collect();
    let forms = description.operations().iter().filter_map(|operation| {
        let media = "/requestBody/content/application~1x-www-form-urlencoded";
        let example = operation.item().pointer(&format!("{media}/example"))?;
        Some((operation.clone(), Body::Request, example.clone()))
    });
    let bodies = [examples(&description), exchanges(&description)].concat();
    let bodies = bodies
        .into_iter()
        .map(|case| (case.operation, case.body, case.json));
    for (operation, body, json) in bodies.chain(forms) {
        for place in places(&description, &operation, body, &json) {
            if place.value.is_object() {
                missing.retain(|record| Some(*record) != place.component);
            }
        }
    }
    assert!(missing.is_empty(), "in no example: {missing:?}");
}

#[test]
fn every_member_of_a_record_has_a_source() {
    assert_none(&unsourced(&Description::bundled(), &pages()));
}

/// The description with `change` made to it, and what is then wrong with its sources.
fn unsourced_after(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut document = Description::bundled().document().clone();
    change(&mut document["components"]["schemas"]);
    unsourced(&Description::new(document).unwrap(), &pages())
}

#[test]
fn an_invented_member_is_reported() {
    let text = json!({"type": "string", "nullable": true});
    let found = unsourced_after(|schemas| {
        // The page of the record shows this name in another record.
        schemas["GroupMember"]["properties"]["daysValid"] = text.clone();
        schemas["GroupMember"]["properties"]["invented"] = text;
    });
    let expected = ["daysValid", "invented"]
        .map(|name| format!("GroupMember.{name} is shown by no source of the record"));
    assert_eq!(found, expected);
}

#[test]
fn without_sources_every_member_is_reported() {
    let mut members = 0;
    let found = unsourced_after(|schemas| {
        for schema in schemas.as_object_mut().unwrap().values_mut() {
            members += schema["properties"]
                .as_object()
                .map_or(0, |members| members.len());
            schema["x-fortinac-source"] = json!([]);
            schema["x-fortinac-inferred"] = json!({});
        }
    });
    assert_eq!(found.len(), members);
    assert!(members > 0);
}

#[test]
fn an_inferred_member_needs_a_reason_and_no_source() {
    let infer = |schemas: &mut Value, reason: &str| {
        schemas["GroupMember"]["properties"]["invented"] =
            json!({"type": "string", "nullable": true});
        schemas["GroupMember"]["x-fortinac-inferred"] = json!({"invented": reason});
    };
    assert_none(&unsourced_after(|schemas| {
        infer(schemas, "All siblings have it.")
    }));
    assert_eq!(
        unsourced_after(|schemas| infer(schemas, " ")),
        ["GroupMember.invented is shown by no source of the record"]
    );
    let found = unsourced_after(|schemas| {
        schemas["GroupMember"]["x-fortinac-inferred"] = json!({"img": "A guess."})
    });
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("GroupMember.img is not inferred: "),
        "{found:?}"
    );
}

#[test]
fn a_source_that_does_not_show_the_record_is_reported() {
    let found = unsourced_after(|schemas| {
        let sources = schemas["GroupMember"]["x-fortinac-source"]
            .as_array_mut()
            .unwrap();
        sources.push("fortinac-f/7.2.0/rest-api/815845/post-user-id".into());
        sources.push("nowhere".into());
    });
    let user = "GroupMember: fortinac-f/7.2.0/rest-api/815845/post-user-id does not show it";
    assert_eq!(
        found,
        [user, "GroupMember: nowhere is not in the test data"]
    );
}

#[test]
fn a_member_that_only_a_page_has_is_reported() {
    let description = Description::bundled();
    let page = json!({
        "source": "x", "method": "GET", "path": "/system/group/{id}",
        "response": {"result": {"members": [{"id": "integer", "invented": {"any": "string"}, "…": "rest"}]}},
    });
    let page = Page::parse(&page.to_string()).unwrap();
    let operation = page.operation(&description).unwrap();
    let found = undescribed(&description, operation, Body::Response, &page.response);
    assert_eq!(
        found,
        ["$.result.members[0].invented is no member of GroupMember"]
    );
}
