//! Content codings: how a body is compressed on the wire.

use std::io::{self, Write};

use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::header::{CONTENT_ENCODING, HeaderMap};

/// The coding that a request asks for. `deflate` is read, and not asked for: servers disagree about what it is.
pub(crate) const ACCEPTED: &str = "gzip";

/// How much memory is reserved for a body before it arrives, whatever length the appliance announces.
const MAX_RESERVED: usize = 64 * 1024;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
}

/// Why a body cannot be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodingError {
    /// It is larger than the client accepts.
    TooLarge,
    /// It is not in the coding that it claims.
    Damaged,
    /// It ends early, or its checksum is wrong.
    Incomplete,
}

impl Coding {
    /// The coding of a response. The error is the name of one that cannot be read. Names have no case.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, String> {
        let mut found = Self::Identity;
        for value in headers.get_all(CONTENT_ENCODING) {
            let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            for name in value.split(',').map(str::trim) {
                let coding = match name {
                    "" | "identity" => continue,
                    "gzip" | "x-gzip" => Self::Gzip,
                    "deflate" => Self::Deflate,
                    other => return Err(other.to_owned()),
                };
                if found != Self::Identity {
                    return Err("several codings in one another".into());
                }
                found = coding;
            }
        }
        Ok(found)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
        }
    }
}

/// A body that arrives in pieces, and is decompressed up to a limit as they come.
pub(crate) struct Decompressor {
    decoder: Decoder,
    /// What came on the wire. It is bounded too: compressed nothing is larger than nothing.
    received: usize,
    max_received: usize,
}

enum Decoder {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
    /// Which of the two that are called deflate shows in the first byte.
    DeflateOf(Bounded),
    Zlib(Box<ZlibDecoder<Bounded>>),
    Raw(Box<DeflateDecoder<Bounded>>),
}

/// Bytes up to a limit.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    is_exceeded: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(bytes.len()) > self.limit {
            self.is_exceeded = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Decompressor {
    /// `announced` is the length of the body on the wire, if the server says it.
    pub(crate) fn new(coding: Coding, limit: usize, announced: Option<u64>) -> Self {
        let announced = announced.and_then(|length| usize::try_from(length).ok());
        let reserved = announced.unwrap_or_default().min(MAX_RESERVED).min(limit);
        let bounded = Bounded {
            bytes: Vec::with_capacity(reserved),
            limit,
            is_exceeded: false,
        };
        Self {
            decoder: match coding {
                Coding::Identity => Decoder::Plain(bounded),
                Coding::Gzip => Decoder::Gzip(Box::new(MultiGzDecoder::new(bounded))),
                Coding::Deflate => Decoder::DeflateOf(bounded),
            },
            received: 0,
            // What cannot be compressed grows by some bytes.
            max_received: limit.saturating_add(limit / 8).saturating_add(1024),
        }
    }

    pub(crate) fn push(&mut self, piece: &[u8]) -> Result<(), CodingError> {
        let Some(first) = piece.first() else {
            return Ok(());
        };
        self.received = self.received.saturating_add(piece.len());
        if self.received > self.max_received {
            return Err(CodingError::TooLarge);
        }
        if let Decoder::DeflateOf(bounded) = &mut self.decoder {
            let bounded = std::mem::take(bounded);
            // The method in the header of zlib. In the first byte of raw deflate, it would be a stored block whose unused
            // bits are set.
            self.decoder = if first & 0x0f == 8 {
                Decoder::Zlib(Box::new(ZlibDecoder::new(bounded)))
            } else {
                Decoder::Raw(Box::new(DeflateDecoder::new(bounded)))
            };
        }
        let written = match &mut self.decoder {
            Decoder::Plain(bounded) | Decoder::DeflateOf(bounded) => bounded.write_all(piece),
            Decoder::Gzip(decoder) => decoder.write_all(piece),
            Decoder::Zlib(decoder) => decoder.write_all(piece),
            Decoder::Raw(decoder) => decoder.write_all(piece),
        };
        written.map_err(|_| self.reason(CodingError::Damaged))
    }

    /// Checks that the body is complete.
    pub(crate) fn finish(&mut self) -> Result<(), CodingError> {
        let finished = match &mut self.decoder {
            // Nothing is nothing in every coding: a response to HEAD names one.
            _ if self.received == 0 => Ok(()),
            Decoder::Plain(_) | Decoder::DeflateOf(_) => Ok(()),
            Decoder::Gzip(decoder) => decoder.try_finish(),
            Decoder::Zlib(decoder) => decoder.try_finish(),
            Decoder::Raw(decoder) => decoder.try_finish(),
        };
        finished.map_err(|_| self.reason(CodingError::Incomplete))
    }

    /// What arrived so far.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.bounded().bytes)
    }

    fn reason(&mut self, reason: CodingError) -> CodingError {
        if self.bounded().is_exceeded {
            CodingError::TooLarge
        } else {
            reason
        }
    }

    fn bounded(&mut self) -> &mut Bounded {
        match &mut self.decoder {
            Decoder::Plain(bounded) | Decoder::DeflateOf(bounded) => bounded,
            Decoder::Gzip(decoder) => decoder.get_mut(),
            Decoder::Zlib(decoder) => decoder.get_mut(),
            Decoder::Raw(decoder) => decoder.get_mut(),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn coding(values: &[&str]) -> Result<Coding, String> {
        let header = |value: &&str| (CONTENT_ENCODING, value.parse().unwrap());
        let mut headers = HeaderMap::new();
        for (name, value) in values.iter().map(header) {
            headers.append(name, value);
        }
        Coding::of(&headers)
    }

    #[test]
    fn a_coding_has_no_case() {
        for name in ["gzip", "GZIP", "x-gzip", "X-GZip", "identity, gzip"] {
            assert_eq!(coding(&[name]), Ok(Coding::Gzip), "{name}");
        }
        for names in [&[][..], &[""], &["Identity"]] {
            assert_eq!(coding(names), Ok(Coding::Identity));
        }
        assert_eq!(coding(&["Deflate"]), Ok(Coding::Deflate));
        assert_eq!(coding(&["br"]), Err("br".into()));
        assert!(coding(&["gzip, gzip"]).is_err());
        assert!(coding(&["gzip", "gzip"]).is_err());
    }

    fn encoded(body: &[u8]) -> [(Coding, Vec<u8>); 4] {
        let level = Compression::best();
        let mut gzip = GzEncoder::new(Vec::new(), level);
        let mut zlib = ZlibEncoder::new(Vec::new(), level);
        let mut raw = DeflateEncoder::new(Vec::new(), level);
        gzip.write_all(body).unwrap();
        zlib.write_all(body).unwrap();
        raw.write_all(body).unwrap();
        [
            (Coding::Identity, body.to_vec()),
            (Coding::Gzip, gzip.finish().unwrap()),
            (Coding::Deflate, zlib.finish().unwrap()),
            (Coding::Deflate, raw.finish().unwrap()),
        ]
    }

    fn decoded(
        coding: Coding,
        limit: usize,
        pieces: &[u8],
        size: usize,
    ) -> Result<Vec<u8>, CodingError> {
        let mut body = Decompressor::new(coding, limit, None);
        for piece in pieces.chunks(size) {
            body.push(piece)?;
        }
        body.finish()?;
        Ok(body.into_bytes())
    }

    #[test]
    fn a_body_is_read_in_pieces_of_any_size() {
        let body = br#"{"status": "success", "results": []}"#.repeat(100);
        for (coding, bytes) in encoded(&body) {
            for size in [1, 7, bytes.len()] {
                let decoded = decoded(coding, body.len(), &bytes, size);
                assert_eq!(decoded.as_deref(), Ok(&body[..]), "{coding:?}, {size}");
            }
        }
    }

    #[test]
    fn the_limit_is_that_of_the_decompressed_bytes() {
        let body = vec![b' '; 10_000];
        for (coding, bytes) in encoded(&body) {
            assert!(decoded(coding, body.len(), &bytes, 64).is_ok());
            let larger = decoded(coding, body.len() - 1, &bytes, 64);
            assert_eq!(larger, Err(CodingError::TooLarge), "{coding:?}");
        }
    }

    #[test]
    fn nothing_compressed_again_and_again_is_too_large() {
        let (coding, nothing) = encoded(b"").into_iter().nth(1).unwrap();
        let many = nothing.repeat(1000);
        assert_eq!(decoded(coding, 1000, &many, 64), Err(CodingError::TooLarge));
    }

    #[test]
    fn a_damaged_body_is_told_from_one_that_ends_early() {
        let body = b"a body of some length".repeat(10);
        let (coding, bytes) = encoded(&body).into_iter().nth(1).unwrap();
        assert_eq!(
            decoded(coding, 1000, b"no gzip at all", 64),
            Err(CodingError::Damaged)
        );
        assert_eq!(
            decoded(coding, 1000, &bytes[..bytes.len() - 3], 64),
            Err(CodingError::Incomplete)
        );
        assert_eq!(decoded(coding, 1000, b"", 64), Ok(Vec::new()));
    }
}
