use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fortinac_types::Secret;

use super::{GetToken, command, file, keys};
use crate::client::builder::ClientBuilder;
use crate::client::token;
use crate::error::Error;
use crate::transport::endpoint::Endpoint;
use crate::transport::tls::{Fingerprint, Trust};

/// An appliance, and how to reach it: a profile of the file, or one to be written by
/// [`Profiles::set`](super::Profiles::set).
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// The file that it is in, and its name there.
    pub(super) origin: Option<(PathBuf, String)>,
    pub(super) url: String,
    pub(super) token: TokenSource,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) cert_sha256: Vec<Fingerprint>,
    pub(super) timeout: Option<Duration>,
    pub(super) output: Option<String>,
}

/// Where the token of a profile comes from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenSource {
    /// The token itself, in the file of profiles.
    Literal(Secret),
    /// A file with the token alone.
    File(PathBuf),
    /// A program with its arguments. The first line that it prints is the token.
    Command(Vec<String>),
}

impl Profile {
    /// A profile of the appliance at `url`.
    pub fn new(url: impl Into<String>, token: TokenSource) -> Self {
        Self {
            origin: None,
            url: url.into(),
            token,
            ca_file: None,
            cert_sha256: Vec::new(),
            timeout: None,
            output: None,
        }
    }

    /// Its name in the file, if it is in one.
    pub fn name(&self) -> Option<&str> {
        self.origin.as_ref().map(|(_, name)| name.as_str())
    }

    /// The appliance's name, address or URL, as it is written.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the token comes from.
    pub fn token(&self) -> &TokenSource {
        &self.token
    }

    /// The file of authorities to trust besides those of the system, as it is written.
    pub fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_deref()
    }

    /// The fingerprints of the certificates to trust. If there are none, the system's authorities decide.
    pub fn cert_sha256(&self) -> &[Fingerprint] {
        &self.cert_sha256
    }

    /// The time limit of each attempt of a call.
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The form of output that programs use. The client only hands it out.
    pub fn output(&self) -> Option<&str> {
        self.output.as_deref()
    }

    /// Sets the appliance and its token together: a token belongs to one appliance.
    pub fn set_appliance(&mut self, url: impl Into<String>, token: TokenSource) {
        self.url = url.into();
        self.token = token;
    }

    /// Sets another token of the same appliance.
    pub fn set_token(&mut self, token: TokenSource) {
        self.token = token;
    }

    /// Sets the file of authorities to trust. A relative name begins at the folder of the file of profiles.
    pub fn set_ca_file(&mut self, file: Option<PathBuf>) {
        self.ca_file = file;
    }

    /// Sets the fingerprints of the certificates to trust.
    pub fn set_cert_sha256(&mut self, fingerprints: impl IntoIterator<Item = Fingerprint>) {
        self.cert_sha256 = fingerprints.into_iter().collect();
    }

    /// Sets the time limit of each attempt of a call.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    /// Sets the form of output that programs use.
    pub fn set_output(&mut self, output: Option<String>) {
        self.output = output;
    }

    /// Returns a builder with these settings. What is set on it wins: a method for trust, such as
    /// [`ClientBuilder::pin`], replaces the trust of the profile.
    ///
    /// The file with the token is read, or the command run, by [`ClientBuilder::build`]. A command blocks the thread
    /// for 30 s at most.
    ///
    /// # Errors
    /// A setting cannot be used; the error names the profile, the key and the file.
    pub fn builder(&self) -> Result<ClientBuilder, Error> {
        let mut builder = ClientBuilder::new(&self.url, "");
        builder.url_setting = self.setting(keys::URL).into();
        builder.token_setting = self.setting(self.token.key()).into();
        match &self.token {
            TokenSource::Literal(token) => builder.token = token.clone(),
            source => builder.get_token = Some(self.get_token(source)),
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(written) = &self.ca_file {
            let setting = self.setting(keys::CA_FILE);
            let file = file::resolve(self.folder(), written)
                .map_err(|reason| Error::setting(setting.clone(), reason))?;
            builder = builder.set_ca_file(setting, &file);
        }
        if !self.cert_sha256.is_empty() {
            let pins = Trust::Pinned(self.cert_sha256.clone());
            builder = builder.set_trust(self.setting(keys::CERT_SHA256), pins);
        }
        builder.is_trust_replaceable = true;
        match builder.failed.take() {
            Some(error) => Err(error),
            None => Ok(builder),
        }
    }

    fn get_token(&self, source: &TokenSource) -> GetToken {
        let (source, setting) = (source.clone(), self.setting(source.key()));
        let folder = self.folder().map(Path::to_owned);
        Box::new(move || {
            let failed = |reason: String| Error::setting(setting.clone(), reason);
            match source {
                TokenSource::Literal(token) => Ok(token),
                TokenSource::File(written) => {
                    let file = file::resolve(folder.as_deref(), &written).map_err(failed)?;
                    token::of_file(setting, &file).map(Secret::from)
                }
                TokenSource::Command(words) => {
                    command::token(&words, folder.as_deref(), command::LIMIT).map_err(failed)
                }
            }
        })
    }

    /// What errors call a key.
    pub(super) fn setting(&self, key: &str) -> String {
        match &self.origin {
            Some((file, name)) => keys::in_profile(file, name, key),
            None => format!("profile, key {key}"),
        }
    }

    fn folder(&self) -> Option<&Path> {
        self.origin.as_ref().and_then(|(file, _)| file.parent())
    }
}

impl TokenSource {
    /// The key that says so.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Literal(_) => keys::TOKEN,
            Self::File(_) => keys::TOKEN_FILE,
            Self::Command(_) => keys::TOKEN_COMMAND,
        }
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is no address may hold a password.
        let server = Endpoint::parse(&self.url).map(|endpoint| endpoint.authority());
        f.debug_struct("Profile")
            .field("name", &self.name())
            .field("server", &server.as_deref().unwrap_or("[not an address]"))
            .field("token", &self.token)
            .field("ca_file", &self.ca_file)
            .field("cert_sha256", &self.cert_sha256)
            .field("timeout", &self.timeout)
            .field("output", &self.output)
            .finish()
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(token) => f.debug_tuple("Literal").field(token).finish(),
            Self::File(file) => f.debug_tuple("File").field(file).finish(),
            // An argument may be a secret.
            Self::Command(words) => f
                .debug_tuple("Command")
                .field(&words.first())
                .finish_non_exhaustive(),
        }
    }
}
