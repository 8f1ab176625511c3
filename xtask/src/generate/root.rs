//! The list of paths in the root, which refers to the files of the resources: with it the root with its files is a valid
//! OpenAPI document by itself.

use std::fmt::Write;
use std::path::Path;

use super::GeneratedFile;
use crate::model::Model;

const ROOT: &str = "openapi/fortinac.yaml";

pub(super) fn root(workspace: &Path, model: &Model) -> Result<GeneratedFile, String> {
    let text = std::fs::read_to_string(workspace.join(ROOT))
        .map_err(|error| format!("{ROOT} cannot be read: {error}"))?;
    let folder = model.bundle.root.parent().unwrap_or(Path::new(""));
    let mut list = String::new();
    for (path, file) in &model.bundle.path_files {
        let file = file
            .strip_prefix(folder)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        let pointer = path
            .replace('/', "~1")
            .replace('{', "%7B")
            .replace('}', "%7D");
        let _ = writeln!(list, "  {path}: {{$ref: '{file}#/paths/{pointer}'}}");
    }
    Ok(GeneratedFile {
        path: ROOT.into(),
        contents: replaced(&text, &list)?,
    })
}

/// The text with another content of `paths`.
fn replaced(text: &str, list: &str) -> Result<String, String> {
    const KEY: &str = "\npaths:\n";
    let (before, after) = text
        .split_once(KEY)
        .ok_or_else(|| format!("{ROOT} has no line `paths:`"))?;
    let is_content = |line: &&str| line.starts_with(' ') || line.trim().is_empty();
    let rest: Vec<&str> = after.lines().skip_while(is_content).collect();
    let rest = rest
        .iter()
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    Ok(format!("{before}{KEY}{list}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_list_changes() {
        let text = "a: 1\npaths:\n  /old: {}\n\n  /older:\n    get: {}\nz: 2\n  # end\n";
        let expected = "a: 1\npaths:\n  /new: {}\nz: 2\n  # end\n";
        assert_eq!(replaced(text, "  /new: {}\n").as_deref(), Ok(expected));
        assert_eq!(replaced(expected, "  /new: {}\n").as_deref(), Ok(expected));
        assert_eq!(
            replaced("a: 1\npaths:\n", "").as_deref(),
            Ok("a: 1\npaths:\n")
        );
        assert!(replaced("a: 1\n", "").is_err());
    }
}
