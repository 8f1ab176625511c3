//! Writes the seeds of all targets into a folder, in one subfolder for each: what `cargo fuzz` begins with.

use std::path::Path;
use std::{env, fs, io};

use fortinac_fuzz_targets::TARGETS;

fn main() -> io::Result<()> {
    let folder = env::args_os()
        .nth(1)
        .ok_or_else(|| io::Error::other("usage: seeds FOLDER"))?;
    for target in TARGETS {
        let folder = Path::new(&folder).join(target.name);
        fs::create_dir_all(&folder)?;
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
