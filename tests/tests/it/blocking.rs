//! Blocking calls: in threads, beside asynchronous code, and over connections that stay open.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use fortinac_client::types::User;
use fortinac_client::{Client, Error};
use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

/// An appliance with this number of users, and a client of it.
fn appliance(users: i64) -> (Appliance, Client) {
    let users: Vec<Value> = (1..=users).map(|id| json!({"id": id})).collect();
    let appliance = Appliance::builder().empty().seed("user", json!(users));
    let appliance = appliance.start().unwrap();
    let client = appliance.client().unwrap();
    (appliance, client)
}

fn id(user: User) -> i64 {
    user.id.into_value().expect("every user has an id")
}

/// A proxy that knows its connections: for each, the side of the client.
struct Proxy {
    address: SocketAddr,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    fn of(appliance: &Appliance) -> Self {
        let (_, target) = appliance
            .url()
            .split_once("://")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let target = target.trim_end_matches("/api/v2").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::<Mutex<Vec<TcpStream>>>::default();
        let accepted = Arc::clone(&connections);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                let server = TcpStream::connect(&target).unwrap();
                accepted.lock().unwrap().push(client.try_clone().unwrap());
                for (mut from, mut to) in [
                    (client.try_clone().unwrap(), server.try_clone().unwrap()),
                    (server, client),
                ] {
                    thread::spawn(move || {
                        let _ = io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
            }
        });
        Self {
            address,
            connections,
        }
    }

    fn client(&self, appliance: &Appliance) -> Client {
        let url = format!("http://{}", self.address);
        Client::new(&url, appliance.token()).unwrap()
    }

    fn count(&self) -> usize {
        self.connections.lock().unwrap().len()
    }

    fn close_all(&self) {
        for connection in self.connections.lock().unwrap().iter() {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

#[test]
fn a_call_blocks_until_it_is_done() {
    let (appliance, client) = appliance(3);
    assert_eq!(id(client.users().get(2).wait().unwrap()), 2);
    let page = client.users().list().limit(2).wait().unwrap();
    assert_eq!((page.len(), page.total), (2, Some(3)));
    let missing = client.users().get(9).optional().wait().unwrap();
    assert_eq!(missing, None);
    client.users().delete(3).with_response().wait().unwrap();
    assert!(client.users().delete(3).wait().unwrap_err().is_api_error());
    let raw = client.raw(fortinac_client::Method::GET, "/user").wait();
    assert_eq!(raw.unwrap()["total"], 2);
    appliance.fault(Fault::status(503));
    assert_eq!(id(client.users().get(1).wait().unwrap()), 1);
}

#[test]
fn a_stream_is_an_iterator() {
    let (appliance, client) = appliance(7);
    let items = client.users().list().limit(3).stream().wait();
    let ids: Result<Vec<i64>, Error> = items.map(|user| user.map(id)).collect();
    assert_eq!(ids.unwrap(), [1, 2, 3, 4, 5, 6, 7]);
    let asked = appliance.requests().len();

    // It asks when it is read, can be dropped in the middle, and ends after an error.
    let mut items = client.users().list().limit(3).stream().wait();
    assert_eq!(appliance.requests().len(), asked);
    assert_eq!(id(items.next().unwrap().unwrap()), 1);
    assert_eq!(appliance.requests().len(), asked + 1);
    drop(items);
    assert!(client.users().get(1).wait().is_ok());

    let mut items = client.users().list().limit(3).stream().wait();
    let read: Vec<i64> = items
        .by_ref()
        .take(3)
        .map(|user| id(user.unwrap()))
        .collect();
    assert_eq!(read, [1, 2, 3]);
    appliance.fault(Fault::failure("not now"));
    assert!(items.next().unwrap().unwrap_err().is_api_error());
    assert!(items.next().is_none());
}

#[test]
fn connections_stay_open_between_calls() {
    let (appliance, _) = appliance(3);
    let proxy = Proxy::of(&appliance);
    let client = proxy.client(&appliance);
    for _ in 0..3 {
        client.users().get(1).wait().unwrap();
        thread::sleep(std::time::Duration::from_millis(50));
    }
    let other = client.clone();
    let thread = thread::spawn(move || other.users().get(2).wait().map(id));
    assert_eq!(thread.join().unwrap().unwrap(), 2);
    assert_eq!(proxy.count(), 1);
}

#[test]
fn a_call_after_the_connection_was_closed_opens_another() {
    let (appliance, _) = appliance(3);
    let proxy = Proxy::of(&appliance);
    let client = proxy.client(&appliance);
    client.users().get(1).wait().unwrap();
    proxy.close_all();
    client.users().get(2).wait().unwrap();
    assert_eq!(proxy.count(), 2);
}

#[test]
fn threads_call_at_once() {
    let (_appliance, client) = appliance(8);
    let threads: Vec<_> = (1..=8)
        .map(|number| {
            let client = client.clone();
            thread::spawn(move || {
                for _ in 0..20 {
                    assert_eq!(id(client.users().get(number).wait().unwrap()), number);
                }
                client.users().list().limit(3).stream().wait().count()
            })
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 8);
    }
}

/// Asserts that blocking is refused here, and that awaiting works.
async fn assert_refused(client: Client) {
    let expected = "a blocking call inside of asynchronous code would stop its runtime; write `.await` in place of \
                    `.wait()`";
    let error = client.users().get(1).wait().unwrap_err();
    assert_eq!(error.to_string(), expected);
    let mut items = client.users().list().stream().wait();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(items.next().is_none());
    assert_eq!(id(client.users().get(1).await.unwrap()), 1);
    // An iterator that was begun elsewhere is dropped here.
    let begun = tokio::task::spawn_blocking(move || {
        let mut items = client.users().list().limit(1).stream().wait();
        items.next().unwrap().unwrap();
        items
    });
    drop(begun.await.unwrap());
}

#[tokio::test]
async fn in_the_runtime_of_one_thread_blocking_is_an_error() {
    let (_appliance, client) = appliance(3);
    assert_refused(client.clone()).await;
    tokio::spawn(assert_refused(client)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_runtime_of_several_threads_blocking_is_an_error() {
    let (_appliance, client) = appliance(3);
    assert_refused(client.clone()).await;
    tokio::spawn(assert_refused(client)).await.unwrap();
}

#[tokio::test]
async fn a_refused_call_leaves_the_task_its_budget() {
    let (_appliance, client) = appliance(3);
    tokio::task::coop::consume_budget().await;
    client.users().get(1).wait().unwrap_err();
    // A task without budget would have to yield here.
    assert!(tokio::task::coop::has_budget_remaining());
}

#[tokio::test]
async fn in_a_blocking_thread_of_a_runtime_blocking_works() {
    let (_appliance, client) = appliance(3);
    let blocking = tokio::task::spawn_blocking(move || {
        let list = client.users().list().limit(2).stream().wait();
        (client.users().get(1).wait().map(id), list.count())
    });
    let (user, count) = blocking.await.unwrap();
    assert_eq!((user.unwrap(), count), (1, 3));
}

#[test]
fn beside_a_runtime_blocking_works() {
    let (_appliance, client) = appliance(3);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _guard = runtime.enter();
    assert_eq!(id(client.users().get(1).wait().unwrap()), 1);
}

#[test]
fn where_the_check_is_deceived_nothing_panics() {
    // A task without a budget, and an executor that is not that of tokio.
    let (_appliance, client) = appliance(3);
    let call = async {
        let deceived = async { client.users().get(1).wait().map(id) };
        tokio::task::coop::unconstrained(deceived).await
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    assert_eq!(runtime.block_on(call).unwrap(), 1);
    let nested = futures_executor::block_on(async { client.users().get(1).wait().map(id) });
    assert_eq!(nested.unwrap(), 1);
}

#[test]
fn a_client_is_dropped_anywhere() {
    let (_appliance, client) = appliance(3);
    client.users().get(1).wait().unwrap();
    let items = client.users().list().stream().wait();
    let call = client.users().get(1);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async move { drop((client, items, call)) });
}
