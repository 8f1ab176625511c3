use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use rustls::{ALL_VERSIONS, SupportedProtocolVersion};
use tokio::io::{self, AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::{Ca, Identity, Response, tls};

/// A request that the server received.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in upper case.
    pub method: String,
    /// The path and the query, as on the wire.
    pub target: String,
    headers: Vec<(String, String)>,
    /// The body, or an empty string.
    pub body: String,
}

impl Request {
    /// Returns the value of the header with this name, which must be in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads the head.
    async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let mut first = lines.next().unwrap().split(' ').map(str::to_owned);
        let headers = lines.filter_map(|line| line.split_once(": "));
        Ok(Self {
            method: first.next().unwrap(),
            target: first.next().unwrap(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: String::new(),
        })
    }

    async fn read_body(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
        let length = self
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        self.body = String::from_utf8(body).unwrap();
        Ok(())
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    /// The address that it listens on.
    pub address: SocketAddr,
    scheme: &'static str,
    script: Arc<Script>,
    task: JoinHandle<()>,
}

struct Script {
    responses: Vec<Response>,
    requests: Mutex<Vec<Request>>,
}

impl Server {
    /// Starts an HTTP server. Each request gets the next response, and all further ones get the last one.
    pub async fn start(responses: impl IntoIterator<Item = Response>) -> Self {
        Self::serve(None, responses).await
    }

    /// Starts an HTTPS server.
    pub async fn start_tls(
        identity: &Identity,
        responses: impl IntoIterator<Item = Response>,
    ) -> Self {
        Self::start_tls_with(identity, ALL_VERSIONS, responses).await
    }

    /// Starts an HTTPS server with these versions of TLS. The key does not have to match the certificate.
    pub async fn start_tls_with(
        identity: &Identity,
        versions: &[&'static SupportedProtocolVersion],
        responses: impl IntoIterator<Item = Response>,
    ) -> Self {
        Self::serve(Some(tls::acceptor(&[identity], versions, None)), responses).await
    }

    /// Starts an HTTPS server that presents the first certificate in its first handshake, the second one in the next, and
    /// the last one in all further ones. It resumes sessions as if it had been the same one.
    pub async fn start_tls_in_turn(
        identities: &[&Identity],
        versions: &[&'static SupportedProtocolVersion],
        responses: impl IntoIterator<Item = Response>,
    ) -> Self {
        Self::serve(Some(tls::acceptor(identities, versions, None)), responses).await
    }

    /// Starts an HTTPS server that requires a certificate of the client, from this authority.
    pub async fn start_tls_for_clients_of(
        authority: &Ca,
        identity: &Identity,
        versions: &[&'static SupportedProtocolVersion],
        responses: impl IntoIterator<Item = Response>,
    ) -> Self {
        let tls = tls::acceptor(&[identity], versions, Some(authority));
        Self::serve(Some(tls), responses).await
    }

    async fn serve(
        tls: Option<TlsAcceptor>,
        responses: impl IntoIterator<Item = Response>,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let script = Arc::new(Script {
            responses: responses.into_iter().collect(),
            requests: Mutex::default(),
        });
        Self {
            address: listener.local_addr().unwrap(),
            scheme: if tls.is_some() { "https" } else { "http" },
            script: Arc::clone(&script),
            task: tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (tls, script) = (tls.clone(), Arc::clone(&script));
                    // Ignore errors of the connection: many tests make the client close it early.
                    tokio::spawn(async move {
                        match tls {
                            Some(tls) => {
                                let stream = tls.accept(stream).await?;
                                let connection = describe(&stream);
                                script.play(stream, &connection).await
                            }
                            None => script.play(stream, "no TLS").await,
                        }
                    });
                }
            }),
        }
    }

    /// Returns the URL with the address.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Returns the URL with another name or address of the server.
    pub fn url_of(&self, host: &str) -> String {
        format!("{}://{host}:{}", self.scheme, self.address.port())
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.script.requests.lock().unwrap().clone()
    }

    /// Returns the path and the query of each request so far.
    pub fn targets(&self) -> Vec<String> {
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

impl Script {
    fn response(&self, index: usize) -> &Response {
        let response = self.responses.get(index).or(self.responses.last());
        response.expect("a server has a response")
    }

    async fn play(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
        connection: &str,
    ) -> io::Result<()> {
        let mut request = Request::read_head(&mut stream).await?;
        let next = self.requests.lock().unwrap().len();
        let is_early = self.response(next).is_early();
        if !is_early {
            request.read_body(&mut stream).await?;
        }
        let number = {
            let mut requests = self.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len()
        };
        let response = self.response(number - 1).clone();
        response.send(&request, connection, &mut stream).await
    }
}

/// The version of TLS and the ALPN protocol of a connection.
fn describe(stream: &TlsStream<TcpStream>) -> String {
    let (_, tls) = stream.get_ref();
    let version = tls
        .protocol_version()
        .and_then(|version| version.as_str())
        .unwrap_or_default();
    let alpn = tls
        .alpn_protocol()
        .map_or("no ALPN".into(), String::from_utf8_lossy);
    format!("{version}, {alpn}")
}
