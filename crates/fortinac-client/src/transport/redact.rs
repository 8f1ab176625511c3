//! Removes secrets from what an appliance sends back.

mod file;
mod search;
mod table;

use fortinac_json::sounds_secret;
use fortinac_types::Secret;
use fortinac_types::decode::DecodeError;
use http::header::HeaderMap;
use serde_json::Value;

use super::request::{Body, Request};
use crate::error::kind::Kind;
use crate::text::floor_char_boundary;
use search::MIN_LENGTH;

/// Parameters of the query whose values select and order items, and are not secret.
const PAGING: [&str; 4] = ["start", "count", "sortKey", "sortDir"];

const REDACTED: &str = "[redacted]";

/// How much of a text is looked at and kept.
const MAX_TEXT: usize = 64 * 1024;

/// How much of a JSON path is kept: the appliance can choose names of any length.
const MAX_PATH: usize = 300;

/// The secrets of a request and the values of its query, in lower case (of ASCII): an appliance can repeat them in its
/// message, in either case, such as in the name of a host.
///
/// Of a file that is uploaded, they are the cells of a table's columns with secret names, and all lines of a file whose part
/// has a secret name, such as `privateKey`; of the path, the parameters with
/// such names. Not found are parts of a secret, and a secret in another encoding than those of [`search`], such as Base64.
pub(super) struct Secrets(Vec<Secret>);

impl Secrets {
    /// `headers` are those that every request has, among them the one with the token.
    pub(super) fn of(token: &Secret, headers: &HeaderMap, request: &Request) -> Self {
        let mut secrets = vec![token.clone()];
        let headers = headers.values().filter_map(|value| value.to_str().ok());
        secrets.extend(headers.map(Secret::from));
        secrets.extend(request.secrets.iter().cloned());
        match &request.body {
            Some(Body::Json { json, .. }) => {
                if let Ok(body) = serde_json::from_slice(json) {
                    collect(&body, false, &mut secrets);
                }
            }
            Some(Body::Form(fields)) => secrets.extend(of_fields(fields)),
            Some(Body::Multipart { fields, files }) => {
                secrets.extend(of_fields(fields));
                for (name, file) in files {
                    secrets.extend(table::secrets(file.content()));
                    if sounds_secret(name) {
                        secrets.extend(file::secrets(file.content()));
                    }
                }
            }
            None => {}
        }
        let query = request
            .query
            .iter()
            .filter(|(name, _)| !PAGING.contains(&name.as_str()));
        secrets.extend(query.clone().map(|(_, value)| Secret::from(value.as_str())));
        let filters = query.filter(|(name, _)| name == "filter");
        secrets.extend(filters.flat_map(|(_, filter)| operands(filter)));
        secrets.retain(|secret| secret.expose().len() >= MIN_LENGTH);
        let lower = |secret: &Secret| Secret::from(secret.expose().to_ascii_lowercase());
        Self(secrets.iter().map(lower).collect())
    }

    /// Redacts the texts of the appliance in what went wrong.
    pub(super) fn redact_kind(&self, kind: &mut Kind) {
        let redact = |text: &mut Option<String>| *text = text.take().map(|text| self.redact(text));
        match kind {
            Kind::Status { message, .. } => redact(message),
            Kind::Rejected {
                envelope_status,
                message,
                ..
            } => {
                *envelope_status = self.redact(std::mem::take(envelope_status));
                redact(message);
            }
            Kind::NotJson { media_type, .. } => redact(media_type),
            Kind::Redirect { to, .. } => redact(to),
            Kind::UnknownCoding { coding, .. } => *coding = self.redact(std::mem::take(coding)),
            // A path has names that the appliance chose.
            Kind::Decode { error, .. } => {
                if let Some(decode) = error.downcast_ref::<DecodeError>() {
                    let decode = decode.clone();
                    *error = Box::new(decode.map_path(|path| shorten(self.redact(path))));
                }
            }
            _ => {}
        }
    }

    pub(super) fn redact(&self, mut text: String) -> String {
        if text.len() > MAX_TEXT {
            text.truncate(floor_char_boundary(&text, MAX_TEXT));
            self.drop_partial_secret(&mut text);
        }
        // The same length: only ASCII changes.
        let lower = text.to_ascii_lowercase();
        let mut found = Vec::new();
        for secret in &self.0 {
            search::find(&lower, secret.expose(), &mut found);
        }
        if found.is_empty() {
            return text;
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for range in search::merge(found) {
            redacted += &text[end..range.start];
            redacted += REDACTED;
            end = range.end;
        }
        redacted + &text[end..]
    }

    /// Removes the beginning of a secret at the end of a text that was cut.
    fn drop_partial_secret(&self, text: &mut String) {
        let lower = text.to_ascii_lowercase();
        let begun = self.0.iter().filter_map(|secret| {
            let secret = secret.expose();
            let mut ends = secret.char_indices().map(|(end, _)| end).rev();
            ends.find(|&end| lower.ends_with(&secret[..end]))
        });
        let length = begun.max().unwrap_or_default();
        text.truncate(text.len() - length);
    }
}

fn shorten(mut path: String) -> String {
    if path.len() > MAX_PATH {
        path.truncate(floor_char_boundary(&path, MAX_PATH));
        path += "...";
    }
    path
}

/// The values that the conditions of a filter compare with.
fn operands(filter: &str) -> impl Iterator<Item = Secret> {
    const OPERATORS: [char; 5] = ['=', '<', '>', '!', '~'];
    let conditions = filter.split('|');
    let operands = conditions.filter_map(|condition| {
        let (_, operand) = condition.split_once(OPERATORS)?;
        let operand = operand.trim_start_matches(OPERATORS);
        Some(operand.trim_matches(['*', '%', '"', '\'', ' ']))
    });
    let operands = operands.filter(|operand| !matches!(*operand, "null" | "true" | "false"));
    operands.map(Secret::from)
}

fn collect(value: &Value, secret: bool, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) if secret => found.push(text.as_str().into()),
        Value::Number(number) if secret => found.push(number.to_string().into()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, secret, found)),
        Value::Object(properties) => {
            for (name, property) in properties {
                collect(property, secret || sounds_secret(name), found);
            }
        }
        _ => {}
    }
}

/// The values of the fields with secret names.
fn of_fields(fields: &[(String, String)]) -> impl Iterator<Item = Secret> {
    let fields = fields.iter().filter(|(name, _)| sounds_secret(name));
    fields.map(|(_, value)| Secret::from(value.as_str()))
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::operation::Operation;

    fn secrets() -> Secrets {
        let request = Request::new(Operation::raw(Method::GET, "/x"), "/x".into());
        Secrets::of(&"canary-token".into(), &HeaderMap::new(), &request)
    }

    #[test]
    fn a_secret_at_the_end_of_a_cut_text_is_removed() {
        for rest in 0.."canary-token".len() {
            let text = format!("{}canary-token", "x".repeat(MAX_TEXT - rest));
            let text = secrets().redact(text);
            assert!(
                !text.contains("can"),
                "{rest}: {}",
                &text[text.len() - 20..]
            );
        }
    }

    #[test]
    fn case_is_ignored() {
        let text = secrets().redact("to http://CANARY-token.Example and Canary&#45;Token".into());
        assert_eq!(text, "to http://[redacted].Example and [redacted]");
    }

    #[test]
    fn a_path_is_redacted_and_short() {
        let redacted = |name: &str| {
            let decode = DecodeError::syntax("JSON", "EOF").in_property(name);
            let status = http::StatusCode::OK;
            let error = decode.into();
            let mut kind = Kind::Decode { status, error };
            secrets().redact_kind(&mut kind);
            format!("{kind:?}")
        };
        assert!(!redacted("x canary-token y").contains("canary"));
        let long = redacted(&"x".repeat(1_000_000));
        assert!(long.len() < 600, "{long}");
    }

    #[test]
    fn a_text_without_a_secret_stays() {
        let text = "no canary, no token".to_owned();
        assert_eq!(secrets().redact(text.clone()), text);
    }
}
