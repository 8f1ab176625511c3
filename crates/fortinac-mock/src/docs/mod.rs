//! The documentation in the browser: Swagger UI over the spec, with calls to the appliance itself.

mod assets;
mod site;

use std::net::IpAddr;

use bytes::Bytes;
use fortinac_spec::Spec;
use hyper::HeaderMap;
use hyper::header::{ACCEPT_ENCODING, HOST};
use serde_json::{Value, json};

use crate::admission::BASE;
use crate::body::JSON;
use crate::response::Response;

pub use site::write_docs;

/// The folder of the documentation on an appliance.
pub(crate) const FOLDER: &str = "/docs/";
/// The spec beside the page.
const DOCUMENT: &str = "fortinac.json";
/// What the page needs to know beside the spec.
const SETTINGS: &str = "settings.json";

/// The documentation of one appliance.
pub(crate) struct Docs {
    document: Bytes,
    /// Filled in for the reader; `None` if other machines can reach the appliance.
    token: Option<String>,
}

impl Docs {
    /// Documents an appliance that listens on this address.
    pub(crate) fn new(spec: &Spec, token: &str, address: IpAddr) -> Self {
        let mut document = spec.document().clone();
        // Without a host: the page has the name or address that the reader used, and may call no other.
        document["servers"] = json!([{"url": BASE, "description": "This embedded appliance"}]);
        Self {
            document: document.to_string().into(),
            token: address.is_loopback().then(|| token.to_owned()),
        }
    }

    /// The response to a path; `None` if it is not below the folder.
    pub(crate) fn respond(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        if path == FOLDER.trim_end_matches('/') {
            return Some(Response::html(308, "Permanent Redirect").header("Location", FOLDER));
        }
        Some(match path.strip_prefix(FOLDER)? {
            DOCUMENT => ok(JSON, self.document.clone()),
            SETTINGS => ok(JSON, self.settings(headers).to_string().into())
                .header("Cache-Control", "no-store"),
            name => assets::find(name).map_or_else(
                || Response::html(404, "Not Found"),
                |asset| {
                    let gzip = headers.get_all(ACCEPT_ENCODING).iter().any(accepts_gzip);
                    let (encoding, body) = asset.body(gzip);
                    let response = ok(asset.media_type, body).header("Vary", "Accept-Encoding");
                    match encoding {
                        Some(encoding) => response.header("Content-Encoding", encoding),
                        None => response,
                    }
                },
            ),
        })
    }

    /// The token is only for a page that was opened by a name of this machine: a foreign name that was made to mean it
    /// (DNS rebinding) would be another site's page.
    fn settings(&self, headers: &HeaderMap) -> Value {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let token = self.token.as_deref();
        settings(true, token.filter(|_| host.is_some_and(is_this_machine)))
    }
}

/// What the page needs to know: whether there is an appliance to call, and its token.
fn settings(can_call: bool, token: Option<&str>) -> Value {
    json!({"canCall": can_call, "token": token})
}

fn ok(media_type: &'static str, body: Bytes) -> Response {
    Response {
        status: 200,
        media_type,
        headers: Vec::new(),
        body,
    }
}

fn accepts_gzip(value: &hyper::header::HeaderValue) -> bool {
    let mut codings = value.to_str().unwrap_or_default().split(',');
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"))
            && !parts.any(|weight| {
                weight.starts_with("q=0")
                    && !weight.contains(|digit: char| ('1'..='9').contains(&digit))
            })
    })
}

/// Whether a `Host` header names a loopback address, with a port or without.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::{accepts_gzip, is_this_machine};

    #[test]
    fn only_loopback_names_this_machine() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8443",
            "localhost:1",
            "LOCALHOST",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com:80",
            "localhost.example.com",
            "192.0.2.1",
            "[2001:db8::1]",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }

    #[test]
    fn gzip_is_sent_to_who_accepts_it() {
        for (value, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=1, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(
                accepts_gzip(&HeaderValue::from_static(value)),
                expected,
                "{value}"
            );
        }
    }
}
