//! Pages for people, beside the API: the start page at `/`, and the documentation. They need no token, are not in the
//! log of requests, and no fault applies to them.

use hyper::Method;
use hyper::http::request::Parts;

use crate::response::Response;
use crate::shared::Shared;

const HTML: &str = "text/html; charset=utf-8";

/// What a page may load and run: files of this server alone, and nothing that is written into the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page that a request asks for; `None` if it is for the API.
pub(crate) fn respond(parts: &Parts, shared: &Shared) -> Option<Response> {
    let response = find(parts, shared)?;
    Some(
        if parts.method == Method::GET || parts.method == Method::HEAD {
            response
        } else {
            let refused = Response::failure(405, format!("a page has no {}", parts.method));
            protected(refused.header("Allow", "GET, HEAD"))
        },
    )
}

#[cfg(feature = "docs")]
fn find(parts: &Parts, shared: &Shared) -> Option<Response> {
    match (parts.uri.path(), &shared.docs) {
        ("/", docs) => Some(start(docs.is_some())),
        (path, Some(docs)) => docs.respond(path, &parts.headers).map(protected),
        _ => None,
    }
}

#[cfg(not(feature = "docs"))]
fn find(parts: &Parts, _: &Shared) -> Option<Response> {
    (parts.uri.path() == "/").then(|| start(false))
}

/// Says what this is. It does not have the token: whoever reaches the port can read it.
fn start(has_docs: bool) -> Response {
    let (style, docs) = if has_docs {
        (
            "<link rel=\"stylesheet\" href=\"docs/docs.css\">\n",
            "<p><a href=\"docs/\">Documentation of every operation</a>, where each can be tried out on this \
             appliance.</p>",
        )
    } else {
        (
            "",
            "<p>Start the program with <code>--docs</code> to have the documentation of every operation here.</p>",
        )
    };
    let page = include_str!("start.html")
        .replace("{style}", style)
        .replace("{docs}", docs)
        .replace("{version}", env!("CARGO_PKG_VERSION"));
    protected(Response {
        status: 200,
        media_type: HTML,
        headers: Vec::new(),
        body: page.into(),
    })
}

/// Adds what keeps other sites away from a page, and a page away from other sites.
fn protected(response: Response) -> Response {
    response
        .header("Content-Security-Policy", POLICY)
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
}
