use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fortinac_types::Secret;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    HeaderValue, TRANSFER_ENCODING, USER_AGENT,
};
use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;

use crate::client::{Attempt, Inner, Observer};
use crate::tls::{self, Trust};
use crate::{Client, Error, Fingerprint, RetryPolicy};

/// The port on which appliances answer.
const PORT: u16 = 8443;
/// The path of the API.
const API: &str = "/api/v2";

/// Headers that the client sets for each call, and what to do about each.
const OWN_HEADERS: [(HeaderName, &str); 8] = [
    (ACCEPT, "the call decides about it; leave it out"),
    (CONTENT_TYPE, "the call decides about it; leave it out"),
    (CONTENT_LENGTH, "the call decides about it; leave it out"),
    (TRANSFER_ENCODING, "the call decides about it; leave it out"),
    (CONNECTION, "the client decides about it; leave it out"),
    (HOST, "it follows from the URL; set a name with `resolve`"),
    (AUTHORIZATION, "it holds the token; leave it out"),
    (USER_AGENT, "set it with `application`"),
];

/// Settings of a [`Client`], from [`Client::builder`].
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    url: String,
    token: Secret,
    /// What errors about the two call them.
    url_setting: &'static str,
    token_setting: &'static str,
    connect_timeout: Duration,
    timeout: Duration,
    idle_timeout: Duration,
    application: Option<String>,
    proxy: Option<String>,
    headers: Vec<(String, Secret)>,
    addresses: Vec<(String, SocketAddr)>,
    trust: Trust,
    /// The name of the setting that changed `trust`.
    trust_setting: Option<&'static str>,
    /// The first setting that could not be used.
    failed: Option<Error>,
    allow_http: bool,
    http: Option<reqwest::ClientBuilder>,
    retry_policy: RetryPolicy,
    max_answer: usize,
    observer: Option<Observer>,
}

impl ClientBuilder {
    pub(crate) fn new(url: &str, token: impl Into<Secret>) -> Self {
        Self {
            url: url.to_owned(),
            token: token.into(),
            url_setting: "URL",
            token_setting: "token",
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(30),
            application: None,
            proxy: None,
            headers: Vec::new(),
            addresses: Vec::new(),
            trust: Trust::System,
            trust_setting: None,
            failed: None,
            allow_http: false,
            http: None,
            retry_policy: RetryPolicy::default(),
            max_answer: 64 * 1024 * 1024,
            observer: None,
        }
    }

    /// Settings from the environment, see [`Client::from_env`].
    ///
    /// # Errors
    /// A variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(std::env::var_os)
    }

    fn from_variables(
        variable: impl Fn(&'static str) -> Option<std::ffi::OsString>,
    ) -> Result<Self, Error> {
        let text = |name: &'static str| match variable(name).map(std::ffi::OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Err(_)) => Err(Error::setting(name, "it is not UTF-8")),
        };
        let url = text("FORTINAC_URL")?;
        let url = url.ok_or_else(|| {
            Error::setting(
                "FORTINAC_URL",
                "set it to the appliance, such as nac.example.com",
            )
        })?;
        let (token_setting, token) = match (text("FORTINAC_TOKEN")?, text("FORTINAC_TOKEN_FILE")?) {
            (Some(token), None) => ("FORTINAC_TOKEN", token),
            (None, Some(file)) => {
                let content = std::fs::read_to_string(&file);
                let content = content.map_err(|error| {
                    Error::setting("FORTINAC_TOKEN_FILE", format!("{file}: {error}"))
                })?;
                // An editor ends a file with a newline; a token has none.
                let token = content.trim_end_matches(['\r', '\n']).to_owned();
                ("FORTINAC_TOKEN_FILE", token)
            }
            (Some(_), Some(_)) => {
                return Err(Error::setting(
                    "FORTINAC_TOKEN_FILE",
                    "FORTINAC_TOKEN is set too; unset one of them",
                ));
            }
            (None, None) => {
                return Err(Error::setting(
                    "FORTINAC_TOKEN",
                    "set it, or FORTINAC_TOKEN_FILE",
                ));
            }
        };
        let mut builder = Self::new(&url, token);
        builder.url_setting = "FORTINAC_URL";
        builder.token_setting = token_setting;
        if let Some(file) = text("FORTINAC_CA_FILE")? {
            builder = builder.set_ca_file("FORTINAC_CA_FILE", Path::new(&file));
        }
        if let Some(fingerprint) = text("FORTINAC_CERT_SHA256")? {
            let fingerprint: Result<Fingerprint, _> = fingerprint.parse();
            let fingerprint =
                fingerprint.map_err(|error| Error::setting("FORTINAC_CERT_SHA256", error))?;
            builder = builder.set_trust("FORTINAC_CERT_SHA256", Trust::Pinned(vec![fingerprint]));
        }
        match text("FORTINAC_INSECURE")?.as_deref() {
            None | Some("0" | "false") => {}
            Some("1" | "true") => {
                builder = builder.set_trust("FORTINAC_INSECURE", Trust::Unverified)
            }
            Some(_) => {
                return Err(Error::setting(
                    "FORTINAC_INSECURE",
                    "set it to 1, or unset it",
                ));
            }
        }
        Ok(builder)
    }

    /// The time limit for making a connection. 10 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time limit for each try of a call, from the beginning to the end of its answer. 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time limit for each wait in the middle of an answer, after its headers. 30 s by default.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Names the application, such as `inventory/1.4`, in front of `fortinac-client/<version>` in the user agent.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// Sends all calls through a proxy. Without it, the proxy of the environment is used; none is for a loopback
    /// `http://` URL, because the proxy would read the token.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Adds a header to every request. Its value is treated as a secret. Those that the client sets itself are refused,
    /// such as `accept`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Connects to `address` for `name`: for an appliance whose certificate has a name that does not resolve to it.
    pub fn resolve(mut self, name: impl Into<String>, address: SocketAddr) -> Self {
        self.addresses.push((name.into(), address));
        self
    }

    /// Trusts the authorities in a file in PEM form as well as those of the system. Called again, it adds more.
    ///
    /// An appliance's self-signed certificate is no authority: pin it, see [`ClientBuilder::pin`].
    pub fn ca_file(self, file: impl AsRef<Path>) -> Self {
        self.set_ca_file("CA file", file.as_ref())
    }

    /// Trusts the authorities in a text in PEM form, as [`ClientBuilder::ca_file`] does those in a file.
    pub fn ca_pem(self, pem: impl AsRef<[u8]>) -> Self {
        let certificates = tls::certificates_from_pem(pem.as_ref());
        self.add_authorities(
            "CA",
            certificates.map_err(|error| Error::setting("CA", error)),
        )
    }

    /// Trusts the one certificate with this fingerprint, and no other.
    ///
    /// The fingerprint takes the place of authorities, names and dates, so it works for a self-signed certificate that
    /// does not name the address; also for one that has expired, which stays trusted as long as the appliance presents
    /// it. The appliance must still prove that it has the certificate's key. Called again, either certificate is
    /// trusted: pin the next one before a certificate is renewed.
    pub fn pin(mut self, certificate: Fingerprint) -> Self {
        let mut pins = match &mut self.trust {
            Trust::Pinned(pins) => std::mem::take(pins),
            _ => Vec::new(),
        };
        pins.push(certificate);
        if !matches!(self.trust, Trust::Pinned(_)) {
            return self.set_trust("pin", Trust::Pinned(pins));
        }
        self.trust = Trust::Pinned(pins);
        self
    }

    /// Trusts **any** certificate: whoever is between the client and the appliance can read the token and change
    /// everything. For a moment in a laboratory; [`ClientBuilder::pin`] is as easy. Building logs a warning.
    pub fn danger_trust_any_certificate(self) -> Self {
        self.set_trust("trust of any certificate", Trust::Unverified)
    }

    /// Allows `http://` to other hosts than this one: everybody in between can read the token.
    pub fn danger_allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Takes an HTTP client's settings from the application.
    ///
    /// Its TLS, proxy and connections are then the application's own business. Redirects stay off, the time limits,
    /// the user agent and [`ClientBuilder::resolve`] are set as here, and a loopback `http://` URL has no proxy. Trust
    /// settings of this builder are refused.
    ///
    /// The process must have a default crypto provider of rustls
    /// (`rustls::crypto::ring::default_provider().install_default()`), because reqwest may panic without one; a client
    /// without settings of the application needs none.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// When calls are sent again.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// The largest answer to take, in bytes after decompression. 64 MiB by default; a larger one is an error.
    pub fn max_answer(mut self, bytes: usize) -> Self {
        self.max_answer = bytes;
        self
    }

    /// Calls a function after each try of each call, such as for metrics. It must be quick, and not panic.
    pub fn observer(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    fn set_ca_file(self, setting: &'static str, file: &Path) -> Self {
        let named =
            |reason: String| Error::setting(setting, format!("{}: {reason}", file.display()));
        let pem = std::fs::read(file).map_err(|error| named(error.to_string()));
        let certificates = pem.and_then(|pem| {
            tls::certificates_from_pem(&pem).map_err(|error| named(error.to_string()))
        });
        self.add_authorities(setting, certificates)
    }

    fn add_authorities(
        mut self,
        setting: &'static str,
        certificates: Result<Vec<CertificateDer<'static>>, Error>,
    ) -> Self {
        match (certificates, &mut self.trust) {
            (Ok(more), Trust::SystemAnd(certificates)) => {
                certificates.extend(more);
                self
            }
            (Ok(certificates), _) => self.set_trust(setting, Trust::SystemAnd(certificates)),
            (Err(error), _) => {
                self.failed.get_or_insert(error);
                self
            }
        }
    }

    fn set_trust(mut self, setting: &'static str, trust: Trust) -> Self {
        if let Some(other) = self.trust_setting.replace(setting) {
            let conflict = format!("it excludes the setting `{other}`; use one of them");
            self.failed
                .get_or_insert_with(|| Error::setting(setting, conflict));
        }
        self.trust = trust;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    /// A setting cannot be used; the error names it.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let base =
            base_url(&self.url).map_err(|reason| Error::setting(self.url_setting, reason))?;
        let stays_here = base.scheme() == "http" && !self.allow_http;
        if stays_here {
            self.check_loopback(&base)?;
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let named: HeaderName = name.parse().map_err(|_| {
                Error::setting("header", format!("`{name}` is no name of a header"))
            })?;
            if let Some((_, advice)) = OWN_HEADERS.iter().find(|(own, _)| *own == named) {
                return Err(Error::setting("header", format!("`{named}`: {advice}")));
            }
            headers.append(
                named,
                sensitive(value.expose()).map_err(|reason| Error::setting("header", reason))?,
            );
        }
        headers.insert(
            AUTHORIZATION,
            authorization(&self.token)
                .map_err(|reason| Error::setting(self.token_setting, reason))?,
        );

        let agent = concat!("fortinac-client/", env!("CARGO_PKG_VERSION"));
        let agent = match &self.application {
            Some(application) => format!("{application} {agent}"),
            None => agent.to_owned(),
        };
        let agent = HeaderValue::try_from(agent)
            .map_err(|_| Error::setting("application", "a user agent cannot have this name"))?;
        let mut http = match (self.http, self.trust_setting) {
            (Some(_), Some(setting)) => {
                let reason = "the application's own HTTP client decides about TLS; set it there";
                return Err(Error::setting(setting, reason));
            }
            (Some(_), None) if CryptoProvider::get_default().is_none() => {
                let reason = "this process has no default crypto provider; install one first, such as by \
                              `rustls::crypto::ring::default_provider().install_default()`";
                return Err(Error::setting("HTTP client", reason));
            }
            (Some(http), None) => http,
            (None, _) => {
                if matches!(self.trust, Trust::Unverified) {
                    tracing::warn!(
                        server = base.host_str(),
                        "certificates are not verified: whoever is in between can read the token"
                    );
                }
                let config = tls::client_config(&self.trust)
                    .map_err(|error| Error::setting("TLS", error))?;
                reqwest::Client::builder().tls_backend_preconfigured(config)
            }
        };
        let mut route = server_of(&base);
        if stays_here {
            http = http.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            let scheme = if proxy.contains("://") { "" } else { "http://" };
            if let Ok(proxy) = Url::parse(&format!("{scheme}{proxy}")) {
                route += &format!(" through the proxy {}", server_of(&proxy));
            }
            // Its error would show the URL, which may hold a password.
            let proxy =
                Proxy::all(proxy).map_err(|_| Error::setting("proxy", "it is not a URL"))?;
            http = http.proxy(proxy);
        }
        for (name, address) in &self.addresses {
            http = http.resolve(name, *address);
        }
        let http = http
            .redirect(Policy::none())
            .user_agent(agent)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(|error| Error::setting("HTTP client", error))?;
        Ok(Client::from_inner(Inner {
            http,
            server: server_of(&base),
            route,
            base,
            token: self.token,
            headers,
            retry_policy: self.retry_policy,
            max_answer: self.max_answer,
            idle_timeout: self.idle_timeout,
            observer: self.observer,
        }))
    }

    /// That `http://` leads nowhere but to this host.
    fn check_loopback(&self, base: &Url) -> Result<(), Error> {
        const REASON: &str = "http:// would show the token to everybody in between; write https://";
        let elsewhere = |(name, address): &(String, SocketAddr)| {
            !address.ip().is_loopback()
                && base
                    .host_str()
                    .is_some_and(|host| name.eq_ignore_ascii_case(host))
        };
        let setting = if !is_loopback(base) {
            self.url_setting
        } else if self.proxy.is_some() {
            "proxy"
        } else if self.addresses.iter().any(elsewhere) {
            "resolve"
        } else {
            return Ok(());
        };
        Err(Error::setting(setting, REASON))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}

/// The base URL that `text` means: a URL as it stands, or a host alone.
fn base_url(text: &str) -> Result<Url, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty; write the appliance's name, such as nac.example.com".into());
    }
    let is_url = text.contains("://");
    let absolute = if is_url {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let mut url = Url::parse(&absolute)
        .map_err(|error| format!("{error}; write https://host:8443/api/v2"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!(
            "it begins with {}://; write https://host:8443/api/v2",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "it has a user or a password in it; the token is all that the API takes".into(),
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment; write https://host:8443/api/v2".into());
    }
    if !is_url && url.port().is_none() {
        // Only a URL without a host refuses a port.
        url.set_port(Some(PORT))
            .map_err(|()| "it names no host".to_owned())?;
    }
    if url.path().trim_end_matches('/').is_empty() {
        url.set_path(API);
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    // An IPv6 address is in brackets here.
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Host and port, for messages.
pub(crate) fn server_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn authorization(token: &Secret) -> Result<HeaderValue, &'static str> {
    let token = token.expose();
    if token.trim().is_empty() {
        return Err("it is empty; make one for an administrator account with API access");
    }
    if token.contains(char::is_whitespace) {
        return Err("it contains a space or a newline; it is one word");
    }
    sensitive(&format!("Bearer {token}"))
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let value = HeaderValue::try_from(text);
    let mut value = value
        .map_err(|_| "it contains a character that no HTTP header can hold, such as a newline")?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests;
