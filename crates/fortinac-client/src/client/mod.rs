//! The client, and its settings.

mod build;
mod builder;
#[cfg(feature = "profiles")]
pub(crate) mod certificate;
mod env;
#[cfg(feature = "profiles")]
pub mod profile;
mod token;
mod trust;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use fortinac_types::Secret;
use http::Method;
use serde_json::Value;

use crate::call::Call;
#[cfg(feature = "call-by-id")]
use crate::call::by_id::{self, ById};
use crate::call::raw::{self, Raw};
use crate::error::Error;
use crate::transport::Transport;

pub use builder::ClientBuilder;

/// A client of one appliance. It is cheap to clone, and its clones share their connections.
///
/// The calls are grouped by resource: `client.users().update(3, &change).await?`.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Transport>);

impl Client {
    /// A client of the appliance at `url` that authenticates with an API `token`, with the default settings of
    /// [`Client::builder`].
    ///
    /// # Errors
    /// The same as those of [`ClientBuilder::build`].
    ///
    /// ```no_run
    /// # async fn example() -> fortinac_client::Result<()> {
    /// let client = fortinac_client::Client::new("nac.example.com", "the API token")?;
    /// let user = client.users().get(31).await?;
    /// println!("{:?}", user.first_name.as_deref());
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(url: &str, token: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder(url, token).build()
    }

    /// Returns a builder with the settings of a client. `url` is the appliance's name or address alone
    /// (`nac.example.com` means `https://nac.example.com:8443/api/v2`), or a URL. What is likely to be mistyped, and would
    /// lead to another host, is refused: `https//nac.example.com`, `192.168.1`.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let client = fortinac_client::Client::builder("nac.example.com", "the API token")
    ///     .ca_file("authority.pem")
    ///     .user_agent("inventory/1.4")
    ///     .call_timeout(Duration::from_secs(120))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(url: &str, token: impl Into<Secret>) -> ClientBuilder {
        ClientBuilder::new(url, token)
    }

    /// A client with the settings of the environment:
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `FORTINAC_URL` | name, address or URL of the appliance |
    /// | `FORTINAC_TOKEN` | the API token |
    /// | `FORTINAC_TOKEN_FILE` | a file with the token alone, in place of `FORTINAC_TOKEN` |
    /// | `FORTINAC_CA_FILE` | certificates of authorities to trust besides those of the system, in PEM format |
    /// | `FORTINAC_CERT_SHA256` | the fingerprint of the one certificate to trust |
    /// | `FORTINAC_INSECURE` | `1` trusts any certificate: whoever is in between can read the token |
    ///
    /// # Errors
    /// A variable is missing or cannot be used; the error names it.
    ///
    /// ```no_run
    /// # async fn example() -> fortinac_client::Result<()> {
    /// let client = fortinac_client::Client::from_env()?;
    /// println!("{} hosts", client.hosts().count_all().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    fn from_transport(transport: Transport) -> Self {
        Self(Arc::new(transport))
    }

    /// A call that the spec does not have, with the same authentication, TLS and errors. It returns the whole body, or
    /// `null` for a response without a body because of its status (204) or method (HEAD).
    ///
    /// `path` is below the base URL and encoded; what follows a `?` in it are parameters of the query. The call is sent
    /// once, because nobody knows whether it changes data: [`Call::retry_non_idempotent`] retries it.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// use fortinac_client::Method;
    ///
    /// let body = client.raw(Method::GET, "/system/properties").query("start", 0).await?;
    /// println!("{}", body["total"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, method: Method, path: impl AsRef<str>) -> Call<Value, Raw> {
        raw::call(&self.0, method, path.as_ref())
    }
}

#[cfg(feature = "call-by-id")]
impl Client {
    /// A call of the operation with this operationId, such as `host_set_role`, for tools that learn the API at run
    /// time. It has the same safety, errors and pages as the typed call, and returns what that returns, as JSON: a
    /// record, an array of the items of a page, a number, or null for a call that returns nothing.
    ///
    /// # Errors
    /// The spec has no such operation; the error names those that are near.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let user = client.call("user_get")?.parameter("id", 31).await?;
    /// println!("{}", user["userID"]);
    /// client.call("host_set_role")?.field("id", [31, 32]).field("role", "NAC-Cameras").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call(&self, id: &str) -> Result<Call<Value, ById>, Error> {
        by_id::call(&self.0, id)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.0.endpoint.authority())
            .finish_non_exhaustive()
    }
}
