//! The verbs that the names of calls begin with, for lint and for draft.

/// Verbs that change data. A POST or a DELETE begins with one of them or of [`CHECKS`], and no GET that changes nothing
/// does.
pub const WRITES: &[&str] = &[
    "accept",
    "acknowledge",
    "add",
    "approve",
    "confirm",
    "copy",
    "create",
    "delete",
    "deny",
    "deploy",
    "disable",
    "discover",
    "enable",
    "generate",
    "import",
    "initialize",
    "login",
    "logout",
    "modify",
    "move",
    "poll",
    "register",
    "remove",
    "reprofile",
    "rescan",
    "reset",
    "restart",
    "restore",
    "resync",
    "run",
    "send",
    "set",
    "start",
    "stop",
    "swap",
    "trigger",
    "update",
    "upsert",
];

/// Verbs that find something out. A GET may begin with one of them, too.
pub const CHECKS: &[&str] = &["authenticate", "parse", "scan", "test", "validate"];

/// Whether a POST or a DELETE can begin with this word.
pub fn is_verb(word: &str) -> bool {
    WRITES.contains(&word) || CHECKS.contains(&word)
}
