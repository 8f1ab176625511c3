use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, OnceLock};

use fortinac_spec::Spec;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::access::Access;
use crate::appliance::Appliance;
use crate::clock::Clock;
#[cfg(feature = "docs")]
use crate::docs::Docs;
use crate::generate::MAX_HOSTS;
use crate::origin::{self, Origin};
use crate::plan::Plan;
use crate::request_log::{Bounds, RequestLog};
use crate::restrictions::Restrictions;
use crate::running::Running;
use crate::server;
use crate::shared::Shared;
use crate::state::SeedError;
use crate::store::StateFileError;
use crate::tls::Identity;

/// Settings of an [`Appliance`].
///
/// `Debug` does not show the token.
#[must_use = "call `start`"]
pub struct ApplianceBuilder {
    address: IpAddr,
    port: u16,
    tls: bool,
    token: Option<String>,
    spec: Option<Spec>,
    seeds: Vec<(String, Value)>,
    without_examples: bool,
    pub(crate) origin: Origin,
    pub(crate) read_only_token: Option<String>,
    pub(crate) restrictions: Restrictions,
    pub(crate) bounds: Bounds,
    #[cfg(feature = "docs")]
    docs: bool,
}

/// The reason why an appliance does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address or the port is not free.
    #[error("{address}: {source}; choose another port, or 0 for any that is free")]
    Bind {
        /// The address that was requested.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// A seed is not valid.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The state file cannot be used.
    #[error(transparent)]
    StateFile(#[from] StateFileError),
    /// More hosts are requested than an appliance invents.
    #[error("{0} hosts are too many: at most {MAX_HOSTS} can be invented")]
    Hosts(u32),
    /// A token is not valid in a header, or both tokens are the same.
    #[error(
        "a token is empty, holds other characters than visible ASCII, or is both tokens: choose another"
    )]
    Token,
    /// The spec does not have an operation to leave out, see [`ApplianceBuilder::without`].
    #[error("the spec has no operation `{0}` to leave out")]
    Operation(String),
    /// The spec is not valid.
    #[error("the spec cannot be used: {0}")]
    Spec(String),
    /// The system cannot provide a resource, such as a thread.
    #[error("the appliance does not start: {0}")]
    System(Box<dyn std::error::Error + Send + Sync>),
}

impl std::fmt::Debug for ApplianceBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApplianceBuilder")
            .field("address", &self.address)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

impl Default for ApplianceBuilder {
    fn default() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            tls: false,
            token: None,
            spec: None,
            seeds: Vec::new(),
            without_examples: false,
            origin: Origin::default(),
            read_only_token: None,
            restrictions: Restrictions::default(),
            bounds: Bounds::default(),
            #[cfg(feature = "docs")]
            docs: false,
        }
    }
}

impl ApplianceBuilder {
    /// Uses HTTPS with a new self-signed certificate, instead of HTTP.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets the port. The default is 0, which means any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the address to listen on. The default is 127.0.0.1. **On any other address, other machines can reach the
    /// appliance.**
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the API token. The default is a random one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the spec. The default is the spec that `fortinac-spec` bundles.
    pub fn spec(mut self, spec: Spec) -> Self {
        self.spec = Some(spec);
        self
    }

    /// Adds records of a resource, such as `user`: one record, or an array. See [`Appliance::seed`].
    pub fn seed(mut self, resource: impl Into<String>, records: Value) -> Self {
        self.seeds.push((resource.into(), records));
        self
    }

    /// Leaves out the records of the spec's examples. The appliance starts with the seeds only.
    pub fn empty(mut self) -> Self {
        self.without_examples = true;
        self
    }

    /// Serves the documentation at `/docs/`: Swagger UI over the spec, with calls to the appliance itself. See
    /// [`Appliance::docs_url`]. The default is not to.
    ///
    /// **The page has the token filled in, if the appliance listens on a loopback address: then every program and user
    /// of this machine can read the token there.** On any other address, readers enter the token themselves.
    #[cfg(feature = "docs")]
    pub fn docs(mut self) -> Self {
        self.docs = true;
        self
    }

    /// Starts the appliance in its own thread, which ends when the appliance is dropped.
    ///
    /// # Errors
    /// The port is in use, or a setting is not valid.
    pub fn start(self) -> Result<Appliance, StartError> {
        let token = match self.token {
            Some(token) => token,
            None => random_token()?,
        };
        let is_valid =
            |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let read_only = self.read_only_token.as_deref();
        if !is_valid(&token) || read_only.is_some_and(|other| !is_valid(other) || other == token) {
            return Err(StartError::Token);
        }
        let plan = match self.spec {
            Some(spec) => Plan::new(spec).map(Arc::new),
            None => bundled(),
        };
        let plan = plan.map_err(StartError::Spec)?;
        if let Some(id) = self.restrictions.unknown_operation(&plan) {
            return Err(StartError::Operation(id.to_owned()));
        }
        let clock = Clock::new(self.origin.time);
        let network = self.origin.network(clock.now())?;
        let state_file = self.origin.state_file()?;
        let saved = match &state_file {
            Some(file) => file.load(&plan)?,
            None => None,
        };
        let state = match saved {
            Some(state) => state,
            None => origin::first_state(&plan, self.without_examples, network, self.seeds)?,
        };
        let identity = self
            .tls
            .then(Identity::new)
            .transpose()
            .map_err(StartError::System)?;

        let address = SocketAddr::new(self.address, self.port);
        let bind = |source| StartError::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(bind)?;
        listener.set_nonblocking(true).map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        #[cfg(feature = "docs")]
        let docs = self
            .docs
            .then(|| Docs::new(&plan.spec, &token, address.ip()));
        let shared = Arc::new(Shared {
            #[cfg(feature = "docs")]
            docs,
            plan,
            access: Access::new(token, read_only),
            restrictions: self.restrictions,
            records: Mutex::new(state),
            clock,
            faults: Mutex::default(),
            requests: Mutex::new(RequestLog::new(self.bounds)),
        });

        let system = |error: io::Error| StartError::System(error.into());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(system)?;
        let (stop, stopped) = oneshot::channel();
        let acceptor = identity
            .as_ref()
            .map(|identity| TlsAcceptor::from(identity.config.clone()));
        let serving = Arc::clone(&shared);
        let serve = move || {
            runtime.block_on(async {
                match tokio::net::TcpListener::from_std(listener) {
                    Ok(listener) => server::serve(listener, acceptor, serving, stopped).await,
                    Err(error) => tracing::error!(%error, "the appliance does not listen"),
                }
            });
        };
        let thread = std::thread::Builder::new().name("fortinac-mock".into());
        let thread = thread.spawn(serve).map_err(system)?;
        Ok(Appliance::new(
            shared,
            address,
            identity,
            Running::new(stop, thread),
            state_file,
        ))
    }
}

/// The plan of the bundled spec. It is created once, because tests start many appliances.
pub(crate) fn bundled() -> Result<Arc<Plan>, String> {
    static PLAN: OnceLock<Result<Arc<Plan>, String>> = OnceLock::new();
    PLAN.get_or_init(|| Plan::new(Spec::bundled()).map(Arc::new))
        .clone()
}

/// 32 hexadecimal digits.
fn random_token() -> Result<String, StartError> {
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| StartError::System("the system has no random numbers".into()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Adds records to a running appliance.
pub(crate) fn seed(shared: &Shared, resource: &str, records: Value) -> Result<(), SeedError> {
    shared.state().seed(&shared.plan, resource, records)
}
