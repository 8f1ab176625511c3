//! The invented network: switches and access points with their ports, MAC addresses and IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::random::mix;

/// How many hosts are on one switch, of 48 ports, or one access point.
const PORTS_IN_USE: u64 = 40;
const CLIENTS: u64 = 30;
/// How many switches, and access points, a building has.
const DEVICES_PER_BUILDING: u64 = 20;

/// IP addresses of a network of 256: none for the network itself, the router and broadcasts.
const PER_NETWORK: u64 = 253;
/// 198.18.0.0 to 198.19.239.255 are for hosts, the rest of this range for benchmarks is for switches.
const HOST_NETWORKS: u64 = 496;
const DEVICE_NETWORKS: u64 = 16;

/// A switch or an access point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Device {
    /// Which of all devices of its sort it is, from 0.
    pub(super) number: u64,
    pub(super) is_wireless: bool,
}

impl Device {
    pub(super) fn building(&self) -> u64 {
        1 + self.number / DEVICES_PER_BUILDING
    }

    /// Such as `sw-b001-04`.
    pub(super) fn name(&self) -> String {
        let sort = if self.is_wireless { "ap" } else { "sw" };
        let within = 1 + self.number % DEVICES_PER_BUILDING;
        format!("{sort}-b{:03}-{within:02}", self.building())
    }

    /// A number that no other device has, of either sort.
    pub(super) fn unique(&self) -> u64 {
        2 * self.number + u64::from(self.is_wireless)
    }
}

/// Where a host is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) device: Device,
    /// From 1: the port of a switch, or the client of an access point.
    pub(super) port: u64,
}

impl Place {
    /// Such as `sw-b001-04 port 17`.
    pub(super) fn name(&self) -> String {
        let device = self.device.name();
        if self.device.is_wireless {
            format!("{device} SSID Campus")
        } else {
            format!("{device} port {}", self.port)
        }
    }
}

/// Gives places to hosts in turn, so that each switch fills up.
#[derive(Default)]
pub(super) struct Places {
    wired: u64,
    wireless: u64,
}

impl Places {
    pub(super) fn next(&mut self, is_wireless: bool) -> Place {
        let (taken, per_device) = if is_wireless {
            (&mut self.wireless, CLIENTS)
        } else {
            (&mut self.wired, PORTS_IN_USE)
        };
        let place = Place {
            device: Device {
                number: *taken / per_device,
                is_wireless,
            },
            port: 1 + *taken % per_device,
        };
        *taken += 1;
        place
    }
}

/// The MAC address of an adapter of a vendor, upper case with colons. No two of 16 million numbers have the same.
pub(super) fn mac(prefix: [u8; 3], seed: u64, number: u64) -> String {
    // An odd factor and a sum keep the 24 bits of different numbers different.
    let [.., factor] = mix(seed).to_be_bytes();
    let factor = 0x9E_37_79 ^ (u64::from(factor) << 1);
    let bits = number.wrapping_mul(factor | 1).wrapping_add(mix(!seed));
    let [a, b, c] = prefix;
    let [.., d, e, f] = bits.to_be_bytes();
    format!("{a:02X}:{b:02X}:{c:02X}:{d:02X}:{e:02X}:{f:02X}")
}

/// The address of a host, from the range for benchmarks (RFC 2544). After 125,488 of them, it is one of IPv6 for
/// documentation (RFC 3849).
pub(super) fn host_address(number: u64) -> IpAddr {
    benchmark_address(0, HOST_NETWORKS, number)
}

/// The address of a switch or an access point.
pub(super) fn device_address(device: &Device) -> IpAddr {
    benchmark_address(HOST_NETWORKS, DEVICE_NETWORKS, device.unique())
}

fn benchmark_address(first: u64, networks: u64, number: u64) -> IpAddr {
    let network = number / PER_NETWORK;
    if network >= networks {
        let [.., a, b, c, d] = number.to_be_bytes();
        let pair = |high: u8, low: u8| u16::from_be_bytes([high, low]);
        let subnet = u16::from(first > 0);
        return Ipv6Addr::new(0x2001, 0xDB8, subnet, 0, 0, 0, pair(a, b), pair(c, d)).into();
    }
    let start = u32::from(Ipv4Addr::new(198, 18, 0, 0));
    let within = 2 + number % PER_NETWORK;
    let offset = (first + network) * 256 + within;
    // The offset is below 2^17, the size of the range.
    Ipv4Addr::from(start + offset as u32).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn addresses_are_unique_and_from_the_ranges_for_benchmarks_and_documentation() {
        let mut seen = HashSet::new();
        let hosts = (0..200_000).map(host_address);
        let devices = (0..6_000).map(|number| Device {
            number: number / 2,
            is_wireless: number % 2 == 1,
        });
        for address in hosts.chain(devices.map(|device| device_address(&device))) {
            match address {
                IpAddr::V4(address) => {
                    let [a, b, _, d] = address.octets();
                    assert!(a == 198 && (18..=19).contains(&b), "{address}");
                    assert!((2..=254).contains(&d), "{address}");
                }
                IpAddr::V6(address) => assert_eq!(address.segments()[..2], [0x2001, 0xDB8]),
            }
            assert!(seen.insert(address), "{address}");
        }
    }

    #[test]
    fn mac_addresses_of_a_vendor_are_unique() {
        for seed in [0, 1, u64::MAX] {
            let macs: HashSet<String> = (0..50_000).map(|n| mac([6, 0, 0], seed, n)).collect();
            assert_eq!(macs.len(), 50_000);
        }
        assert_ne!(mac([6, 0, 0], 1, 9), mac([6, 0, 0], 2, 9));
    }

    #[test]
    fn switches_fill_up_one_after_the_other() {
        let mut places = Places::default();
        let wired: Vec<Place> = (0..41).map(|_| places.next(false)).collect();
        assert_eq!(wired[0].name(), "sw-b001-01 port 1");
        assert_eq!(wired[40].name(), "sw-b001-02 port 1");
        assert_eq!(places.next(true).name(), "ap-b001-01 SSID Campus");
    }
}
