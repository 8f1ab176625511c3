//! What commands share: the options, the index of the API, and the client.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fortinac_client::Client;
use fortinac_client::profile::Settings;
use fortinac_spec::api::Index;

use crate::failure::{Failure, Kind, Result};
use crate::index;
use crate::options::Options;
use crate::output;

/// What commands share.
pub(crate) struct Context {
    pub(crate) options: Options,
    client: OnceLock<Client>,
    /// What responses had that the spec does not say: how many values, and the first one.
    surprises: Arc<Mutex<(usize, Option<String>)>>,
}

impl Context {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            client: OnceLock::new(),
            surprises: Arc::default(),
        }
    }

    /// For a client that is there already.
    #[cfg(all(feature = "demo", feature = "mcp"))]
    pub(crate) fn of_client(options: Options, client: Client) -> Self {
        Self {
            client: OnceLock::from(client),
            ..Self::new(options)
        }
    }

    /// The same with other options.
    pub(crate) fn with_options(&self, options: Options) -> Self {
        // Another profile is another appliance.
        let is_same = options.profile == self.options.profile;
        let client = match is_same {
            true => self.client.clone(),
            false => OnceLock::new(),
        };
        Self {
            options,
            client,
            surprises: Arc::clone(&self.surprises),
        }
    }

    pub(crate) fn index(&self) -> &'static Index {
        index()
    }

    /// The client of the appliance. It is made when it is needed: many commands call nothing.
    ///
    /// # Errors
    /// A setting is missing, or cannot be used.
    pub(crate) fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let settings = Settings::find(self.options.profile.as_deref()).map_err(setting)?;
        let builder = settings.builder().map_err(setting)?;
        let mut builder = builder.user_agent(concat!("fortinac-cli/", env!("CARGO_PKG_VERSION")));
        let surprises = Arc::clone(&self.surprises);
        builder = builder.observer(move |attempt| {
            if let Some(first) = attempt.unexpected.first() {
                let mut known = surprises.lock().unwrap_or_else(PoisonError::into_inner);
                known.0 += attempt.unexpected.len();
                known
                    .1
                    .get_or_insert_with(|| format!("{}: {first}", attempt.operation));
            }
        });
        if let Some(timeout) = self.options.timeout {
            builder = builder.timeout(timeout);
        }
        let client = builder.build().map_err(setting)?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl Context {
    /// Says in one line that responses were not as the spec says.
    pub(crate) fn report_surprises(&self) {
        let known = self
            .surprises
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let (number, Some(first)) = &*known {
            output::note(format!(
                "note: {number} values of the response are not as the spec says, which harms nothing: {first}; \
                 a capture would help: see `fortinac conform --help`"
            ));
        }
    }
}

/// A setting that cannot be used is a mistake of the user, and nothing was sent.
fn setting(error: fortinac_client::Error) -> Failure {
    Failure::new(Kind::Usage, error.to_string())
        .hint("without an appliance at hand, try `fortinac demo`; with one, `fortinac login`")
}
