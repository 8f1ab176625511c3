mod parse;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::IntegerOrString;
use crate::word::Word;
use parse::{of_integer, parse};

/// A time. It is serialized in the form in which it was received.
///
/// These forms were seen on the wire: `2023-08-25T17:40:35.000+0000`, `2024-03-07T19:40:08.791Z`, epoch milliseconds as
/// an integer, a bare date such as `2024-03-07`, and `-1`, `0`, an empty string, a time in 1970 or a bare date before
/// 1971 (`1969-12-31`) for "unset". The same property can have different forms
/// in different responses. Two timestamps are equal only if their wire forms are equal; [`Timestamp::instant`] converts
/// to an instant, and [`Timestamp::cmp_instant`] compares instants. An integer has 64 bits, also in the form
/// `1.692985235E12`; decoding a larger one is an error.
///
/// A time that is farther than an instant can be, such as 253402300799999 or `9999-12-31T23:59:59.000+0000` for "never",
/// has the last instant that there is ([`jiff::Timestamp::MAX`]), and so orders after all others; one that is as far in
/// the past has the first ([`jiff::Timestamp::MIN`]).
///
/// ```
/// use fortinac_types::Timestamp;
///
/// let text: Timestamp = serde_json::from_str(r#""2023-08-25T17:40:35.000+0000""#)?;
/// let number: Timestamp = serde_json::from_str("1692985235000")?;
/// assert_ne!(text, number);
/// assert_eq!(text.instant()?, number.instant()?);
/// assert_eq!(Timestamp::from(-1).instant()?, None);
///
/// let later = text.instant()?.unwrap() + jiff::SignedDuration::from_hours(1);
/// assert_eq!(Timestamp::with_offset(later).to_string(), "2023-08-25T18:40:35.000+0000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(IntegerOrString);

impl Timestamp {
    /// The wire form.
    pub fn wire(&self) -> &IntegerOrString {
        &self.0
    }

    /// The instant; `None` if the wire form means "unset": -1, 0, an empty string, a time in 1970, or a bare date
    /// before 1971. A bare date is the first instant of that day in UTC, because it does not say its time zone. A time beyond
    /// the years -9999 to 9999 has the first or the last instant.
    ///
    /// # Errors
    /// The wire form is not a known one.
    pub fn instant(&self) -> Result<Option<jiff::Timestamp>, NotAnInstant> {
        let unknown = || NotAnInstant {
            wire: self.0.clone(),
        };
        let (instant, is_unset) = match &self.0 {
            IntegerOrString::String(text) if text.trim().is_empty() => return Ok(None),
            IntegerOrString::String(text) => parse(text.trim()),
            number => number.as_i64().map(of_integer),
        }
        .ok_or_else(unknown)?;
        Ok((!is_unset).then_some(instant))
    }

    /// Compares the instants of two timestamps. An unset timestamp is less than all others, and one that is too far for an
    /// instant is greater than all others.
    ///
    /// # Errors
    /// [`Timestamp::instant`] fails for one of them.
    pub fn cmp_instant(&self, other: &Self) -> Result<Ordering, NotAnInstant> {
        Ok(self.instant()?.cmp(&other.instant()?))
    }

    /// An instant as epoch milliseconds, the form in which a background task is sent. Fractions of a millisecond are
    /// cut off.
    pub fn epoch_milliseconds(instant: jiff::Timestamp) -> Self {
        instant.as_millisecond().into()
    }

    /// An instant as `2023-08-25T17:40:35.000+0000`, the form of most real responses. Fractions of a millisecond are
    /// cut off.
    pub fn with_offset(instant: jiff::Timestamp) -> Self {
        format!("{}+0000", milliseconds_text(instant)).into()
    }

    /// An instant as `2024-03-07T19:40:08.791Z` (RFC 3339), the form of the samples in the reference. Fractions of a
    /// millisecond are cut off.
    pub fn with_z(instant: jiff::Timestamp) -> Self {
        format!("{}Z", milliseconds_text(instant)).into()
    }
}

fn milliseconds_text(instant: jiff::Timestamp) -> impl fmt::Display {
    let whole = jiff::Timestamp::from_millisecond(instant.as_millisecond()).unwrap_or(instant);
    let whole = whole.to_zoned(TimeZone::UTC);
    // jiff counts the sign of a negative year as one of the four digits.
    let year = if whole.year() < 0 { "%05Y" } else { "%Y" };
    whole
        .strftime(&format!("{year}-%m-%dT%H:%M:%S.%3f"))
        .to_string()
}

impl<T: Into<IntegerOrString>> From<T> for Timestamp {
    fn from(wire: T) -> Self {
        Self(wire.into())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A timestamp whose wire form is not a known form of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnInstant {
    wire: IntegerOrString,
}

impl fmt::Display for NotAnInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not a time in a known form: epoch milliseconds, 2023-08-25, or 2023-08-25T17:40:35.000 with Z, +0000 or +00:00",
            Word(&self.wire.to_string())
        )
    }
}

impl std::error::Error for NotAnInstant {}
