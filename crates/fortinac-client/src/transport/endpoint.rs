//! The base URL of the API.

use reqwest::Url;

use super::typed_address::{Typed, WRITE};

/// The port on which appliances respond.
const PORT: u16 = 8443;
/// The path of the API.
const API: &str = "/api/v2";

/// The base URL of the API on one appliance.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint(Url);

impl Endpoint {
    /// Reads what a user writes: a URL, which is used as it is, or a host alone.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let typed = Typed::read(text.trim())?;
        let scheme = typed.scheme.unwrap_or("https");
        let mut url = Url::parse(&format!("{scheme}://{}{}", typed.authority, typed.rest))
            .map_err(|error| format!("{error}; {WRITE}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("it begins with {}://; {WRITE}", url.scheme()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!("it has a query or a fragment; {WRITE}"));
        }
        typed.check_host(url.host_str().unwrap_or_default())?;
        if typed.scheme.is_none() && url.port().is_none() {
            // Only a URL without a host refuses a port.
            url.set_port(Some(PORT))
                .map_err(|()| "it names no host".to_owned())?;
        }
        if url.path().trim_end_matches('/').is_empty() {
            url.set_path(API);
        }
        Ok(Self(url))
    }

    /// The base URL followed by `path`, which is encoded and begins with a slash.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path().trim_end_matches('/')));
        url
    }

    /// Host and port, for messages.
    pub(crate) fn authority(&self) -> String {
        authority(&self.0)
    }

    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub(crate) fn is_http(&self) -> bool {
        self.0.scheme() == "http"
    }

    pub(crate) fn is_loopback(&self) -> bool {
        // An IPv6 address is in brackets here.
        let host = self.host().trim_matches(['[', ']']);
        host == "localhost"
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

/// Host and port of a URL, for messages.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_base(text: &str, expected: &str) {
        let endpoint = Endpoint::parse(text).unwrap();
        assert_eq!(endpoint.0.as_str(), expected);
    }

    #[test]
    fn a_host_alone_is_enough() {
        assert_base("nac.example.com", "https://nac.example.com:8443/api/v2");
        assert_base(" nac.example.com ", "https://nac.example.com:8443/api/v2");
        assert_base("192.0.2.7", "https://192.0.2.7:8443/api/v2");
        assert_base("[2001:db8::7]", "https://[2001:db8::7]:8443/api/v2");
        assert_base("2001:db8::7", "https://[2001:db8::7]:8443/api/v2");
        assert_base("::ffff:192.0.2.7", "https://[::ffff:c000:207]:8443/api/v2");
        assert_base("2001:db8::7/x", "https://[2001:db8::7]:8443/x");
        assert_base(
            "nac.example.com:9443",
            "https://nac.example.com:9443/api/v2",
        );
        assert_base(
            "nac.example.com/nac/api/v2",
            "https://nac.example.com:8443/nac/api/v2",
        );
    }

    #[test]
    fn a_url_is_used_as_it_is() {
        assert_base("https://nac.example.com", "https://nac.example.com/api/v2");
        assert_base(
            "https://nac.example.com:8443/",
            "https://nac.example.com:8443/api/v2",
        );
        assert_base("https://nac.example.com/x/", "https://nac.example.com/x/");
        assert_base("http://localhost:9", "http://localhost:9/api/v2");
        assert_base(
            "HTTPS://nac.example.com//",
            "https://nac.example.com/api/v2",
        );
        assert_base("https://2001:db8::7/x", "https://[2001:db8::7]/x");
    }

    #[test]
    fn a_path_is_joined_with_one_slash() {
        let endpoint = Endpoint::parse("https://nac.example.com/x/").unwrap();
        assert_eq!(
            endpoint.join("/user").as_str(),
            "https://nac.example.com/x/user"
        );
        assert_eq!(endpoint.authority(), "nac.example.com:443");
    }

    #[test]
    fn what_would_lead_elsewhere_is_refused() {
        for (text, part) in [
            ("", "it is empty"),
            ("https://", "it names no host"),
            ("https:///nac.example.com", "it names no host"),
            ("//nac.example.com", "it names no host"),
            ("/api/v2", "it names no host"),
            ("://nac.example.com", "write https://"),
            // Each of these would be a client of the host `https`, or of no host at all.
            ("https:/nac.example.com", "begins like a URL"),
            ("https:nac.example.com", "write https://"),
            ("https:\\\\nac.example.com", "a backslash"),
            ("https//nac.example.com", "begins like a URL"),
            ("http/nac.example.com", "begins like a URL"),
            ("https://https://nac.example.com", "begins like a URL"),
            ("https:https://nac.example.com", "begins like a URL"),
            ("htps//nac.example.com", "two slashes"),
            ("https;//nac.example.com", "two slashes"),
            ("htps:/nac.example.com", "nothing follows its last colon"),
            ("htps://nac.example.com", "begins with htps://"),
            ("nac.example.com:", "nothing follows its last colon"),
            ("nac.example.com:8443:8443", "more than one colon"),
            ("2001:db8:0:0:0:0:0:7:9443", "more than one colon"),
            ("2001:db8::7:8443", "[2001:db8::7]:8443"),
            ("fe80::1%eth0", "a zone"),
            ("https://[fe80::1%25eth0]:8443", "a zone"),
            // Old forms of addresses: octal numbers, and numbers left out.
            ("192.168.1", "it would be read as 192.168.0.1"),
            ("192.0.2.010", "it would be read as 192.0.2.8"),
            ("0x7f.1", "it would be read as 127.0.0.1"),
            (
                "\u{201c}nac.example.com\u{201d}",
                "character 1 is a quotation mark",
            ),
            (
                "nac.exam\u{200b}ple.com",
                "character 9 is an invisible character",
            ),
            ("nac.example.com\nx", "character 16 is a line break"),
            ("nac example com", "character 4 is a space"),
            ("root@nac.example.com", "a user or a password"),
        ] {
            let error = Endpoint::parse(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
