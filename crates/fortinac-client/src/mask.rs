//! Taking secrets out of texts that an appliance sends back.

use fortinac_types::Secret;
use fortinac_types::decode::sounds_secret;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::form::{self, encoded};
use crate::runtime::{Body, Request};

/// Parameters whose values are numbers of rows, and no secret.
const PAGING: [&str; 2] = ["start", "count"];

/// Shorter texts would be found everywhere.
const SHORTEST: usize = 4;

/// The secrets that a request carried, and the values of its query: an appliance may repeat them in its message or error page.
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
        let query = request
            .query
            .iter()
            .filter(|(name, _)| !PAGING.contains(&name.as_str()));
        secrets.extend(query.map(|(_, value)| Secret::from(value.as_str())));
        let escaped: Vec<_> = secrets.iter().flat_map(escaped).collect();
        secrets.extend(escaped);
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

/// A text as an appliance may show it: in JSON (without the quotation marks), in HTML, in a URL and in a form.
fn escaped(secret: &Secret) -> [Secret; 4] {
    let text = secret.expose();
    let json = Secret::from(Value::from(text).to_string());
    let html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let form = encoded(text);
    [
        json.expose()[1..json.expose().len() - 1].into(),
        html.into(),
        form.replace('+', "%20").into(),
        form.into(),
    ]
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
