//! Blocking calls, for programs without asynchronous code.
//!
//! Every call has a method `wait`, which takes the place of `.await`; that of a stream makes an [`Iterator`].
//!
//! ```no_run
//! # fn example() -> fortinac_client::Result<()> {
//! use fortinac_client::Client;
//!
//! let client = Client::from_env()?;
//! let user = client.users().get(31).wait()?;
//! println!("{:?}", user.first_name.as_deref());
//! for host in client.hosts().list().filter("role==NAC-Default").stream().wait() {
//!     println!("{:?}", host?.host_name.as_deref());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! One background thread, which starts with the first call of the process, drives the connections of all clients, so
//! that they stay open between calls. Calls can be made from several threads at once.
//!
//! Inside of asynchronous code, blocking would stop the runtime: there, `wait` returns an error that says to await the
//! call. In `tokio::task::spawn_blocking` it works. A connection lives in the runtime that opened it: use a client of
//! your own for blocking calls if the same program also awaits calls.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Builder, Handle, Runtime};

use super::Call;
use super::stream::{AllItems, ItemStream};
use crate::error::Error;
use crate::error::kind::Kind;

const IN_ASYNC_CODE: &str = "a blocking call inside of asynchronous code would stop its runtime; write `.await` in place of `.wait()`";

impl<T: Send + 'static, P> Call<T, P> {
    /// Sends the call, and blocks until it is done. See [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// Those of awaiting the call, and one that says to await it if this thread runs asynchronous code.
    ///
    /// ```no_run
    /// # fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let user = client.users().get(31).wait()?;
    /// println!("{:?}", user.first_name.as_deref());
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait(self) -> Result<T, Error> {
        block_on(self.pending.value())?
    }
}

impl<T: Send + 'static> AllItems<T> {
    /// All items, blocking until all of them are read. See [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// Those of awaiting it, and one that says to await it if this thread runs asynchronous code.
    pub fn wait(self) -> Result<Vec<T>, Error> {
        block_on(self.into_future())?
    }
}

impl<T> ItemStream<T> {
    /// All items, as an iterator that blocks while it reads a page. See [`blocking`](crate::blocking).
    pub fn wait(self) -> BlockingItems<T> {
        BlockingItems(Some(self))
    }
}

/// All items of a list, page by page, from [`ItemStream::wait`]. It ends after an error.
#[must_use = "an iterator does nothing until it is read"]
pub struct BlockingItems<T>(Option<ItemStream<T>>);

impl<T> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.0.as_mut()?;
        let item = block_on(stream.next()).unwrap_or_else(|error| Some(Err(error)));
        if !matches!(item, Some(Ok(_))) {
            self.0 = None;
        }
        item
    }
}

impl<T> FusedIterator for BlockingItems<T> {}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingItems").finish_non_exhaustive()
    }
}

/// Polls a future on this thread until it is done. The thread of the runtime drives what it waits for.
fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    if is_async_code() {
        return Err(Error::without_call(Kind::Blocking(IN_ASYNC_CODE.into())));
    }
    let runtime = runtime().map_err(|error| {
        let reason = format!("the thread of blocking calls cannot start: {error}");
        Error::without_call(Kind::Blocking(reason))
    })?;
    // Unlike `Runtime::block_on`, this panics nowhere, even where the check above is deceived.
    let _guard = runtime.enter();
    Ok(pollster::block_on(future))
}

/// The runtime of all blocking calls. It is never shut down, so dropping a client or an iterator never blocks.
fn runtime() -> std::io::Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("fortinac-client")
        .enable_all()
        .build()?;
    // If two threads get here at once, one of the two runtimes is not needed.
    if let Err(unneeded) = RUNTIME.set(runtime) {
        unneeded.shutdown_background();
    }
    Ok(RUNTIME.get().expect("it was set just now"))
}

/// Whether this thread is inside of a task of tokio.
///
/// [`Handle::try_current`] alone also succeeds in `spawn_blocking`, where blocking is allowed. But only tasks have a
/// budget: they must yield after a number of operations.
fn is_async_code() -> bool {
    /// More than the budget of a task, which is 128.
    const OPERATIONS: usize = 256;
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // What is not used of the budget goes back when these are dropped, in reverse order.
    let mut spent = Vec::with_capacity(OPERATIONS);
    for _ in 0..OPERATIONS {
        match tokio::task::coop::poll_proceed(&mut context) {
            Poll::Ready(operation) => spent.push(operation),
            Poll::Pending => {
                while spent.pop().is_some() {}
                return true;
            }
        }
    }
    while spent.pop().is_some() {}
    false
}
