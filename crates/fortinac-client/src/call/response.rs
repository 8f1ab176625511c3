use fortinac_types::Extra;
use fortinac_types::decode::DecodeError;
use http::StatusCode;

/// The value that a call returns, and the rest of the response. [`Call::with_response`](crate::Call::with_response)
/// asks for it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// What the call returns when it is awaited by itself.
    pub value: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The number of items that match the filter, if the appliance sends it. It is not always right.
    pub filtered: Option<u64>,
    /// The number of items in the table, if the appliance sends it.
    pub total: Option<u64>,
    /// The other properties of the envelope, without `status` and `errorMessage`.
    pub extra: Extra,
    /// Where the response is not as the spec says: the JSON path, and the expected and the found type. The values are
    /// kept in their places, as [`Field::Unexpected`](fortinac_types::Field::Unexpected). At most 1000 are listed.
    pub unexpected: Vec<DecodeError>,
}

impl<T> Response<T> {
    /// A response with nothing but a value, for tests.
    pub fn new(status: StatusCode, value: T) -> Self {
        Self {
            value,
            status,
            filtered: None,
            total: None,
            extra: Extra::default(),
            unexpected: Vec::new(),
        }
    }

    /// Applies a function to the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            status: self.status,
            filtered: self.filtered,
            total: self.total,
            extra: self.extra,
            unexpected: self.unexpected,
        }
    }

    /// A response whose value is this response.
    pub(crate) fn nested(self) -> Response<Self> {
        Response::new(self.status, self)
    }
}
