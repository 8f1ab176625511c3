//! Calls, and what they return.
//!
//! The second parameter of a [`Call`] says which methods it has besides those that every call has: [`Filtering`],
//! [`Listing`], [`Xml`], [`Raw`], or optional arguments of its operation.

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "call-by-id")]
pub(crate) mod by_id;
#[cfg(feature = "call-by-id")]
mod check;
pub(crate) mod envelope;
pub(crate) mod filter;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod pending;
pub(crate) mod prepare;
pub(crate) mod progress;
pub(crate) mod raw;
pub(crate) mod response;
pub(crate) mod stream;
#[cfg(feature = "xml")]
mod xml;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::error::Error;
use crate::error::kind::Kind;
use crate::transport::preview::Preview;
use crate::transport::request::Request;
use pending::Pending;

#[cfg(feature = "call-by-id")]
pub use by_id::ById;
pub use list::{FilterCall, Filtering, ListCall, Listing};
pub use page::Page;
pub use raw::Raw;
pub use response::Response;

/// The call can also be sent as XML: with the feature `xml`, it has the method `xml`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Xml;

/// A call that is ready to be sent: await it to get a `T`.
///
/// It owns what it needs, so it can be stored, returned and spawned. Dropping its future ends it.
///
/// ```no_run
/// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
/// let user = client.users().get(31).await?;
/// let response = client.users().get(31).with_response().await?;
/// println!("{:?} of {:?}", user.first_name.as_deref(), response.total);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T, P = ()> {
    pending: Pending<T>,
    parameters: P,
}

impl<T, P: Clone> Clone for Call<T, P> {
    fn clone(&self) -> Self {
        Self {
            pending: self.pending.clone(),
            parameters: self.parameters.clone(),
        }
    }
}

/// The operation only: parameters and body can hold secrets.
impl<T, P> fmt::Debug for Call<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.pending.request)
            .finish_non_exhaustive()
    }
}

impl<T, P> Call<T, P> {
    pub(crate) fn new(pending: Pending<T>, parameters: P) -> Self {
        Self {
            pending,
            parameters,
        }
    }

    pub(crate) fn request_mut(&mut self) -> &mut Request {
        &mut self.pending.request
    }

    /// Adds a parameter to the query. The parameters that the spec has are arguments and methods; this is for others.
    pub fn query(self, name: impl Into<String>, value: impl ToString) -> Self {
        self.query_all(name, [value])
    }

    /// Adds a parameter to the query, once for each value.
    pub fn query_all<V: ToString>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let name = name.into();
        let values = values
            .into_iter()
            .map(|value| (name.clone(), value.to_string()));
        self.request_mut().query.extend(values);
        self
    }

    /// Retries the call after a failure that may pass, although it may write: then it may be written twice.
    ///
    /// A call that only reads is retried anyway.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// // Set to the same role twice, a host has that role.
    /// client.hosts().set_role([31, 32], "NAC-Cameras").retry_non_idempotent().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry_non_idempotent(mut self) -> Self {
        self.request_mut().retryable = true;
        self
    }

    /// Sends the call once, whatever happens.
    pub fn no_retry(mut self) -> Self {
        self.request_mut().retryable = false;
        self
    }

    /// Sets the time limit of each attempt of this call, in place of that of the client.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// use std::time::Duration;
    ///
    /// let hosts = client.hosts().list().limit(5000).timeout(Duration::from_secs(300)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request_mut().timeout = Some(timeout);
        self
    }

    /// Sets the time limit of this call with all its attempts and the pauses between them, in place of that of the client.
    ///
    /// For a stream, it is that of each page.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.request_mut().call_timeout = Some(timeout);
        self
    }
}

impl<T, P> Call<T, P> {
    /// What the call would send, without its secrets, such as for a dry run. Nothing is sent.
    ///
    /// # Errors
    /// The call cannot be sent: an argument is not valid, or missing.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let call = client.hosts().set_role([31, 32], "NAC-Cameras");
    /// let preview = call.preview()?;
    /// println!("{} {}", preview.method, preview.path);
    /// call.await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn preview(&self) -> Result<Preview, Error> {
        let mut request = self.pending.request.clone();
        self.pending.list.clone().add_to(&mut request);
        match request.problem() {
            Some(reason) => Err(Error::call(&request.operation, Kind::Request(reason))),
            None => Ok(Preview::of(&request)),
        }
    }
}

impl<T: Send + 'static, P> Call<T, P> {
    /// Returns the HTTP status and the other properties of the envelope besides the value.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let response = client.users().get(31).with_response().await?;
    /// println!("HTTP {}, {:?}", response.status, response.value.first_name.as_deref());
    /// for surprise in &response.unexpected {
    ///     println!("not as the spec says: {surprise}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_response(self) -> Call<Response<T>, P> {
        Call::new(self.pending.map(Response::nested), self.parameters)
    }

    /// Returns `None` in place of the error if there is no such record, or null in place of a value.
    ///
    /// The API has to say so itself: by a list without the record, or by an HTTP status 404 with an envelope. An HTTP
    /// status 404 without one, as for a wrong base URL, stays an error.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// match client.users().get(99).optional().await? {
    ///     Some(user) => println!("{:?}", user.first_name.as_deref()),
    ///     None => println!("there is no user 99"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn optional(self) -> Call<Option<T>, P> {
        let pending = self.pending.map(|response| response.map(Some));
        Call::new(pending.or_none(), self.parameters)
    }
}

impl<T: Send + 'static, P: 'static> IntoFuture for Call<T, P> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.pending.value())
    }
}
