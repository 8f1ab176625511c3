//! The checker reports what differs between a spec and its evidence, once for each cause.

mod small;

use fortinac_evidence::{Finding, Subject, check};
use serde_json::{Value, json};
use small::{api, evidence, spec};

/// The findings after a change to spec and evidence, as `<subject>: <message>`.
fn findings(change: impl FnOnce(&mut Value, &mut Value)) -> Vec<String> {
    let (mut document, mut entries) = (spec(), small::entries());
    change(&mut document, &mut entries);
    let found = check(&api(&document), &evidence(&entries));
    let as_text = |Finding {
                       subject, message, ..
                   }| format!("{subject}: {message}");
    found.into_iter().map(as_text).collect()
}

fn of_spec(change: impl FnOnce(&mut Value)) -> Vec<String> {
    findings(|document, _| change(document))
}

fn of_entry(index: usize, change: impl FnOnce(&mut Value)) -> Vec<String> {
    findings(|_, entries| change(&mut entries[index]))
}

#[test]
fn a_spec_that_says_what_the_evidence_shows_has_no_finding() {
    assert_eq!(of_spec(|_| {}), [""; 0]);
}

#[test]
fn a_finding_names_the_place_in_the_spec_and_the_file_of_evidence() {
    let mut document = spec();
    document["paths"]["/group/{id}"]["get"]["x-fortinac-evidence"] = "placeholder".into();
    let found = check(&api(&document), &evidence(&small::entries()));
    assert_eq!(found[0].subject, Subject::Operation("group_get".to_owned()));
    assert_eq!(found[0].file.to_str(), Some("evidence/group.yaml"));
    assert_eq!(
        found[0].to_string(),
        "evidence/group.yaml: group_get: x-fortinac-evidence is placeholder, and the evidence says real\n  \
         help: write `x-fortinac-evidence: real`, or correct the entry in evidence/group.yaml"
    );
}

#[test]
fn an_operation_without_an_entry_is_one_finding() {
    let found = of_spec(|document| {
        document["paths"]["/group/{id}"]["get"]["x-fortinac-source"] = json!(["nowhere"]);
    });
    assert_eq!(
        found,
        ["group_get: the source `nowhere` has no entry in the evidence"]
    );
    let found = of_entry(0, |entry| entry["path"] = "/group/other".into());
    assert_eq!(
        found,
        ["group_get: no source that it names shows GET /group/{id}"]
    );
}

#[test]
fn the_words_of_an_operation_are_those_of_its_entry() {
    let found = of_entry(0, |entry| {
        entry["evidence"] = "placeholder".into();
        entry["origin"] = "community".into();
        entry["versions"] = json!(["7.2.0"]);
    });
    let expected = [
        "group_get: x-fortinac-evidence is real, and the evidence says placeholder",
        "group_get: x-fortinac-origin is document, and the evidence says community",
        "group_get: x-fortinac-versions is ['7.2.0', '7.4.0'], and the evidence says ['7.2.0']",
    ];
    assert_eq!(found, expected);
}

#[test]
fn variables_of_a_path_have_the_name_and_the_type_of_the_entry() {
    let found = of_entry(0, |entry| {
        entry["path"] = "/group/{groupID}".into();
        entry["path_params"] = json!([{"name": "groupID", "type": "integer"}]);
    });
    assert_eq!(
        found,
        ["group_get: the path has id (integer), and the evidence says groupID (integer)"]
    );
    let found = of_entry(0, |entry| entry["path_params"][0]["type"] = "string".into());
    assert_eq!(
        found,
        ["group_get: the path has id (integer), and the evidence says id (string)"]
    );
}

#[test]
fn arguments_are_those_of_the_entry() {
    let found = of_entry(1, |entry| {
        entry["params"] =
            json!([{"name": "id", "type": "array"}, {"name": "copies", "type": "integer"}]);
    });
    let expected = [
        "group_copy: the evidence does not require `id`",
        "group_copy: the evidence has arguments that the operation lacks: `copies`",
        "group_copy: the operation has arguments that the evidence lacks: `name`",
    ];
    assert_eq!(found, expected);
    let found = of_entry(1, |entry| entry["params"][1]["required"] = true.into());
    assert_eq!(found, ["group_copy: the evidence requires `name`"]);
}

/// The findings if the copy deviates so, and its entry has another argument and another response.
fn deviating(reason: &str, has_argument: bool, has_response: bool) -> Vec<String> {
    findings(|document, entries| {
        document["paths"]["/group/copy"]["post"]["x-fortinac-deviation"] = reason.into();
        if has_argument {
            let filter = json!({"name": "filter", "type": "array"});
            let arguments = entries[1]["params"].as_array_mut().unwrap();
            arguments.push(filter);
        }
        if has_response {
            entries[1]["response"]["odd"] = "string".into();
            entries[1]["response"]["errorMessage"] = json!(["string"]);
        }
    })
}

#[test]
fn a_deviation_is_no_finding() {
    assert_eq!(deviating("The page has `filter`.", true, false), [""; 0]);
    let whole = "The page shows another response.";
    assert_eq!(deviating(whole, false, true), [""; 0]);
    let both = "The page has `filter`, and shows `odd` and `errorMessage` otherwise.";
    assert_eq!(deviating(both, true, true), [""; 0]);
}

#[test]
fn a_deviation_excuses_what_it_names() {
    let odd = "Envelope: it lacks `odd`, shown for POST /group/copy";
    let message = "group_copy: the evidence shows an array or an object in `errorMessage`, and the spec has neither";
    let filter = "group_copy: the evidence has arguments that the operation lacks: `filter`";
    assert_eq!(
        deviating("The page has `filter`.", true, true),
        [message, odd]
    );
    let response = "The page shows another response.";
    assert_eq!(deviating(response, true, true), [filter]);
    let half = "The page shows `odd` otherwise.";
    assert_eq!(deviating(half, true, true), [filter, message]);
}

#[test]
fn a_deviation_without_effect_is_reported() {
    let idle = "group_copy: x-fortinac-deviation has no effect: what it names does not differ from the evidence";
    for reason in [
        "The page is wrong.",
        "The page has `filter`.",
        "The page has `name`.",
    ] {
        assert_eq!(deviating(reason, false, false), [idle], "{reason}");
    }
}

#[test]
fn a_source_of_a_deviating_operation_shows_its_records() {
    let found = findings(|document, entries| {
        let get = &mut document["paths"]["/group/{id}"]["get"];
        get["x-fortinac-deviation"] = "The page shows a bare record.".into();
        entries[0]["response"] = entries[0]["response"]["result"].clone();
        let envelope = json!({"method": "GET", "path": "/other", "source": "docs/7.2.0/9", "evidence": "real",
            "origin": "document", "versions": [], "response": {"status": "string", "errorMessage": "string", "result": {}}});
        entries.as_array_mut().unwrap().push(envelope);
        document["components"]["schemas"]["GroupEnvelope"]["x-fortinac-source"] =
            json!(["docs/7.2.0/9"]);
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_argument_has_a_type_that_the_entry_allows() {
    let found = of_entry(1, |entry| {
        entry["params"] = json!([{"name": "id", "type": "array<integer>", "required": true}, {"name": "name", "type": "boolean"}]);
    });
    assert_eq!(
        found,
        ["group_copy: the evidence has another type for `name`"]
    );
}

#[test]
fn an_argument_is_sent_where_the_entry_says() {
    let found = of_entry(1, |entry| entry["params"][1]["in"] = "query".into());
    assert_eq!(found, ["group_copy: the evidence sends elsewhere `name`"]);
}

#[test]
fn a_source_that_the_operation_does_not_name_is_reported() {
    let found = findings(|_, entries| {
        let mut other = entries[2].clone();
        other["source"] = "docs/7.4.0/4".into();
        entries.as_array_mut().unwrap().push(other);
    });
    assert_eq!(
        found,
        ["group_delete: the evidence has the operation from `docs/7.4.0/4` too"]
    );
}

#[test]
fn an_operation_with_a_page_does_not_say_that_there_is_none() {
    let found = of_spec(|document| {
        document["paths"]["/group/{id}"]["get"]["x-fortinac-note"] =
            "No reference page shows this call. A program makes it.".into();
    });
    assert_eq!(
        found,
        [
            "group_get: a text says \"no reference page shows this call\", and x-fortinac-origin is document"
        ]
    );
}

#[test]
fn an_invented_property_is_reported() {
    let found = of_spec(|document| {
        let properties = &mut document["components"]["schemas"]["GroupMember"]["properties"];
        // The entry of the record shows this name in another record.
        properties["daysValid"] = small::string();
        properties["invented"] = small::string();
    });
    assert_eq!(
        found,
        ["GroupMember: no source shows `daysValid` and `invented`"]
    );
}

#[test]
fn every_property_of_a_record_that_no_entry_shows_is_reported() {
    let found = findings(|_, entries| {
        for entry in entries.as_array_mut().unwrap() {
            entry["response"] = Value::Null;
        }
    });
    let expected = [
        "Envelope: no source shows `errorMessage` and `status`",
        "Group: no source shows `daysValid`, `members` and `name`",
        "GroupEnvelope: no source shows `errorMessage`, `result` and `status`",
        "GroupMember: no source shows `id` and `img`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_inferred_property_needs_a_reason_and_no_source() {
    let infer = |reason: &str| {
        of_spec(|document| {
            let record = &mut document["components"]["schemas"]["GroupMember"];
            record["properties"]["invented"] = small::string();
            record["x-fortinac-inferred"] = json!({"invented": reason});
        })
    };
    assert_eq!(infer("All similar records have it."), [""; 0]);
    assert_eq!(infer(" "), ["GroupMember: no source shows `invented`"]);
    let found = of_spec(|document| {
        document["components"]["schemas"]["GroupMember"]["x-fortinac-inferred"] =
            json!({"id": "A guess."});
    });
    assert_eq!(
        found,
        ["GroupMember: x-fortinac-inferred has `id`, which a source shows (`docs/7.2.0/1`)"]
    );
}

#[test]
fn a_source_that_does_not_show_the_record_is_reported() {
    let found = of_spec(|document| {
        let sources = json!(["docs/7.2.0/2", "nowhere"]);
        document["components"]["schemas"]["GroupMember"]["x-fortinac-source"] = sources;
    });
    let expected = [
        "GroupMember: x-fortinac-source names `docs/7.2.0/2`, without showing it",
        "GroupMember: x-fortinac-source names `nowhere`, without an entry in the evidence",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_source_of_an_operation_that_the_spec_lacks_can_show_a_record() {
    let found = findings(|document, entries| {
        let record = &mut document["components"]["schemas"]["GroupMember"];
        record["properties"]["role"] = small::string();
        record["x-fortinac-source"] = json!(["docs/7.2.0/3"]);
        entries.as_array_mut().unwrap().push(json!({
            "method": "GET", "path": "/member", "source": "docs/7.2.0/3", "evidence": "real", "origin": "document",
            "versions": ["7.2.0"], "response": {"members": [{"id": "integer", "role": "string"}]},
        }));
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn what_only_the_evidence_has_is_reported_once_for_each_record() {
    let found = of_entry(0, |entry| {
        let member = &mut entry["response"]["result"]["members"][0];
        member["invented"] = json!({"any": "string"});
        member["…"] = "rest".into();
        member["other"] = "string".into();
    });
    assert_eq!(
        found,
        ["GroupMember: it lacks `invented` and `other`, shown for GET /group/{id}"]
    );
    let found = of_entry(0, |entry| entry["request_body"] = json!({"id": "repeated"}));
    assert_eq!(found, [""; 0]);
    let found = of_entry(0, |entry| entry["request_body"] = json!({"name": "string"}));
    assert_eq!(
        found,
        ["group_get: the evidence has a JSON request body, which the operation lacks"]
    );
}
