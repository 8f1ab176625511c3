use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, OnceLock};

use fortinac_spec::Description;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::appliance::{Appliance, Running};
use crate::routes::Routes;
use crate::server::{self, Shared, lock};
use crate::state::{SeedError, State};
use crate::tls::Identity;

/// Settings of an [`Appliance`].
///
/// `Debug` does not show the token.
#[must_use = "an appliance has to be started"]
pub struct ApplianceBuilder {
    address: IpAddr,
    port: u16,
    tls: bool,
    token: Option<String>,
    description: Option<Description>,
    seeds: Vec<(String, Value)>,
    without_examples: bool,
}

/// Why an appliance does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address or the port is not free.
    #[error("{address}: {source}; choose another port, or 0 for any that is free")]
    Bind {
        /// What was asked for.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// Records that cannot be taken.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The token cannot be sent in a header.
    #[error("the token is empty, or holds other characters than visible ASCII: choose another")]
    Token,
    /// The description cannot be used.
    #[error("the description cannot be used: {0}")]
    Description(String),
    /// The system does not give what is needed.
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
            description: None,
            seeds: Vec::new(),
            without_examples: false,
        }
    }
}

impl ApplianceBuilder {
    /// HTTPS with a self-signed certificate of its own, in place of HTTP.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// The port; without it, or with 0, any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The address to listen on, in place of 127.0.0.1. **Anybody who reaches another one reaches the appliance.**
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// The API token, in place of one by chance.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Another description than that of `fortinac-spec`.
    pub fn description(mut self, description: Description) -> Self {
        self.description = Some(description);
        self
    }

    /// Records of a resource (such as `user`): one, or a list. They are kept as they are.
    pub fn seed(mut self, resource: impl Into<String>, records: Value) -> Self {
        self.seeds.push((resource.into(), records));
        self
    }

    /// No records but those that are seeded: the description's examples are left out.
    pub fn empty(mut self) -> Self {
        self.without_examples = true;
        self
    }

    /// Starts the appliance in a thread of its own, which ends when the appliance is dropped.
    ///
    /// # Errors
    /// The port is taken, or a setting cannot be used.
    pub fn start(self) -> Result<Appliance, StartError> {
        let token = match self.token {
            Some(token) => token,
            None => random_token()?,
        };
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(StartError::Token);
        }
        let routes = match self.description {
            Some(description) => Routes::new(description).map(Arc::new),
            None => bundled(),
        };
        let routes = routes.map_err(StartError::Description)?;
        let mut state = State::new(&routes);
        if self.without_examples {
            routes
                .collections
                .keys()
                .for_each(|resource| state.clear(resource));
        }
        for (resource, records) in self.seeds {
            state.seed(&routes, &resource, records)?;
        }
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
        let shared = Arc::new(Shared {
            routes,
            token,
            state: Mutex::new(state),
            faults: Mutex::default(),
            requests: Mutex::default(),
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
        ))
    }
}

/// Those of the bundled description, which are made once: a test starts many appliances.
fn bundled() -> Result<Arc<Routes>, String> {
    static ROUTES: OnceLock<Result<Arc<Routes>, String>> = OnceLock::new();
    ROUTES
        .get_or_init(|| Routes::new(Description::bundled()).map(Arc::new))
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
    lock(&shared.state).seed(&shared.routes, resource, records)
}
