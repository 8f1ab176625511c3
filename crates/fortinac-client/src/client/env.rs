//! Settings from the environment.

use std::ffi::OsString;
use std::path::Path;

use super::builder::ClientBuilder;
use super::token;
use crate::error::Error;
use crate::transport::tls::{Fingerprint, Trust};

impl ClientBuilder {
    /// Returns a builder with the settings of the environment, see [`Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    /// A variable is missing or cannot be used; the error names it.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = fortinac_client::ClientBuilder::from_env()?.user_agent("inventory/1.4").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(std::env::var_os)
    }

    pub(super) fn from_variables(
        variable: impl Fn(&'static str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let text = |name: &'static str| match variable(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Err(_)) => Err(Error::setting(name, "it is not UTF-8")),
        };
        let url = text("FORTINAC_URL")?;
        let url = url.ok_or_else(|| {
            Error::setting(
                "FORTINAC_URL",
                "set it to the appliance, such as nac.example.com",
            )
        })?;
        let (token_setting, token) = match (text("FORTINAC_TOKEN")?, text("FORTINAC_TOKEN_FILE")?) {
            (Some(token), None) => ("FORTINAC_TOKEN", token),
            (None, Some(file)) => {
                let token = token::of_file("FORTINAC_TOKEN_FILE", Path::new(&file))?;
                ("FORTINAC_TOKEN_FILE", token)
            }
            (Some(_), Some(_)) => {
                return Err(Error::setting(
                    "FORTINAC_TOKEN_FILE",
                    "FORTINAC_TOKEN is set too; unset one of them",
                ));
            }
            (None, None) => {
                return Err(Error::setting(
                    "FORTINAC_TOKEN",
                    "set it, or FORTINAC_TOKEN_FILE",
                ));
            }
        };
        let mut builder = Self::new(&url, token);
        builder.url_setting = "FORTINAC_URL".into();
        builder.token_setting = token_setting.into();
        if let Some(file) = text("FORTINAC_CA_FILE")? {
            builder = builder.set_ca_file("FORTINAC_CA_FILE", Path::new(&file));
        }
        if let Some(fingerprint) = text("FORTINAC_CERT_SHA256")? {
            let fingerprint: Result<Fingerprint, _> = fingerprint.parse();
            let fingerprint =
                fingerprint.map_err(|error| Error::setting("FORTINAC_CERT_SHA256", error))?;
            builder = builder.set_trust("FORTINAC_CERT_SHA256", Trust::Pinned(vec![fingerprint]));
        }
        match text("FORTINAC_INSECURE")?.as_deref() {
            None | Some("0" | "false") => {}
            Some("1" | "true") => {
                builder = builder.set_trust("FORTINAC_INSECURE", Trust::Unverified)
            }
            Some(_) => {
                return Err(Error::setting(
                    "FORTINAC_INSECURE",
                    "set it to 1, or unset it",
                ));
            }
        }
        Ok(builder)
    }
}
