use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use serde_json::Value;
use tokio::sync::oneshot;

use crate::builder;
use crate::check::BASE;
use crate::server::{Shared, lock};
use crate::tls::Identity;
use crate::{ApplianceBuilder, Fault, Request, SeedError, StartError};

/// A running appliance. It stops when it is dropped.
///
/// `Debug` does not show the token.
pub struct Appliance {
    shared: Arc<Shared>,
    address: SocketAddr,
    identity: Option<Identity>,
    _running: Running,
}

/// The server's thread, which ends when this is dropped.
pub(crate) struct Running {
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn new(stop: oneshot::Sender<Infallible>, thread: JoinHandle<()>) -> Self {
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

impl Appliance {
    /// Starts an appliance over HTTP on 127.0.0.1, on a port that is free, with the records of the description's
    /// examples.
    ///
    /// # Errors
    /// The system has no port or no thread to give.
    pub fn start() -> Result<Self, StartError> {
        Self::builder().start()
    }

    /// Settings of an appliance.
    pub fn builder() -> ApplianceBuilder {
        ApplianceBuilder::default()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        address: SocketAddr,
        identity: Option<Identity>,
        running: Running,
    ) -> Self {
        Self {
            shared,
            address,
            identity,
            _running: running,
        }
    }

    /// The base URL, such as `https://127.0.0.1:40123/api/v2`.
    pub fn url(&self) -> String {
        let scheme = if self.identity.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}{BASE}", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API token that it takes.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Its certificate in PEM form; `None` over HTTP.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.identity.as_ref().map(|identity| identity.pem.as_str())
    }

    /// The SHA-256 of its certificate, for pinning: pairs of hexadecimal digits with colons between them; `None` over
    /// HTTP.
    pub fn certificate_sha256(&self) -> Option<&str> {
        self.identity
            .as_ref()
            .map(|identity| identity.sha256.as_str())
    }

    /// A client of this appliance, with its token, and its certificate pinned.
    ///
    /// # Errors
    /// As for [`fortinac_client::ClientBuilder::build`].
    #[cfg(feature = "client")]
    pub fn client(&self) -> Result<fortinac_client::Client, fortinac_client::Error> {
        self.client_builder().build()
    }

    /// Settings of such a client, to be changed further.
    #[cfg(feature = "client")]
    pub fn client_builder(&self) -> fortinac_client::ClientBuilder {
        let builder = fortinac_client::Client::builder(&self.url(), self.token());
        match self.certificate_sha256().and_then(|pin| pin.parse().ok()) {
            Some(pin) => builder.pin(pin),
            None => builder,
        }
    }

    /// Adds records of a resource, such as `user`: one, or a list. A record whose id is known takes the place of the
    /// one before. They are kept and answered as they are.
    ///
    /// # Errors
    /// The description has no records of this resource, or other ones; nothing is added then.
    pub fn seed(&self, resource: &str, records: Value) -> Result<(), SeedError> {
        builder::seed(&self.shared, resource, records)
    }

    /// Removes all records of a resource.
    pub fn clear(&self, resource: &str) {
        lock(&self.shared.state).clear(resource);
    }

    /// The records of a resource as they are now, by id.
    pub fn records(&self, resource: &str) -> Vec<Value> {
        lock(&self.shared.state).all(resource).cloned().collect()
    }

    /// The resources of which it holds records.
    pub fn resources(&self) -> Vec<&str> {
        self.shared
            .routes
            .collections
            .keys()
            .map(String::as_str)
            .collect()
    }

    /// The requests so far, in their order.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        lock(&self.shared.requests).clear();
    }

    /// Makes something go wrong: for the next request, or those that the fault is for. Of several, the first that fits
    /// is met.
    ///
    /// # Panics
    /// The fault is for an operation that the description does not have: it would never be met.
    pub fn fault(&self, fault: Fault) {
        if let Some(operation) = fault.operation() {
            let known = self.shared.routes.operation(operation).is_some();
            assert!(known, "the description has no operation `{operation}`");
        }
        lock(&self.shared.faults).push(fault);
    }

    /// Takes back the faults that were not met.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }
}

impl fmt::Debug for Appliance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Appliance")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
