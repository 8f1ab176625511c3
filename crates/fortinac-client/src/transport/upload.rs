use std::fmt::{self, Write};

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
    /// A file with this name and this content. In the request, `"` and control characters of the name are
    /// percent-encoded, as browsers do.
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// use fortinac_client::Upload;
    ///
    /// let chain = Upload::new("chain.pem", std::fs::read("chain.pem")?);
    /// println!("{chain:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }

    fn part(&self) -> Part {
        let length = self.content.len() as u64;
        let content = Part::stream_with_length(Body::from(self.content.clone()), length);
        content.file_name(encoded(&self.name))
    }
}

/// The body of a request with these fields and files.
pub(super) fn multipart(fields: &[(String, String)], files: &[(String, Upload)]) -> Form {
    // Otherwise reqwest would write an unusual name as `name*=`, which RFC 7578 forbids.
    let mut form = Form::new().percent_encode_noop();
    for (name, value) in fields {
        form = form.text(encoded(name), value.clone());
    }
    for (name, file) in files {
        form = form.part(encoded(name), file.part());
    }
    form
}

/// A name as a browser writes it between the quotation marks of a part's header. What it encodes would end the name, or
/// begin another header.
fn encoded(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for character in name.chars() {
        if character == '"' || character.is_ascii_control() {
            write!(encoded, "%{:02X}", u32::from(character)).expect("a String takes all writes");
        } else {
            encoded.push(character);
        }
    }
    encoded
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("length", &self.content.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_encoded_as_browsers_do() {
        for (name, expected) in [
            ("a b (ü) 100%.csv", "a b (ü) 100%.csv"),
            ("a\r\nX-Injected: yes", "a%0D%0AX-Injected: yes"),
            ("a\"; filename=\"b", "a%22; filename=%22b"),
            ("a\0\t\u{7f}", "a%00%09%7F"),
        ] {
            assert_eq!(encoded(name), expected);
        }
    }
}
