//! Where each part of the spec is, and what that makes of it: a folder is a module and a Cargo feature of the generated
//! crates, and a file in it is a module inside.

use std::path::Path;

use super::Model;
use crate::bundle::Bundle;

/// The module of what all parts of the spec share, which is no feature.
pub const COMMON_MODULE: &str = "common";

/// A file of the spec as a place in the generated crates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The folder in Rust's spelling, such as `host`; `common` for what all share.
    pub module: String,
    /// The file in Rust's spelling, such as `device_identity`.
    pub file: String,
    /// The YAML file, such as `openapi/host/device-identity.yaml`.
    pub source: String,
}

impl Place {
    /// The place of a file of the spec.
    pub(crate) fn of(file: &Path, root: &Path) -> Self {
        let rust_name = |name: &std::ffi::OsStr| name.to_string_lossy().replace('-', "_");
        let folder = root.parent().unwrap_or(Path::new(""));
        let relative = file.strip_prefix(folder).unwrap_or(file);
        let parent = relative.parent().and_then(Path::file_name);
        Self {
            module: parent.map_or_else(|| COMMON_MODULE.to_owned(), rust_name),
            file: rust_name(file.file_stem().unwrap_or_default()),
            source: format!("openapi/{}", relative.to_string_lossy().replace('\\', "/")),
        }
    }

    /// Whether it is shared by all, and always compiled.
    pub fn is_common(&self) -> bool {
        self.module == COMMON_MODULE
    }

    /// The Cargo feature that turns it on.
    pub fn feature(&self) -> String {
        self.module.replace('_', "-")
    }
}

impl Bundle {
    /// The place of a component schema.
    pub(crate) fn place_of_schema(&self, name: &str) -> Place {
        Place::of(self.file_of_schema(name), &self.root)
    }

    /// The place of a path.
    pub(crate) fn place_of_path(&self, path: &str) -> Place {
        Place::of(self.path_files.get(path).unwrap_or(&self.root), &self.root)
    }
}

impl Model {
    /// The place of a component schema.
    pub(crate) fn place_of_schema(&self, name: &str) -> Place {
        self.bundle.place_of_schema(name)
    }

    /// The place of a path.
    pub(crate) fn place_of_path(&self, path: &str) -> Place {
        self.bundle.place_of_path(path)
    }
}
