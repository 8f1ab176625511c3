//! What the client costs on top of bare reqwest with hand-written structs: `cargo bench --package fortinac-tests`.
//!
//! Both read the same user from the same server on loopback over one kept connection each, in turns within the one run:
//! the machine's speed cancels out. The goal is a ratio of at most 1.05.

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use fortinac_client::Client;
use fortinac_spec::{Direction, Spec};
use serde::Deserialize;
use tokio::runtime::Builder;

const ROUNDS: usize = 200;
const CALLS: u32 = 100;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    // A core that has nothing to do falls asleep between two requests, and waking it takes longer than a call. Whether it
    // does depends on a microsecond more or less, which would count as fifty.
    std::thread::spawn(|| {
        loop {
            std::thread::yield_now();
        }
    });
    let address = serve(example());
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure(&format!("http://{address}/api/v2")));
}

async fn measure(url: &str) {
    let bare = bare();
    let client = Client::new(url, "token").expect("a client");
    let user = client.users().get(31).await.expect("a user");
    assert_eq!(read_bare(&bare, url).await.email, user.email.into_value());

    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        // Whoever comes second must not always be the same.
        let mut times = [Duration::ZERO; 2];
        for which in [round % 2, (round + 1) % 2] {
            let start = Instant::now();
            for _ in 0..CALLS {
                if which == 0 {
                    black_box(read_bare(&bare, url).await);
                } else {
                    black_box(client.users().get(31).await.expect("a user"));
                }
            }
            times[which] = start.elapsed() / CALLS;
        }
        rounds.push(times);
    }
    report(&rounds);
}

fn report(rounds: &[[Duration; 2]]) {
    let sorted = |value: &dyn Fn(&[Duration; 2]) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let bare = sorted(&|times| times[0].as_secs_f64() * 1e6);
    let client = sorted(&|times| times[1].as_secs_f64() * 1e6);
    let ratio = sorted(&|times| times[1].as_secs_f64() / times[0].as_secs_f64());
    let middle = rounds.len() / 2;
    println!("{:>12} {:>12} {:>12}", "µs per call", "fastest", "median");
    println!("{:>12} {:>12.1} {:>12.1}", "reqwest", bare[0], bare[middle]);
    println!(
        "{:>12} {:>12.1} {:>12.1}",
        "client", client[0], client[middle]
    );
    println!(
        "{:>12} {:>12.3} {:>12.3}",
        "ratio",
        client[0] / bare[0],
        ratio[middle]
    );
}

/// A client with the time limits that ours has: they are reqwest's work, and no overhead of ours.
fn bare() -> reqwest::Client {
    // TLS is not used here, but has to be there.
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().expect("the first provider");
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("bare/0.1.0")
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .read_timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

async fn read_bare(http: &reqwest::Client, url: &str) -> User {
    let response = http
        .get(format!("{url}/user/31"))
        .bearer_auth("token")
        .header("Accept", "application/json")
        .send()
        .await
        .and_then(reqwest::Response::error_for_status);
    let body = response.expect("a response").bytes().await.expect("a body");
    let response: Response = serde_json::from_slice(&body).expect("an envelope");
    assert_eq!(response.status, "success");
    response.results.into_iter().next().expect("a user")
}

/// The spec's example of the response.
fn example() -> String {
    let spec = Spec::bundled();
    let operation = spec.api().operation("user_get").expect("the operation");
    let example = spec.example(operation, Direction::Response(200));
    example.expect("the spec has the example").to_string()
}

/// Responses every request with `body`, with as little work as possible.
fn serve(body: String) -> SocketAddr {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length";
    let response = format!("{head}: {}\r\n\r\n{body}", body.len());
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            std::thread::spawn(move || response_all(stream, response.as_bytes()));
        }
    });
    address
}

/// A GET has no body, so its request ends with an empty line; both clients wait for a response before the next.
fn response_all(mut stream: TcpStream, response: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = [0; 4096];
    let mut received = 0;
    loop {
        match stream.read(&mut buffer[received..])? {
            0 => return Ok(()),
            read => received += read,
        }
        if buffer[..received].ends_with(b"\r\n\r\n") {
            stream.write_all(response)?;
            received = 0;
        }
    }
}

#[derive(Deserialize)]
struct Response {
    status: String,
    results: Vec<User>,
}

/// What somebody would write who wants all that the response has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is what is measured")]
struct User {
    landscape: Option<i64>,
    id: Option<i64>,
    role: Option<String>,
    directory_policy_value: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    dn: Option<String>,
    position: Option<String>,
    email: Option<String>,
    state: Option<i64>,
    #[serde(rename = "userID")]
    user_id: Option<String>,
    status: Option<i64>,
    notes: Option<String>,
    language: Option<String>,
    country: Option<String>,
    version: Option<f64>,
    packed_version: Option<f64>,
    creation_time: Option<i64>,
    valid_for_time: Option<i64>,
    valid_for_inactivity_days: Option<i64>,
    valid_for_inactivity_age_time: Option<i64>,
    last_activity_time: Option<i64>,
    address: Option<String>,
    city: Option<String>,
    mail_state: Option<String>,
    zip_code: Option<String>,
    phone: Option<String>,
    organization: Option<String>,
    organizational_unit: Option<String>,
    #[serde(rename = "type")]
    type_: Option<i64>,
    admin_profile_id: Option<i64>,
    guest_id: Option<i64>,
    mobile_number: Option<String>,
    mobile_provider: Option<String>,
    ncm_propagate_hosts: Option<bool>,
    last_modified_by: Option<String>,
    last_modified_date: Option<String>,
    last_change_summary: Option<String>,
    is_api_admin: Option<bool>,
    api_access_token: Option<String>,
    trusted_hosts: Option<String>,
    local_mschap_auth: Option<bool>,
    max_allowed_hosts: Option<i64>,
}
