//! Where the records of an appliance come from when it starts, and at what time it starts.

use std::path::PathBuf;

use serde_json::Value;

use crate::generate::{MAX_HOSTS, Network};
use crate::plan::Plan;
use crate::state::{SeedError, State};
use crate::store::{StateFile, StateFileError};
use crate::{ApplianceBuilder, StartError};

/// What a builder sets of it, besides examples and seeds.
pub(crate) struct Origin {
    pub(crate) time: Option<i64>,
    hosts: u32,
    hosts_seed: u64,
    state_file: Option<PathBuf>,
}

impl Default for Origin {
    fn default() -> Self {
        Self {
            time: None,
            hosts: 0,
            hosts_seed: 1,
            state_file: None,
        }
    }
}

impl Origin {
    pub(crate) fn state_file(&self) -> Result<Option<StateFile>, StateFileError> {
        self.state_file.as_deref().map(StateFile::new).transpose()
    }

    /// # Errors
    /// It has too many hosts.
    pub(crate) fn network(&self, now: i64) -> Result<Network, StartError> {
        if self.hosts > MAX_HOSTS {
            return Err(StartError::Hosts(self.hosts));
        }
        Ok(Network {
            hosts: self.hosts,
            seed: self.hosts_seed,
            now,
        })
    }
}

impl ApplianceBuilder {
    /// Stops the clock of the appliance at this time, in milliseconds since 1970. By default, it is the system's clock.
    /// See [`crate::Appliance::set_time`].
    pub fn time(mut self, epoch_milliseconds: i64) -> Self {
        self.origin.time = Some(epoch_milliseconds);
        self
    }

    /// Adds invented hosts, at most a million, with their adapters, and the switches, access points and ports that they
    /// are connected to. The same hosts come every time, with times that are relative to that of the appliance; see
    /// [`ApplianceBuilder::time`] and [`ApplianceBuilder::hosts_seed`].
    ///
    /// The vendors are invented, the MAC addresses are for local use, and the IP addresses are from the ranges for
    /// benchmarks and documentation. 100,000 hosts take 0.9 GiB of memory.
    pub fn hosts(mut self, count: u32) -> Self {
        self.origin.hosts = count;
        self
    }

    /// Sets the number that the invented hosts follow from. Another number gives other hosts. The default is 1.
    pub fn hosts_seed(mut self, seed: u64) -> Self {
        self.origin.hosts_seed = seed;
        self
    }

    /// Keeps records and settings in a file. If it exists, its records are the only ones: those of the examples, of seeds
    /// and of invented hosts are for the first start. The appliance saves its records when it is closed or dropped, and by
    /// [`crate::Appliance::save`]. Use a file for one appliance at a time: the last one that saves wins.
    ///
    /// **The file has the secrets of the records in clear text**, such as passwords that clients wrote, and only its owner
    /// can read it (on Unix). The API token is not in it.
    pub fn state_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.origin.state_file = Some(file.into());
        self
    }
}

/// The records of an appliance that has none from a state file.
///
/// # Errors
/// A seed is not valid, or the spec has no such hosts.
pub(crate) fn first_state(
    plan: &Plan,
    without_examples: bool,
    network: Network,
    seeds: Vec<(String, Value)>,
) -> Result<State, SeedError> {
    let mut state = match without_examples {
        true => State::empty(plan, network.now),
        false => State::new(plan, network.now),
    };
    for (resource, record) in network.records() {
        state.seed(plan, resource, record)?;
    }
    for (resource, records) in seeds {
        state.seed(plan, &resource, records)?;
    }
    Ok(state)
}
