//! The text of a body, which an exporter may have left in Base64 or compressed.

use std::io::Read;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::Skip;

/// How long a body may be. To check one takes some twenty times its length in memory; a page of a list is much shorter.
const MAX_LENGTH: u64 = 16 * 1024 * 1024;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Not every exporter pads.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text of a body. `compression` is the header Content-Encoding, which says how the body was sent and not whether the
/// exporter decompressed it.
pub(super) fn text(
    text: &str,
    encoding: Option<&str>,
    compression: Option<&str>,
) -> Result<String, Skip> {
    // Base64 takes four characters for three bytes.
    if text.len() as u64 > MAX_LENGTH / 3 * 4 {
        return Err(Skip::TooLarge);
    }
    let bytes = match encoding {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            let digits: Vec<u8> = text
                .bytes()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            BASE64.decode(digits).map_err(|_| Skip::NotBase64)?
        }
        _ => match bytes_of_characters(text) {
            Some(bytes) => bytes?,
            None => return Ok(without_mark(text.to_owned())),
        },
    };
    decompressed(bytes, &compression.unwrap_or_default().to_ascii_lowercase())
}

/// Some exporters write each byte of a compressed body as the character with its number; others decode it as UTF-8, and
/// so replace the bytes that UTF-8 does not have.
fn bytes_of_characters(text: &str) -> Option<Result<Vec<u8>, Skip>> {
    if !text.chars().take(64).any(is_binary) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    Some(bytes.ok_or(if text.starts_with('\u{1f}') {
        Skip::Damaged
    } else {
        Skip::Binary
    }))
}

fn decompressed(bytes: Vec<u8>, compression: &str) -> Result<String, Skip> {
    if bytes.starts_with(GZIP) {
        return to_text(read(MultiGzDecoder::new(bytes.as_slice()))?);
    }
    if bytes.starts_with(ZSTD) {
        return Err(Skip::Compressed("zstd"));
    }
    // The body may have been decompressed already.
    let bytes = match to_text(bytes.clone()) {
        Ok(text) => return Ok(text),
        Err(_) => bytes,
    };
    match compression {
        "deflate" => {
            let zlib = read(ZlibDecoder::new(bytes.as_slice()));
            // Some servers send it without the frame of zlib.
            to_text(match zlib {
                Err(Skip::Damaged) => read(DeflateDecoder::new(bytes.as_slice()))?,
                zlib => zlib?,
            })
        }
        "br" => Err(Skip::Compressed("br")),
        _ => Err(Skip::Binary),
    }
}

fn read(decoder: impl Read) -> Result<Vec<u8>, Skip> {
    let mut bytes = Vec::new();
    let mut limited = decoder.take(MAX_LENGTH + 1);
    limited.read_to_end(&mut bytes).map_err(|_| Skip::Damaged)?;
    if bytes.len() as u64 > MAX_LENGTH {
        return Err(Skip::TooLarge);
    }
    Ok(bytes)
}

/// The text in UTF-8, which JSON has. A character of another one is replaced, which changes no type.
fn to_text(bytes: Vec<u8>) -> Result<String, Skip> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
            if foreign > bytes.len() / 4 {
                return Err(Skip::Binary);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    if text.chars().any(is_binary) {
        return Err(Skip::Binary);
    }
    Ok(without_mark(text))
}

fn is_binary(c: char) -> bool {
    c.is_ascii_control() && !c.is_ascii_whitespace()
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const JSON: &str = "{\"status\": \"success\", \"results\": [\"é\"]}";

    fn base64(bytes: &[u8]) -> String {
        BASE64.encode(bytes)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn base64_with_and_without_padding_and_lines() {
        let encoded = base64(JSON.as_bytes());
        let lines = format!("{}\r\n{}", &encoded[..8], &encoded[8..]);
        for encoded in [&encoded, encoded.trim_end_matches('='), &lines] {
            assert_eq!(text(encoded, Some("base64"), None).unwrap(), JSON);
        }
        assert_eq!(text("*", Some("base64"), None), Err(Skip::NotBase64));
    }

    #[test]
    fn gzip_in_base64_or_as_characters() {
        let bytes = gzip(JSON);
        let characters: String = bytes.iter().map(|&byte| char::from(byte)).collect();
        assert_eq!(text(&base64(&bytes), Some("base64"), None).unwrap(), JSON);
        assert_eq!(text(&characters, None, Some("gzip")).unwrap(), JSON);
        let damaged = String::from_utf8_lossy(&bytes);
        assert_eq!(text(&damaged, None, Some("gzip")), Err(Skip::Damaged));
        let cut = base64(&bytes[..12]);
        assert_eq!(text(&cut, Some("base64"), None), Err(Skip::Damaged));
    }

    #[test]
    fn deflate_with_and_without_the_frame_of_zlib() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(JSON.as_bytes()).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(JSON.as_bytes()).unwrap();
        for bytes in [zlib.finish().unwrap(), raw.finish().unwrap()] {
            let read = text(&base64(&bytes), Some("base64"), Some("deflate"));
            assert_eq!(read.unwrap(), JSON);
        }
    }

    #[test]
    fn what_was_decompressed_already_is_text() {
        for compression in ["gzip", "br", "deflate"] {
            assert_eq!(text(JSON, None, Some(compression)).unwrap(), JSON);
            let encoded = base64(JSON.as_bytes());
            let read = text(&encoded, Some("base64"), Some(compression));
            assert_eq!(read.unwrap(), JSON);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let brotli = base64(b"\x0b\x02\x80\xff\x00\x9a\x03");
        let read = text(&brotli, Some("base64"), Some("br"));
        assert_eq!(read, Err(Skip::Compressed("br")));
        let zstd = base64(b"\x28\xb5\x2f\xfd\x04\x00");
        let read = text(&zstd, Some("base64"), None);
        assert_eq!(read, Err(Skip::Compressed("zstd")));
        let png = base64(b"\x89PNG\r\n\x1a\n\x00\x00");
        assert_eq!(text(&png, Some("base64"), None), Err(Skip::Binary));
    }

    #[test]
    fn a_small_file_cannot_fill_the_memory() {
        let long = " ".repeat(usize::try_from(MAX_LENGTH).unwrap() + 1);
        let bomb = base64(&gzip(&long));
        assert_eq!(text(&bomb, Some("base64"), None), Err(Skip::TooLarge));
        let longer = long.repeat(2);
        assert_eq!(text(&longer, None, None), Err(Skip::TooLarge));
    }

    #[test]
    fn another_character_set_is_read_with_replacements() {
        let latin = base64(b"{\"name\": \"caf\xe9\"}");
        let read = text(&latin, Some("base64"), None);
        assert_eq!(read.unwrap(), "{\"name\": \"caf\u{fffd}\"}");
    }
}
