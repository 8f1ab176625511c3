//! Replacements of MAC addresses, IP addresses and UUIDs, in the format in which they came.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::counter::Counter;
use super::octets::Octets;

#[derive(Default)]
pub(super) struct Addresses {
    macs: Counter,
    partial_macs: Counter,
    v4: Counter,
    v6: Counter,
    uuids: Counter,
}

impl Addresses {
    /// The replacement of an address. `None` for other texts.
    pub(super) fn replace(&mut self, text: &str) -> Option<String> {
        self.mac(text)
            .or_else(|| self.uuid(text))
            .or_else(|| self.ip(text))
    }

    /// A MAC address with a letter in it, or the first octets of one.
    fn mac(&mut self, text: &str) -> Option<String> {
        let mac = Octets::of(text)?;
        // Without a letter, it is a number or a time.
        if !mac.has_letter() {
            return None;
        }
        let normal = mac.digits.to_ascii_uppercase();
        if mac.is_whole() && normal == "FFFFFFFFFFFF" {
            return Some(text.to_owned());
        }
        let replacement = if mac.is_whole() {
            // Locally administered, as in the documentation of RFC 7042.
            let of = |number| format!("{:012X}", 0x0200_5E00_0000_u64 + u64::from(number));
            of(self.macs.number(&normal, |number| of(number) == normal))
        } else {
            let of = |number| {
                // The letter keeps it from being taken for a time.
                let octets = format!("{number:08X}AE");
                octets[octets.len() - normal.len()..].to_owned()
            };
            of(self
                .partial_macs
                .number(&normal, |number| of(number) == normal))
        };
        let is_lower = mac.digits == mac.digits.to_ascii_lowercase();
        Some(mac.write(&if is_lower {
            replacement.to_ascii_lowercase()
        } else {
            replacement
        }))
    }

    fn uuid(&mut self, text: &str) -> Option<String> {
        let groups: Vec<usize> = text.split('-').map(str::len).collect();
        let is_digit = |c: char| c == '-' || c.is_ascii_hexdigit();
        if groups != [8, 4, 4, 4, 12] || !text.chars().all(is_digit) {
            return None;
        }
        let of = |number: u32| format!("00000000-0000-4000-8000-{number:012x}");
        let normal = text.to_ascii_lowercase();
        let uuid = of(self.uuids.number(&normal, |number| of(number) == normal));
        Some(if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            uuid.to_ascii_uppercase()
        } else {
            uuid
        })
    }

    /// An IP address, with a port, a prefix length or a zone, or two of them as a range.
    fn ip(&mut self, text: &str) -> Option<String> {
        if let Some((first, last)) = text.split_once('-') {
            // More than two would only cost stack.
            if last.contains('-') {
                return None;
            }
            let (first, last) = (self.ip(first.trim_end())?, self.ip(last.trim_start())?);
            return Some(format!("{first}-{last}"));
        }
        if let Some((address, prefix)) = text.split_once('/') {
            let prefix = match prefix_length(address, prefix) {
                Some(length) => length.to_string(),
                None => self.v4(prefix.parse().ok()?),
            };
            return Some(format!("{}/{prefix}", self.ip(address)?));
        }
        if let Some(rest) = text.strip_prefix('[') {
            let (address, rest) = rest.split_once(']')?;
            let port = port(rest)?;
            return Some(format!("[{}]{port}", self.v6(address.parse().ok()?)));
        }
        if let Some((address, zone)) = text.split_once('%') {
            let is_zone = zone.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let address: Ipv6Addr = address.parse().ok()?;
            return is_zone.then(|| format!("{}%1", self.v6(address)));
        }
        if let Ok(address) = text.parse::<Ipv6Addr>() {
            return Some(self.v6(address));
        }
        let (address, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
        let address: Ipv4Addr = address.parse().ok()?;
        let port = port(rest)?;
        Some(format!("{}{port}", self.v4(address)))
    }

    fn v4(&mut self, address: Ipv4Addr) -> String {
        let bits = address.to_bits();
        let is_mask = bits.leading_ones() >= 8 && bits.count_ones() == bits.leading_ones();
        if is_mask || address.is_unspecified() || address == Ipv4Addr::LOCALHOST {
            return address.to_string();
        }
        // 198.18.0.0/15 is for tests of networks; 240.0.0.0/4 is for no use at all.
        const TESTS: u32 = 0xC612_0000;
        const UNUSED: u32 = 0xF000_0000;
        let of = |number| {
            Ipv4Addr::from_bits(if number < 0x2_0000 {
                TESTS + number
            } else {
                UNUSED + number % 0x0FFF_FFFF
            })
        };
        let text = address.to_string();
        of(self.v4.number(&text, |number| of(number) == address)).to_string()
    }

    fn v6(&mut self, address: Ipv6Addr) -> String {
        if address.is_unspecified() || address.is_loopback() {
            return address.to_string();
        }
        // 2001:db8::/32 is for documentation.
        let of = |number| Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + u128::from(number));
        let text = address.to_string();
        of(self.v6.number(&text, |number: u32| of(number) == address)).to_string()
    }
}

/// The length of a prefix, which says nothing about a network but its size; a mask is as good. No other number is one.
fn prefix_length(address: &str, text: &str) -> Option<u8> {
    let longest = if address.contains(':') { 128 } else { 32 };
    let length: u8 = text.parse().ok()?;
    (length <= longest && length.to_string() == text).then_some(length)
}

/// The replacement of a port with its colon.
fn port(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("");
    }
    let port: Option<u16> = text.strip_prefix(':').and_then(|port| port.parse().ok());
    port.map(|_| ":8443")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_replaces(pairs: &[(&str, &str)]) {
        let mut addresses = Addresses::default();
        for (text, expected) in pairs {
            assert_eq!(
                addresses.replace(text).as_deref(),
                Some(*expected),
                "{text}"
            );
        }
    }

    #[test]
    fn a_mac_address_keeps_its_format() {
        assert_replaces(&[
            ("A0:B1:C2:D3:E4:F5", "02:00:5E:00:00:01"),
            ("a0-b1-c2-d3-e4-f5", "02-00-5e-00-00-01"),
            ("a0b1.c2d3.e4f5", "0200.5e00.0001"),
            ("A0B1C2D3E4F5", "02005E000001"),
            ("02:00:5E:00:00:02", "02:00:5E:00:00:03"),
            ("417e73025551", "02005e000004"),
            ("FF:FF:FF:FF:FF:FF", "FF:FF:FF:FF:FF:FF"),
            ("A0:B1:C2", "00:01:AE"),
        ]);
    }

    #[test]
    fn an_ip_address_keeps_its_format() {
        assert_replaces(&[
            ("10.1.2.3", "198.18.0.1"),
            ("10.1.2.3:443", "198.18.0.1:8443"),
            ("10.1.2.0/24", "198.18.0.2/24"),
            ("10.1.2.0/255.255.255.0", "198.18.0.2/255.255.255.0"),
            ("10.1.2.3-10.1.2.0", "198.18.0.1-198.18.0.2"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("255.255.240.0", "255.255.240.0"),
            ("fd00::1:2", "2001:db8::1"),
            ("FD00:0:0:0:0:0:1:2", "2001:db8::1"),
            ("fd00::/64", "2001:db8::2/64"),
            ("[fd00::1:2]:8080", "[2001:db8::1]:8443"),
            ("fd00::1:2%eth0", "2001:db8::1%1"),
            ("::", "::"),
        ]);
    }

    #[test]
    fn a_uuid_keeps_its_letter_case() {
        assert_replaces(&[
            (
                "3f2b8c1e-5a6d-4e7f-9a8b-0c1d2e3f4a5b",
                "00000000-0000-4000-8000-000000000001",
            ),
            (
                "3F2B8C1E-5A6D-4E7F-9A8B-0C1D2E3F4A5B",
                "00000000-0000-4000-8000-000000000001",
            ),
        ]);
    }

    #[test]
    fn what_only_looks_like_octets_is_none() {
        let mut texts: Vec<String> = [
            "de-at-ch",
            "a0:zz:b1",
            "gg:hh:ii:jj:kk:ll",
            "a0b1.c2d3.zzzz",
        ]
        .map(str::to_owned)
        .into();
        texts.push("10.1.2.3-".repeat(100_000));
        texts.push("a0:".repeat(100_000));
        for text in texts {
            assert_eq!(Addresses::default().replace(&text), None);
        }
    }

    #[test]
    fn other_texts_are_no_addresses() {
        for text in [
            "",
            "10.1.2",
            "10.1.2.300",
            "10:11:12",
            "123456789012",
            "10.1.2.3:port",
            "a-b",
            "é:é:é",
            "10.1.2.3/",
            "a0b1c2",
            "10:11:12:13:14:15",
            "10.1.2.3/417",
            "10.1.2.3/024",
            "10.1.2.3/33",
            "fd00::/129",
            "10.1.2.3-10.1.2.4-10.1.2.5",
        ] {
            assert_eq!(Addresses::default().replace(text), None, "{text}");
        }
    }
}
