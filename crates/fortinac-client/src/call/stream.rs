//! All items of a list, page by page.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll};

use fortinac_types::item::Item;
use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::Call;
use super::list::Listing;
use super::page::Page;
use super::pending::Pending;
use crate::error::Error;
use crate::error::kind::Kind;

/// The size of a page where the caller does not say it: what known programs ask for.
const PAGE_SIZE: i64 = 200;

/// All items of a list: a [`Stream`] that asks for a page when it is read, and holds one page in memory.
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
    /// the appliance says matches. If a page has the same items as an earlier one, in any order, the stream fails: the
    /// appliance ignores `start`, and the list would be read forever. Items are compared by id, or by their content if
    /// they have none, so pages of nothing but equal items without an id are taken for the same one.
    pub fn stream(self) -> ItemStream<T> {
        items(self.pending)
    }
}

/// The items of a list without pages.
#[cfg(feature = "call-by-id")]
pub(crate) fn items_of_one_page<T: Send + 'static>(call: Pending<Page<T>>) -> ItemStream<T> {
    use futures_util::TryStreamExt;

    let page = stream::once(call.value());
    let items = page.map_ok(|page| stream::iter(page.into_iter().map(Ok)));
    ItemStream(Box::pin(items.try_flatten()))
}

pub(crate) fn items<T: Send + 'static>(mut call: Pending<Page<T>>) -> ItemStream<T> {
    let limit = call.list.limit.filter(|limit| *limit > 0);
    let limit = limit.unwrap_or(PAGE_SIZE);
    call.list.limit = Some(limit);
    let state = State {
        position: call.list.start.unwrap_or(0),
        limit,
        call,
        items: VecDeque::new(),
        pages: HashSet::new(),
        complete: false,
    };
    ItemStream(Box::pin(stream::try_unfold(state, State::next)))
}

struct State<T> {
    call: Pending<Page<T>>,
    position: i64,
    limit: i64,
    items: VecDeque<T>,
    /// The identity of each page so far.
    pages: HashSet<u64>,
    complete: bool,
}

impl<T: Send + 'static> State<T> {
    async fn next(mut self) -> Result<Option<(T, Self)>, Error> {
        if self.items.is_empty() && !self.complete {
            self.load().await?;
        }
        Ok(self.items.pop_front().map(|item| (item, self)))
    }

    async fn load(&mut self) -> Result<(), Error> {
        let mut call = self.call.clone();
        call.list.start = Some(self.position);
        let page = call.value().await?;
        let received = i64::try_from(page.len()).unwrap_or(i64::MAX);
        let identity = self.call.identity.map(|identity| identity(&page));
        if received > 0 && identity.is_some_and(|identity| !self.pages.insert(identity)) {
            let start = self.position;
            let operation = &self.call.request.operation;
            return Err(Error::call(operation, Kind::RepeatedPage { start }));
        }
        self.position += received;
        // With more items than it says, the number is wrong, and says nothing about the end.
        let reached = page.filtered.is_some_and(|filtered| {
            u64::try_from(self.position).is_ok_and(|position| position == filtered)
        });
        self.complete = received == 0 || (received < self.limit && reached);
        self.items = page.items.into();
        Ok(())
    }
}

/// A hash of the items of a page, in any order: of their ids, or else of their content.
pub(crate) fn identity<T: Item>(page: &Page<T>) -> u64 {
    let key = |item: &T| {
        item.item_id()
            .ok_or_else(|| hash(&serde_json::to_string(item).unwrap_or_default()))
    };
    let mut keys: Vec<Result<i64, u64>> = page.iter().map(key).collect();
    keys.sort_unstable();
    hash(&keys)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
