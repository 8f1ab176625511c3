use std::fmt;

use bytes::Bytes;
use reqwest::Body;
use reqwest::multipart::{Form, Part};

/// A file to send to the appliance.
///
/// `Debug` shows only its name and its length.
#[derive(Clone)]
pub struct Upload {
    name: String,
    content: Bytes,
}

impl Upload {
    /// A file with this name and this content.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
        }
    }

    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The body of a request with the file as its only part.
    pub(super) fn multipart(&self, part: &'static str) -> Form {
        let length = self.content.len() as u64;
        let content = Part::stream_with_length(Body::from(self.content.clone()), length);
        Form::new().part(part, content.file_name(self.name.clone()))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("length", &self.content.len())
            .finish_non_exhaustive()
    }
}
