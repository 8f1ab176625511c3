use std::error::Error as StdError;

use bytes::Bytes;
use fortinac_types::decode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

/// The form of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Media {
    #[default]
    Json,
    #[cfg(feature = "xml")]
    Xml,
}

/// Why an answer does not decode. It shows no text of it.
pub(crate) type Undecodable = Box<dyn StdError + Send + Sync>;

impl Media {
    /// The form of an answer: JSON, unless its content type says XML.
    #[cfg_attr(
        not(feature = "xml"),
        expect(unused_variables, reason = "without XML all is JSON")
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

    /// A body that is at hand as JSON, in this form. `root` is the name of the whole.
    #[cfg_attr(
        not(feature = "xml"),
        expect(unused_variables, reason = "JSON does not name the whole")
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

/// Whether a media type is one of JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().contains("json")
}

/// Whether a media type is one of XML, and not of a page.
pub(crate) fn is_xml(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    media_type.contains("xml") && !media_type.contains("html")
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}
