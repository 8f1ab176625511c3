//! An entry as an exchange.

use super::content::text;
use super::form::{is_likely_urlencoded, of_multipart, of_params, of_urlencoded};
use super::model::{Content, Entry, PostData, Request, Response, header};
use super::{ApiHost, Call, Skip, is_cut};
use crate::exact::{ExactJson, Node};
use crate::exchange::Exchange;
use crate::path::is_below_base;

const CONTENT_ENCODING: &str = "content-encoding";
const CONTENT_TYPE: &str = "content-type";

/// The call of an entry. Neither headers nor cookies are read, but for what they say about the bodies.
pub(super) fn call(entry: &Entry<'_>, host: Option<&ApiHost>) -> Result<Call, Skip> {
    let Entry { request, response } = entry;
    if host.is_some_and(|host| !host.matches(&request.url)) {
        return Err(Skip::OtherHost);
    }
    if !is_below_base(&request.url) {
        return Err(Skip::NotApi);
    }
    if request.method.eq_ignore_ascii_case("OPTIONS") {
        return Err(Skip::Preflight);
    }
    let response = response.as_ref().ok_or(Skip::NoResponse)?;
    match response.status {
        0..100 | 600.. => return Err(Skip::NoResponse),
        100..200 => return Err(Skip::NotFinal),
        304 => return Err(Skip::NotModified),
        300..400 => return Err(Skip::Redirect),
        200..300 | 400..600 => {}
    }
    let content = response.content.as_ref();
    let body = content
        .map(|content| response_body(response, content))
        .transpose()?
        .flatten();
    Ok(Call {
        lacks_response: body.is_none() && content.is_none_or(|content| !content.is_empty()),
        exchange: Exchange {
            method: request.method.clone().into_owned(),
            path: request.url.clone().into_owned(),
            status: response.status,
            request: request
                .post_data
                .as_ref()
                .map(|data| request_body(request, data))
                .transpose()?
                .flatten()
                .map(ExactJson),
            response: body.map(ExactJson),
        },
    })
}

fn request_body(request: &Request<'_>, data: &PostData<'_>) -> Result<Option<Node>, Skip> {
    let headers = request.headers.as_ref();
    let media_type = media_type(data.mime_type.as_deref(), header(headers, CONTENT_TYPE));
    let is_form = media_type.starts_with("application/x-www-form-urlencoded");
    let is_multipart = media_type.starts_with("multipart/");
    let compression = header(headers, CONTENT_ENCODING);
    let raw = data.text.as_deref().unwrap_or_default();
    let text = match text(raw, data.encoding.as_deref(), compression) {
        // The files of a form may be binary: they are not kept anyway.
        Err(Skip::Binary | Skip::Damaged) if is_multipart => raw.to_owned(),
        text => text?,
    };
    let params = data.params.as_deref().unwrap_or_default();
    // Browsers have the text, in which the values are sure to be encoded; in their `params`, some are and some are not.
    if is_multipart {
        // As they are written, because the letter case of a boundary matters.
        let media_types = [data.mime_type.as_deref(), header(headers, CONTENT_TYPE)];
        let media_types: Vec<&str> = media_types.into_iter().flatten().collect();
        let fields = of_multipart(&media_types, &text);
        return Ok(fields.or_else(|| (!params.is_empty()).then(|| of_params(params))));
    }
    if text.trim().is_empty() {
        return Ok((!params.is_empty()).then(|| of_params(params)));
    }
    if is_form {
        return Ok(Some(of_urlencoded(&text)));
    }
    match json(&text, &media_type)? {
        Node::String(text) if media_type.is_empty() && is_likely_urlencoded(&text) => {
            Ok(Some(of_urlencoded(&text)))
        }
        body => Ok(Some(body)),
    }
}

fn response_body(response: &Response<'_>, content: &Content<'_>) -> Result<Option<Node>, Skip> {
    let Some(raw) = content.text.as_deref().filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let headers = response.headers.as_ref();
    let media_type = media_type(content.mime_type.as_deref(), header(headers, CONTENT_TYPE));
    let compression = header(headers, CONTENT_ENCODING);
    let text = text(raw, content.encoding.as_deref(), compression)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    json(&text, &media_type).map(Some)
}

/// The media type in lower case. Chrome writes `x-unknown` where it knows none.
fn media_type(of_body: Option<&str>, of_header: Option<&str>) -> String {
    let is_known = |media_type: &&str| !media_type.is_empty() && *media_type != "x-unknown";
    let known = of_body.filter(is_known).or(of_header.filter(is_known));
    known.unwrap_or_default().trim().to_ascii_lowercase()
}

/// The JSON of a body; any other text is a string.
fn json(text: &str, media_type: &str) -> Result<Node, Skip> {
    let start = text.trim_start();
    // An appliance also sends JSON as text/plain, or as text/html.
    let looks_like_json = start.starts_with(['{', '[']);
    let subtype = media_type.split(';').next().unwrap_or_default();
    if looks_like_json || subtype.ends_with("json") {
        return match serde_json::from_str::<&serde_json::value::RawValue>(text) {
            Err(error) if is_cut(text, &error) => Err(Skip::Truncated),
            Err(_) => Ok(Node::String(text.to_owned())),
            Ok(_) => match ExactJson::parse(text) {
                Ok(ExactJson(node)) => Ok(node),
                Err(_) => Err(Skip::Ambiguous),
            },
        };
    }
    if start.starts_with("<?xml") || (subtype.ends_with("xml") && !subtype.contains("html")) {
        return Err(Skip::Xml);
    }
    Ok(Node::String(text.to_owned()))
}
