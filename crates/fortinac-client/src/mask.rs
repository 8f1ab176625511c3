//! Taking secrets out of texts that an appliance sends back.

use fortinac_json::sounds_secret;
use fortinac_types::Secret;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::form::{self, encoded};
use crate::runtime::{Body, Request};
use crate::unescape::unescape;

/// Parameters whose values say which rows in which order, and no secret.
const PAGING: [&str; 4] = ["start", "count", "sortKey", "sortDir"];

/// How often a text may be escaped over.
const LEVELS: usize = 3;

const REDACTED: &str = "[redacted]";

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
        secrets.extend(query.clone().map(|(_, value)| Secret::from(value.as_str())));
        let filters = query.filter(|(name, _)| name == "filter");
        secrets.extend(filters.flat_map(|(_, filter)| operands(filter)));
        let escaped: Vec<_> = secrets.iter().flat_map(escaped).collect();
        secrets.extend(escaped);
        secrets.retain(|secret| secret.expose().len() >= SHORTEST);
        // One that is a part of another would leave the rest of that one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self(secrets)
    }

    pub(crate) fn mask(&self, text: String) -> String {
        let text = self
            .0
            .iter()
            .fold(text, |text, secret| text.replace(secret.expose(), REDACTED));
        // There are more ways to escape a secret than can be looked for; what is around it is lost with it.
        let mut plain = unescape(&text);
        for _ in 0..LEVELS {
            if self.0.iter().any(|secret| plain.contains(secret.expose())) {
                return REDACTED.into();
            }
            plain = unescape(&plain);
        }
        text
    }

    /// The same for a text that may have been cut off in the middle of a secret.
    pub(crate) fn mask_cut(&self, text: String) -> String {
        let mut text = self.mask(text);
        // Half a character is shown as this one.
        let end = text.trim_end_matches('\u{fffd}').len();
        let begun = self.0.iter().filter_map(|secret| {
            let secret = secret.expose();
            let mut lengths = secret.char_indices().map(|(length, _)| length).rev();
            lengths.find(|&length| length >= SHORTEST && text[..end].ends_with(&secret[..length]))
        });
        if let Some(length) = begun.max() {
            text.truncate(end - length);
            text.push_str(REDACTED);
        }
        text
    }
}

/// What the conditions of a filter compare with.
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
