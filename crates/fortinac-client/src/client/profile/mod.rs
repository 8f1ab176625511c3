//! Named appliances in a file, which programs share.
//!
//! The file is `fortinac/config.toml` in the folder of configuration files: `$XDG_CONFIG_HOME` or `~/.config`, and on Windows
//! the roaming `AppData`. `FORTINAC_CONFIG` names another one.
//!
//! ```toml
//! default = "lab"                # the profile that is used when none is named
//!
//! [profiles.lab]
//! url = "nac.example.com"        # as in `Client::builder`
//! token = "the-API-token"        # or one of the two below
//! cert_sha256 = "9F:86:…"        # the one certificate to trust, or a list of them
//!
//! [profiles.plant]
//! url = "nac.plant.example.com"
//! token_file = "~/plant.token"   # a file with the token alone
//! ca_file = "plant.pem"          # authorities to trust besides those of the system; not together with cert_sha256
//! timeout = "90s"                # of each attempt: seconds, or a number with ms, s, m or h
//! output = "table"               # for programs: the client only hands it out
//!
//! [profiles.office]
//! url = "nac.office.example.com"
//! token_command = ["op", "read", "op://office/nac/token"]
//! ```
//!
//! A profile has a `url`, and one of `token`, `token_file` and `token_command`. A relative file name begins at the folder of
//! the file, and `~/` at the home folder; so does the program of `token_command`, if it has a slash. An unknown key is an
//! error.
//!
//! `token_command` is a list of words, run without a shell when the client is built, for at most 30 s. The first line that it
//! prints is the token. What it writes to standard error is shown, and it gets no standard input.
//!
//! On Unix, a file that holds a token is refused if others than its owner can read or change it, and one that everybody can
//! change is refused in any case: whoever changes an address gets the token that is sent there.
//!
//! # Which settings count
//!
//! A token must reach no other appliance than the one that it was made for. So address, token and trust always come from
//! **one** place, and are never mixed. [`Settings::find`], [`ClientBuilder::from_settings`] and [`Client::from_settings`] take
//! the first of these:
//!
//! 1. The profile that the program names, such as by an option `--profile`. No variable of the environment counts then.
//! 2. The environment, if `FORTINAC_URL` is set: the variables of [`Client::from_env`], and nothing of any profile.
//! 3. The profile that `FORTINAC_PROFILE` names.
//! 4. The profile that the file names as its `default`.
//!
//! With 3 and 4, `FORTINAC_TOKEN`, `FORTINAC_TOKEN_FILE`, `FORTINAC_CA_FILE`, `FORTINAC_CERT_SHA256` and `FORTINAC_INSECURE` are
//! an error: without `FORTINAC_URL`, nobody knows which appliance they are for. What the program sets on the builder wins in
//! any case; there is no method there for an address or a token.
//!
//! ```no_run
//! # fn example(option: Option<&str>) -> fortinac_client::Result<()> {
//! use fortinac_client::profile::{Profile, Profiles, TokenSource};
//! use fortinac_client::Client;
//!
//! let client = Client::from_settings(option)?;
//!
//! let mut profiles = Profiles::load()?;
//! let token = TokenSource::Literal("the API token".into());
//! profiles.set("lab", Profile::new("nac.example.com", token))?;
//! profiles.set_default("lab")?;
//! profiles.save()?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::from_env`]: crate::Client::from_env
//! [`Client::from_settings`]: crate::Client::from_settings
//! [`ClientBuilder::from_settings`]: crate::ClientBuilder::from_settings

mod command;
mod duration;
mod entry;
mod file;
mod keys;
mod profiles;
mod read;
mod save;
mod settings;

#[cfg(test)]
mod tests;

use fortinac_types::Secret;

use crate::error::Error;

pub use super::certificate::{PeerCertificate, peer_certificate};
pub use entry::{Profile, TokenSource};
pub use profiles::Profiles;
pub use settings::Settings;

/// Gets the token of a profile, when the client is built.
pub(super) type GetToken = Box<dyn FnOnce() -> Result<Secret, Error> + Send + Sync>;
