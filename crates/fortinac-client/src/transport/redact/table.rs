//! Secrets in a file that is uploaded: the cells of a table's columns whose names sound secret.

use fortinac_json::sounds_secret;
use fortinac_types::Secret;

/// How much of a file is looked at.
const MAX_CONTENT: usize = 64 * 1024;
/// How many cells are looked for.
const MAX_CELLS: usize = 1000;

/// The cells below a secret name in the first line, as they are between separators. Other files have none.
pub(super) fn secrets(content: &[u8]) -> Vec<Secret> {
    let content = &content[..content.len().min(MAX_CONTENT)];
    let content = String::from_utf8_lossy(content);
    let mut lines = content.lines().map(cells);
    let names = lines.next().unwrap_or_default();
    let is_secret: Vec<bool> = names.iter().map(|name| sounds_secret(name)).collect();
    if !is_secret.contains(&true) {
        return Vec::new();
    }
    let cells = lines.flat_map(|line| {
        let cells = line.into_iter().zip(&is_secret);
        cells.filter_map(|(cell, is_secret)| is_secret.then_some(cell))
    });
    cells.take(MAX_CELLS).map(Secret::from).collect()
}

fn cells(line: &str) -> Vec<&str> {
    let cells = line.split([',', ';', '\t']);
    cells.map(|cell| cell.trim().trim_matches('"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_secret_columns_are_secrets() {
        let table = "\"hostName\",password;mac\r\nprinter,\"canary\",x\nother, canary2 ,y\nshort\n";
        let found = secrets(table.as_bytes());
        let found: Vec<_> = found.iter().map(Secret::expose).collect();
        assert_eq!(found, ["canary", "canary2"]);
        for other in [
            &b""[..],
            b"hostName,mac\nprinter,x\n",
            b"\xff\x00\n\xff",
            b"password",
        ] {
            assert!(secrets(other).is_empty());
        }
        let many = format!("password\n{}", "canary\n".repeat(100_000));
        assert_eq!(secrets(many.as_bytes()).len(), MAX_CELLS);
    }
}
