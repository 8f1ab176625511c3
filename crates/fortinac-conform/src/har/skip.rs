use std::fmt;

/// Why an entry of a HAR file is not checked. `Display` is a reason for the user, without a value of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Skip {
    /// It is a call of another host than the one of `--host`.
    OtherHost,
    /// Its path is not below `/api/v2`.
    NotApi,
    /// A browser asks whether it may call.
    Preflight,
    /// There was no response.
    NoResponse,
    /// The response refers to another address.
    Redirect,
    /// The response refers to the browser's cache.
    NotModified,
    /// The response is not a final one, such as that of a WebSocket.
    NotFinal,
    /// The entry does not have the properties that HAR 1.2 requires.
    Malformed,
    /// The exporter stopped in the middle of a body.
    Truncated,
    /// A body is compressed in a way that is not decompressed here.
    Compressed(&'static str),
    /// A body is compressed, and the exporter replaced some of its bytes.
    Damaged,
    /// A body is said to be Base64, and is not.
    NotBase64,
    /// A body is longer than is read here.
    TooLarge,
    /// A body is neither text nor compressed.
    Binary,
    /// A body has a property twice, or is nested too deep.
    Ambiguous,
    /// A body is XML.
    Xml,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherHost => "the host is not that of --host",
            Self::NotApi => "the path is not below /api/v2",
            Self::Preflight => "a preflight (OPTIONS) of the browser",
            Self::NoResponse => "no response (status 0): the call was blocked, aborted or failed",
            Self::Redirect => "a redirect (status 3xx), not a response of the API",
            Self::NotModified => {
                "status 304, because the browser had the response: turn off its cache and record again"
            }
            Self::NotFinal => "not a final response (status 1xx), such as that of a WebSocket",
            Self::Malformed => "the entry is not as HAR 1.2 says",
            Self::Truncated => {
                "the exporter cut off a body: raise its limit (in Firefox \
                 devtools.netmonitor.responseBodyLimit) and record again"
            }
            Self::Compressed(encoding) => {
                return write!(
                    f,
                    "the exporter left a body compressed with {encoding}, which is not read: export it decompressed, \
                     or record again without `{encoding}` in Accept-Encoding"
                );
            }
            Self::Damaged => {
                "the exporter left a body compressed and damaged it: record again with another browser or proxy"
            }
            Self::NotBase64 => "a body is said to be Base64 and is not: export again",
            Self::TooLarge => "a body has more than 16 MiB: record lists with smaller pages",
            Self::Binary => "a body is binary",
            Self::Ambiguous => "a body has a property twice, or is nested more than 128 deep",
            Self::Xml => "a body is XML, and only JSON is checked",
        })
    }
}
