use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::admission::BASE;
use crate::builder;
use crate::running::Running;
use crate::shared::{Shared, lock};
use crate::store::StateFile;
use crate::tls::Identity;
use crate::{ApplianceBuilder, Fault, Request, SeedError, StartError, StateFileError};

/// A running appliance. It stops when it is dropped, and cuts the requests in progress: see [`Appliance::shutdown`]. If it
/// has a state file, it saves its records then: see [`Appliance::close`].
///
/// `Debug` does not show the token.
pub struct Appliance {
    shared: Arc<Shared>,
    address: SocketAddr,
    identity: Option<Identity>,
    running: Running,
    state_file: Option<StateFile>,
}

impl Drop for Appliance {
    fn drop(&mut self) {
        if let Err(error) = self.stop_and_save(Duration::ZERO) {
            tracing::error!(%error, "the records are not saved");
        }
    }
}

impl Appliance {
    /// Starts an appliance over HTTP on a free port of 127.0.0.1, with the records of the spec's examples.
    ///
    /// # Errors
    /// The system cannot provide a port or a thread.
    ///
    /// ```
    /// use fortinac_mock::Appliance;
    ///
    /// let appliance = Appliance::start()?;
    /// println!("{} with the token {}", appliance.url(), appliance.token());
    /// assert!(!appliance.records("host").is_empty());
    /// # Ok::<(), fortinac_mock::StartError>(())
    /// ```
    pub fn start() -> Result<Self, StartError> {
        Self::builder().start()
    }

    /// Returns a builder with the settings of an appliance.
    ///
    /// ```
    /// use fortinac_mock::Appliance;
    /// use serde_json::json;
    ///
    /// let appliance = Appliance::builder()
    ///     .tls()
    ///     .empty()
    ///     .seed("user", json!([{"id": 7, "userID": "mlind"}]))
    ///     .start()?;
    /// assert!(appliance.url().starts_with("https://127.0.0.1:"));
    /// assert_eq!(appliance.records("user").len(), 1);
    /// # Ok::<(), fortinac_mock::StartError>(())
    /// ```
    pub fn builder() -> ApplianceBuilder {
        ApplianceBuilder::default()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        address: SocketAddr,
        identity: Option<Identity>,
        running: Running,
        state_file: Option<StateFile>,
    ) -> Self {
        Self {
            shared,
            address,
            identity,
            running,
            state_file,
        }
    }

    /// Saves the records in the state file, if the appliance has one. The file is replaced as a whole, and holds the
    /// records of one moment: requests wait.
    ///
    /// # Errors
    /// The file cannot be written. Then it is as before.
    pub fn save(&self) -> Result<(), StateFileError> {
        match &self.state_file {
            Some(file) => file.save(&self.shared.state()),
            None => Ok(()),
        }
    }

    /// Stops the appliance as [`Appliance::shutdown`] does, and saves its records if it has a state file. Dropping the
    /// appliance saves them too, but only logs a failure.
    ///
    /// # Errors
    /// See [`Appliance::save`].
    pub fn close(mut self, grace: Duration) -> Result<(), StateFileError> {
        self.stop_and_save(grace)
    }

    fn stop_and_save(&mut self, grace: Duration) -> Result<(), StateFileError> {
        self.running.stop(grace);
        let saved = self.save();
        self.state_file = None;
        saved
    }

    /// The base URL, such as `https://127.0.0.1:40123/api/v2`.
    pub fn url(&self) -> String {
        format!("{}{BASE}", self.origin())
    }

    /// Scheme, address and port.
    fn origin(&self) -> String {
        let scheme = if self.identity.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.address)
    }

    /// Where the documentation is, such as `http://127.0.0.1:40123/docs/`; `None` without
    /// [`docs`](ApplianceBuilder::docs).
    #[cfg(feature = "docs")]
    pub fn docs_url(&self) -> Option<String> {
        let docs = self.shared.docs.as_ref();
        docs.map(|_| format!("{}{}", self.origin(), crate::docs::FOLDER))
    }

    /// The address that the appliance listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API token that the appliance accepts.
    pub fn token(&self) -> &str {
        self.shared.access.token()
    }

    /// The certificate of the appliance in PEM form; `None` over HTTP.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.identity.as_ref().map(|identity| identity.pem.as_str())
    }

    /// The SHA-256 of the certificate, for pinning, as pairs of hexadecimal digits with colons between them; `None`
    /// over HTTP.
    pub fn certificate_sha256(&self) -> Option<&str> {
        self.identity
            .as_ref()
            .map(|identity| identity.sha256.as_str())
    }

    /// Builds a client of this appliance, which has its token and pins its certificate.
    ///
    /// # Errors
    /// See [`fortinac_client::ClientBuilder::build`].
    #[cfg(feature = "client")]
    pub fn client(&self) -> Result<fortinac_client::Client, fortinac_client::Error> {
        self.client_builder().build()
    }

    /// Returns the builder that [`Appliance::client`] uses, for further settings.
    #[cfg(feature = "client")]
    pub fn client_builder(&self) -> fortinac_client::ClientBuilder {
        let builder = fortinac_client::Client::builder(&self.url(), self.token());
        match self.certificate_sha256().and_then(|pin| pin.parse().ok()) {
            Some(pin) => builder.pin(pin),
            None => builder,
        }
    }

    /// Adds records of a resource, such as `user`: one record, or an array. A record replaces the one with the same id.
    /// Records are kept and sent unchanged.
    ///
    /// # Errors
    /// The spec has no records of this resource, or a record does not conform to its schema. Then nothing is added.
    ///
    /// ```
    /// use fortinac_mock::Appliance;
    /// use serde_json::json;
    ///
    /// let appliance = Appliance::start()?;
    /// appliance.seed("user", json!({"id": 7, "userID": "mlind"}))?;
    /// assert!(appliance.seed("user", json!({"id": "seven"})).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seed(&self, resource: &str, records: Value) -> Result<(), SeedError> {
        builder::seed(&self.shared, resource, records)
    }

    /// Removes all records of a resource.
    pub fn clear(&self, resource: &str) {
        self.shared.state().clear(resource);
    }

    /// The current records of a resource, sorted by id.
    pub fn records(&self, resource: &str) -> Vec<Value> {
        let state = self.shared.state();
        let ids = state.ids(resource).into_iter();
        ids.filter_map(|id| state.get(resource, id)).collect()
    }

    /// The names of the resources that have records.
    pub fn resources(&self) -> Vec<&str> {
        self.shared
            .plan
            .resources
            .keys()
            .map(String::as_str)
            .collect()
    }

    /// The time of the appliance, in milliseconds since 1970. It is the system's time, until it is set or advanced.
    pub fn time(&self) -> i64 {
        self.shared.clock.now()
    }

    /// Stops the clock of the appliance at this time, in milliseconds since 1970. A time that goes back is possible, but
    /// brings no record back.
    pub fn set_time(&self, epoch_milliseconds: i64) {
        self.shared.clock.set(epoch_milliseconds);
    }

    /// Moves the clock of the appliance forward. A clock that was set still stands afterwards; the system's clock goes
    /// on from there.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// The requests so far, in the order in which they were handled. The log is bounded, see
    /// [`ApplianceBuilder::keep_requests`]: [`Appliance::dropped_requests`] tells how many are missing at the beginning.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).all()
    }

    /// How many requests were dropped from the beginning of the log, because it is bounded.
    pub fn dropped_requests(&self) -> u64 {
        lock(&self.shared.requests).dropped()
    }

    /// Clears the log of requests, and the number of those that were dropped from it.
    pub fn clear_requests(&self) {
        lock(&self.shared.requests).clear();
    }

    /// Adds a fault for the next request that it applies to. If several faults apply to a request, the first one that
    /// was added takes effect.
    ///
    /// # Panics
    /// The fault is for an operation that the spec does not have, so it would never take effect.
    ///
    /// ```
    /// use fortinac_mock::{Appliance, Fault};
    ///
    /// let appliance = Appliance::start()?;
    /// // The next two calls of this operation fail.
    /// appliance.fault(Fault::status(503).on("user_get").times(2));
    /// # Ok::<(), fortinac_mock::StartError>(())
    /// ```
    pub fn fault(&self, fault: Fault) {
        if let Some(operation) = fault.operation() {
            let known = self.shared.plan.spec.api().operation(operation).is_some();
            assert!(known, "the spec has no operation `{operation}`");
        }
        lock(&self.shared.faults).push(fault);
    }

    /// Stops the appliance: it accepts no further connection, and finishes the requests in progress. Those that are
    /// not finished after `grace` are cut. Blocks until then. The records and the log can be read afterwards.
    pub fn shutdown(&mut self, grace: Duration) {
        self.running.stop(grace);
    }

    /// Removes the faults that have not taken effect.
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
