//! The samples of the vendor's pages, taken out of the pages themselves, conform.

use fortinac_conform::{Checker, Exchange};
use fortinac_spec::Description;
use fortinac_tests::{Body, Document, files};

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
    let (checker, description) = (Checker::new(), Description::bundled());
    for (name, document) in documents() {
        let operation = description
            .find(&document.method, &document.path)
            .expect(&name);
        assert_eq!(
            (operation.method(), operation.path()),
            (document.method.as_str(), document.template.as_str())
        );
        for sample in document.samples {
            let (request, response) = match sample.body {
                Body::Request => (Some(sample.json), None),
                Body::Response => (None, Some(sample.json)),
            };
            let (method, path) = (document.method.clone(), document.path.clone());
            let report = checker.check(&Exchange {
                method,
                path,
                status: 200,
                request,
                response,
            });
            assert!(report.is_ok(), "{name}, {:?}: {report}", sample.body);
            assert_eq!(report.operation.as_deref(), Some(operation.id()));
        }
    }
}
