//! Writes the documentation's page into a folder: what `cargo xtask docs` runs, after it has written the spec there.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder")?;
    fortinac_mock::write_docs(Path::new(&folder))?;
    Ok(())
}
