//! The files of the page that are the same for every appliance.

use std::io::Read;

use bytes::Bytes;
use flate2::read::GzDecoder;

/// A file of the page.
pub(crate) struct Asset {
    /// The name in the folder; that of the page itself is empty.
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    content: Content,
}

enum Content {
    Plain(&'static str),
    Gzip(&'static [u8]),
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// A file of Swagger UI, as the build took it out of the archive.
macro_rules! swagger_ui {
    ($name:literal, $media_type:expr) => {
        Asset {
            name: $name,
            media_type: $media_type,
            content: Content::Gzip(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz"))),
        }
    };
}

macro_rules! ours {
    ($name:literal, $file:literal, $media_type:expr) => {
        Asset {
            name: $name,
            media_type: $media_type,
            content: Content::Plain(include_str!(concat!("page/", $file))),
        }
    };
}

pub(crate) static ASSETS: [Asset; 9] = [
    ours!("", "index.html", HTML),
    ours!("docs.css", "docs.css", STYLE),
    ours!("docs.js", "docs.js", SCRIPT),
    ours!("evidence.js", "evidence.js", SCRIPT),
    ours!("search.js", "search.js", SCRIPT),
    swagger_ui!("swagger-ui-bundle.js", SCRIPT),
    swagger_ui!("swagger-ui.css", STYLE),
    swagger_ui!("swagger-ui-license.txt", TEXT),
    swagger_ui!("swagger-ui-notice.txt", TEXT),
];

/// The file with this name.
pub(crate) fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

impl Asset {
    /// The content, and how it is encoded: the reader may have to be told that it is compressed.
    pub(crate) fn body(&self, gzip: bool) -> (Option<&'static str>, Bytes) {
        match self.content {
            Content::Plain(text) => (None, Bytes::from_static(text.as_bytes())),
            Content::Gzip(bytes) if gzip => (Some("gzip"), Bytes::from_static(bytes)),
            Content::Gzip(bytes) => {
                let mut body = Vec::new();
                let read = GzDecoder::new(bytes).read_to_end(&mut body);
                read.expect("the build framed the file, and a test reads each");
                (None, body.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ASSETS;

    #[test]
    fn every_file_can_be_read() {
        for asset in &ASSETS {
            let (encoding, body) = asset.body(false);
            assert_eq!(encoding, None);
            assert!(!body.is_empty(), "{}", asset.name);
        }
    }
}
