//! What the configuration of MCP clients needs.

use std::path::Path;

use serde_json::json;

/// A client, or a family of them that reads the same file.
pub(super) struct Client {
    pub(super) name: &'static str,
    /// Where the text belongs.
    pub(super) place: &'static str,
    text: fn(&str, &[String]) -> String,
}

/// The known clients.
pub(super) const CLIENTS: &[Client] = &[
    Client {
        name: "claude",
        place: "claude_desktop_config.json of Claude Desktop, or .mcp.json of a project for Claude Code",
        text: servers,
    },
    Client {
        name: "cursor",
        place: "~/.cursor/mcp.json, or .cursor/mcp.json of a project",
        text: servers,
    },
    Client {
        name: "gemini",
        place: "~/.gemini/settings.json",
        text: servers,
    },
    Client {
        name: "vscode",
        place: ".vscode/mcp.json of a project, or mcp.json of the user",
        text: |program, arguments| {
            json(
                &json!({"servers": {"fortinac": {"type": "stdio", "command": program, "args": arguments}}}),
            )
        },
    },
    Client {
        name: "codex",
        place: "~/.codex/config.toml",
        text: |program, arguments| {
            // A string of JSON is one of TOML as well.
            format!(
                "[mcp_servers.fortinac]\ncommand = {}\nargs = {}\n",
                json!(program),
                json!(arguments)
            )
        },
    },
];

fn servers(program: &str, arguments: &[String]) -> String {
    json(&json!({"mcpServers": {"fortinac": {"command": program, "args": arguments}}}))
}

fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

impl Client {
    /// The text, for a server that is started with these arguments. No secret is in it.
    pub(super) fn text(&self, program: &Path, arguments: &[String]) -> String {
        (self.text)(&program.to_string_lossy(), arguments)
    }
}
