//! Parameters in the query of a call, by what its operation takes.

use crate::{Call, Filter};

/// A call without filter and paging.
#[derive(Clone, Debug, Default)]
pub struct NoQuery;

/// A call that takes filters.
#[derive(Clone, Debug, Default)]
pub struct Filtering {
    filters: Vec<Filter>,
}

/// A call that takes filters, an order, and the part of the list to return.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    filters: Vec<Filter>,
    pub(crate) start: Option<i64>,
    pub(crate) count: Option<i64>,
    sort_key: Option<String>,
    sort_dir: Option<String>,
}

/// Parameters in a query.
#[doc(hidden)]
pub trait Query: Clone + Default + Send {
    /// Adds them, or says why they cannot be written.
    fn append(&self, query: &mut Vec<(String, String)>) -> Result<(), String>;
}

impl Query for NoQuery {
    fn append(&self, _: &mut Vec<(String, String)>) -> Result<(), String> {
        Ok(())
    }
}

impl Query for Filtering {
    fn append(&self, query: &mut Vec<(String, String)>) -> Result<(), String> {
        append_filters(&self.filters, query)
    }
}

impl Query for Listing {
    fn append(&self, query: &mut Vec<(String, String)>) -> Result<(), String> {
        append_filters(&self.filters, query)?;
        let rest = [
            ("start", self.start.map(|start| start.to_string())),
            ("count", self.count.map(|count| count.to_string())),
            ("sortKey", self.sort_key.clone()),
            ("sortDir", self.sort_dir.clone()),
        ];
        let set = rest
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        query.extend(set);
        Ok(())
    }
}

fn append_filters(filters: &[Filter], query: &mut Vec<(String, String)>) -> Result<(), String> {
    for filter in filters {
        query.push(("filter".to_owned(), filter.parameter()?));
    }
    Ok(())
}

impl<R> Call<'_, R, Filtering> {
    /// Counts only rows that meet the condition; called again, those that meet all of them. A string is an expression
    /// as for [`Filter::raw`].
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.parameters_mut().filters.push(filter.into());
        self
    }
}

impl<R> Call<'_, R, Listing> {
    /// Returns only rows that meet the condition; called again, those that meet all of them. A string is an expression
    /// as for [`Filter::raw`].
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.parameters_mut().filters.push(filter.into());
        self
    }

    /// How many rows to skip.
    pub fn start(mut self, start: i64) -> Self {
        self.parameters_mut().start = Some(start);
        self
    }

    /// How many rows to return at most. Without it a large table is reported to end in HTTP 500.
    pub fn count(mut self, count: i64) -> Self {
        self.parameters_mut().count = Some(count);
        self
    }

    /// Orders the rows by a member.
    pub fn sort_key(mut self, member: impl Into<String>) -> Self {
        self.parameters_mut().sort_key = Some(member.into());
        self
    }

    /// The direction of the order. Its words are not documented: `asc` and `desc` presumably.
    pub fn sort_dir(mut self, direction: impl Into<String>) -> Self {
        self.parameters_mut().sort_dir = Some(direction.into());
        self
    }

    pub(crate) fn listing(&self) -> &Listing {
        self.parameters()
    }
}
