//! Operations.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Body, Type};

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operation {
    /// The `operationId`, which is `<resource>_<verb>`.
    pub id: String,
    /// The resource, such as `user`.
    pub resource: String,
    /// The verb: what it does to the resource, such as `set_role`.
    pub verb: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/user/{id}`.
    pub path: String,
    /// The name of its tag.
    pub tag: String,
    /// The summary: what the operation does, in a few words.
    pub summary: String,
    /// The description: what the operation does, and what a caller has to know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The parameters of path and query. The parameters of the path item come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The request body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The component schema of the response to a success.
    pub envelope: String,
    /// The part of the envelope that the call returns (`x-fortinac-result`).
    pub result: Output,
    /// Whether the response to a success has no `status`, which nearly all have.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_bare: bool,
    /// The component schema of the response to a failure.
    pub error: String,
    /// The media types of the response to a success.
    #[serde(default, skip_serializing_if = "ResponseMedia::is_json")]
    pub response_media: ResponseMedia,
    /// Whether the call changes nothing, so that it can be retried after a failure: `x-fortinac-safe`, or else whether
    /// the method is GET.
    pub safe: bool,
    /// Whether the call destroys data or interrupts service: `x-fortinac-destructive`, or else whether it deletes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub destructive: bool,
    /// The quality of the sample in the source (`x-fortinac-evidence`).
    pub evidence: Evidence,
    /// The kind of source that documents the operation (`x-fortinac-origin`).
    pub origin: Origin,
    /// The releases whose reference documents the operation (`x-fortinac-versions`).
    pub versions: Vec<String>,
    /// The ids of its sources (`x-fortinac-source`).
    pub sources: Vec<String>,
    /// Provenance and doubts about the sources (`x-fortinac-note`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What is not known (`x-fortinac-gap`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// The reason why the spec deviates from the source (`x-fortinac-deviation`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation: Option<String>,
}

impl Operation {
    /// The JSON pointer of the operation in the document.
    pub fn pointer(&self) -> String {
        let path = crate::pointer::escape(&self.path);
        format!("/paths/{path}/{}", self.method.key())
    }

    /// Whether the call changes data although its method is GET.
    pub fn writes_by_get(&self) -> bool {
        self.method == Method::Get && !self.safe
    }

    /// Whether the call changes nothing although its method is not GET.
    pub fn reads_without_get(&self) -> bool {
        self.method != Method::Get && self.safe
    }

    /// Whether the call returns a secret.
    pub fn returns_secret(&self) -> bool {
        let is_secret = |ty: &Type| *ty == Type::Secret;
        match &self.result {
            Output::Value { ty, .. } | Output::List { item: ty, .. } => is_secret(ty),
            _ => false,
        }
    }

    /// The parameters of the query.
    pub fn query(&self) -> impl Iterator<Item = &Parameter> {
        let is_query = |parameter: &&Parameter| parameter.location == Location::Query;
        self.parameters.iter().filter(is_query)
    }

    /// Which of the common parameters of lists the operation has.
    pub fn list_parameters(&self) -> ListParameters {
        let has = |name: &&str| self.query().any(|parameter| parameter.name == **name);
        let candidates = [ListParameters::All, ListParameters::Filter];
        let found = candidates
            .into_iter()
            .find(|list| list.names().iter().all(&has));
        found.unwrap_or(ListParameters::None)
    }

    /// The parameters of the path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let is_path = |parameter: &&Parameter| parameter.location == Location::Path;
        self.parameters.iter().filter(is_path)
    }
}

/// The common parameters of lists. The client has typed methods for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListParameters {
    /// The operation has no filter.
    None,
    /// Only the filter. Another of the parameters can have another meaning if the operation does not have all of them.
    Filter,
    /// All of them: filter, page and sort order.
    All,
}

impl ListParameters {
    const FILTER: &[&str] = &["filter"];
    const ALL: &[&str] = &["filter", "start", "count", "sortKey", "sortDir"];

    /// The names on the wire.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Filter => Self::FILTER,
            Self::All => Self::ALL,
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Trace,
}

impl Method {
    /// All methods that a path item can have.
    pub const ALL: [Self; 8] = [
        Self::Delete,
        Self::Get,
        Self::Head,
        Self::Options,
        Self::Patch,
        Self::Post,
        Self::Put,
        Self::Trace,
    ];

    /// The name in upper case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Trace => "TRACE",
        }
    }

    /// The key of a path item: the name in lower case.
    pub fn key(self) -> String {
        self.as_str().to_ascii_lowercase()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Method {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let named = |method: &Self| method.as_str().eq_ignore_ascii_case(text);
        Self::ALL.into_iter().find(named).ok_or(())
    }
}

/// A parameter of the path or the query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it is sent.
    #[serde(rename = "in")]
    pub location: Location,
    /// Whether a call must send it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The type: a scalar, or an array of scalars, which is sent as a repeated key.
    #[serde(rename = "type")]
    pub ty: Type,
    /// The description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The reason why it is not a secret although its name sounds secret (`x-fortinac-not-secret`); not in the index.
    #[serde(skip)]
    pub not_secret: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// The media types of the response to a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseMedia {
    /// JSON alone.
    #[default]
    Json,
    /// JSON, or XML if it is asked for.
    JsonOrXml,
    /// XML alone.
    Xml,
}

impl ResponseMedia {
    /// Whether the response is JSON alone.
    pub fn is_json(&self) -> bool {
        *self == Self::Json
    }

    /// The media type of a response where none is asked for.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::JsonOrXml => "application/json",
            Self::Xml => "application/xml",
        }
    }
}

/// The part of the envelope that a call returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Output {
    /// Nothing. The call tells only whether it succeeded.
    None,
    /// The whole response.
    Envelope,
    /// One record: the value of `result`, or the only item of `results`.
    One {
        /// The property that holds it.
        property: String,
        /// The component schema of the record.
        record: String,
        /// Whether the property holds an array, whose only item is the record.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_only_item: bool,
    },
    /// A list.
    List {
        /// The property that holds it.
        property: String,
        /// The type of the items.
        item: Type,
        /// The property of an item that identifies it, if it is a record with one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// A number of records.
    Count {
        /// The property that holds it.
        property: String,
    },
    /// One value.
    Value {
        /// The property that holds it.
        property: String,
        /// The type.
        #[serde(rename = "type")]
        ty: Type,
    },
}

/// Defines the closed enumeration of the values of an extension.
macro_rules! closed_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $value)] $variant,)*
        }

        impl $name {
            /// The value in the document.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)*
                }
            }

            #[cfg(feature = "document")]
            pub(super) fn from_value(value: &str) -> Option<Self> {
                match value {
                    $($value => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

closed_enum! {
    /// The quality of the sample in a source.
    Evidence {
        /// Values of a real appliance.
        Real = "real",
        /// A sample that a documentation tool made.
        Placeholder = "placeholder",
        /// A sample that was inferred from similar operations.
        Inferred = "inferred",
        /// The source has no sample.
        None = "none",
    }
}

closed_enum! {
    /// The kind of source that documents an operation.
    Origin {
        /// A reference page of the vendor.
        Document = "document",
        /// An article of the vendor's community.
        Community = "community",
        /// A program that calls it.
        Program = "program",
    }
}
