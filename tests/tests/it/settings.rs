//! Settings of a client, as a server sees them.

use std::net::SocketAddr;
use std::time::Duration;

use fortinac_client::Client;
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Identity, Response, Server, params};

use crate::support::child::{child, is_child};
use crate::support::log::Log;
use crate::support::{settings, users};

fn success() -> Response {
    users([31], 1)
}

fn closed_port() -> SocketAddr {
    // Bound and closed again: nothing listens there now.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

// What is sent

#[tokio::test]
async fn the_user_agent_names_the_client_and_the_application() {
    let agent = concat!("fortinac-client/", env!("CARGO_PKG_VERSION"));
    let server = Server::start([success()]).await;
    let client = settings(&server.url()).build().unwrap();
    client.users().get(31).await.unwrap();
    let client = settings(&server.url())
        .user_agent("inventory/1.4")
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    let agents: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("user-agent").unwrap().to_owned())
        .collect();
    assert_eq!(agents, [agent.to_owned(), format!("inventory/1.4 {agent}")]);
}

// Where it goes

#[tokio::test]
async fn a_name_is_led_to_an_address() {
    let server = Server::start([success()]).await;
    let url = format!("http://nac.invalid:{}", server.address.port());
    let client = settings(&url)
        .danger_allow_http()
        .resolve("nac.invalid", server.address)
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_proxy_is_used() {
    let proxy = Server::start([success()]).await;
    let client = settings("http://nac.invalid")
        .danger_allow_http()
        .proxy(proxy.url())
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    assert_eq!(proxy.targets(), ["http://nac.invalid/api/v2/user/31"]);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let proxy = closed_port();
    for url in [format!("http://canary:canary@{proxy}"), proxy.to_string()] {
        let client = settings("https://nac.invalid").proxy(url).build().unwrap();
        let error = client.users().get(31).await.unwrap_err();
        let message = format!("no connection to nac.invalid:443 through the proxy {proxy}: ");
        assert!(error.is_connect(), "{error:?}");
        assert!(error.to_string().contains(&message), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test]
async fn loopback_has_no_proxy() {
    if is_child() {
        let url = format!("http://{}", closed_port());
        let client = settings(&url).build().unwrap();
        assert!(client.users().get(31).await.unwrap_err().is_connect());
        // By name, it may: the variable works.
        let client = settings(&url).danger_allow_http().build().unwrap();
        client.users().get(7).await.unwrap();
        return;
    }
    let proxy = Server::start([users([7], 1)]).await;
    child(
        "settings::loopback_has_no_proxy",
        vec![("HTTP_PROXY", proxy.url())],
    )
    .await;
    let targets = proxy.targets();
    assert!(
        targets.len() == 1 && targets[0].ends_with("/api/v2/user/7"),
        "{targets:?}"
    );
}

// Whom it trusts

const WARNING: &str = "certificates are not verified: whoever is in between can read the token";

#[tokio::test]
async fn any_certificate_is_trusted_with_a_warning() {
    let log = Log::start();
    let identity = Identity::self_signed(&params(&["nac.example.com"]));
    let server = Server::start_tls(&identity, [success()]).await;
    settings(&server.url()).build().unwrap();
    assert!(!log.text().contains(WARNING));
    let client = settings(&server.url())
        .danger_accept_invalid_certs()
        .build()
        .unwrap();
    assert!(
        log.text()
            .contains(&format!("WARN fortinac_client::client::build: {WARNING}"))
    );
    client.users().get(31).await.unwrap();
}

#[tokio::test]
async fn http_to_another_host_is_a_warning() {
    const HTTP: &str = "http:// has no encryption: whoever is in between can read the token";
    let log = Log::start();
    settings("http://127.0.0.1")
        .danger_allow_http()
        .build()
        .unwrap();
    settings("https://nac.invalid")
        .danger_allow_http()
        .build()
        .unwrap();
    assert!(!log.text().contains(HTTP));
    settings("http://nac.invalid")
        .danger_allow_http()
        .build()
        .unwrap();
    let warning = format!("WARN fortinac_client::client::build: {HTTP}");
    assert!(log.text().contains(&warning), "{}", log.text());
}

#[tokio::test]
async fn the_environment_can_trust_any_certificate() {
    if is_child() {
        let log = Log::start();
        let client = Client::from_env().unwrap();
        assert!(log.text().contains(WARNING));
        client.users().get(31).await.unwrap();
        return;
    }
    let identity = Identity::self_signed(&params(&["nac.example.com"]));
    let server = Server::start_tls(&identity, [success()]).await;
    let variables = vec![
        ("FORTINAC_URL", server.url()),
        ("FORTINAC_TOKEN", TOKEN.to_owned()),
        ("FORTINAC_INSECURE", "1".to_owned()),
    ];
    child(
        "settings::the_environment_can_trust_any_certificate",
        variables,
    )
    .await;
    assert_eq!(server.requests().len(), 1);
}

// How long it waits

#[tokio::test]
async fn a_time_limit_can_be_as_long_as_one_likes() {
    let server = Server::start([success()]).await;
    let client = settings(&server.url())
        .connect_timeout(Duration::MAX)
        .timeout(Duration::MAX)
        .read_timeout(Duration::MAX)
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    let call = client.users().get(31).timeout(Duration::MAX);
    call.await.unwrap();
}

#[tokio::test]
async fn a_try_that_takes_as_long_as_it_may_leaves_time_for_another() {
    let server = Server::start([Response::silent(), success()]).await;
    // As by default: three times the time limit.
    let budget = Duration::from_millis(1500);
    let policy = fortinac_client::RetryPolicy::default().budget(budget);
    let client = settings(&server.url())
        .retry_policy(policy)
        .timeout(Duration::from_millis(500))
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}
