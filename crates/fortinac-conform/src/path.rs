//! The paths of captures, as proxies, browsers and logs write them.

/// The path of the base URL.
const BASE: &str = "/api/v2";

/// The path below the base URL of what a capture calls the path: also of a whole URL, and without parameters of a
/// session (`;jsessionid=...`) and the query. A path that is not below it stays as it is.
pub(crate) fn below_base(captured: &str) -> String {
    let path = path_of(captured);
    below(&path).map_or(path.clone(), str::to_owned)
}

/// Whether what a capture calls the path is below the base URL.
pub(crate) fn is_below_base(captured: &str) -> bool {
    below(&path_of(captured)).is_some()
}

/// The query of what a capture calls the path.
pub(crate) fn query(captured: &str) -> Option<&str> {
    let captured = captured.split('#').next().unwrap_or_default();
    captured.split_once('?').map(|(_, query)| query)
}

/// The path with the base, without a query and parameters.
fn path_of(captured: &str) -> String {
    let captured = captured.split(['?', '#']).next().unwrap_or_default();
    let path = match captured.split_once("://") {
        // A slash in front of it belongs to a path.
        Some((scheme, rest)) if !scheme.contains('/') => {
            rest.find('/').map_or("", |start| &rest[start..])
        }
        _ => captured,
    };
    let segments = path
        .split('/')
        .map(|segment| segment.split(';').next().unwrap_or_default());
    segments.collect::<Vec<_>>().join("/")
}

fn below(path: &str) -> Option<&str> {
    // A proxy can have a path of its own in front.
    let (_, below) = path.split_once(BASE)?;
    (below.is_empty() || below.starts_with('/')).then_some(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_in_what_a_capture_has() {
        for captured in [
            "/system/group/7",
            "/api/v2/system/group/7",
            "/api/v2/system/group/7?x=/y#z",
            "/api/v2/system/group/7;jsessionid=0A1B.node0?x=1",
            "/api/v2/system/group;v=1/7;jsessionid=0A1B",
            "https://nac.example.com:8443/api/v2/system/group/7?next=http://x/y",
            "HTTPS://[2001:db8::7]:8443/api/v2/system/group/7;jsessionid=0A1B",
            "http://proxy.example.com/nac/api/v2/system/group/7",
        ] {
            assert_eq!(below_base(captured), "/system/group/7", "{captured}");
        }
        assert_eq!(below_base("https://nac.example.com"), "");
        assert_eq!(below_base("/api/v20/user"), "/api/v20/user");
        assert_eq!(below_base("/user/a://b"), "/user/a://b");
    }

    #[test]
    fn a_path_below_the_base_is_told_apart() {
        assert!(is_below_base(
            "https://nac.example.com:8443/api/v2/host?x=1"
        ));
        assert!(!is_below_base(
            "https://nac.example.com/login?next=/api/v2/host"
        ));
        assert!(!is_below_base("/api/v20/host"));
    }

    #[test]
    fn a_query_ends_at_the_fragment() {
        assert_eq!(query("/host;a=1?x=1&y=?#z"), Some("x=1&y=?"));
        assert_eq!(query("/host#?x"), None);
    }
}
