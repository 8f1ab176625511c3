//! Bodies: between bytes and Rust values.

pub(crate) mod coding;
pub(crate) mod extent;
pub(crate) mod form;
pub(crate) mod text;

use std::error::Error as StdError;

use bytes::Bytes;
use fortinac_types::decode::{self, DecodeError};
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::{DeserializeOwned, DeserializeSeed};

/// The encoding of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Media {
    #[default]
    Json,
    #[cfg(feature = "xml")]
    Xml,
}

/// Why a response does not decode. It shows no value of it.
pub(crate) type Undecodable = Box<dyn StdError + Send + Sync>;

impl Media {
    /// The encoding of a response: JSON, unless its content type says XML.
    #[cfg_attr(
        not(feature = "xml"),
        expect(unused_variables, reason = "without XML, every body is JSON")
    )]
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        #[cfg(feature = "xml")]
        if content_type(headers).is_some_and(is_xml) {
            return Self::Xml;
        }
        Self::Json
    }

    /// The media type's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            #[cfg(feature = "xml")]
            Self::Xml => "application/xml",
        }
    }

    pub(crate) fn decode<T: DeserializeOwned>(self, body: &[u8]) -> Result<T, Undecodable> {
        match self {
            Self::Json => decode::from_slice(body).map_err(Into::into),
            #[cfg(feature = "xml")]
            Self::Xml => crate::xml::from_xml(body).map_err(Into::into),
        }
    }

    /// Decodes at full speed. `None` if that fails, whatever the reason is.
    pub(crate) fn attempt<T, S>(self, seed: S, body: &[u8]) -> Option<T>
    where
        S: for<'de> DeserializeSeed<'de, Value = T> + Clone,
    {
        match self {
            Self::Json => decode::attempt_seed(seed, body),
            #[cfg(feature = "xml")]
            Self::Xml => crate::xml::from_xml_seed(seed, body).ok(),
        }
    }

    /// Decodes, with the reason of a failure.
    pub(crate) fn decode_seed<T, S>(self, seed: S, body: &[u8]) -> Result<T, Undecodable>
    where
        S: for<'de> DeserializeSeed<'de, Value = T> + Clone,
    {
        match self {
            Self::Json => decode::from_slice_seed(seed, body).map_err(Into::into),
            #[cfg(feature = "xml")]
            Self::Xml => crate::xml::from_xml_seed(seed, body).map_err(Into::into),
        }
    }

    /// Decodes in spite of unexpected values, which are kept in fields. `None` if this encoding is always strict.
    pub(crate) fn decode_tolerantly<T, S>(
        self,
        seed: S,
        body: &[u8],
    ) -> Option<(T, Vec<DecodeError>)>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        match self {
            Self::Json => decode::tolerant_seed(seed, body).ok(),
            #[cfg(feature = "xml")]
            Self::Xml => None,
        }
    }

    /// Encodes a body that is available as JSON. `root` is the name of its root element in XML.
    #[cfg_attr(
        not(feature = "xml"),
        expect(unused_variables, reason = "JSON does not name the root")
    )]
    pub(crate) fn encode(self, root: &str, json: Bytes) -> Result<Bytes, String> {
        match self {
            Self::Json => Ok(json),
            #[cfg(feature = "xml")]
            Self::Xml => {
                let value: serde_json::Value =
                    serde_json::from_slice(&json).map_err(|error| error.to_string())?;
                crate::xml::to_xml(root, &value)
                    .map(Bytes::from)
                    .map_err(|error| error.to_string())
            }
        }
    }
}

/// Whether a media type is XML, and not a web page.
#[cfg(feature = "xml")]
fn is_xml(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    media_type.contains("xml") && !media_type.contains("html")
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}
