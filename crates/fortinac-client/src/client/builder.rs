use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use fortinac_types::Secret;

use crate::error::Error;
use crate::transport::observe::{Attempt, Observer};
use crate::transport::retry::RetryPolicy;
use crate::transport::tls::Trust;

/// Settings of a [`Client`](crate::Client), from [`Client::builder`](crate::Client::builder).
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    pub(super) url: String,
    pub(super) token: Secret,
    /// What errors about the two call them.
    pub(super) url_setting: Cow<'static, str>,
    pub(super) token_setting: Cow<'static, str>,
    /// Gets the token when the client is built, in place of `token`.
    #[cfg(feature = "profiles")]
    pub(super) get_token: Option<super::profile::GetToken>,
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) call_timeout: Option<Duration>,
    pub(super) user_agent: Option<String>,
    pub(super) proxy: Option<String>,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) addresses: Vec<(String, SocketAddr)>,
    pub(super) trust: Trust,
    /// The name of the setting that changed `trust`.
    pub(super) trust_setting: Option<Cow<'static, str>>,
    /// Whether `trust` is that of a profile or of the environment in its place, which the methods of this builder replace.
    pub(super) is_trust_replaceable: bool,
    /// The first setting that could not be used.
    pub(super) failed: Option<Error>,
    pub(super) allow_http: bool,
    pub(super) http: Option<reqwest::ClientBuilder>,
    pub(super) retry_policy: RetryPolicy,
    pub(super) max_response_size: usize,
    pub(super) observer: Option<Observer>,
    pub(super) strict: bool,
}

impl ClientBuilder {
    pub(super) fn new(url: &str, token: impl Into<Secret>) -> Self {
        Self {
            url: url.to_owned(),
            token: token.into(),
            url_setting: "URL".into(),
            token_setting: "token".into(),
            #[cfg(feature = "profiles")]
            get_token: None,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(30),
            call_timeout: None,
            user_agent: None,
            proxy: None,
            headers: Vec::new(),
            addresses: Vec::new(),
            trust: Trust::System,
            trust_setting: None,
            is_trust_replaceable: false,
            failed: None,
            allow_http: false,
            http: None,
            retry_policy: RetryPolicy::default(),
            max_response_size: 8 * 1024 * 1024,
            observer: None,
            strict: false,
        }
    }

    /// Sets the time limit for making a connection. 10 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit of each attempt of a call, until its response is decoded. 60 s by default.
    ///
    /// A call can take longer, with its retries: [`ClientBuilder::call_timeout`] limits the whole.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit of each wait for more of a response, after its headers. 30 s by default.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets the time limit of a whole call: of all its attempts with their responses, and of the pauses between them. By
    /// default there is none but that of the attempts, and the budget of the [`RetryPolicy`].
    ///
    /// If a pause would not end in time, the call ends at once, with the error of its last attempt.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// Names the application in the user agent, such as `inventory/1.4`, in front of `fortinac-client/<version>`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sends all calls through a proxy. By default, that of the environment is used; but never for a loopback `http://`
    /// URL, because the proxy would read the token.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Adds a header to every request. Its value is treated as a secret. A header that the client sets itself, such as
    /// `accept`, is refused.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Connects to `address` for `name`: for an appliance whose certificate has a name that does not resolve to it.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = fortinac_client::Client::builder("nac.example.com", "the API token")
    ///     .resolve("nac.example.com", "192.0.2.7:8443".parse()?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resolve(mut self, name: impl Into<String>, address: SocketAddr) -> Self {
        self.addresses.push((name.into(), address));
        self
    }

    /// Allows `http://` to other hosts than this one: everybody in between can read the token. Building the client logs a
    /// warning then.
    pub fn danger_allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Uses the settings of the application's own HTTP client. This method is tied to reqwest 0.13.
    ///
    /// The application then decides about TLS, proxy and connections. Redirects and the retries of reqwest stay off, the
    /// time limits, the user agent, the compression and [`ClientBuilder::resolve`] are set as here, and a loopback `http://`
    /// URL has no proxy. Trust settings of this builder are refused.
    ///
    /// Trusting any certificate there logs a warning as here; a TLS configuration that does so cannot be seen. With
    /// `connection_verbose`, reqwest logs the token.
    ///
    /// The process must have a default crypto provider of rustls
    /// (`rustls::crypto::ring::default_provider().install_default()`), because reqwest may panic without one; a client
    /// without settings of the application needs none.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets when calls are retried.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use fortinac_client::{Client, RetryPolicy};
    ///
    /// let client = Client::builder("nac.example.com", "the API token")
    ///     .retry_policy(RetryPolicy::default().max_retries(5))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Sets the size of the largest response to accept, in bytes after decompression. 8 MiB by default, which some 6,000
    /// hosts have. A larger one is an error, and so is one with more objects or values than a response of this size can have
    /// in fact: one object or array for each 48 bytes, one value for each 8.
    ///
    /// A value takes more memory than its bytes: lists of hosts and other real responses 10 to 20 times their size, the worst
    /// that an appliance can send 30 times this size.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Makes a call fail if its response has a value that the spec does not expect, such as a string in place of an
    /// integer. By default such a value is kept as [`Field::Unexpected`](fortinac_types::Field::Unexpected), and reported
    /// in [`Response::unexpected`](crate::Response::unexpected), to the observer and in the log.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Calls a function after each attempt of each call, such as for metrics. It must be quick, and not panic.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = fortinac_client::Client::builder("nac.example.com", "the API token")
    ///     .observer(|attempt| println!("{attempt:?}"))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn observer(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}
