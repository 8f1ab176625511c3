//! Schemas and types.

use serde::{Deserialize, Serialize};

/// The extension that lists the known values of an open enum.
pub const OPEN_ENUM: &str = "x-extensible-enum";

/// A component schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Schema {
    /// The kind of schema.
    pub kind: SchemaKind,
    /// The description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether a property that refers to it can be null.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// The sources that document it in addition to those of the operations that use it (`x-fortinac-source`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Provenance and doubts about the sources (`x-fortinac-note`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What is not known (`x-fortinac-gap`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// The reason why it is not a secret although the name of a property may sound secret (`x-fortinac-not-secret`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_secret: Option<String>,
}

/// The kinds of component schemas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaKind {
    /// An object with known properties. Other properties are allowed.
    Record(Record),
    /// An open enum: a string of which some values are known.
    OpenEnum(Vec<String>),
    /// An integer or a string with its own Rust type: `Timestamp`, `Code`.
    IntegerOrString,
}

/// An object with known properties.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record {
    /// The properties, in the order of the document.
    pub properties: Vec<Property>,
    /// The names of the fields that a form must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The properties that a table shows (`x-fortinac-columns`); a dot leads into the record of a property.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

impl Record {
    /// The property with this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }
}

/// A property of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// The description: from the property itself, or the first sentence of the component that it refers to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The reason why the record has it although no source documents it there (`x-fortinac-inferred` of the record).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// The reason why the type of the property, or of its items or values, is not known (`x-fortinac-open`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// The reason why it is not a secret although its name sounds secret (`x-fortinac-not-secret`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_secret: Option<String>,
    /// Whether the schema allows null. Nearly all do.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub nullable: bool,
    /// Provenance and doubts about the sources (`x-fortinac-note`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What is not known (`x-fortinac-gap`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
}

fn yes() -> bool {
    true
}

/// The type of a value. Each type has one schema shape in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// A string.
    String,
    /// A string that contains JSON.
    JsonString,
    /// A string that contains a value of this type: an integer, a number or a boolean.
    StringOf(Box<Type>),
    /// A secret string. It must never be shown.
    Secret,
    /// A 64-bit integer.
    Integer,
    /// A number, with or without a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An integer in some sources, a string in others.
    IntegerOrString,
    /// A record in some sources, a string in others.
    RecordOrString(String),
    /// An array.
    Array(Box<Type>),
    /// An object whose property names are data. All values have one type, and each of them can be null.
    Map(Box<Type>),
    /// An object of which no property is known.
    Object,
    /// A value of which no type is known.
    Any,
    /// A file, which is a part of an upload and nothing else.
    File,
    /// A component schema.
    Ref(String),
}

impl Type {
    /// The component of this type, of its items or of its values.
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Ref(name) | Self::RecordOrString(name) => Some(name),
            Self::Array(items) => items.component(),
            Self::Map(values) => values.component(),
            _ => None,
        }
    }
}
