//! Responses as the client reads them: of every status, media type and encoding. No error shows the token.

use std::fmt::Debug;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use fortinac_client::types::User;
use fortinac_client::{Call, Client, Method, RetryPolicy};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::seeds::{CANARY, CASES};

const STATUSES: [u16; 12] = [200, 201, 202, 400, 401, 403, 404, 409, 429, 500, 501, 503];
const MEDIA_TYPES: [&str; 8] = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=iso-8859-1",
    "application/json; charset=utf-16",
    "application/xml",
    "text/html",
    "image/png",
    "",
];
const ENCODINGS: [&str; 4] = ["identity", "gzip", "deflate", "x-gzip, identity"];
/// How many calls are made of each input.
const CALLS: u8 = 8;

/// A client, and the server that it calls, which gives every request the same response.
struct Peer {
    runtime: Runtime,
    client: Client,
    response: Arc<Mutex<Vec<u8>>>,
    /// One input after the other.
    turn: Mutex<()>,
}

static PEER: LazyLock<Peer> = LazyLock::new(|| {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
    let url = format!(
        "http://{}",
        listener.local_addr().expect("it has an address")
    );
    let response = Arc::new(Mutex::new(Vec::new()));
    let served = Arc::clone(&response);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let served = Arc::clone(&served);
            // The client has gone away, which is not an error.
            thread::spawn(move || serve(stream, &served));
        }
    });
    let builder = Client::builder(&url, CANARY).retry_policy(RetryPolicy::none());
    Peer {
        runtime: tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("there is a runtime"),
        client: builder
            .timeout(Duration::from_secs(20))
            .build()
            .expect("the settings are right"),
        response,
        turn: Mutex::new(()),
    }
});

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Responds to the requests of a connection.
fn serve(stream: TcpStream, response: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(said) = line.strip_prefix("content-length: ") {
                length = said.parse().unwrap_or_default();
            }
            if line.is_empty() {
                break;
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        let response = locked(response).clone();
        writer.write_all(&response)?;
    }
}

/// The first four bytes choose the call, the status, the media type and the encoding; the rest is the body.
pub(crate) fn run(input: &[u8]) {
    let Some(([call, status, media_type, encoding], body)) = input.split_first_chunk::<4>() else {
        return;
    };
    let head = format!(
        "HTTP/1.1 {} x\r\ncontent-type: {}\r\ncontent-encoding: {}\r\ncontent-length: {}\r\n\r\n",
        STATUSES[usize::from(*status) % STATUSES.len()],
        MEDIA_TYPES[usize::from(*media_type) % MEDIA_TYPES.len()],
        ENCODINGS[usize::from(*encoding) % ENCODINGS.len()],
        body.len(),
    );
    let peer = &*PEER;
    let _turn = locked(&peer.turn);
    *locked(&peer.response) = [head.as_bytes(), body].concat();
    let client = &peer.client;
    match call % CALLS {
        0 => peer.call(client.hosts().list().with_response()),
        1 => peer.call(client.users().get(31).with_response()),
        2 => peer.call(client.hosts().count()),
        3 => peer.call(client.users().update(31, &User::default())),
        4 => peer.call(client.groups().get(7).optional()),
        5 => peer.call(client.raw(Method::GET, "/user/31")),
        6 => peer.call(client.device_profiler_rules().export()),
        _ => peer.call(client.hosts().set_role([31], "NAC-Cameras")),
    }
}

impl Peer {
    fn call<T: Debug + Send + 'static, P: 'static>(&self, call: Call<T, P>) {
        match self.runtime.block_on(call.into_future()) {
            Ok(value) => drop(format!("{value:?}")),
            Err(error) => {
                let shown = format!("{error} {error:?} {error:#?}");
                assert!(!shown.contains(CANARY), "{shown}");
                assert!(!error.is_timeout(), "{shown}");
            }
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies = CASES
        .iter()
        .step_by(5)
        .map(|case| case.json.to_string().into_bytes());
    let failures = [
        json!({"status": "error", "errorMessage": format!("the token {CANARY} is wrong")}).to_string(),
        json!({"status": "success", "results": [{"id": CANARY, "disabled": "no", "new": [null]}], "total": "x"}).to_string(),
        format!("<html><body>{CANARY}: not found</body></html>"),
    ];
    let bodies: Vec<Vec<u8>> = bodies.chain(failures.map(String::into_bytes)).collect();
    let seeds = bodies.iter().zip(0_u8..).map(|(body, number)| {
        // Most as JSON with success, and each call in turn.
        let status = if number % 4 == 3 { number } else { 0 };
        let media_type = if number % 8 == 7 { number } else { 0 };
        [&[number, status, media_type, 0], &body[..]].concat()
    });
    let gzip = [&[1, 0, 0, 1][..], &gzipped()].concat();
    seeds.chain([gzip]).collect()
}

/// `{"status":"success"}`, compressed.
fn gzipped() -> Vec<u8> {
    let text = br#"{"status":"success"}"#;
    let length = u16::try_from(text.len()).expect("it is short");
    // One block that is stored as it is, and the checksum of the text.
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(text);
    bytes.extend(crc32(text).to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0xedb8_8320,
            _ => crc >> 1,
        })
    })
}
