//! The paths of captures, as proxies, browsers and logs write them.

/// The path of the base URL.
const BASE: &str = "/api/v2";

/// The path below the base URL of what a capture calls the path: also of a whole URL, and without parameters of a
/// session (`;jsessionid=...`) and the query.
pub(crate) fn below_base(captured: &str) -> String {
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
    let path = segments.collect::<Vec<_>>().join("/");
    match path.split_once(BASE) {
        // A proxy can have a path of its own in front.
        Some((_, below)) if below.is_empty() || below.starts_with('/') => below.to_owned(),
        _ => path,
    }
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
}
