use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A file that codegen owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where, below the workspace.
    pub path: PathBuf,
    /// What is in it.
    pub contents: String,
}

/// Writes the files that differ, removes those that are not generated any more, and names both kinds.
///
/// # Errors
/// A file cannot be read, written or removed.
pub fn write(workspace: &Path, files: &[GeneratedFile]) -> io::Result<Vec<PathBuf>> {
    let stale = check(workspace, files)?;
    for path in &stale {
        let target = workspace.join(path);
        match files.iter().find(|file| file.path == *path) {
            Some(file) => {
                fs::create_dir_all(target.parent().unwrap_or(workspace))?;
                fs::write(target, &file.contents)?;
            }
            None => fs::remove_file(target)?,
        }
    }
    Ok(stale)
}

/// Names the files that differ from what would be generated: changed, missing, or left over.
///
/// # Errors
/// A file or folder cannot be read.
pub fn check(workspace: &Path, files: &[GeneratedFile]) -> io::Result<Vec<PathBuf>> {
    let mut stale = BTreeSet::new();
    for file in files {
        let current = match fs::read(workspace.join(&file.path)) {
            Ok(current) => Some(current),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if current.as_deref() != Some(file.contents.as_bytes()) {
            stale.insert(file.path.clone());
        }
    }
    // A manifest stands among files that are written by hand.
    let folders = files.iter().filter_map(|file| file.path.parent());
    let folders: BTreeSet<&Path> = folders
        .filter(|folder| folder.ends_with("generated"))
        .collect();
    for folder in folders {
        let entries = match fs::read_dir(workspace.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = folder.join(entry?.file_name());
            if !files.iter().any(|file| file.path == path) {
                stale.insert(path);
            }
        }
    }
    Ok(stale.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_written_and_what_is_left_over_goes() {
        let workspace = tempfile::tempdir().unwrap();
        let file = |name: &str, contents: &str| GeneratedFile {
            path: Path::new("generated").join(name),
            contents: contents.into(),
        };
        let files = [file("a.rs", "a"), file("b.rs", "b")];
        assert_eq!(write(workspace.path(), &files).unwrap().len(), 2);
        assert!(write(workspace.path(), &files).unwrap().is_empty());

        fs::write(workspace.path().join("generated/a.rs"), "changed").unwrap();
        fs::write(workspace.path().join("generated/old.rs"), "left over").unwrap();
        let expected = [Path::new("generated/a.rs"), Path::new("generated/old.rs")];
        assert_eq!(check(workspace.path(), &files).unwrap(), expected);
        assert_eq!(write(workspace.path(), &files).unwrap(), expected);
        assert!(check(workspace.path(), &files).unwrap().is_empty());
    }
}
