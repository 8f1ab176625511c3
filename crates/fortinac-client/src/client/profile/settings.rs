use std::ffi::OsString;

use super::{Profile, Profiles};
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::error::Error;

/// Reads a variable of the environment.
pub(super) type Variable<'a> = &'a dyn Fn(&'static str) -> Option<OsString>;

/// Where the address, the token and the trust of a client come from: one profile, or the environment. See
/// [the module](crate::profile#which-settings-count).
#[derive(Clone, Debug)]
pub struct Settings {
    /// None: those of the environment.
    profile: Option<Profile>,
}

/// Variables that say something about the appliance of `FORTINAC_URL`.
const OF_APPLIANCE: [&str; 5] = [
    "FORTINAC_TOKEN",
    "FORTINAC_TOKEN_FILE",
    "FORTINAC_CA_FILE",
    "FORTINAC_CERT_SHA256",
    "FORTINAC_INSECURE",
];

impl Settings {
    /// Finds the settings that count: of the profile with this name; without a name, those of the environment if
    /// `FORTINAC_URL` is set, and else of the profile that `FORTINAC_PROFILE` or the file's `default` names.
    ///
    /// The file of profiles is not read if the environment counts.
    ///
    /// # Errors
    /// No appliance is named, a profile is missing, its file cannot be used, or a variable such as `FORTINAC_TOKEN` is set
    /// for no known appliance.
    pub fn find(profile: Option<&str>) -> Result<Self, Error> {
        Self::find_with(profile, &|name| std::env::var_os(name))
    }

    pub(super) fn find_with(profile: Option<&str>, variable: Variable<'_>) -> Result<Self, Error> {
        if let Some(name) = profile {
            return Self::of(Profiles::load_with(variable)?.get(name)?);
        }
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let named = set("FORTINAC_PROFILE");
        if set("FORTINAC_URL").is_some() {
            if named.is_some() {
                tracing::warn!("FORTINAC_PROFILE is not used, because FORTINAC_URL is set");
            }
            return Ok(Self { profile: None });
        }
        let profiles = Profiles::load_with(variable)?;
        let profile = match named.map(OsString::into_string) {
            Some(name) => {
                let name = name.map_err(|_| "it is not UTF-8".to_owned());
                let profile = name.and_then(|name| profiles.find(&name));
                profile.map_err(|reason| Error::setting("FORTINAC_PROFILE", reason))?
            }
            None => profiles.get_default()?,
        };
        let is_off = |name, value: &OsString| {
            name == "FORTINAC_INSECURE" && (value == "0" || value == "false")
        };
        for name in OF_APPLIANCE {
            if set(name).is_some_and(|value| !is_off(name, &value)) {
                let profile = profile.name().unwrap_or_default();
                let reason = format!(
                    "it is set without FORTINAC_URL, so nobody knows which appliance it is for, and it is not used with the \
                     profile {profile}; set FORTINAC_URL too, or unset it"
                );
                return Err(Error::setting(name, reason));
            }
        }
        Self::of(profile)
    }

    fn of(profile: &Profile) -> Result<Self, Error> {
        let profile = Some(profile.clone());
        Ok(Self { profile })
    }

    /// The profile, unless the environment counts.
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Returns a builder with these settings. What is set on it wins, also trust.
    ///
    /// # Errors
    /// A setting cannot be used; the error names it.
    pub fn builder(&self) -> Result<ClientBuilder, Error> {
        self.builder_with(&|name| std::env::var_os(name))
    }

    pub(super) fn builder_with(&self, variable: Variable<'_>) -> Result<ClientBuilder, Error> {
        if let Some(profile) = &self.profile {
            return profile.builder();
        }
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        if !is_set("FORTINAC_TOKEN") && !is_set("FORTINAC_TOKEN_FILE") {
            return Err(Error::setting(
                "FORTINAC_TOKEN",
                "set it, or FORTINAC_TOKEN_FILE: FORTINAC_URL is set, so no profile is used, nor its token",
            ));
        }
        let mut builder = ClientBuilder::from_variables(variable)?;
        builder.is_trust_replaceable = true;
        Ok(builder)
    }
}

impl Profiles {
    fn get_default(&self) -> Result<&Profile, Error> {
        if let Some(name) = self.default_name() {
            return self.get(name);
        }
        let file = super::keys::path(self.path());
        let names: Vec<_> = self.names().collect();
        Err(if names.is_empty() {
            let reason = format!(
                "set it to the appliance, such as nac.example.com, or write a profile into {file}"
            );
            Error::setting("FORTINAC_URL", reason)
        } else {
            let names = names.join(", ");
            let reason =
                format!("no profile is named; set it, or `default` in {file}, which has {names}");
            Error::setting("FORTINAC_PROFILE", reason)
        })
    }
}

impl ClientBuilder {
    /// Returns a builder with the settings of the profile with this name; without a name, with those of the environment or
    /// of the default profile. [The module `profile`](crate::profile#which-settings-count) has the rules.
    ///
    /// What is set on the builder wins: a method for trust, such as [`ClientBuilder::pin`], replaces the trust found here.
    ///
    /// # Errors
    /// A setting cannot be used, or none names an appliance; the error names it.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// // The name comes from an option such as `--profile`; what the program sets itself wins.
    /// let client = fortinac_client::ClientBuilder::from_settings(Some("lab"))?.strict(true).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_settings(profile: Option<&str>) -> Result<Self, Error> {
        Settings::find(profile)?.builder()
    }
}

impl Client {
    /// A client with the settings of the profile with this name; without a name, with those of the environment or of the
    /// default profile. [The module `profile`](crate::profile#which-settings-count) has the rules.
    ///
    /// # Errors
    /// A setting cannot be used, or none names an appliance; the error names it.
    ///
    /// ```no_run
    /// # async fn example() -> fortinac_client::Result<()> {
    /// let client = fortinac_client::Client::from_settings(None)?;
    /// println!("{} hosts", client.hosts().count_all().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_settings(profile: Option<&str>) -> Result<Self, Error> {
        ClientBuilder::from_settings(profile)?.build()
    }
}
