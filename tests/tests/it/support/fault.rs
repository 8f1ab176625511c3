//! One fault, and all that the client promises about it.

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use fortinac_client::{Client, ClientBuilder, Error};
use fortinac_testkit::canary::QUERY;
use fortinac_testkit::{Identity, Response, Server};

use super::log::Log;
use super::{RETRIES, change, settings};

/// What is said of a write that may have been applied.
pub(crate) const UNSURE: &str = "; the write may have been applied: check before repeating it";

/// A fault: what goes wrong, and with which client.
pub(crate) struct Fault {
    place: Place,
    settings: Box<dyn Fn(ClientBuilder) -> ClientBuilder>,
    writes_too: bool,
    may_have_been_applied: bool,
}

enum Place {
    Server(Response),
    TlsServer(Box<Identity>, Response),
    /// Host and port, with nobody there.
    Nobody(String),
}

impl Fault {
    pub(crate) fn of(response: Response) -> Self {
        Self::at(Place::Server(response))
    }

    pub(crate) fn tls(identity: Identity, response: Response) -> Self {
        Self::at(Place::TlsServer(Box::new(identity), response))
    }

    pub(crate) fn nobody(host_and_port: impl Into<String>) -> Self {
        Self::at(Place::Nobody(host_and_port.into()))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            settings: Box::new(|builder| builder),
            writes_too: true,
            may_have_been_applied: false,
        }
    }

    /// Settings of the client.
    pub(crate) fn client(
        mut self,
        settings: impl Fn(ClientBuilder) -> ClientBuilder + 'static,
    ) -> Self {
        self.settings = Box::new(settings);
        self
    }

    /// The fault is none for a write.
    pub(crate) fn only_reading(mut self) -> Self {
        self.writes_too = false;
        self
    }

    /// A write may have been applied.
    pub(crate) fn unsure(mut self) -> Self {
        self.may_have_been_applied = true;
        self
    }

    /// Reads a user and writes one, and checks that both fail with exactly these predicates and this message, after
    /// the right number of requests, without a secret anywhere. `{server}` in the message is the server's address.
    pub(crate) async fn check(self, predicates: &[&str], message: &str) {
        let retries = if predicates.contains(&"is_retryable") {
            RETRIES
        } else {
            0
        };
        self.check_call(Call::Read, 1 + retries, predicates, message)
            .await;
        if !self.writes_too {
            return;
        }
        if self.may_have_been_applied {
            let predicates = [predicates, &["may_have_been_applied"]].concat();
            let message = format!("{message}{UNSURE}");
            self.check_call(Call::Write, 1, &predicates, &message).await;
        } else {
            self.check_call(Call::Write, 1, predicates, message).await;
        }
    }

    async fn check_call(&self, call: Call, tries: usize, predicates: &[&str], message: &str) {
        let server = match &self.place {
            Place::Server(response) => Some(Server::start([response.clone()]).await),
            Place::TlsServer(identity, response) => {
                Some(Server::start_tls(identity, [response.clone()]).await)
            }
            Place::Nobody(_) => None,
        };
        let (url, address) = match (&self.place, &server) {
            (Place::Nobody(address), _) => (format!("https://{address}"), address.clone()),
            (_, Some(server)) => (server.url(), server.address.to_string()),
            _ => unreachable!("every other place is a server"),
        };
        let log = Log::start();
        let tried = Arc::<Mutex<Vec<_>>>::default();
        let observed = Arc::clone(&tried);
        let client = (self.settings)(settings(&url))
            .observer(move |attempt| {
                observed
                    .lock()
                    .unwrap()
                    .push((attempt.number, attempt.status))
            })
            .build()
            .unwrap();
        let error = call.send(&client).await.unwrap_err();

        assert_eq!(
            error.to_string(),
            call.describe() + &message.replace("{server}", &address)
        );
        assert_eq!(held(&error), predicates, "{error:?}");
        let expected: Vec<_> = (1..)
            .map(|number| (number, error.status()))
            .take(tries)
            .collect();
        assert_eq!(*tried.lock().unwrap(), expected);
        if let Some(server) = server {
            // A request that breaks off before it is one, as in TLS, is not among them.
            let reached = if predicates.contains(&"is_connect") {
                0
            } else {
                tries
            };
            assert_eq!(server.requests().len(), reached);
        }
        assert_no_canary(&error, &log);
    }
}

#[derive(Clone, Copy)]
enum Call {
    Read,
    Write,
}

impl Call {
    async fn send(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Read => client
                .users()
                .get(31)
                .query("search", QUERY)
                .await
                .map(drop),
            Self::Write => {
                client
                    .users()
                    .update(31, &change())
                    .query("search", QUERY)
                    .await
            }
        }
    }

    fn describe(self) -> String {
        match self {
            Self::Read => "user_get (GET /user/{id}): ",
            Self::Write => "user_update (POST /user/{id}): ",
        }
        .to_owned()
    }
}

/// The predicates that hold.
pub(crate) fn held(error: &Error) -> Vec<&'static str> {
    [
        ("is_unauthorized", error.is_unauthorized()),
        ("is_forbidden", error.is_forbidden()),
        ("is_not_found", error.is_not_found()),
        ("is_timeout", error.is_timeout()),
        ("is_connect", error.is_connect()),
        ("is_tls", error.is_tls()),
        ("is_api_error", error.is_api_error()),
        ("is_decode", error.is_decode()),
        ("is_retryable", error.is_retryable()),
        ("may_have_been_applied", error.may_have_been_applied()),
    ]
    .into_iter()
    .filter_map(|(name, holds)| holds.then_some(name))
    .collect()
}

/// Everything that an error shows, and its sources.
pub(crate) fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next = error.source();
    while let Some(source) = next {
        text += &format!(" {source} {source:?}");
        next = source.source();
    }
    text
}

/// Nobody sees a secret, and the message is one line.
#[track_caller]
pub(crate) fn assert_no_canary(error: &Error, log: &Log) {
    assert!(!error.to_string().contains(char::is_control), "{error}");
    for text in [shown(error), log.text()] {
        assert!(!text.contains("canary"), "{text}");
    }
}
