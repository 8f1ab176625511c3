//! A server on loopback that sends what a test says, byte by byte, and keeps what it was asked.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;
use tokio::io::{self, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::tls_server::Identity;
use super::{PASSWORD, QUERY, TOKEN};

/// In a body: the password if the request carried it, else the token. A server repeats only what it was sent.
pub(crate) const ECHO: &str = "$ECHO";

/// What the server sends, and what it does then.
#[derive(Clone)]
pub(crate) struct Answer {
    head: String,
    body: Vec<u8>,
    has_length: bool,
    /// How many bytes of the whole are not sent.
    missing: usize,
    /// How long it thinks first.
    delay: Duration,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Close,
    /// Send nothing more, and keep the connection.
    Stall,
    /// Send the body again and again.
    Repeat,
}

impl Answer {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        // The secrets come back in the reason phrase and in a header too.
        let head = format!(
            "HTTP/1.1 {status} {TOKEN} {PASSWORD}\r\nx-echo: {TOKEN} {PASSWORD} {QUERY}\r\nconnection: close\r\n"
        );
        let answer = Self {
            head,
            body: body.into(),
            has_length: true,
            missing: 0,
            delay: Duration::ZERO,
            end: End::Close,
        };
        match media_type {
            "" => answer,
            media_type => answer.header("content-type", media_type),
        }
    }

    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self::new(status, "text/html", body)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    /// Keeps back the last bytes, and closes the connection.
    pub(crate) fn cut(mut self, missing: usize) -> Self {
        self.missing = missing;
        self
    }

    /// Keeps back the last bytes, and the client waiting for them.
    pub(crate) fn stalled(self, missing: usize) -> Self {
        let end = End::Stall;
        Self {
            end,
            ..self.cut(missing)
        }
    }

    /// Says that the body has this length, whatever it has.
    pub(crate) fn announced(self, length: u64) -> Self {
        let has_length = false;
        Self { has_length, ..self }.header("content-length", &length.to_string())
    }

    /// Never answers.
    pub(crate) fn silent() -> Self {
        Self::json(200, Value::Null).stalled(usize::MAX)
    }

    /// Thinks first.
    pub(crate) fn late(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Sends the body again and again.
    pub(crate) fn endless(mut self) -> Self {
        self.has_length = false;
        self.end = End::Repeat;
        self
    }

    async fn send(
        mut self,
        request: &Request,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    ) -> io::Result<()> {
        tokio::time::sleep(self.delay).await;
        if let Ok(text) = str::from_utf8(&self.body) {
            let sent = if request.body.contains(PASSWORD) {
                PASSWORD
            } else {
                TOKEN
            };
            self.body = text.replace(ECHO, sent).into_bytes();
        }
        let mut bytes = self.head.into_bytes();
        if self.has_length {
            bytes.extend(format!("content-length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&self.body);
        bytes.truncate(bytes.len().saturating_sub(self.missing));
        stream.write_all(&bytes).await?;
        match self.end {
            End::Close => stream.shutdown().await,
            // Until the client gives up.
            End::Stall => stream.read(&mut [0]).await.map(drop),
            End::Repeat => loop {
                stream.write_all(&self.body).await?;
            },
        }
    }
}

/// What the server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, as on the wire.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let mut first = lines.next().unwrap().split(' ').map(str::to_owned);
        let headers = lines.filter_map(|line| line.split_once(": "));
        let mut request = Self {
            method: first.next().unwrap(),
            target: first.next().unwrap(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: String::new(),
        };
        let length = request
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        request.body = String::from_utf8(body).unwrap();
        Ok(request)
    }
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    scheme: &'static str,
    seen: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Each request gets the next answer, and the last one is for all further ones.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::serve(None, answers).await
    }

    pub(crate) async fn start_tls(
        identity: &Identity,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Self {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![identity.certificate.clone()], key)
            .unwrap();
        Self::serve(Some(TlsAcceptor::from(Arc::new(config))), answers).await
    }

    async fn serve(tls: Option<TlsAcceptor>, answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let seen = Arc::<Mutex<Vec<Request>>>::default();
        let script = Arc::new((answers.into_iter().collect::<Vec<_>>(), Arc::clone(&seen)));
        Self {
            address: listener.local_addr().unwrap(),
            scheme: if tls.is_some() { "https" } else { "http" },
            seen,
            task: tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (tls, script) = (tls.clone(), Arc::clone(&script));
                    // A client that breaks off is what many tests are about.
                    tokio::spawn(async move {
                        match tls {
                            Some(tls) => talk(tls.accept(stream).await?, &script).await,
                            None => talk(stream, &script).await,
                        }
                    });
                }
            }),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// Path and query of each request.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .map(|request| request.target)
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    (answers, seen): &(Vec<Answer>, Arc<Mutex<Vec<Request>>>),
) -> io::Result<()> {
    let request = Request::read(&mut stream).await?;
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(request.clone());
        seen.len()
    };
    let answer = answers.get(number - 1).or(answers.last());
    let answer = answer.expect("a server has an answer").clone();
    answer.send(&request, &mut stream).await
}
