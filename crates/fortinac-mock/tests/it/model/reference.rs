//! The model, and the calls to try.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest_state_machine::ReferenceStateMachine;

/// A call. Ids are of records that exist, that existed, or that never did.
#[derive(Clone, Debug)]
pub(super) enum Call {
    Create(BTreeSet<u8>),
    /// New adapters of a host; `None` changes its name alone.
    Update(i64, Option<BTreeSet<u8>>),
    SetRole(Vec<i64>, String),
    Disable(u8),
    Enable(u8),
    Delete(Vec<i64>),
    CreateGroup,
    AddMembers(Vec<i64>, Vec<i64>),
    RemoveMembers(Vec<i64>, Vec<i64>),
    SetMembership(Vec<i64>, Vec<i64>),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Host {
    pub(super) macs: BTreeSet<u8>,
    pub(super) role: Option<String>,
    pub(super) is_named: bool,
    pub(super) is_disabled: bool,
}

/// What the appliance should have.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) hosts: BTreeMap<i64, Host>,
    pub(super) groups: BTreeMap<i64, BTreeSet<i64>>,
    created: i64,
    /// Whether the last call was performed.
    pub(super) is_accepted: bool,
}

pub(super) fn mac(number: u8) -> String {
    format!("02:00:5E:00:53:{number:02X}")
}

impl Model {
    pub(super) fn owners(&self, macs: &BTreeSet<u8>) -> Vec<i64> {
        let hosts = self.hosts.iter();
        let owners = hosts.filter(|(_, host)| !host.macs.is_disjoint(macs));
        owners.map(|(id, _)| *id).collect()
    }

    fn has_all(&self, hosts: &[i64]) -> bool {
        hosts.iter().all(|id| self.hosts.contains_key(id))
    }

    fn has_groups(&self, groups: &[i64]) -> bool {
        groups.iter().all(|id| self.groups.contains_key(id))
    }

    /// Performs a call. Returns whether it is accepted.
    fn perform(&mut self, call: &Call) -> bool {
        match call {
            Call::Create(macs) => match self.owners(macs)[..] {
                [] => {
                    self.created += 1;
                    let macs = macs.clone();
                    let host = Host {
                        macs,
                        ..Host::default()
                    };
                    self.hosts.insert(self.created, host);
                    true
                }
                [owner] => {
                    self.hosts.get_mut(&owner).unwrap().macs.extend(macs);
                    true
                }
                _ => false,
            },
            Call::Update(id, macs) => {
                let owners = macs
                    .as_ref()
                    .map(|macs| self.owners(macs))
                    .unwrap_or_default();
                let is_free = owners.iter().all(|owner| owner == id);
                let Some(host) = self.hosts.get_mut(id).filter(|_| is_free) else {
                    return false;
                };
                host.is_named = true;
                if let Some(macs) = macs {
                    host.macs.clone_from(macs);
                }
                true
            }
            Call::SetRole(hosts, role) => {
                let is_known = self.has_all(hosts);
                let known = hosts.iter().filter(|_| is_known);
                for id in known {
                    self.hosts.get_mut(id).unwrap().role = Some(role.clone());
                }
                is_known
            }
            Call::Disable(mac) => self.switch(*mac, true),
            Call::Enable(mac) => self.switch(*mac, false),
            Call::Delete(hosts) => {
                let is_known = self.has_all(hosts);
                for id in hosts.iter().filter(|_| is_known) {
                    self.hosts.remove(id);
                    for members in self.groups.values_mut() {
                        members.remove(id);
                    }
                }
                is_known
            }
            Call::CreateGroup => {
                let id = i64::try_from(self.groups.len()).unwrap() + 1;
                self.groups.insert(id, BTreeSet::new());
                true
            }
            Call::AddMembers(groups, hosts) => {
                let is_known = self.has_all(hosts) && self.has_groups(groups);
                for id in groups.iter().filter(|_| is_known) {
                    self.groups.get_mut(id).unwrap().extend(hosts);
                }
                is_known
            }
            Call::RemoveMembers(groups, hosts) => {
                let is_known = self.has_groups(groups);
                for id in groups.iter().filter(|_| is_known) {
                    self.groups
                        .get_mut(id)
                        .unwrap()
                        .retain(|host| !hosts.contains(host));
                }
                is_known
            }
            Call::SetMembership(groups, hosts) => {
                let is_known = self.has_all(hosts) && self.has_groups(groups);
                if is_known {
                    for (id, members) in &mut self.groups {
                        members.retain(|host| !hosts.contains(host));
                        if groups.contains(id) {
                            members.extend(hosts);
                        }
                    }
                }
                is_known
            }
        }
    }

    fn switch(&mut self, mac: u8, is_disabled: bool) -> bool {
        let owner = self.owners(&BTreeSet::from([mac])).first().copied();
        let host = owner.and_then(|owner| self.hosts.get_mut(&owner));
        match host {
            Some(host) => {
                host.is_disabled = is_disabled;
                true
            }
            None => false,
        }
    }
}

fn macs() -> impl Strategy<Value = BTreeSet<u8>> {
    subsequence((1..=7).collect::<Vec<u8>>(), 1..=3).prop_map(BTreeSet::from_iter)
}

/// Ids from 1 to one more than there ever was.
fn ids(last: i64) -> impl Strategy<Value = Vec<i64>> {
    subsequence(
        (1..=last + 1).collect::<Vec<i64>>(),
        1..=2.min(usize::try_from(last).unwrap() + 1),
    )
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Call;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Call> {
        let (hosts, groups) = (state.created, i64::try_from(state.groups.len()).unwrap());
        prop_oneof![
            3 => macs().prop_map(Call::Create),
            2 => (1..=hosts + 1, proptest::option::of(macs()))
                .prop_map(|(id, macs)| Call::Update(id, macs)),
            2 => (ids(hosts), "[A-Za-z&=, ]{1,8}")
                .prop_map(|(ids, role)| Call::SetRole(ids, role)),
            1 => (1..=8_u8).prop_map(Call::Disable),
            1 => (1..=8_u8).prop_map(Call::Enable),
            1 => ids(hosts).prop_map(Call::Delete),
            1 => Just(Call::CreateGroup),
            2 => (ids(groups), ids(hosts)).prop_map(|(groups, hosts)| Call::AddMembers(groups, hosts)),
            1 => (ids(groups), ids(hosts)).prop_map(|(groups, hosts)| Call::RemoveMembers(groups, hosts)),
            1 => (ids(groups), ids(hosts)).prop_map(|(groups, hosts)| Call::SetMembership(groups, hosts)),
        ]
        .boxed()
    }

    fn apply(mut state: Self, call: &Call) -> Self {
        state.is_accepted = state.perform(call);
        state
    }
}
