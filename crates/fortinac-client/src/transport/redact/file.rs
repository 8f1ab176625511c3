//! Secrets in a file that is a secret as a whole, such as a private key.

use fortinac_types::Secret;

/// How much of a file is looked at.
const MAX_CONTENT: usize = 64 * 1024;

/// The lines of the file. Those that say what it is (`-----BEGIN PRIVATE KEY-----`) are in every such file.
pub(super) fn secrets(content: &[u8]) -> Vec<Secret> {
    let content = &content[..content.len().min(MAX_CONTENT)];
    let content = String::from_utf8_lossy(content);
    let lines = content.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("-----"));
    lines.map(Secret::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_key_are_secrets() {
        let key = b"-----BEGIN PRIVATE KEY-----\r\nMIIcanary\r\nqqcanary2=\r\n-----END PRIVATE KEY-----\r\n";
        let found = secrets(key);
        let found: Vec<_> = found.iter().map(Secret::expose).collect();
        assert_eq!(found, ["MIIcanary", "qqcanary2="]);
        assert!(secrets(b"").is_empty());
    }
}
