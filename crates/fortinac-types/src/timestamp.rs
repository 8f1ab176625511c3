use std::cmp::Ordering;
use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::IntegerOrText;

/// A time, in whatever form the appliance sent it; it is given back exactly so.
///
/// Seen on the wire: `2023-08-25T17:40:35.000+0000`, `2024-03-07T19:40:08.791Z`, epoch milliseconds as an integer,
/// and `-1`, `0`, an empty string or a time in 1970 for "unset". One member can have one form in one answer and
/// another form in the next, so equality is that of the wire form; [`Timestamp::instant`] gives what it means, and
/// [`Timestamp::cmp_instant`] orders by that.
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
pub struct Timestamp(IntegerOrText);

impl Timestamp {
    /// The form on the wire.
    pub fn wire(&self) -> &IntegerOrText {
        &self.0
    }

    /// The instant that the wire form means; `None` if it means "unset": -1, 0, an empty text, or a time in 1970.
    ///
    /// # Errors
    /// The wire form is none of those that are known, or lies outside the years -9999 to 9999.
    pub fn instant(&self) -> Result<Option<jiff::Timestamp>, NotAnInstant> {
        let instant = match &self.0 {
            IntegerOrText::Integer(-1) => return Ok(None),
            IntegerOrText::Integer(milliseconds) => {
                jiff::Timestamp::from_millisecond(*milliseconds).ok()
            }
            IntegerOrText::Text(text) => {
                let text = text.trim();
                // In the offset's own calendar: 1970-01-01T00:00:00+0100 is an instant of 1969.
                if text.is_empty() || text == "-1" || text.starts_with("1970-") {
                    return Ok(None);
                }
                parse(text)
            }
        };
        let instant = instant.ok_or_else(|| NotAnInstant {
            wire: self.0.clone(),
        })?;
        let is_unset = instant.to_zoned(TimeZone::UTC).year() == 1970;
        Ok((!is_unset).then_some(instant))
    }

    /// Orders two times by the instants that they mean; unset is before everything.
    ///
    /// # Errors
    /// One of them means no instant.
    pub fn cmp_instant(&self, other: &Self) -> Result<Ordering, NotAnInstant> {
        Ok(self.instant()?.cmp(&other.instant()?))
    }

    /// An instant as epoch milliseconds, the form in which a background task is written. What is finer than a
    /// millisecond is cut off.
    pub fn epoch_milliseconds(instant: jiff::Timestamp) -> Self {
        instant.as_millisecond().into()
    }

    /// An instant as `2023-08-25T17:40:35.000+0000`, the form of most real answers. What is finer than a millisecond is
    /// cut off.
    pub fn with_offset(instant: jiff::Timestamp) -> Self {
        format!("{}+0000", milliseconds_text(instant)).into()
    }

    /// An instant as `2024-03-07T19:40:08.791Z` (RFC 3339), the form of the documents' samples. What is finer than a
    /// millisecond is cut off.
    pub fn with_z(instant: jiff::Timestamp) -> Self {
        format!("{}Z", milliseconds_text(instant)).into()
    }
}

/// The instant of a text in one of the known forms: date and time with `Z`, `+0000` or `+00:00`, or epoch milliseconds
/// in decimal.
fn parse(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(milliseconds) = text.parse() {
        return jiff::Timestamp::from_millisecond(milliseconds).ok();
    }
    // RFC 3339 first; jiff's own grammar would also take forms that no page shows.
    let (local, offset) = match text.strip_suffix('Z') {
        Some(local) => (local, "+0000".to_owned()),
        None => {
            let (local, offset) = text.split_at_checked(text.rfind(['+', '-'])?)?;
            (local, offset.replace(':', ""))
        }
    };
    let local: DateTime = strtime::parse("%Y-%m-%dT%H:%M:%S%.f", local)
        .ok()?
        .to_datetime()
        .ok()?;
    let offset = strtime::parse("%z", offset).ok()?.offset()?;
    offset.to_timestamp(local).ok()
}

fn milliseconds_text(instant: jiff::Timestamp) -> impl fmt::Display {
    let whole = jiff::Timestamp::from_millisecond(instant.as_millisecond()).unwrap_or(instant);
    whole
        .to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S.%3f")
        .to_string()
}

impl<T: Into<IntegerOrText>> From<T> for Timestamp {
    fn from(wire: T) -> Self {
        Self(wire.into())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time whose wire form means no instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnInstant {
    wire: IntegerOrText,
}

impl fmt::Display for NotAnInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no time in a known form: epoch milliseconds, or 2023-08-25T17:40:35.000 with Z, +0000 or +00:00",
            self.wire.to_string()
        )
    }
}

impl std::error::Error for NotAnInstant {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_means(wire: impl Into<Timestamp>, instant: &str) {
        let expected: jiff::Timestamp = instant.parse().unwrap();
        assert_eq!(wire.into().instant(), Ok(Some(expected)));
    }

    #[test]
    fn every_known_form_has_an_instant() {
        assert_means("2024-03-07T19:40:08.791Z", "2024-03-07T19:40:08.791Z");
        assert_means("2023-08-25T17:40:35.000+0000", "2023-08-25T17:40:35Z");
        assert_means("2023-08-25T17:40:35.000+00:00", "2023-08-25T17:40:35Z");
        assert_means("2023-08-25T17:40:35+0230", "2023-08-25T15:10:35Z");
        assert_means("2023-08-25T17:40:35-0800", "2023-08-26T01:40:35Z");
        assert_means(1_692_985_112_000, "2023-08-25T17:38:32Z");
        assert_means("1692985112000", "2023-08-25T17:38:32Z");
        assert_means(-86_400_000, "1969-12-31T00:00:00Z");
    }

    #[test]
    fn unset_has_many_forms() {
        for wire in [
            Timestamp::from(-1),
            0.into(),
            1.into(),
            31_535_999_999_i64.into(),
        ] {
            assert_eq!(wire.instant(), Ok(None), "{wire}");
        }
        for wire in [
            "",
            " ",
            "-1",
            "0",
            "1970-01-01T00:00:00.000+0000",
            "1970-01-01T00:00:00Z",
            "1969-12-31T19:00:00-0500",
        ] {
            assert_eq!(Timestamp::from(wire).instant(), Ok(None), "{wire:?}");
        }
        assert_eq!(
            Timestamp::from(31_536_000_000_i64)
                .instant()
                .unwrap()
                .unwrap()
                .to_string(),
            "1971-01-01T00:00:00Z"
        );
    }

    #[test]
    fn other_forms_are_errors_that_name_the_value() {
        for wire in [
            "yesterday",
            "2023-08-25",
            "2023-08-25T17:40:35",
            "2023-13-25T17:40:35Z",
            "+",
            "2023-08-25T17:40:35+",
            "Z",
            "é+0000",
        ] {
            let error = Timestamp::from(wire).instant().unwrap_err().to_string();
            assert!(error.contains(wire), "{error}");
        }
        assert!(
            Timestamp::from(i64::MAX)
                .instant()
                .unwrap_err()
                .to_string()
                .contains("9223372036854775807")
        );
        assert!(Timestamp::from(i64::MIN).instant().is_err());
    }

    #[test]
    fn construction_chooses_the_form() {
        let instant: jiff::Timestamp = "2024-03-07T19:40:08.7919Z".parse().unwrap();
        assert_eq!(
            Timestamp::with_z(instant).to_string(),
            "2024-03-07T19:40:08.791Z"
        );
        assert_eq!(
            Timestamp::with_offset(instant).to_string(),
            "2024-03-07T19:40:08.791+0000"
        );
        assert_eq!(
            Timestamp::epoch_milliseconds(instant),
            1_709_840_408_791_i64.into()
        );
    }

    #[test]
    fn order_is_by_instant_and_equality_by_form() {
        let text = Timestamp::from("2023-08-25T17:38:32.000+0000");
        let number = Timestamp::from(1_692_985_112_000);
        assert_ne!(text, number);
        assert_eq!(text.cmp_instant(&number), Ok(Ordering::Equal));
        assert_eq!(Timestamp::from(-1).cmp_instant(&text), Ok(Ordering::Less));
        assert!(Timestamp::from("soon").cmp_instant(&text).is_err());
    }
}
