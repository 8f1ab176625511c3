//! The samples of the vendor's reference pages, taken out of the pages themselves, conform.

use fortinac_conform::{Checker, Exchange};
use fortinac_evidence::BodySide;
use fortinac_spec::Spec;
use fortinac_tests::{Document, files};

/// How many samples each page has. Three pages are printed twice.
const SAMPLES: [(&str, usize); 4] = [
    ("get-system-group-id.7.2.0.txt", 2),
    ("post-policy-access-id.7.4.0.txt", 4),
    ("post-system-background-task.7.2.0.txt", 4),
    ("post-user-id.txt", 2),
];

fn documents() -> impl Iterator<Item = (String, Document)> {
    files("documents").into_iter().map(|(name, text)| {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, document)
    })
}

#[test]
fn every_sample_is_found() {
    let found: Vec<(String, usize)> = documents()
        .map(|(name, document)| (name, document.samples.len()))
        .collect();
    assert_eq!(found, SAMPLES.map(|(name, count)| (name.to_owned(), count)));
}

#[test]
fn every_sample_conforms() {
    let (checker, spec) = (Checker::new(), Spec::bundled());
    for (name, document) in documents() {
        let path = document.path.strip_prefix("/api/v2").expect(&name);
        let operation = spec.api().find(&document.method, path).expect(&name);
        assert_eq!(
            (operation.method.as_str(), operation.path.as_str()),
            (document.method.as_str(), document.template.as_str())
        );
        for sample in document.samples {
            let (request, response) = match sample.side {
                BodySide::Request => (Some(sample.json.into()), None),
                BodySide::Response => (None, Some(sample.json.into())),
            };
            let (method, path) = (document.method.clone(), document.path.clone());
            let report = checker.check(&Exchange {
                method,
                path,
                status: 200,
                request,
                response,
            });
            assert!(report.is_ok(), "{name}, {:?}: {report}", sample.side);
            assert_eq!(report.operation.as_ref(), Some(&operation.id));
        }
    }
}
