//! Who may do what: the tokens that the appliance accepts.

use ring::digest::{Digest, SHA256, digest};

use crate::request_log::Request;

/// The tokens that the appliance accepts.
pub(crate) struct Access {
    token: String,
    full: Digest,
    read_only: Option<Digest>,
}

/// What the admin profile of a token permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Full,
    /// Only operations that change nothing.
    ReadOnly,
}

impl Access {
    pub(crate) fn new(token: String, read_only: Option<&str>) -> Self {
        Self {
            full: hash(&token),
            read_only: read_only.map(hash),
            token,
        }
    }

    /// The token that permits everything.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The profile of the token of a request; `None` if the appliance does not know the token, or there is none.
    pub(crate) fn profile(&self, request: &Request) -> Option<Profile> {
        let given = hash(bearer(request.header("authorization")?)?);
        // How long it takes to compare hashes tells nothing about the tokens.
        let is = |known: &Digest| known.as_ref() == given.as_ref();
        if is(&self.full) {
            return Some(Profile::Full);
        }
        self.read_only
            .as_ref()
            .filter(|known| is(known))
            .map(|_| Profile::ReadOnly)
    }
}

fn hash(token: impl AsRef<[u8]>) -> Digest {
    digest(&SHA256, token.as_ref())
}

/// The token in the value of a header `Authorization`. The name of the scheme has no case (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("Bearer")
        .then(|| token.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_has_no_case_and_the_token_has() {
        for (header, expected) in [
            ("Bearer t0K", Some("t0K")),
            ("bearer t0K", Some("t0K")),
            ("BEARER  t0K", Some("t0K")),
            ("Bearer t0K x", Some("t0K x")),
            ("Basic t0K", None),
            ("Bearert0K", None),
            ("t0K", None),
            ("", None),
        ] {
            assert_eq!(bearer(header), expected, "{header}");
        }
    }
}
