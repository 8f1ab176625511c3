//! The fields of a form, as the project's exchange format has them: strings, or arrays of strings.

use indexmap::IndexMap;
use percent_encoding::percent_decode;

use super::model::Param;
use crate::exact::Node;

/// Stands for the content of an uploaded file, which is never kept.
pub(super) const FILE: &str = "file";

/// The fields that the exporter took apart. A file has a name.
pub(super) fn of_params(params: &[Param<'_>]) -> Node {
    fields(params.iter().map(|param| {
        let value = match (&param.file_name, &param.value) {
            (Some(_), _) => FILE,
            (None, value) => value.as_deref().unwrap_or_default(),
        };
        (param.name.clone().into_owned(), value.to_owned())
    }))
}

/// The fields of `application/x-www-form-urlencoded`.
pub(super) fn of_urlencoded(text: &str) -> Node {
    let pairs = text.trim().split('&').filter(|pair| !pair.is_empty());
    fields(pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    }))
}

/// Whether a text without a media type is a form: no spaces, and a name before each value. Base64 ends like one.
pub(super) fn is_likely_urlencoded(text: &str) -> bool {
    let is_pair = |pair: &str| {
        pair.split_once('=')
            .is_some_and(|(name, value)| !name.is_empty() && !value.starts_with('='))
    };
    !text.contains(char::is_whitespace) && !text.starts_with('<') && text.split('&').all(is_pair)
}

/// The fields of `multipart/form-data`. The exporter may have left the boundary out of one of the media types, so that the
/// first line of the text has to tell. `None` if the text has no such parts.
pub(super) fn of_multipart(media_types: &[&str], text: &str) -> Option<Node> {
    let told = media_types
        .iter()
        .filter_map(|media_type| parameter(media_type, "boundary"));
    let first = text.trim_start().strip_prefix("--");
    let first = first.and_then(|rest| rest.lines().next().map(str::to_owned));
    told.chain(first)
        .find_map(|boundary| parts(boundary.trim(), text))
}

fn parts(boundary: &str, text: &str) -> Option<Node> {
    let boundary = format!("--{boundary}");
    let mut parts = text.split(boundary.as_str());
    parts.next();
    let read: Vec<(String, String)> = parts
        .take_while(|part| !part.starts_with("--"))
        .filter_map(part)
        .collect();
    (!read.is_empty()).then(|| fields(read.into_iter()))
}

/// The name and the value of a part. The content of a file is left behind here.
fn part(part: &str) -> Option<(String, String)> {
    let part = part.trim_start_matches(['\r', '\n']);
    let (headers, value) = part
        .split_once("\r\n\r\n")
        .or_else(|| part.split_once("\n\n"))
        .unwrap_or((part, ""));
    let disposition = headers
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition"))?;
    let name = parameter(disposition, "name")?;
    let is_file = disposition.to_ascii_lowercase().contains("filename")
        || headers.to_ascii_lowercase().contains("octet-stream");
    let value = if is_file {
        FILE
    } else {
        value.trim_end_matches(['\r', '\n'])
    };
    Some((name, value.to_owned()))
}

/// A parameter of a header, with or without quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.trim().split_once('=')?;
        let is_it = found.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode(text.as_bytes())
        .decode_utf8_lossy()
        .into_owned()
}

/// A field that comes more than once is an array.
fn fields(pairs: impl Iterator<Item = (String, String)>) -> Node {
    let mut fields: IndexMap<String, Node> = IndexMap::new();
    for (name, value) in pairs {
        let value = Node::String(value);
        match fields.get_mut(&name) {
            None => {
                fields.insert(name, value);
            }
            Some(Node::Array(values)) => values.push(value),
            Some(first) => *first = Node::Array(vec![first.clone(), value]),
        }
    }
    Node::Object(fields)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::exact::ExactJson;

    fn value(node: Node) -> Value {
        ExactJson(node).to_value()
    }

    #[test]
    fn a_repeated_field_is_an_array() {
        let fields = of_urlencoded("id=1&id=2&role=NAC%2DCameras+%26+more&empty=&id=3&bare");
        let expected =
            json!({"id": ["1", "2", "3"], "role": "NAC-Cameras & more", "empty": "", "bare": ""});
        assert_eq!(value(fields), expected);
        assert_eq!(value(of_urlencoded("")), json!({}));
    }

    #[test]
    fn the_content_of_a_file_is_left_behind() {
        let text = "--xyz\r\nContent-Disposition: form-data; name=\"alias\"\r\n\r\nradius\r\n\
                    --xyz\r\nContent-Disposition: form-data; name=\"certs\"; filename=\"canary.pem\"\r\n\
                    Content-Type: application/x-pem-file\r\n\r\ncanary\r\n--xyz--\r\ncanary";
        let expected = json!({"alias": "radius", "certs": "file"});
        let bare = "multipart/form-data";
        for media_types in [
            &["multipart/form-data; boundary=xyz"][..],
            &[bare, "multipart/form-data; boundary=\"xyz\""],
            &["multipart/form-data; boundary=XYZ"],
            &[bare],
            &[],
        ] {
            assert_eq!(
                of_multipart(media_types, text).map(value),
                Some(expected.clone())
            );
            let unix = text.replace("\r\n", "\n");
            assert_eq!(
                of_multipart(media_types, &unix).map(value),
                Some(expected.clone())
            );
        }
        assert!(of_multipart(&[bare], "canary").is_none());
    }

    #[test]
    fn a_form_without_a_media_type_is_recognized() {
        for (text, expected) in [
            ("id=1&id=2", true),
            ("id=", true),
            ("=1", false),
            ("hello world=1", false),
            ("<a=1>", false),
            ("hello", false),
            ("aHVudGVyMg==", false),
        ] {
            assert_eq!(is_likely_urlencoded(text), expected, "{text}");
        }
    }
}
