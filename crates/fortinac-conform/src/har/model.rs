//! The parts of a HAR file that are read. Everything may be absent, and everything else is ignored.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) log: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Log<'a> {
    #[serde(borrow)]
    pub(super) version: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) entries: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) request: Request<'a>,
    #[serde(borrow, default)]
    pub(super) response: Option<Response<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request<'a> {
    #[serde(borrow)]
    pub(super) method: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) url: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) headers: Option<Vec<Header<'a>>>,
    #[serde(borrow, default)]
    pub(super) post_data: Option<PostData<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostData<'a> {
    #[serde(borrow, default)]
    pub(super) mime_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) params: Option<Vec<Param<'a>>>,
    /// Not of HAR 1.2, but some exporters write it as they do for a response.
    #[serde(borrow, default)]
    pub(super) encoding: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Param<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) value: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) file_name: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(super) struct Response<'a> {
    /// 0 if there is none: Chrome writes 0, Firefox may leave it out, others write -1 or null.
    #[serde(default, deserialize_with = "status")]
    pub(super) status: u16,
    #[serde(borrow, default)]
    pub(super) headers: Option<Vec<Header<'a>>>,
    #[serde(borrow, default)]
    pub(super) content: Option<Content<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Content<'a> {
    #[serde(borrow, default)]
    size: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) mime_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) encoding: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(super) struct Header<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    value: Option<Cow<'a, str>>,
}

impl Content<'_> {
    /// Whether the body is known to have been empty.
    pub(super) fn is_empty(&self) -> bool {
        self.size.is_none_or(|size| size.get().trim() == "0")
    }
}

/// The value of the first header with this name.
pub(super) fn header<'a>(headers: Option<&'a Vec<Header<'_>>>, name: &str) -> Option<&'a str> {
    let mut headers = headers.into_iter().flatten();
    let found = headers.find(|header| header.name.eq_ignore_ascii_case(name))?;
    found.value.as_deref()
}

fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(raw.get().trim_matches('"').parse().unwrap_or(0))
}
