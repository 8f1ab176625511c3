use std::time::Duration;

use serde_json::Value;
use tokio::io::{self, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::Request;
use crate::canary::{ECHO, PASSWORD, QUERY, TOKEN};

/// The bytes that a server sends, and what it does after them.
#[derive(Clone)]
pub struct Response {
    head: String,
    body: Body,
    has_length: bool,
    /// The number of bytes at the end of the response that are not sent.
    missing: usize,
    delay: Duration,
    end: End,
    early: bool,
}

#[derive(Clone)]
enum Body {
    Bytes(Vec<u8>),
    /// All of the response.
    Raw(Vec<u8>),
    /// The TLS version and the ALPN protocol of the connection.
    Connection,
}

#[derive(Clone, Copy)]
enum End {
    Close,
    /// Send nothing more, and keep the connection open.
    Stall,
    /// Send the body again and again.
    Repeat,
}

impl Response {
    /// Sends this body. If the media type is empty, no `Content-Type` is sent.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        // The reason phrase and a header repeat the secrets too.
        let head = format!(
            "HTTP/1.1 {status} {TOKEN} {PASSWORD}\r\nx-echo: {TOKEN} {PASSWORD} {QUERY}\r\nconnection: close\r\n"
        );
        let response = Self {
            head,
            body: Body::Bytes(body.into()),
            has_length: true,
            missing: 0,
            delay: Duration::ZERO,
            end: End::Close,
            early: false,
        };
        match media_type {
            "" => response,
            media_type => response.header("content-type", media_type),
        }
    }

    /// Sends JSON.
    pub fn json(status: u16, body: Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// Sends an HTML page.
    pub fn html(status: u16, body: &str) -> Self {
        Self::new(status, "text/html", body)
    }

    /// Sends the version of TLS and the ALPN protocol of the connection, such as `TLSv1_3, no ALPN`.
    pub fn connection() -> Self {
        Self {
            body: Body::Connection,
            ..Self::new(200, "text/plain", "")
        }
    }

    /// Never responds.
    pub fn silent() -> Self {
        Self::json(200, Value::Null).stalled(usize::MAX)
    }

    /// Sends these bytes, whatever they are.
    pub fn raw(bytes: &str) -> Self {
        Self {
            head: String::new(),
            body: Body::Raw(bytes.into()),
            ..Self::new(200, "", "")
        }
    }

    /// Sends the response when the head of the request has come, and does not read the body of the request.
    #[must_use]
    pub fn early(self) -> Self {
        Self {
            early: true,
            ..self
        }
    }

    pub(crate) fn is_early(&self) -> bool {
        self.early
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    /// Leaves out the last bytes, and closes the connection.
    #[must_use]
    pub fn cut(mut self, missing: usize) -> Self {
        self.missing = missing;
        self
    }

    /// Leaves out the last bytes, and keeps the connection open.
    #[must_use]
    pub fn stalled(self, missing: usize) -> Self {
        Self {
            end: End::Stall,
            ..self.cut(missing)
        }
    }

    /// Sends this `Content-Length`, whatever the length of the body is.
    #[must_use]
    pub fn announced(self, length: u64) -> Self {
        Self {
            has_length: false,
            ..self
        }
        .header("content-length", &length.to_string())
    }

    /// Waits before it sends anything.
    #[must_use]
    pub fn late(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Sends the body again and again.
    #[must_use]
    pub fn endless(self) -> Self {
        Self {
            has_length: false,
            end: End::Repeat,
            ..self
        }
    }

    /// Sends the response. `connection` is the body of [`Response::connection`].
    pub(crate) async fn send(
        self,
        request: &Request,
        connection: &str,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    ) -> io::Result<()> {
        tokio::time::sleep(self.delay).await;
        let body = match self.body {
            Body::Raw(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.shutdown().await;
            }
            Body::Connection => connection.as_bytes().to_owned(),
            Body::Bytes(bytes) => echo(request, bytes),
        };
        let mut bytes = self.head.into_bytes();
        if self.has_length {
            bytes.extend(format!("content-length: {}\r\n", body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&body);
        bytes.truncate(bytes.len().saturating_sub(self.missing));
        stream.write_all(&bytes).await?;
        match self.end {
            End::Close => stream.shutdown().await,
            // Wait until the client closes the connection.
            End::Stall => stream.read(&mut [0]).await.map(drop),
            End::Repeat => loop {
                stream.write_all(&body).await?;
            },
        }
    }
}

fn echo(request: &Request, body: Vec<u8>) -> Vec<u8> {
    let secret = if request.body.contains(PASSWORD) {
        PASSWORD
    } else {
        TOKEN
    };
    match String::from_utf8(body) {
        Ok(text) => text.replace(ECHO, secret).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}
