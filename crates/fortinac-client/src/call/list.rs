//! The common parameters of lists.

use std::marker::PhantomData;

use super::Call;
use super::filter::Filter;
use super::page::Page;
use crate::transport::request::Request;

/// The call has filters. `O` are the optional arguments of its operation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filtering<O = ()>(PhantomData<fn() -> O>);

/// The call has filters, an order, and the part of the list to return. `O` are the optional arguments of its operation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listing<O = ()>(PhantomData<fn() -> O>);

/// A call that has filters, such as one that counts.
pub type FilterCall<T, O = ()> = Call<T, Filtering<O>>;

/// A call that returns a [`Page`] of a list. [`stream`](Call::stream) reads all pages.
pub type ListCall<T, O = ()> = Call<Page<T>, Listing<O>>;

/// The values of the common parameters.
#[derive(Clone, Default)]
pub(crate) struct ListParameters {
    filters: Vec<Filter>,
    pub(crate) start: Option<i64>,
    pub(crate) limit: Option<i64>,
    sort_key: Option<String>,
    sort_direction: Option<String>,
}

impl ListParameters {
    /// Sets the parameter with this name on the wire.
    #[cfg(feature = "call-by-id")]
    pub(crate) fn set(&mut self, name: &str, values: &[String]) {
        let last = values.last().cloned();
        let number = || last.as_deref().and_then(|value| value.parse().ok());
        match name {
            "filter" => self.filters = values.iter().map(|value| value.as_str().into()).collect(),
            "start" => self.start = number(),
            "count" => self.limit = number(),
            "sortKey" => self.sort_key = last,
            "sortDir" => self.sort_direction = last,
            _ => unreachable!("`{name}` is not a parameter of lists"),
        }
    }

    pub(crate) fn add_to(&self, request: &mut Request) {
        for filter in &self.filters {
            match filter.parameter() {
                Ok(filter) => request.query.push(("filter".to_owned(), filter)),
                Err(reason) => request.invalidate(reason),
            }
        }
        let rest = [
            ("start", self.start.map(|start| start.to_string())),
            ("count", self.limit.map(|limit| limit.to_string())),
            ("sortKey", self.sort_key.clone()),
            ("sortDir", self.sort_direction.clone()),
        ];
        let set = rest
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        request.query.extend(set);
    }
}

impl<T, O> Call<T, Filtering<O>> {
    /// Selects only items that meet the condition; called again, those that meet all of them. A string is an expression
    /// as for [`Filter::raw`].
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// use fortinac_client::Filter;
    ///
    /// let cameras = client.hosts().count().filter(Filter::equals("role", "NAC-Cameras")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.pending.list.filters.push(filter.into());
        self
    }
}

impl<T, O> Call<T, Listing<O>> {
    /// Selects only items that meet the condition; called again, those that meet all of them. A string is an expression
    /// as for [`Filter::raw`].
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// use fortinac_client::Filter;
    ///
    /// let page = client
    ///     .hosts()
    ///     .list()
    ///     .filter(Filter::equals("role", "NAC-Cameras").or(Filter::is_null("role")))
    ///     .sort_by("hostName")
    ///     .limit(50)
    ///     .await?;
    /// for host in &page {
    ///     println!("{:?}", host.host_name.as_deref());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.pending.list.filters.push(filter.into());
        self
    }

    /// Sets how many items to skip.
    pub fn start(mut self, start: i64) -> Self {
        self.pending.list.start = Some(start);
        self
    }

    /// Sets how many items to return at most (`count` in the query). Without it, a large table is reported to end in
    /// HTTP 500. For a stream, it is the size of a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.pending.list.limit = Some(limit);
        self
    }

    /// Orders the items by a property.
    pub fn sort_by(mut self, property: impl Into<String>) -> Self {
        self.pending.list.sort_key = Some(property.into());
        self
    }

    /// Sets the order to ascending (`sortDir=asc`).
    pub fn ascending(mut self) -> Self {
        self.pending.list.sort_direction = Some("asc".into());
        self
    }

    /// Sets the order to descending (`sortDir=desc`).
    ///
    /// ```no_run
    /// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
    /// let newest = client.hosts().list().sort_by("creationTime").descending().limit(20).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn descending(mut self) -> Self {
        self.pending.list.sort_direction = Some("desc".into());
        self
    }
}
