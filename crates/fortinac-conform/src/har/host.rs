use std::str::FromStr;

/// The host whose calls are checked: a name or address, with or without a port.
///
/// ```
/// use fortinac_conform::ApiHost;
///
/// let host: ApiHost = "nac.example.com:8443".parse()?;
/// assert!(host.matches("https://NAC.example.com:8443/api/v2/host"));
/// assert!(!host.matches("https://nac.example.com/api/v2/host"));
/// # Ok::<(), fortinac_conform::InvalidHost>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiHost {
    name: String,
    port: Option<u16>,
}

/// A text is not a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a host such as nac.example.com or nac.example.com:8443")]
pub struct InvalidHost;

impl FromStr for ApiHost {
    type Err = InvalidHost;

    fn from_str(text: &str) -> Result<Self, InvalidHost> {
        // Whoever copies an address out of a browser copies all of it.
        let host = if text.contains("://") {
            authority(text).ok_or(InvalidHost)?
        } else {
            text.trim_end_matches('/')
        };
        let (name, port) = split_port(host);
        let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if name.is_empty() || !name.chars().all(is_host) {
            return Err(InvalidHost);
        }
        Ok(Self {
            name: name.to_lowercase(),
            port: port.map(str::parse).transpose().map_err(|_| InvalidHost)?,
        })
    }
}

impl ApiHost {
    /// Whether a URL is one of this host. Without a port, each port is.
    pub fn matches(&self, url: &str) -> bool {
        let Some(authority) = authority(url) else {
            return false;
        };
        let (name, port) = split_port(authority);
        let scheme_port = if url.to_ascii_lowercase().starts_with("https:") {
            443
        } else {
            80
        };
        let port = port
            .and_then(|port| port.parse().ok())
            .unwrap_or(scheme_port);
        name.to_lowercase() == self.name && self.port.is_none_or(|expected| expected == port)
    }
}

/// Host and port of a URL.
fn authority(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Some(
        authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host),
    )
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    if let Some(rest) = authority.strip_prefix('[') {
        let (name, rest) = rest.split_once(']').unwrap_or((rest, ""));
        return (name, rest.strip_prefix(':'));
    }
    match authority.split_once(':') {
        // More than one colon is an IPv6 address without brackets.
        Some((name, port)) if !port.contains(':') => (name, Some(port)),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_matches(host: &str, url: &str, expected: bool) {
        let host: ApiHost = host.parse().unwrap();
        assert_eq!(host.matches(url), expected, "{url}");
    }

    #[test]
    fn a_port_counts_only_where_it_is_given() {
        let url = "https://nac.example.com:8443/api/v2/host";
        assert_matches("NAC.example.com", url, true);
        assert_matches("nac.example.com:8443", url, true);
        assert_matches("https://nac.example.com:8443/login?x=1", url, true);
        assert_matches("nac.example.com:443", url, false);
        assert_matches("example.com", url, false);
        assert_matches("nac:443", "https://user:pass@nac/api/v2/x", true);
        assert_matches("nac:80", "http://nac", true);
        assert_matches("2001:db8::7", "https://[2001:db8::7]:8443/x", true);
        assert_matches("[2001:db8::7]:443", "https://[2001:DB8::7]:8443/x", false);
        assert_matches("nac", "/api/v2/x", false);
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in ["", "a b", "nac:port", "https://", ":8443", "nac/api"] {
            assert_eq!(text.parse::<ApiHost>(), Err(InvalidHost), "{text}");
        }
    }
}
