use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::exchange::InvalidExchange;
use crate::problem::Problem;

/// The exchange files of a path: the file itself, or all `*.json` files of a folder and its subfolders, sorted. Links
/// to folders are not followed. A folder that cannot be read or has no such file is an error.
pub(crate) fn exchange_files(path: &Path) -> Vec<(PathBuf, Result<(), InvalidExchange>)> {
    if !path.is_dir() {
        return vec![(path.to_owned(), Ok(()))];
    }
    let mut files = Vec::new();
    collect(path, &mut files);
    if files.is_empty() {
        files.push((
            path.to_owned(),
            Err(unusable("the folder has no *.json".into())),
        ));
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Result<(), InvalidExchange>)>) {
    let mut visit = || -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                collect(&path, files);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
                && !path.is_dir()
            {
                files.push((path, Ok(())));
            }
        }
        Ok(())
    };
    if let Err(error) = visit() {
        files.push((
            folder.to_owned(),
            Err(unusable(format!("cannot be read: {error}"))),
        ));
    }
}

fn unusable(reason: String) -> InvalidExchange {
    InvalidExchange {
        problems: vec![Problem::exchange("$", reason)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_files_at_every_depth_sorted() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c.json")).unwrap();
        for file in ["z.json", "a.json", "b/c.json/d.json", "b/notes.txt"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let found = exchange_files(folder.path());
        let found: Vec<_> = found
            .iter()
            .map(|(file, _)| file.strip_prefix(folder.path()).unwrap())
            .collect();
        assert_eq!(
            found,
            ["a.json", "b/c.json/d.json", "z.json"].map(Path::new)
        );
    }
}
