use std::fmt;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use super::file::{self, Content};
use super::read::{self, Said};
use super::{Profile, keys, save};
use crate::error::Error;
use crate::transport::endpoint::Endpoint;

/// The profiles of a file.
///
/// Changes are in memory until [`Profiles::save`]. `Debug` shows no token.
#[derive(Clone)]
pub struct Profiles {
    path: PathBuf,
    /// The file as it was read, if there was one.
    bytes: Option<Vec<u8>>,
    /// The same as `default` and `profiles`, with comments.
    document: DocumentMut,
    default: Option<String>,
    profiles: Vec<Profile>,
}

impl Profiles {
    /// Reads the file that `FORTINAC_CONFIG` names, or else the one in the folder of configuration files, see
    /// [the module](crate::profile). If that one does not exist, there are no profiles.
    ///
    /// # Errors
    /// A file that `FORTINAC_CONFIG` names does not exist; or as those of [`Profiles::from_file`].
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use fortinac_client::profile::Profiles;
    ///
    /// let profiles = Profiles::load()?;
    /// for name in profiles.names() {
    ///     println!("{name}: {}", profiles.get(name)?.url());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn load() -> Result<Self, Error> {
        Self::load_with(&|name| std::env::var_os(name))
    }

    pub(super) fn load_with(variable: super::settings::Variable<'_>) -> Result<Self, Error> {
        const CONFIG: &str = "FORTINAC_CONFIG";
        let named = variable(CONFIG).filter(|file| !file.is_empty());
        let Some(named) = named else {
            let path = file::default_path()?;
            let content = file::read(&path)?;
            return Self::new(path, content);
        };
        let path = absolute(Path::new(&named));
        match file::read(&path)? {
            None => Err(Error::setting(CONFIG, missing(&path))),
            content => Self::new(path, content),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or others can read a token in it; a key is unknown or its value wrong. The
    /// error names the file, the profile and the key, and shows no value.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = absolute(path.as_ref());
        match file::read(&path)? {
            None => Err(Error::setting(keys::path(&path), "there is no such file")),
            content => Self::new(path, content),
        }
    }

    /// No profiles, to be saved as this file. If the file exists by then, [`Profiles::save`] refuses.
    pub fn empty(path: impl AsRef<Path>) -> Self {
        Self {
            path: absolute(path.as_ref()),
            bytes: None,
            document: DocumentMut::new(),
            default: None,
            profiles: Vec::new(),
        }
    }

    fn new(path: PathBuf, content: Option<Content>) -> Result<Self, Error> {
        let Some(content) = content else {
            return Ok(Self::empty(path));
        };
        let said = read::profiles(&content.document, &path)?;
        content.access.check(&path, said.has_token())?;
        let Said { default, profiles } = said;
        Ok(Self {
            path,
            bytes: Some(content.bytes),
            document: content.document,
            default,
            profiles,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the profiles, in the order of the file.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.profiles
            .iter()
            .map(|profile| profile.name().unwrap_or_default())
    }

    /// The profile that is used when none is named.
    pub fn default_name(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// The profile with this name.
    ///
    /// # Errors
    /// There is none; the error names those that exist.
    pub fn get(&self, name: &str) -> Result<&Profile, Error> {
        self.find(name)
            .map_err(|reason| Error::setting("profile", reason))
    }

    pub(super) fn find(&self, name: &str) -> Result<&Profile, String> {
        let mut profiles = self.profiles.iter();
        let found = profiles.find(|profile| profile.name() == Some(name));
        found.ok_or_else(|| {
            let shown = keys::shown(name);
            if self.bytes.is_none() && self.profiles.is_empty() {
                return format!("there is no profile {shown}: {}", missing(&self.path));
            }
            let existing = read::existing(name, self.names());
            format!(
                "there is no profile {shown} in {}; {existing}",
                keys::path(&self.path)
            )
        })
    }

    /// Adds a profile, or changes the one with this name: of that, comments stay, and so does what is the same.
    ///
    /// # Errors
    /// The name, the URL or another setting cannot be used.
    pub fn set(&mut self, name: &str, mut profile: Profile) -> Result<(), Error> {
        read::check_name(name)
            .map_err(|reason| Error::setting(format!("profile {}", keys::shown(name)), reason))?;
        profile.origin = Some((self.path.clone(), name.to_owned()));
        Endpoint::parse(&profile.url)
            .map_err(|reason| Error::setting(profile.setting(keys::URL), reason))?;
        let mut document = self.document.clone();
        save::write(&mut document, name, &profile, self.find(name).ok())?;
        // What could not be read again is refused.
        self.profiles = read::profiles(&document, &self.path)?.profiles;
        self.document = document;
        Ok(())
    }

    /// Sets the profile that is used when none is named.
    ///
    /// # Errors
    /// There is no profile with this name.
    pub fn set_default(&mut self, name: &str) -> Result<(), Error> {
        self.get(name)?;
        save::put(
            self.document.as_table_mut(),
            keys::DEFAULT,
            Some(name.into()),
        );
        self.default = Some(name.to_owned());
        Ok(())
    }

    /// Removes a profile. If it was the default, there is none then.
    ///
    /// # Errors
    /// There is no profile with this name.
    pub fn remove(&mut self, name: &str) -> Result<(), Error> {
        self.get(name)?;
        if self.default.as_deref() == Some(name) {
            self.document.remove(keys::DEFAULT);
            self.default = None;
        }
        save::remove(&mut self.document, name);
        self.profiles.retain(|profile| profile.name() != Some(name));
        Ok(())
    }

    /// Writes the file in one step, readable by its owner alone. Comments and order stay. A folder that does not exist is
    /// made, for its owner alone.
    ///
    /// # Errors
    /// The file cannot be written, or another program has changed it meanwhile.
    pub fn save(&mut self) -> Result<(), Error> {
        let bytes = save::replace(
            &self.path,
            self.bytes.as_deref(),
            &self.document.to_string(),
        )
        .map_err(|reason| Error::setting(keys::path(&self.path), reason))?;
        self.bytes = Some(bytes);
        Ok(())
    }
}

/// The file, wherever the program goes to later.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn missing(path: &Path) -> String {
    format!("there is no file {}", keys::path(path))
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profiles")
            .field("path", &self.path)
            .field("default", &self.default)
            .field("profiles", &self.profiles)
            .finish_non_exhaustive()
    }
}
