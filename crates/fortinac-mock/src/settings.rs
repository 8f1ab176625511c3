//! Settings of an appliance that make it refuse requests, and that bound what it keeps of them.

use crate::ApplianceBuilder;

impl ApplianceBuilder {
    /// Accepts a second API token, whose admin profile only permits operations that change nothing: the safe ones by the
    /// spec. All others get HTTP 403. [`ApplianceBuilder::start`] refuses a token that is that of full permission, too.
    pub fn read_only_token(mut self, token: impl Into<String>) -> Self {
        self.read_only_token = Some(token.into());
        self
    }

    /// Makes each list of more than this number of records fail with HTTP 500 and "System error", as appliances are
    /// reported to do with large tables. A filter, a sort key or a `count` of at most this number makes the list work.
    /// By default, no list is too large.
    pub fn max_unfiltered(mut self, records: usize) -> Self {
        self.restrictions.max_unfiltered = Some(records);
        self
    }

    /// Leaves out the operations with these `operationId`s, as a version that does not have them: they get HTTP 501.
    /// [`ApplianceBuilder::start`] refuses an id that the spec does not have.
    pub fn without(mut self, operations: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let operations = operations.into_iter().map(Into::into);
        self.restrictions.without.extend(operations);
        self
    }

    /// Sets how many requests [`Appliance::requests`](crate::Appliance::requests) keeps. The oldest ones make room for
    /// new ones. The default is 10,000; 0 keeps none.
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.bounds.requests = requests;
        self
    }

    /// Sets how much memory the requests take that are kept, in bytes. The oldest ones make room for new ones. The
    /// default is 16 MiB.
    pub fn keep_request_bytes(mut self, bytes: usize) -> Self {
        self.bounds.bytes = bytes;
        self
    }

    /// Sets how much is kept of the body of each request, in bytes from its beginning. The default is 64 KiB.
    pub fn keep_body_bytes(mut self, bytes: usize) -> Self {
        self.bounds.body_bytes = bytes;
        self
    }
}
