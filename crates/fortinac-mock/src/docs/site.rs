//! The documentation as files, for any web server.

use std::io;
use std::path::Path;

use super::assets::ASSETS;
use super::{SETTINGS, settings};

/// Writes the page of the documentation into a folder, which is made if it is not there. The page reads the spec from
/// `fortinac.json` beside it, which the caller writes. It has no token, and calls no appliance.
///
/// # Errors
/// A file cannot be written.
pub fn write_docs(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for asset in &ASSETS {
        let name = if asset.name.is_empty() {
            "index.html"
        } else {
            asset.name
        };
        std::fs::write(folder.join(name), asset.body(false).1)?;
    }
    std::fs::write(folder.join(SETTINGS), settings(false, None).to_string())
}
