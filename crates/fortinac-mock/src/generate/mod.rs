//! An invented network of any size: hosts with their adapters, and the switches, access points and ports that they are
//! connected to. It follows from its seed, and the first hosts of a large network are those of a small one.

mod kinds;
mod network;
mod random;
mod record;

use std::collections::VecDeque;

use serde_json::Value;

use self::kinds::kind;
use self::network::{Device, Places};
use self::random::Random;
use self::record::{Adapter, Host};

/// The most hosts that an appliance invents. They take some 9 GiB of memory.
pub(crate) const MAX_HOSTS: u32 = 1_000_000;

/// How a network is invented.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    pub(crate) hosts: u32,
    pub(crate) seed: u64,
    /// The time that all times of the records are before or after, in epoch milliseconds.
    pub(crate) now: i64,
}

impl Network {
    /// The records, each with the name of its resource. What a record refers to comes before it, except that
    /// an adapter comes before its host, which names it by its MAC address.
    pub(crate) fn records(self) -> impl Iterator<Item = (&'static str, Value)> {
        Records {
            network: self,
            next: 0,
            places: Places::default(),
            adapters: 0,
            ready: VecDeque::new(),
        }
    }
}

struct Records {
    network: Network,
    next: u32,
    places: Places,
    /// How many adapters there are so far.
    adapters: u64,
    ready: VecDeque<(&'static str, Value)>,
}

impl Iterator for Records {
    type Item = (&'static str, Value);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() && self.next < self.network.hosts {
            self.add_host();
            self.next += 1;
        }
        self.ready.pop_front()
    }
}

impl Records {
    /// Makes ready the records of the next host.
    fn add_host(&mut self) {
        let Network { seed, now, .. } = self.network;
        let number = u64::from(self.next);
        let mut random = Random::of(seed, number);
        let kind = kind(random.below(100));
        let place = self.places.next(random.chance(kind.wireless));
        let is_first_on_device = place.port == 1;
        if is_first_on_device {
            self.add_device(&place.device);
        }
        let vendor = random.pick(kind.vendors);
        let count = 1 + usize::from(random.chance(kind.second_adapter));
        let macs = (self.adapters..).map(|adapter| network::mac(vendor.prefix, seed, adapter));
        let macs: Vec<String> = macs.take(count).collect();
        self.adapters += count as u64;
        let host = Host::new(number, kind, &place, macs, now, &mut random);
        if !place.device.is_wireless {
            self.ready.push_back(("port", record::port(&place, &host)));
        }
        let adapters = (0..count).map(|index| Adapter {
            index,
            vendor: vendor.name,
            place: &place,
        });
        let adapters = adapters.map(|adapter| ("adapter", adapter.record(&host)));
        self.ready.extend(adapters);
        self.ready.push_back(("host", host.record()));
    }

    fn add_device(&mut self, device: &Device) {
        let record = record::device(device, self.network.now);
        self.ready.push_back(("device", record));
    }
}

#[cfg(test)]
mod tests;
