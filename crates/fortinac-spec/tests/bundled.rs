//! The index and the routes of the bundled spec.
#![cfg(all(feature = "bundled", feature = "document"))]

use fortinac_spec::api::{Body, Index, Operation, Type};
use fortinac_spec::{Api, Spec};

/// What the index has of an operation: `not_secret` of its parameters and the pointer of its body are left out.
fn in_index(operation: &Operation) -> Operation {
    let mut operation = operation.clone();
    for parameter in &mut operation.parameters {
        parameter.not_secret = None;
    }
    if let Some(Body::Json { pointer, .. }) = &mut operation.body {
        pointer.clear();
    }
    operation
}

/// A concrete path: integers where they are asked for, and else a string that is not a literal of a path.
fn sample_path(operation: &Operation) -> String {
    let segments = operation.path.split('/').map(|segment| {
        let mut parameters = operation.path_parameters();
        match parameters.find(|parameter| segment == format!("{{{}}}", parameter.name)) {
            Some(parameter) if parameter.ty == Type::Integer => "7",
            Some(_) => "a%20sample",
            None => segment,
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn the_index_has_the_tags_and_operations_of_the_spec() {
    let (index, spec) = (Api::bundled_index(), Spec::bundled());
    assert!(index.schemas.is_empty());
    assert_eq!(index.tags, spec.api().tags);
    assert_eq!(index.operations.len(), spec.api().operations.len());
    for (found, operation) in index.operations.iter().zip(&spec.api().operations) {
        assert_eq!(found, &in_index(operation));
    }
    assert_eq!(index.to_index(), spec.api().to_index());
}

#[test]
fn an_index_reads_the_same_parts_one_by_one() {
    let (index, spec) = (Index::bundled(), Spec::bundled());
    let api = spec.api();
    assert_eq!(index.tags(), api.tags);
    assert!(index.operations().eq(Api::bundled_index().operations));
    let ids: Vec<&str> = index.ids().collect();
    assert_eq!(ids.len(), api.operations.len());
    for operation in &api.operations {
        assert_eq!(index.operation(&operation.id), Some(in_index(operation)));
    }
    for resource in api.tags.iter().flat_map(|tag| &tag.resources) {
        let of_resource = index.operations_of(&resource.name).map(|known| known.id);
        let expected = api.operations.iter();
        let expected = expected.filter(|operation| operation.resource == resource.name);
        assert!(of_resource.eq(expected.map(|known| known.id.clone())));
    }
    assert!(index.schemas().eq(api.schemas.keys().map(String::as_str)));
    for (name, schema) in &api.schemas {
        assert_eq!(index.schema(name).as_ref(), Some(schema), "{name}");
        assert_eq!(index.record(name).as_ref(), api.record(name), "{name}");
    }
    for unknown in ["", "user", "user_ge", "user_get\",\"", "\n"] {
        assert_eq!(index.operation(unknown), None);
        assert_eq!(index.schema(unknown), None);
    }
    let summaries: Vec<_> = index.summaries().collect();
    let (id, summary) = &summaries[0];
    assert_eq!(api.operation(id).unwrap().summary, *summary);
    assert_eq!(summaries.len(), ids.len());
}

#[test]
fn every_operation_is_found_by_its_own_path() {
    for api in [Api::bundled_index(), Spec::bundled().api().clone()] {
        for operation in &api.operations {
            let (method, path) = (operation.method.as_str(), sample_path(operation));
            assert!(!path.contains(['{', '}']), "{path}");
            for path in [&path, &format!("{path}?filter=id==7")] {
                let found = api.find(method, path).map(|found| &found.id);
                assert_eq!(found, Some(&operation.id), "{method} {path}");
            }
            assert!(api.methods(&path).contains(&operation.method), "{path}");
        }
    }
}

#[test]
fn a_literal_segment_is_preferred_to_a_parameter() {
    let api = Api::bundled_index();
    // `/user/{id}` has the form of `/user/count`.
    let matches = |template: &Operation, path: &str| {
        let is_parameter = |segment: &str| {
            let mut parameters = template.path_parameters();
            parameters.any(|known| segment == format!("{{{}}}", known.name))
        };
        let (templates, segments) = (template.path.split('/'), path.split('/'));
        templates.clone().count() == segments.clone().count()
            && templates
                .zip(segments)
                .all(|(template, segment)| template == segment || is_parameter(template))
    };
    let mut preferred = Vec::new();
    for operation in &api.operations {
        let path = sample_path(operation);
        let is_other = |other: &&Operation| {
            other.method == operation.method
                && other.path != operation.path
                && matches(other, &path)
        };
        for other in api.operations.iter().filter(is_other) {
            let found = api.find(operation.method.as_str(), &path).expect(&path);
            assert_eq!(found.id, operation.id, "and not {}", other.id);
            preferred.push(&operation.id);
        }
    }
    assert!(!preferred.is_empty(), "no path of the spec can mean two");
}
