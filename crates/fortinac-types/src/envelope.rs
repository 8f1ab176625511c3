//! The two envelopes that most operations respond with.

use crate::Field;
use crate::record::record;

record! {
    /// A response with one value, such as a record or a number.
    pub struct ResultEnvelope<T> {
        /// The word `success`, or a word for the failure.
        status: String = "status",
        /// `errorMessage`: What went wrong. Null on success.
        error_message: String = "errorMessage",
        /// The value.
        result: T = "result",
    }
}

record! {
    /// A response with several values, mostly a page of records: `ResultsEnvelope<Vec<User>>`.
    ///
    /// `filtered` and `total` stay absent where the appliance does not send them.
    pub struct ResultsEnvelope<T> {
        /// The word `success`, or a word for the failure.
        status: String = "status",
        /// `errorMessage`: What went wrong. Null on success.
        error_message: String = "errorMessage",
        /// The items.
        results: T = "results",
        /// Number of items that match the filter. The appliance can say more than there are.
        filtered: i64 = "filtered",
        /// Number of items in the table.
        total: i64 = "total",
    }
}
