//! The base URL of the API.

use reqwest::Url;

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
        let text = text.trim();
        if text.is_empty() {
            return Err("it is empty; write the appliance's name, such as nac.example.com".into());
        }
        let is_url = text.contains("://");
        let absolute = if is_url {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let mut url = Url::parse(&absolute)
            .map_err(|error| format!("{error}; write https://host:8443/api/v2"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!(
                "it begins with {}://; write https://host:8443/api/v2",
                url.scheme()
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "it has a user or a password in it; the API authenticates by token alone".into(),
            );
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it has a query or a fragment; write https://host:8443/api/v2".into());
        }
        if !is_url && url.port().is_none() {
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
}
