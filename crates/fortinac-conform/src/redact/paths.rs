//! Replacements in paths and queries.

use std::collections::BTreeSet;

use fortinac_spec::api::Operation;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Redactor;
use crate::vocabulary::{Vocabulary, is_identifier};

/// What a browser leaves as it is in a segment of a path or a value of a query.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'*');

/// How many operators of a filter stand side by side.
const MAX_OPERATORS: usize = 4;

/// A path with its data replaced.
pub(crate) struct Replaced {
    /// The path below the base URL.
    pub(crate) path: String,
    /// The template: of the operation, or made of the path.
    pub(crate) template: String,
}

/// The template of a path of which the spec knows no operation. A segment stays if the spec has each of its words.
pub(crate) fn template(vocabulary: &Vocabulary, path: &str) -> String {
    let mut parameters: Vec<String> = Vec::new();
    segments(path)
        .map(|segment| {
            let segment = decode_segment(segment);
            if vocabulary.has_all_words(&segment) {
                return format!("/{segment}");
            }
            let is_number =
                !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
            let name = if is_number { "id" } else { "text" };
            parameters.push(name.to_owned());
            match parameters.iter().filter(|known| *known == name).count() {
                1 => format!("/{{{name}}}"),
                count => format!("/{{{name}{count}}}"),
            }
        })
        .collect()
}

impl Redactor {
    /// The path of a call, below the base URL.
    pub(crate) fn path(
        &mut self,
        vocabulary: &Vocabulary,
        operation: Option<&Operation>,
        path: &str,
    ) -> Replaced {
        let template = match operation {
            Some(operation) => operation.path.clone(),
            None => template(vocabulary, path),
        };
        let replaced = segments(&template)
            .zip(segments(path))
            .map(|(expected, found)| {
                let parameter = expected
                    .strip_prefix('{')
                    .and_then(|name| name.strip_suffix('}'));
                match parameter {
                    Some(name) => {
                        format!("/{}", encode(&self.string(&decode_segment(found), name)))
                    }
                    None => format!("/{expected}"),
                }
            })
            .collect();
        Replaced {
            path: replaced,
            template,
        }
    }
}

/// A query with its values replaced, and each name that may be one.
pub(crate) fn redact_query(
    redactor: &mut Redactor,
    vocabulary: &Vocabulary,
    operation: Option<&Operation>,
    query: &str,
) -> String {
    let pairs = pairs(query).map(|(name, value)| {
        let shown = if is_shown(vocabulary, operation, &name, value.as_deref()) {
            name.clone()
        } else {
            redactor.strings.key(&name, false)
        };
        match value {
            Some(value) => {
                let value = redactor.query_value(vocabulary, &name, &value);
                format!("{}={}", encode(&shown), encode(&value))
            }
            None => encode(&shown),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The names in a query that may be shown; `*` stands for the others.
pub(crate) fn query_names(
    vocabulary: &Vocabulary,
    operation: Option<&Operation>,
    query: &str,
) -> BTreeSet<String> {
    let names = pairs(query).map(|(name, value)| {
        let is_shown = is_shown(vocabulary, operation, &name, value.as_deref());
        if is_shown { name } else { "*".into() }
    });
    names.collect()
}

fn is_shown(
    vocabulary: &Vocabulary,
    operation: Option<&Operation>,
    name: &str,
    value: Option<&str>,
) -> bool {
    let has_value = value.is_some_and(|value| value.contains(|c| c != '='));
    match operation {
        Some(operation) if operation.query().any(|known| known.name == name) => true,
        // Without a value, the name may be one.
        Some(_) => has_value && is_identifier(name) && vocabulary.has_a_word(name),
        None => has_value && vocabulary.is_property(name),
    }
}

/// The names and values in a query.
fn pairs(query: &str) -> impl Iterator<Item = (String, Option<String>)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| match pair.split_once('=') {
        Some((name, value)) => (decode(name), Some(decode(value))),
        None => (decode(pair), None),
    })
}

impl Redactor {
    fn query_value(&mut self, vocabulary: &Vocabulary, name: &str, value: &str) -> String {
        match name {
            "sortKey" if vocabulary.is_property(value) => value.to_owned(),
            "sortDir" if matches!(value.to_ascii_lowercase().as_str(), "asc" | "desc") => {
                value.to_owned()
            }
            "filter" | "filters" => self.filter(vocabulary, value),
            _ => self.string(value, name),
        }
    }

    /// A filter such as `role==NAC-Default|connected==true`: its operators stay, and the properties that the spec has.
    fn filter(&mut self, vocabulary: &Vocabulary, filter: &str) -> String {
        let is_operator = |c: char| matches!(c, '=' | '!' | '<' | '>' | '|' | '&' | '(' | ')');
        let mut replaced = String::new();
        let mut property = String::new();
        let mut rest = filter;
        while let Some(first) = rest.chars().next() {
            let inside = is_operator(first);
            let end = rest
                .find(|c| is_operator(c) != inside)
                .unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            if inside {
                // A long sequence of operators has data.
                replaced.push_str(&part[..part.len().min(MAX_OPERATORS)]);
            } else if vocabulary.is_property(part) && after.starts_with(['=', '!', '<', '>']) {
                part.clone_into(&mut property);
                replaced.push_str(part);
            } else {
                replaced.push_str(&self.string(part, &property));
            }
        }
        replaced
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// A plus in a path is a plus.
fn decode_segment(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A plus in a query is a space.
fn decode(text: &str) -> String {
    decode_segment(&text.replace('+', " "))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use fortinac_spec::Spec;

    use super::*;

    #[test]
    fn a_segment_stays_if_the_spec_has_its_words() {
        let spec = Spec::bundled();
        let vocabulary = Vocabulary::new(spec.api());
        for (path, expected) in [
            ("/system/group/7/host", "/system/group/{id}/host"),
            ("/host/7/8/rbeck", "/host/{id}/{id2}/{text}"),
            ("/host/A0%3AB1", "/host/{text}"),
            ("/host/AABBCCDDEEFF", "/host/{text}"),
            ("/host/host.group", "/host/{text}"),
            ("/host/+7", "/host/{text}"),
            ("", ""),
        ] {
            assert_eq!(template(&vocabulary, path), expected);
        }
    }

    #[test]
    fn the_parameters_of_a_path_are_replaced() {
        let spec = Spec::bundled();
        let vocabulary = Vocabulary::new(spec.api());
        let mut redactor = Redactor::default();
        let mut path = |method, path| {
            let operation = spec.api().find(method, path);
            redactor.path(&vocabulary, operation, path).path
        };
        assert_eq!(path("GET", "/system/group/4711"), "/system/group/1000");
        assert_eq!(
            path("GET", "/user/attributes/Lab%207"),
            "/user/attributes/text-1"
        );
        assert_eq!(path("GET", "/host/xyzzy/4711"), "/host/text-2/1000");
        assert_eq!(path("GET", "/user/+7"), "/user/%2B1");
        assert_eq!(path("GET", "/user/-007"), "/user/-001");
        let email = redactor.string("rowan+lab@nac.example", "");
        for segment in ["rowan+lab@nac.example", "rowan%2Blab%40nac.example"] {
            let path = format!("/host/xyzzy/{segment}");
            let replaced = redactor.path(&vocabulary, None, &path).path;
            assert_eq!(replaced, format!("/host/text-2/{}", encode(&email)));
        }
    }

    #[test]
    fn operators_and_properties_of_a_filter_stay() {
        let spec = Spec::bundled();
        let vocabulary = Vocabulary::new(spec.api());
        let operation = spec.api().find("GET", "/host");
        let query = "filter=role%3D%3DNAC-Lab%7Crole==null&filter=id>=4711&start=0&count=50&sortKey=id&sortDir=asc\
                     &apiToken=abc&xyzzy=abc&rbeck&aHVudGVyMg==&hostHunter=";
        let mut redactor = Redactor::default();
        assert_eq!(
            redact_query(&mut redactor, &vocabulary, operation, query),
            "filter=role%3D%3Dtext-1%7Crole%3D%3Dnull&filter=id%3E%3D1000&start=0&count=10&sortKey=id&sortDir=asc\
             &apiToken=secret&text-2=text-3&text-4&text-5=text-6&text-7="
        );
        let names = query_names(&vocabulary, operation, query);
        let expected = [
            "*", "apiToken", "count", "filter", "sortDir", "sortKey", "start",
        ];
        assert!(names.iter().eq(expected.iter()));
    }
}
