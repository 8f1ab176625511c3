//! Request bodies.

use serde::{Deserialize, Serialize};

use super::Type;

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Body {
    /// JSON.
    Json {
        /// A component, or an array of components or scalars.
        #[serde(rename = "type")]
        ty: Type,
        /// Whether the operation takes the same body as XML.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        xml: bool,
        /// The property that repeats the id of the path, if the body has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The JSON pointer of the schema in the document; not in the index.
        #[serde(skip)]
        pointer: String,
    },
    /// A form: `application/x-www-form-urlencoded`, an array as a repeated key.
    Form {
        /// The component schema.
        component: String,
        /// The fields, in the order of the schema.
        fields: Vec<FormField>,
    },
    /// Parts of `multipart/form-data`. At least one of them is a file.
    Multipart {
        /// The parts, in the order of the schema. A file has [`Type::File`].
        parts: Vec<FormField>,
    },
}

impl Body {
    /// The media type that the client sends.
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Json { .. } => "application/json",
            Self::Form { .. } => "application/x-www-form-urlencoded",
            Self::Multipart { .. } => "multipart/form-data",
        }
    }

    /// The type of the body; `None` if it has files.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Self::Json { ty, .. } => Some(ty.clone()),
            Self::Form { component, .. } => Some(Type::Ref(component.clone())),
            Self::Multipart { .. } => None,
        }
    }

    /// The fields of a form, or the parts of an upload; none of a JSON body.
    pub fn fields(&self) -> &[FormField] {
        match self {
            Self::Json { .. } => &[],
            Self::Form { fields, .. } => fields,
            Self::Multipart { parts } => parts,
        }
    }

    /// The component schema of the body, or of its items.
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Json { ty, .. } => ty.component(),
            Self::Form { component, .. } => Some(component),
            Self::Multipart { .. } => None,
        }
    }
}

/// A field of a form, or a part of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormField {
    /// The name on the wire.
    pub name: String,
    /// The type: a scalar, an array of scalars, or a file.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the form must have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The description.
    pub description: String,
}
