use std::collections::{HashSet, VecDeque};
use std::future::IntoFuture;
use std::hash::{DefaultHasher, Hash, Hasher};

use fortinac_types::item::Item;
use futures_core::Stream;
use futures_util::{TryStreamExt, stream};

use crate::error::Kind;
use crate::outcome::{HasItems, List, Outcome};
use crate::query::{Filtering, Listing, NoQuery};
use crate::{Call, Error};

/// Rows that a page of a stream asks for, where the caller does not say: what known programs ask for.
const PAGE: i64 = 200;

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The records.
    pub rows: Vec<T>,
    /// How many rows match the filter, if the appliance says so. It is not always right.
    pub filtered: Option<i64>,
    /// How many rows the table has, if the appliance says so.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// The records, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, E: HasItems + 'a> Call<'a, List<E>, Listing>
where
    List<E>: Outcome<Envelope = E, Output = Page<E::Item>>,
{
    /// All rows from `start` on, page by page: `count` rows are asked for at a time, 200 if it is not set or below 1,
    /// and one page is held in memory.
    ///
    /// The stream advances by the rows that it receives. It ends at an empty page, or at a short one that reaches what
    /// the appliance says matches. A page with the same rows as an earlier one, in any order, is an error, because an
    /// appliance that passes over `start` would be read for ever; rows are told apart by their id, or else by all that
    /// they say, so that pages of nothing but equal rows without an id are taken for the same one. After an error the
    /// stream ends.
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> Result<(), fortinac_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut hosts = std::pin::pin!(client.hosts().list().stream());
    /// while let Some(host) = hosts.try_next().await? {
    ///     println!("{:?}", host.host_name.as_deref());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> impl Stream<Item = Result<E::Item, Error>> + Send + 'a {
        let count = self.listing().count.filter(|count| *count > 0);
        let count = count.unwrap_or(PAGE);
        let state = State::<E> {
            position: self.listing().start.unwrap_or(0),
            call: self.count(count),
            rows: VecDeque::new(),
            pages: HashSet::new(),
            complete: false,
        };
        stream::try_unfold(state, State::next)
    }
}

/// Gives a list that the API answers at once the method that paged lists have.
macro_rules! streamed_at_once {
    ($($query:ty),*) => {$(
        impl<'a, E: HasItems + 'a> Call<'a, List<E>, $query>
        where
            List<E>: Outcome<Envelope = E, Output = Page<E::Item>>,
        {
            /// All rows, of one answer: the API has no pages of this list.
            pub fn stream(self) -> impl Stream<Item = Result<E::Item, Error>> + Send + 'a
            where
                E::Item: 'a,
            {
                let page = stream::once(self.into_future());
                page.map_ok(|page| stream::iter(page.rows.into_iter().map(Ok)))
                    .try_flatten()
            }
        }
    )*};
}

streamed_at_once!(NoQuery, Filtering);

struct State<'a, E: HasItems> {
    call: Call<'a, List<E>, Listing>,
    position: i64,
    rows: VecDeque<E::Item>,
    /// A hash of each page so far.
    pages: HashSet<u64>,
    complete: bool,
}

/// What tells an item from others: its id, or else a hash of its content.
type Key = Result<i64, u64>;

fn key(item: &impl Item) -> Key {
    item.item_id()
        .ok_or_else(|| hash(&serde_json::to_string(item).unwrap_or_default()))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl<'a, E: HasItems> State<'a, E>
where
    List<E>: Outcome<Envelope = E, Output = Page<E::Item>>,
{
    async fn next(mut self) -> Result<Option<(E::Item, Self)>, Error> {
        if self.rows.is_empty() && !self.complete {
            self.load().await?;
        }
        Ok(self.rows.pop_front().map(|row| (row, self)))
    }

    async fn load(&mut self) -> Result<(), Error> {
        let call = self.call.clone().start(self.position);
        let asked = call.listing().count.unwrap_or(PAGE);
        let operation = call.operation().clone();
        let page = call.await?;
        let received = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
        let mut keys: Vec<Key> = page.rows.iter().map(key).collect();
        keys.sort_unstable();
        if received > 0 && !self.pages.insert(hash(&keys)) {
            return Err(Error::call(
                &operation,
                Kind::RepeatedPage {
                    start: self.position,
                },
            ));
        }
        self.position += received;
        // With more rows than it says, the number is wrong, and tells nothing about the end.
        let reached = page
            .filtered
            .is_some_and(|filtered| self.position == filtered);
        self.complete = received == 0 || (received < asked && reached);
        self.rows = page.rows.into();
        Ok(())
    }
}
