//! The forms of output.

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Table,
    /// A table with all columns.
    Wide,
    Json,
    /// One JSON value a line.
    JsonLines,
    Yaml,
    Csv,
    /// The values alone, one a line.
    Value,
}

impl Form {
    pub(crate) const NAMES: [&str; 7] = ["table", "wide", "json", "jsonl", "yaml", "csv", "value"];

    /// Whether it is for people.
    pub(crate) fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Wide)
    }

    /// Whether programs read it as JSON.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::JsonLines)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "table" => Self::Table,
            "wide" => Self::Wide,
            "json" => Self::Json,
            "jsonl" => Self::JsonLines,
            "yaml" => Self::Yaml,
            "csv" => Self::Csv,
            "value" => Self::Value,
            _ => return None,
        })
    }
}
