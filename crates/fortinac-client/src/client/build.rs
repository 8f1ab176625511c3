//! From settings to a client.

use std::net::SocketAddr;
use std::time::Duration;

use fortinac_types::Secret;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST,
    HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, USER_AGENT,
};
use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};
use rustls::crypto::CryptoProvider;

use super::Client;
use super::builder::ClientBuilder;
use super::token;
use crate::error::Error;
use crate::error::trust::{TlsContext, Trusts};
use crate::transport::Transport;
use crate::transport::endpoint::{Endpoint, authority};
use crate::transport::tls::{self, Trust};

/// Headers that the client sets for each call, and what to do about each.
const OWN_HEADERS: [(HeaderName, &str); 9] = [
    (ACCEPT, "the call sets it; leave it out"),
    (ACCEPT_ENCODING, "the client sets it; leave it out"),
    (CONTENT_TYPE, "the call sets it; leave it out"),
    (CONTENT_LENGTH, "the call sets it; leave it out"),
    (TRANSFER_ENCODING, "the call sets it; leave it out"),
    (CONNECTION, "the client sets it; leave it out"),
    (HOST, "it follows from the URL; set a name with `resolve`"),
    (AUTHORIZATION, "it holds the token; leave it out"),
    (USER_AGENT, "set it with `user_agent`"),
];

/// How long an idle connection is kept for the next call. Tomcat, which serves the API, closes one after 20 s in its usual
/// settings, and a request that meets the close fails: so the client closes it first.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(15);

impl ClientBuilder {
    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// A setting cannot be used; the error names it.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let endpoint = Endpoint::parse(&self.url)
            .map_err(|reason| Error::setting(self.url_setting.clone(), reason))?;
        let is_local = endpoint.is_http() && !self.allow_http;
        if is_local {
            self.check_loopback(&endpoint)?;
        }
        // After the URL: a wrong one needs no token.
        #[cfg(feature = "profiles")]
        if let Some(get) = self.get_token.take() {
            self.token = get()?;
        }
        let headers = self.headers()?;
        let agent = self.agent()?;
        let (mut http, tls) = self.http_client(&endpoint)?;
        if endpoint.is_http() && !endpoint.is_loopback() {
            tracing::warn!(
                server.address = endpoint.host(),
                "http:// has no encryption: whoever is in between can read the token"
            );
        }
        if is_local {
            http = http.no_proxy();
        }
        let mut route = endpoint.authority();
        if let Some(proxy) = &self.proxy {
            let scheme = if proxy.contains("://") { "" } else { "http://" };
            if let Ok(proxy) = Url::parse(&format!("{scheme}{proxy}")) {
                route += &format!(" through the proxy {}", authority(&proxy));
            }
            // The error of reqwest would show the URL, which can hold a password.
            let proxy =
                Proxy::all(proxy).map_err(|_| Error::setting("proxy", "it is not a URL"))?;
            http = http.proxy(proxy);
        }
        for (name, address) in &self.addresses {
            http = http.resolve(name, *address);
        }
        let http = http
            .redirect(Policy::none())
            // Retries are this client's own. reqwest would also repeat a write, if an HTTP/2 server says that it did nothing.
            .retry(reqwest::retry::never())
            // The client decompresses itself, whatever the application turns on in reqwest.
            .no_gzip()
            .no_deflate()
            .no_brotli()
            .no_zstd()
            // Old servers fold a long header, and it is none that matters.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .user_agent(agent)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(|error| Error::setting("HTTP client", error))?;
        Ok(Client::from_transport(Transport {
            http,
            endpoint,
            route,
            token: self.token,
            headers,
            retry_policy: self.retry_policy,
            max_response_size: self.max_response_size,
            connect_timeout: self.connect_timeout,
            timeout: self.timeout,
            read_timeout: self.read_timeout,
            call_timeout: self.call_timeout,
            tls,
            observer: self.observer,
            strict: self.strict,
        }))
    }

    /// The headers that every request has.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let header: HeaderName = name.parse().map_err(|_| {
                Error::setting(
                    "header",
                    format!("`{name}` is not a valid name of a header"),
                )
            })?;
            if let Some((_, advice)) = OWN_HEADERS.iter().find(|(own, _)| *own == header) {
                return Err(Error::setting("header", format!("`{header}`: {advice}")));
            }
            let value =
                sensitive(value.expose()).map_err(|reason| Error::setting("header", reason))?;
            headers.append(header, value);
        }
        let authorization = authorization(&self.token)
            .map_err(|reason| Error::setting(self.token_setting.clone(), reason))?;
        headers.insert(AUTHORIZATION, authorization);
        Ok(headers)
    }

    fn agent(&self) -> Result<HeaderValue, Error> {
        let agent = concat!("fortinac-client/", env!("CARGO_PKG_VERSION"));
        let agent = match &self.user_agent {
            Some(application) => format!("{application} {agent}"),
            None => agent.to_owned(),
        };
        HeaderValue::try_from(agent)
            .map_err(|_| Error::setting("user agent", "no HTTP header can hold this name"))
    }

    /// The builder of the HTTP client, with its TLS settings.
    fn http_client(
        &mut self,
        endpoint: &Endpoint,
    ) -> Result<(reqwest::ClientBuilder, TlsContext), Error> {
        let Some(http) = self.http.take() else {
            if matches!(self.trust, Trust::Unverified) {
                warn_unverified(endpoint);
            }
            let tls = TlsContext::new(self.trust.summary());
            let config = tls::client_config(&self.trust, &tls.asked)
                .map_err(|error| Error::setting("TLS", error))?;
            let http = reqwest::Client::builder()
                .tls_backend_preconfigured(config)
                .pool_idle_timeout(POOL_IDLE_TIMEOUT);
            return Ok((http, tls));
        };
        if let Some(setting) = self.trust_setting.take() {
            let reason = "the application's own HTTP client decides about TLS; set it there";
            return Err(Error::setting(setting, reason));
        }
        if CryptoProvider::get_default().is_none() {
            let reason = "this process has no default crypto provider; install one first, such as by \
                          `rustls::crypto::ring::default_provider().install_default()`";
            return Err(Error::setting("HTTP client", reason));
        }
        // Its settings show in no other way, and a TLS configuration of the application's own not at all.
        if format!("{http:?}").contains("tls_danger_accept_invalid") {
            warn_unverified(endpoint);
        }
        Ok((http, TlsContext::new(Trusts::Application)))
    }

    /// Checks that `http://` leads nowhere but to this host.
    fn check_loopback(&self, endpoint: &Endpoint) -> Result<(), Error> {
        const REASON: &str = "http:// would show the token to everybody in between; write https://";
        let elsewhere = |(name, address): &(String, SocketAddr)| {
            !address.ip().is_loopback() && name.eq_ignore_ascii_case(endpoint.host())
        };
        let setting = if !endpoint.is_loopback() {
            self.url_setting.clone()
        } else if self.proxy.is_some() {
            "proxy".into()
        } else if self.addresses.iter().any(elsewhere) {
            "resolve".into()
        } else {
            return Ok(());
        };
        Err(Error::setting(setting, REASON))
    }
}

fn warn_unverified(endpoint: &Endpoint) {
    tracing::warn!(
        server.address = endpoint.host(),
        "certificates are not verified: whoever is in between can read the token"
    );
}

fn authorization(token: &Secret) -> Result<HeaderValue, String> {
    token::check(token.expose())?;
    Ok(sensitive(&format!("Bearer {}", token.expose()))?)
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let value = HeaderValue::try_from(text);
    let mut value = value
        .map_err(|_| "it contains a character that no HTTP header can hold, such as a newline")?;
    value.set_sensitive(true);
    Ok(value)
}
