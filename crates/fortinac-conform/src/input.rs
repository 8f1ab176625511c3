//! What a file holds: one exchange, or a HAR file with many.

use std::fs;
use std::path::Path;

use crate::exchange::{Exchange, InvalidExchange};
use crate::har::Har;
use crate::problem::Problem;

pub(crate) enum Input {
    Exchange(Exchange),
    Har(Har),
}

impl Input {
    /// Reads a file. A HAR file is told by its name or by its beginning, because some save it as `*.json`.
    pub(crate) fn read(file: &Path) -> Result<Self, InvalidExchange> {
        let bytes = fs::read(file).map_err(|error| invalid(format!("cannot be read: {error}")))?;
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            let reason = "is UTF-16, as some shells write what they redirect: save it as UTF-8";
            return Err(invalid(reason.into()));
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| invalid(format!("is not UTF-8: {}", error.utf8_error())))?;
        let is_named_har = file
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("har"));
        if is_named_har || Har::is_likely(&text) {
            Har::new(text).map(Self::Har)
        } else {
            Exchange::from_json(&text).map(Self::Exchange)
        }
    }
}

/// A HAR file in which no call was found.
pub(crate) fn no_calls() -> InvalidExchange {
    invalid(
        "has no call of the API: record while the calls are made, with the address of the appliance; the path of a call \
         is below /api/v2"
            .into(),
    )
}

fn invalid(reason: String) -> InvalidExchange {
    InvalidExchange {
        problems: vec![Problem::exchange("$", reason)],
    }
}
