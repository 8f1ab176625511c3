//! All items of a list, page by page.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::Call;
use super::list::Listing;
use super::page::Page;
use super::pending::Pending;
use super::progress::Progress;
use crate::error::Error;

/// The size of a page where the caller does not say it: what known programs ask for.
const PAGE_SIZE: i64 = 200;

/// All items of a list: a [`Stream`] that asks for a page when it is read. [`ListCall::stream`](crate::ListCall::stream)
/// says what it holds in memory, and when it fails.
///
/// ```no_run
/// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
/// let mut hosts = client.hosts().list().stream();
/// while let Some(host) = hosts.next().await {
///     println!("{:?}", host?.host_name.as_deref());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct ItemStream<T>(Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>);

impl<T> ItemStream<T> {
    /// The next item; `None` at the end. After an error the stream ends.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        self.0.next().await
    }

    /// All items at once.
    pub(super) fn all(self) -> AllItems<T> {
        AllItems(self)
    }
}

/// All items of a list at once, from [`Call::all`]: await it to get a `Vec<T>`.
#[must_use = "a call does nothing until it is awaited"]
pub struct AllItems<T>(pub(super) ItemStream<T>);

impl<T: Send + 'static> IntoFuture for AllItems<T> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.0.try_collect())
    }
}

impl<T> fmt::Debug for AllItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllItems").finish_non_exhaustive()
    }
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

impl<T: Send + 'static, O> Call<Page<T>, Listing<O>> {
    /// All items from `start` on, page by page. A page has `limit` items, 200 if it is not set or below 1.
    ///
    /// The stream advances by the items that it receives. It ends at an empty page, or at a short one that reaches what
    /// the appliance says matches. It holds one page in memory, and the id of each item that was read (one integer).
    ///
    /// **Do not delete items while their stream is read**, nor change what the filter selects: the rest of the list moves
    /// up, and as many items would be passed over. If the number of items that the appliance tells (`filtered`, or else
    /// `total`) falls from page to page, whoever caused it, the stream fails. [`Call::all`] reads all items first.
    ///
    /// Items may be added: one that comes again because of it is recognized by its id, and passed over. If a page has
    /// nothing but items that came before, although the list did not grow, the stream fails: the appliance ignores
    /// `start`, and the list would be read forever. Where items have no id, whole pages are compared by their content, so
    /// pages of nothing but equal items are taken for the same one. Such a list must end one page after the number of
    /// items that the appliance tells, or after 10,000 pages if it tells none.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let mut hosts = client.hosts().list().filter("role==NAC-Cameras").limit(500).stream();
    /// while let Some(host) = hosts.next().await {
    ///     println!("{:?}", host?.host_name.as_deref());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> ItemStream<T> {
        items(self.pending)
    }

    /// All items from `start` on, read page by page before the first is returned: for items that are to be deleted or
    /// changed one by one.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// for user in client.users().list().filter("role==Guest").all().await? {
    ///     if let Some(id) = user.id.copied() {
    ///         client.users().delete(id).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// All of them are in memory at once. Where that is too much, read the [`stream`](Call::stream), and keep the ids. It
    /// fails where the stream would, also if items are deleted elsewhere while it reads.
    pub fn all(self) -> AllItems<T> {
        self.stream().all()
    }
}

/// The items of a list without pages.
#[cfg(feature = "call-by-id")]
pub(crate) fn items_of_one_page<T: Send + 'static>(call: Pending<Page<T>>) -> ItemStream<T> {
    let page = stream::once(call.value());
    let items = page.map_ok(|page| stream::iter(page.into_iter().map(Ok)));
    ItemStream(Box::pin(items.try_flatten()))
}

pub(crate) fn items<T: Send + 'static>(mut call: Pending<Page<T>>) -> ItemStream<T> {
    let limit = call.list.limit.filter(|limit| *limit > 0);
    let limit = limit.unwrap_or(PAGE_SIZE);
    call.list.limit = Some(limit);
    let progress = Progress::new(call.list.start.unwrap_or(0), limit);
    let state = State {
        call,
        items: VecDeque::new(),
        progress,
    };
    ItemStream(Box::pin(stream::try_unfold(state, State::next)))
}

struct State<T> {
    call: Pending<Page<T>>,
    items: VecDeque<T>,
    progress: Progress,
}

impl<T: Send + 'static> State<T> {
    async fn next(mut self) -> Result<Option<(T, Self)>, Error> {
        while self.items.is_empty() && !self.progress.complete {
            self.load().await?;
        }
        Ok(self.items.pop_front().map(|item| (item, self)))
    }

    async fn load(&mut self) -> Result<(), Error> {
        let mut call = self.call.clone();
        call.list.start = Some(self.progress.position);
        let mut page = call.value().await?;
        let identity = self.call.identity.map(|identity| identity(&page));
        self.progress
            .take(&mut page, identity)
            .map_err(|kind| Error::call(&self.call.request.operation, kind))?;
        self.items = page.items.into();
        Ok(())
    }
}
