//! Names of profiles that nobody has named.

use std::net::IpAddr;

/// The name of a profile by the address of its appliance: `nac` for `https://nac.example.com:8443`, an IP address as it is.
pub(super) fn of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None if authority.matches(':').count() > 1 => authority,
        None => authority.split(':').next().unwrap_or_default(),
    };
    match host.parse::<IpAddr>() {
        // No name has a colon.
        Ok(address) => address
            .to_string()
            .replace(':', "-")
            .trim_start_matches('-')
            .to_owned(),
        Err(_) => host
            .split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_profile_is_named_after_the_host() {
        for (url, name) in [
            ("nac.example.com", "nac"),
            ("https://NAC.example.com:8443/api/v2", "nac"),
            ("nac", "nac"),
            ("192.0.2.7:8443", "192.0.2.7"),
            ("https://[2001:db8::7]:8443", "2001-db8--7"),
            ("::1", "1"),
        ] {
            assert_eq!(of(url), name, "{url}");
        }
    }
}
