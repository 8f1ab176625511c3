use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use serde::Serialize;

use crate::error::Kind;
use crate::operation::{Method, Operation};
use crate::outcome::Outcome;
use crate::query::{NoQuery, Query};
use crate::runtime::{Body, Request};
use crate::{Client, Error, Upload};

/// A call that is ready to be sent: await it.
///
/// It returns what the operation is for (a record, a page, a number, nothing). [`Call::envelope`] sends it too, and
/// returns the whole answer.
///
/// ```no_run
/// # async fn example(client: &fortinac_client::Client) -> Result<(), fortinac_client::Error> {
/// let user = client.users().get(31).await?;
/// let answer = client.users().get(31).envelope().await?;
/// println!("{:?} of {:?}", user.first_name.as_deref(), answer.total);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'a, R, Q = NoQuery> {
    client: &'a Client,
    request: Request,
    parameters: Q,
    outcome: PhantomData<fn() -> R>,
}

/// The operation only: its parameters and its body may hold what nobody should see.
impl<R, Q> fmt::Debug for Call<'_, R, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

impl<R, Q: Clone> Clone for Call<'_, R, Q> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            request: self.request.clone(),
            parameters: self.parameters.clone(),
            outcome: PhantomData,
        }
    }
}

/// How generated code makes a call. `path` is a template, which [`Call::path`] fills in.
impl<'a, R, Q: Query> Call<'a, R, Q> {
    pub(crate) fn get(client: &'a Client, id: &'static str, path: &'static str) -> Self {
        Self::new(client, Operation::new(id, Method::GET, path, true), path)
    }

    pub(crate) fn post(client: &'a Client, id: &'static str, path: &'static str) -> Self {
        Self::new(client, Operation::new(id, Method::POST, path, false), path)
    }

    pub(crate) fn delete(client: &'a Client, id: &'static str, path: &'static str) -> Self {
        Self::new(
            client,
            Operation::new(id, Method::DELETE, path, false),
            path,
        )
    }

    /// Puts a value in the place of the first placeholder that is left in the path.
    pub(crate) fn path(mut self, value: impl fmt::Display) -> Self {
        self.request.fill_path(&value);
        self
    }
}

impl<'a, R, Q: Query> Call<'a, R, Q> {
    pub(crate) fn new(client: &'a Client, operation: Operation, path: impl Into<String>) -> Self {
        let request = Request::new(operation, path.into());
        Self {
            client,
            request,
            parameters: Q::default(),
            outcome: PhantomData,
        }
    }

    /// Adds a parameter to the query. The description's own parameters have methods; this is for others.
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
        self.request.query.extend(values);
        self
    }

    /// Repeats the call when it fails in a way that may pass, although it may write: then it may be written twice.
    ///
    /// A call that only reads is repeated anyway.
    pub fn retry_writes(mut self) -> Self {
        self.request.repeatable = true;
        self
    }

    /// Sends the call once, whatever happens.
    pub fn no_retries(mut self) -> Self {
        self.request.repeatable = false;
        self
    }

    /// Gives this call another time limit than the client has, for each try.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = Some(timeout);
        self
    }

    /// Sends the body as XML and asks for an answer in XML, see [`crate::xml`].
    #[cfg(feature = "xml")]
    pub fn xml(mut self) -> Self {
        self.request.media = crate::media::Media::Xml;
        self
    }

    /// In XML, the body has `root` as its name.
    pub(crate) fn json<T: Serialize + ?Sized>(mut self, root: &'static str, body: &T) -> Self {
        let json = serde_json::to_vec(body)
            .map(Bytes::from)
            .map_err(|error| error.to_string());
        self.request.body = Some(Body::Record { root, json });
        self
    }

    /// An array is sent as a repeated key.
    pub(crate) fn form<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.request.body = Some(Body::Form(crate::form::encode(body).map(Bytes::from)));
        self
    }

    /// `name` is that of the part that the file is.
    pub(crate) fn upload(mut self, name: &'static str, file: &Upload) -> Self {
        self.request.body = Some(Body::Upload(name, file.clone()));
        self
    }

    /// The same call, for something else out of its answer.
    pub(crate) fn into_outcome<S>(self) -> Call<'a, S, Q> {
        Call {
            client: self.client,
            request: self.request,
            parameters: self.parameters,
            outcome: PhantomData,
        }
    }

    pub(crate) fn operation(&self) -> &Operation {
        &self.request.operation
    }
}

impl<R, Q> Call<'_, R, Q> {
    pub(crate) fn parameters(&self) -> &Q {
        &self.parameters
    }

    pub(crate) fn parameters_mut(&mut self) -> &mut Q {
        &mut self.parameters
    }
}

impl<'a, R: Outcome, Q: Query + 'a> Call<'a, R, Q> {
    /// Sends the call and returns the whole answer: `filtered`, `total` and all other members.
    ///
    /// # Errors
    /// As for awaiting the call, except that the answer may lack what the call is for.
    pub async fn envelope(self) -> Result<R::Envelope, Error> {
        self.answer().await.map(|(_, envelope)| envelope)
    }

    async fn answer(mut self) -> Result<(StatusCode, R::Envelope), Error> {
        let operation = self.request.operation.clone();
        self.parameters
            .append(&mut self.request.query)
            .map_err(|reason| Error::call(&operation, Kind::Query(reason)))?;
        let answer = self.client.send(self.request).await?;
        let status = answer.status;
        match answer.media.decode(&answer.body) {
            Ok(envelope) => Ok((status, envelope)),
            Err(error) => Err(Error::call(&operation, Kind::Decode { status, error })),
        }
    }
}

impl<'a, R: Outcome + 'a, Q: Query + 'a> IntoFuture for Call<'a, R, Q> {
    type Output = Result<R::Output, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let operation = self.request.operation.clone();
            let (status, envelope) = self.answer().await?;
            R::output(envelope).map_err(|missing| Error::call(&operation, missing.kind(status)))
        })
    }
}
