//! What a page shows, also of an operation that is not described.

use fortinac_spec::{Description, Operation};
use serde_json::Value;

use crate::members::{is_member, sources};
use crate::places::{Place, places, places_by};
use crate::schema::{properties, records};
use crate::{Body, Page};

/// The places in the skeletons of a page.
///
/// Where the operation of the page is described, its skeletons are walked along the operation's schemas. Of any other
/// page, an object belongs to a record if the record names the page and has all members of the object; if several
/// records do, to the smallest of them. What is inside is then walked along the record's schema.
pub fn places_of_page<'a>(description: &'a Description, page: &'a Page) -> Vec<Place<'a>> {
    let bodies = [
        (Body::Request, &page.request),
        (Body::Response, &page.response),
    ];
    let mut found = Vec::new();
    for (body, skeleton) in bodies {
        match page.operation(description) {
            Some(operation) if is_unlike_page(operation, body) => {}
            Some(operation) => found.extend(places(description, operation, body, skeleton)),
            None => recognize(description, &page.source, skeleton, &mut found),
        }
    }
    found
}

/// Whether the description says that a body is not what the page shows.
pub(crate) fn is_unlike_page(operation: &Operation, body: Body) -> bool {
    body == Body::Response && operation.item().get("x-fortinac-unlike-page").is_some()
}

fn recognize<'a>(
    description: &'a Description,
    source: &str,
    value: &'a Value,
    found: &mut Vec<Place<'a>>,
) {
    match value {
        Value::Object(members) => {
            let named = || members.keys().filter(|name| is_member(name));
            let candidates = records(description)
                .filter(|(_, schema)| sources(schema).any(|named| named == source))
                .filter(|(_, schema)| named().all(|name| properties(schema).contains_key(name)));
            let record = candidates
                .min_by_key(|(_, schema)| properties(schema).len())
                .filter(|_| named().next().is_some());
            match record {
                Some((name, schema)) => {
                    found.extend(places_by(description, (Some(name), schema), value));
                }
                None => members
                    .values()
                    .for_each(|value| recognize(description, source, value, found)),
            }
        }
        Value::Array(items) => {
            items
                .iter()
                .for_each(|item| recognize(description, source, item, found));
        }
        _ => {}
    }
}
