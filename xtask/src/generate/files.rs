//! The files that codegen owns: which of them are stale, and how they are mended.

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
                if target.is_dir() {
                    remove(&target)?;
                }
                let folder = target.parent().unwrap_or(workspace);
                fs::create_dir_all(folder).map_err(|error| named(folder, "made", &error))?;
                fs::write(&target, &file.contents)
                    .map_err(|error| named(&target, "written", &error))?;
            }
            None => remove(&target)?,
        }
    }
    Ok(stale)
}

/// Removes what is left over: a file, or a folder with all that is in it. A link goes, and not what it names.
fn remove(target: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(target) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(target),
        _ => fs::remove_file(target),
    };
    removed.map_err(|error| named(target, "removed", &error))
}

/// The error with the path that it is about.
fn named(path: &Path, what: &str, error: &io::Error) -> io::Error {
    let text = format!(
        "{} cannot be {what}: {error}; make room for it, and run `cargo xtask codegen` again",
        path.display()
    );
    io::Error::new(error.kind(), text)
}

/// Names the files that differ from what would be generated: changed, missing, or left over.
///
/// # Errors
/// A file or folder cannot be read.
pub fn check(workspace: &Path, files: &[GeneratedFile]) -> io::Result<Vec<PathBuf>> {
    let mut stale = BTreeSet::new();
    for file in files {
        let path = workspace.join(&file.path);
        let current = match fs::read(&path) {
            Ok(current) => Some(current),
            Err(error) if error.kind() == io::ErrorKind::NotFound || path.is_dir() => None,
            Err(error) => return Err(named(&path, "read", &error)),
        };
        if current.as_deref() != Some(file.contents.as_bytes()) {
            stale.insert(file.path.clone());
        }
    }
    // Other generated files, such as manifests, are among files that are written by hand.
    let roots: BTreeSet<&Path> = files
        .iter()
        .filter_map(|file| generated_root(&file.path))
        .collect();
    for root in roots {
        left_over(workspace, root, files, &mut stale)?;
    }
    Ok(stale.into_iter().collect())
}

/// The folder `generated` that a file is below.
fn generated_root(path: &Path) -> Option<&Path> {
    path.ancestors()
        .find(|folder| folder.ends_with("generated"))
}

/// Names what is in a folder of generated files and is not generated any more.
fn left_over(
    workspace: &Path,
    folder: &Path,
    files: &[GeneratedFile],
    stale: &mut BTreeSet<PathBuf>,
) -> io::Result<()> {
    let unreadable = |error| named(&workspace.join(folder), "read", &error);
    let entries = match fs::read_dir(workspace.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    for entry in entries {
        let path = folder.join(entry.map_err(unreadable)?.file_name());
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        if files.iter().any(|file| file.path.starts_with(&path)) {
            left_over(workspace, &path, files, stale)?;
        } else {
            stale.insert(path);
        }
    }
    Ok(())
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

    #[test]
    fn a_folder_in_the_place_of_a_file_goes_too() {
        let workspace = tempfile::tempdir().unwrap();
        let files = [GeneratedFile {
            path: "generated/a.rs".into(),
            contents: "a".into(),
        }];
        for folder in ["generated/a.rs/inner", "generated/old/inner"] {
            fs::create_dir_all(workspace.path().join(folder)).unwrap();
        }
        let expected = [Path::new("generated/a.rs"), Path::new("generated/old")];
        assert_eq!(write(workspace.path(), &files).unwrap(), expected);
        assert!(check(workspace.path(), &files).unwrap().is_empty());
    }

    #[test]
    fn an_error_names_the_path() {
        let workspace = tempfile::tempdir().unwrap();
        fs::write(workspace.path().join("generated"), "a file").unwrap();
        let files = [GeneratedFile {
            path: "generated/a.rs".into(),
            contents: "a".into(),
        }];
        let error = check(workspace.path(), &files).unwrap_err().to_string();
        let path = workspace.path().join("generated");
        assert!(error.starts_with(path.to_str().unwrap()), "{error}");
        assert!(error.contains("cargo xtask codegen"), "{error}");
    }
}
