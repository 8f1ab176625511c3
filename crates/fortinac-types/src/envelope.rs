//! The two envelopes that most operations respond with.

use crate::Field;
use crate::record::record;

record! {
    /// A response with one value, such as a record or a number.
    pub struct ResultEnvelope<T> {
        /// `success`, or a word for the failure.
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
    /// `filtered` and `total` are absent if the appliance does not send them.
    pub struct ResultsEnvelope<T> {
        /// `success`, or a word for the failure.
        status: String = "status",
        /// `errorMessage`: What went wrong. Null on success.
        error_message: String = "errorMessage",
        /// The items.
        results: T = "results",
        /// Number of items that match the filter. The appliance can report more than there are.
        filtered: i64 = "filtered",
        /// Number of items in the table.
        total: i64 = "total",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_keeps_unknown_properties() {
        let json = r#"{"status":"success","results":[4,7],"total":null,"unheardOf":1}"#;
        let envelope: ResultsEnvelope<Vec<i64>> = serde_json::from_str(json).unwrap();
        assert_eq!(envelope.results.as_deref(), Some([4, 7].as_slice()));
        assert!(envelope.filtered.is_absent() && envelope.total.is_null());
        assert_eq!(serde_json::to_string(&envelope).unwrap(), json);
        assert_eq!(
            format!("{envelope:?}"),
            r#"ResultsEnvelope { status: Value("success"), results: Value([4, 7]), total: Null, extra: {"unheardOf"} }"#
        );
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn the_schema_of_an_envelope_has_the_name_of_its_value() {
        let schema = schemars::schema_for!(ResultEnvelope<i64>).to_value();
        assert_eq!(schema["title"], "ResultEnvelope_for_int64");
        let result = &schema["properties"]["result"];
        assert_eq!(result["type"], serde_json::json!(["integer", "null"]));
        assert_eq!(result["description"], "The value.");
    }
}
