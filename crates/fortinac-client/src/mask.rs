//! Taking secrets out of texts that an appliance sends back.

use fortinac_types::Secret;
use fortinac_types::decode::sounds_secret;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::form;
use crate::runtime::{Body, Request};

/// Shorter texts would be found everywhere.
const SHORTEST: usize = 4;

/// The secrets that a request carried: an appliance may repeat them in its message or error page.
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// `headers` are those that every request has.
    pub(crate) fn of(token: &Secret, headers: &HeaderMap, request: &Request) -> Self {
        let mut secrets = vec![token.clone()];
        let headers = headers.values().filter_map(|value| value.to_str().ok());
        secrets.extend(headers.map(Secret::from));
        match &request.body {
            Some(Body::Record { json: Ok(json), .. }) => {
                if let Ok(body) = serde_json::from_slice(json) {
                    collect(&body, false, &mut secrets);
                }
            }
            Some(Body::Form(Ok(form))) => {
                let members = form::members(form).into_iter();
                let members = members.filter(|(name, _)| sounds_secret(name));
                secrets.extend(members.map(|(_, value)| Secret::from(value)));
            }
            _ => {}
        }
        // An appliance that shows what it was sent shows it as JSON.
        let quoted: Vec<_> = secrets.iter().map(quoted).collect();
        secrets.extend(quoted);
        secrets.retain(|secret| secret.expose().len() >= SHORTEST);
        // One that is a part of another would leave the rest of that one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self(secrets)
    }

    pub(crate) fn mask(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| {
            text.replace(secret.expose(), "[redacted]")
        })
    }
}

/// A text as it stands in JSON, without the quotation marks.
fn quoted(secret: &Secret) -> Secret {
    let json = Secret::from(Value::from(secret.expose()).to_string());
    json.expose()[1..json.expose().len() - 1].into()
}

fn collect(value: &Value, secret: bool, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) if secret => found.push(text.as_str().into()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, secret, found)),
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, secret || sounds_secret(name), found);
            }
        }
        _ => {}
    }
}
