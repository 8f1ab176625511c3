use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::exchange::InvalidExchange;
use crate::problem::Problem;

/// The files of a path.
#[derive(Default)]
pub(crate) struct Files {
    /// The files with exchanges: the file itself, or all `*.json` and `*.har` files of a folder and its subfolders, sorted. A
    /// folder that cannot be read or has no such file is an error.
    pub(crate) exchanges: Vec<(PathBuf, Result<(), InvalidExchange>)>,
    /// What else there is in the folder, sorted, and why it is not read.
    pub(crate) others: Vec<(PathBuf, &'static str)>,
}

pub(crate) fn files(path: &Path) -> Files {
    let mut files = Files::default();
    if !path.is_dir() {
        files.exchanges.push((path.to_owned(), Ok(())));
        return files;
    }
    collect(path, &mut files);
    if files.exchanges.is_empty() {
        let error = unusable("the folder has no *.json and no *.har".into());
        files.exchanges.push((path.to_owned(), Err(error)));
    }
    files.exchanges.sort_by(|(a, _), (b, _)| a.cmp(b));
    files.others.sort();
    files
}

fn collect(folder: &Path, files: &mut Files) {
    let mut visit = || -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let is_capture = path.extension().is_some_and(|extension| {
                extension.eq_ignore_ascii_case("json") || extension.eq_ignore_ascii_case("har")
            });
            if entry.file_type()?.is_dir() {
                collect(&path, files);
            } else if path.is_dir() {
                files.others.push((path, "a link to a folder"));
            } else if is_capture {
                files.exchanges.push((path, Ok(())));
            } else {
                files
                    .others
                    .push((path, "its name does not end in .json or .har"));
            }
        }
        Ok(())
    };
    if let Err(error) = visit() {
        let error = unusable(format!("cannot be read: {error}"));
        files.exchanges.push((folder.to_owned(), Err(error)));
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
    fn json_files_at_every_depth_sorted_and_nothing_in_silence() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c.json")).unwrap();
        let written = [
            "z.json",
            "a.json",
            "B.JSON",
            "b/c.json/d.json",
            "b/notes.txt",
            "c.har",
            "json",
        ];
        for file in written {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let found = files(folder.path());
        let relative = |file: &PathBuf| file.strip_prefix(folder.path()).unwrap().to_owned();
        let exchanges: Vec<_> = found
            .exchanges
            .iter()
            .map(|(file, _)| relative(file))
            .collect();
        assert_eq!(
            exchanges,
            ["B.JSON", "a.json", "b/c.json/d.json", "c.har", "z.json"].map(PathBuf::from)
        );
        let others: Vec<_> = found
            .others
            .iter()
            .map(|(file, _)| relative(file))
            .collect();
        assert_eq!(others, ["b/notes.txt", "json"].map(PathBuf::from));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again.json")).unwrap();
        fs::write(folder.path().join("a.json"), "").unwrap();
        let found = files(folder.path());
        assert_eq!((found.exchanges.len(), found.others.len()), (1, 1));
        assert_eq!(found.others[0].1, "a link to a folder");
    }
}
