use std::time::Duration;

/// Something that goes wrong on purpose, see [`Appliance::fault`](crate::Appliance::fault).
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

    /// The answer comes, but later.
    pub fn delay(duration: Duration) -> Self {
        Self::new(Kind::Delay(duration))
    }

    /// An envelope that says `error`, under this HTTP status. Nothing is carried out.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(status))
    }

    /// A page of HTML under this HTTP status. Nothing is carried out.
    pub fn html(status: u16) -> Self {
        Self::new(Kind::Html(status))
    }

    /// The connection ends without an answer. Nothing is carried out.
    pub fn cut_connection() -> Self {
        Self::new(Kind::Cut)
    }

    /// The call is carried out, and the connection ends in the middle of the answer.
    pub fn truncated_body() -> Self {
        Self::new(Kind::Truncated)
    }

    /// An envelope with `status: "error"` and this message, under HTTP 200. Nothing is carried out.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::new(Kind::Failure(message.into()))
    }

    /// For this operationId alone.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// For the next `requests`, in place of one.
    pub fn times(mut self, requests: usize) -> Self {
        self.remaining = requests;
        self
    }

    /// With this header, such as `Retry-After`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The operation that it is for, if it is for one.
    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }
}

/// The fault that a call of `operation` meets, which is used up by one.
pub(crate) fn take(faults: &mut Vec<Fault>, operation: Option<&str>) -> Option<Fault> {
    let meets =
        |fault: &Fault| fault.operation.is_none() || fault.operation.as_deref() == operation;
    faults.retain(|fault| fault.remaining > 0);
    let fault = faults.iter_mut().find(|fault| meets(fault))?;
    fault.remaining -= 1;
    Some(fault.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up_by_what_it_is_for() {
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
