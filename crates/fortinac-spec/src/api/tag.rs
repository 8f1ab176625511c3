//! Tags, which group resources.

use serde::{Deserialize, Serialize};

/// A tag of the document: a group of resources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tag {
    /// The name.
    pub name: String,
    /// The description: what the resources are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The resources (`x-fortinac-resources`).
    pub resources: Vec<Resource>,
    /// What is not known of the group (`x-fortinac-gap`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
}

/// A resource, such as users. The `operationId`s of its operations begin with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resource {
    /// The name in the singular, such as `user`.
    pub name: String,
    /// The name of its API handle on the client, such as `users`.
    pub handle: String,
}
