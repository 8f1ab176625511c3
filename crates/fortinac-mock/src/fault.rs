use std::time::Duration;

/// A failure to inject, see [`Appliance::fault`](crate::Appliance::fault). It affects one request by default.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) headers: Vec<(String, String)>,
    operation: Option<String>,
    remaining: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Delay(Duration),
    Status(u16),
    Html(u16),
    Cut,
    Truncated,
    Failure(String),
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            headers: Vec::new(),
            operation: None,
            remaining: 1,
        }
    }

    /// Handles the request, but waits before it does.
    pub fn delay(duration: Duration) -> Self {
        Self::new(Kind::Delay(duration))
    }

    /// Responds with this HTTP status and an envelope with `status: "error"`. The operation is not performed.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(status))
    }

    /// Responds with this HTTP status and an HTML page. The operation is not performed.
    pub fn html(status: u16) -> Self {
        Self::new(Kind::Html(status))
    }

    /// Closes the connection without a response. The operation is not performed.
    pub fn cut_connection() -> Self {
        Self::new(Kind::Cut)
    }

    /// Performs the operation, and closes the connection in the middle of the response.
    pub fn truncated_body() -> Self {
        Self::new(Kind::Truncated)
    }

    /// Responds with HTTP 200 and an envelope with `status: "error"` and this message. The operation is not performed.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::new(Kind::Failure(message.into()))
    }

    /// Limits the fault to the operation with this `operationId`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Affects this many requests instead of one.
    pub fn times(mut self, requests: usize) -> Self {
        self.remaining = requests;
        self
    }

    /// Adds a header to the response, such as `Retry-After`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The `operationId` of the operation to which the fault is limited.
    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }
}

/// Takes the first fault that applies to a request of `operation`. It then affects one request less.
pub(crate) fn take(faults: &mut Vec<Fault>, operation: Option<&str>) -> Option<Fault> {
    let applies =
        |fault: &Fault| fault.operation.is_none() || fault.operation.as_deref() == operation;
    faults.retain(|fault| fault.remaining > 0);
    let fault = faults.iter_mut().find(|fault| applies(fault))?;
    fault.remaining -= 1;
    Some(fault.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_affects_as_many_requests_of_its_operation_as_it_says() {
        let mut faults = vec![
            Fault::status(503).on("user_get").times(2),
            Fault::cut_connection(),
        ];
        let mut next = |operation| {
            take(&mut faults, operation).map(|fault| matches!(fault.kind, Kind::Status(503)))
        };
        assert_eq!(next(Some("user_get")), Some(true));
        assert_eq!(next(Some("host_get")), Some(false));
        assert_eq!(next(Some("host_get")), None);
        assert_eq!(next(Some("user_get")), Some(true));
        assert_eq!(next(Some("user_get")), None);
    }
}
