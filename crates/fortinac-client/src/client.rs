use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use fortinac_types::Secret;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::form;
use crate::operation::Operation;
use crate::outcome::{Raw, Whole};
use crate::{Call, ClientBuilder, Error, RetryPolicy};

/// A client of one appliance. It is cheap to clone, and its clones share their connections.
///
/// The calls are grouped by resource: `client.users().update(3, &change).await?`.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    /// Host and port, for messages.
    pub(crate) server: String,
    /// The same, with the proxy.
    pub(crate) route: String,
    pub(crate) token: Secret,
    /// Those that every request has, the token's among them.
    pub(crate) headers: HeaderMap,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) max_answer: usize,
    pub(crate) idle_timeout: Duration,
    pub(crate) observer: Option<Observer>,
}

pub(crate) type Observer = Box<dyn Fn(&Attempt<'_>) + Send + Sync>;

/// One try of a call, for [`ClientBuilder::observer`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operationId, or `raw`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path template.
    pub path: &'a str,
    /// The number of the try, from 1.
    pub number: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<StatusCode>,
    /// How long the try took, to the end of the answer.
    pub duration: Duration,
    /// Why it failed, if it did.
    pub error: Option<&'a Error>,
}

impl Client {
    /// A client of the appliance at `url` that authenticates with an API `token`, with the settings of
    /// [`Client::builder`] otherwise.
    ///
    /// # Errors
    /// As for [`ClientBuilder::build`].
    pub fn new(url: &str, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(url, token).build()
    }

    /// Settings of a client. `url` is the appliance's name or address alone (`nac.example.com` means
    /// `https://nac.example.com:8443/api/v2`), or a URL.
    pub fn builder(url: &str, token: impl Into<Secret>) -> ClientBuilder {
        ClientBuilder::new(url, token)
    }

    /// A client with the settings of the environment:
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `FORTINAC_URL` | name, address or URL of the appliance |
    /// | `FORTINAC_TOKEN` | the API token |
    /// | `FORTINAC_TOKEN_FILE` | a file with the token, in place of `FORTINAC_TOKEN` |
    /// | `FORTINAC_CA_FILE` | certificates of authorities to trust as well, in PEM form |
    /// | `FORTINAC_CERT_SHA256` | the fingerprint of the one certificate to trust |
    /// | `FORTINAC_INSECURE` | `1` trusts any certificate: whoever is in between can read the token |
    ///
    /// # Errors
    /// A variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// A call that the description does not have, with the same authentication, TLS, retries, errors and envelope
    /// handling. It returns the whole answer; `null` for one that has no body because of its status (204) or method
    /// (HEAD). `path` is below the base URL and encoded; what is behind a `?` in it becomes parameters of the query.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> Result<(), fortinac_client::Error> {
    /// use fortinac_client::Method;
    ///
    /// let answer = client.raw(Method::GET, "/system/properties").query("start", 0).await?;
    /// println!("{}", answer["total"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, method: Method, path: impl Into<String>) -> Call<'_, Raw> {
        let path = path.into();
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let path = format!("/{}", path.strip_prefix('/').unwrap_or(path));
        let call = Call::new(self, Operation::raw(method, path.clone()), path);
        let parameters = form::members(query.as_bytes()).into_iter();
        parameters.fold(call, |call, (name, value)| call.query(name, value))
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(crate) fn token(&self) -> &Secret {
        &self.0.token
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    pub(crate) fn route(&self) -> &str {
        &self.0.route
    }

    pub(crate) fn retry_policy(&self) -> &RetryPolicy {
        &self.0.retry_policy
    }

    pub(crate) fn max_answer(&self) -> usize {
        self.0.max_answer
    }

    pub(crate) fn idle_timeout(&self) -> Duration {
        self.0.idle_timeout
    }

    pub(crate) fn observe(&self, attempt: &Attempt<'_>) {
        if let Some(observer) = &self.0.observer {
            observer(attempt);
        }
    }

    /// The base URL with `path` (encoded, beginning with a slash) behind it.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.0.base.clone();
        url.set_path(&format!(
            "{}{path}",
            self.0.base.path().trim_end_matches('/')
        ));
        url
    }
}

impl<'a> Call<'a, Raw> {
    /// Sends a body as JSON.
    pub fn with_json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json("body", body)
    }

    /// Decodes the whole answer as `T` in place of a JSON value.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> Result<(), fortinac_client::Error> {
    /// use fortinac_client::Method;
    /// use fortinac_client::types::CountEnvelope;
    ///
    /// let answer = client.raw(Method::GET, "/host/count/all").decode::<CountEnvelope>().await?;
    /// println!("{:?}", answer.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode<T: DeserializeOwned + Send>(self) -> Call<'a, Whole<T>> {
        self.into_outcome()
    }

    /// Sends a body as a form: an object of text, numbers, flags, and lists of these, which become repeated keys.
    pub fn with_form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.form(body)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.0.server)
            .finish_non_exhaustive()
    }
}
