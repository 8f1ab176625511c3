//! Requests to the embedded appliance: paths, queries with filters, and bodies. Each gets a response, and none meets a bug.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use fortinac_mock::Appliance;
use fortinac_spec::Spec;

use crate::seeds::CASES;

/// What one appliance receives before another takes its place, so that its records do not become too many.
const REQUESTS: u32 = 2_000;

static PEER: Mutex<Option<Peer>> = Mutex::new(None);

/// An appliance, and the connection to it.
struct Peer {
    appliance: Appliance,
    stream: BufReader<TcpStream>,
    left: u32,
}

/// Two lines, with the method and the target, and with the content type; and the body.
pub(crate) fn run(input: &[u8]) {
    let mut parts = input.splitn(3, |byte| *byte == b'\n');
    let (Some(first), Some(media_type), Some(body)) = (parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    // Further headers would say where the request ends, and how to read them is the task of hyper.
    if first.contains(&b'\r') || media_type.contains(&b'\r') {
        return;
    }
    let mut peer = PEER.lock().unwrap_or_else(PoisonError::into_inner);
    let mut current = peer.take().unwrap_or_else(Peer::start);
    let head = format!(
        " HTTP/1.1\r\nhost: nac\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\ncontent-type: ",
        current.appliance.token(),
        body.len()
    );
    let request = [first, head.as_bytes(), media_type, b"\r\n\r\n", body].concat();
    let shown = String::from_utf8_lossy(&request);
    let response = current
        .send(&request, first.starts_with(b"HEAD "))
        .unwrap_or_else(|error| panic!("{error} instead of a response to {shown}"));
    assert_ne!(response.status, 500, "{shown}");
    current.left -= 1;
    if current.left > 0 {
        if response.closes {
            current.stream = connect(&current.appliance);
        }
        *peer = Some(current);
    }
}

struct Response {
    status: u16,
    /// Whether the connection ends with it.
    closes: bool,
}

fn connect(appliance: &Appliance) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(appliance.address()).expect("the appliance listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .and_then(|()| stream.set_nodelay(true))
        .expect("the connection can be set up");
    BufReader::new(stream)
}

impl Peer {
    fn start() -> Self {
        let appliance = Appliance::start().expect("the appliance starts");
        let stream = connect(&appliance);
        Self {
            appliance,
            stream,
            left: REQUESTS,
        }
    }

    fn send(&mut self, request: &[u8], is_head: bool) -> io::Result<Response> {
        self.stream.get_mut().write_all(request)?;
        let mut line = self.line()?;
        let malformed = || io::Error::from(ErrorKind::InvalidData);
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let mut response = Response {
            status: status.ok_or_else(malformed)?,
            closes: false,
        };
        let mut length = 0;
        while !line.is_empty() {
            line = self.line()?;
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name {
                "content-length" => length = value.parse().map_err(|_| malformed())?,
                "connection" => response.closes = value == "close",
                "transfer-encoding" => return Err(malformed()),
                _ => {}
            }
        }
        if !is_head {
            io::copy(&mut self.stream.by_ref().take(length), &mut io::sink())?;
        }
        Ok(response)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_ascii_lowercase()),
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let spec = Spec::bundled();
    let bodies = CASES.iter().step_by(4).map(|case| {
        let (method, path) = (&case.operation.method, case.path());
        format!("{method} /api/v2{path}\napplication/json\n{}", case.json)
    });
    let others = spec.api().operations.iter().step_by(9).map(|operation| {
        let path = operation.path.replace(['{', '}'], "");
        let media_type = "application/x-www-form-urlencoded";
        format!(
            "{} /api/v2{path}\n{media_type}\nid=31&id=7&role=NAC-Default",
            operation.method
        )
    });
    let queries = [
        "filter=role==NAC-Default|role==NAC-Guests&sortKey=id&sortDir=desc&start=1&count=2",
        "filter=id%3E%3D7&filter=hostName!=x&count=-1",
        "filter=physAddress==02:00:5E:00:53:C7",
        "filter==&filter=a==&filter=|&start=99999999999999999999",
    ];
    let lists = queries.map(|query| format!("GET /api/v2/host?{query}\n\n"));
    let upload = "POST /api/v2/host/import-hosts\nmultipart/form-data; boundary=b\n--b\r\ncontent-disposition: form-data; \
        name=\"file\"; filename=\"h.csv\"\r\n\r\nmac,role\r\n02:00:5E:00:53:01,x\r\n--b--\r\n";
    let xml = "POST /api/v2/user/31\napplication/xml\n<user><id>31</id><notes/></user>";
    bodies
        .chain(others)
        .chain(lists)
        .chain([upload.to_owned(), xml.to_owned()])
        .map(String::into_bytes)
        .collect()
}
