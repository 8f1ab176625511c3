use std::cmp::Ordering;
use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::IntegerOrString;

/// A time. It is serialized in the form in which it was received.
///
/// These forms were seen on the wire: `2023-08-25T17:40:35.000+0000`, `2024-03-07T19:40:08.791Z`, epoch milliseconds as
/// an integer, and `-1`, `0`, an empty string or a time in 1970 for "unset". The same property can have different forms
/// in different responses. Two timestamps are equal only if their wire forms are equal; [`Timestamp::instant`] converts
/// to an instant, and [`Timestamp::cmp_instant`] compares instants. An integer has 64 bits; decoding a larger one is an
/// error.
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

    /// The instant; `None` if the wire form means "unset": -1, 0, an empty string, or a time in 1970.
    ///
    /// # Errors
    /// The wire form is not a known one, or the instant lies outside the years -9999 to 9999.
    pub fn instant(&self) -> Result<Option<jiff::Timestamp>, NotAnInstant> {
        let unknown = || NotAnInstant {
            wire: self.0.clone(),
        };
        let (instant, is_unset) = match &self.0 {
            IntegerOrString::Integer(milliseconds) => of_integer(*milliseconds),
            IntegerOrString::String(text) if text.trim().is_empty() => return Ok(None),
            IntegerOrString::String(text) => parse(text.trim()),
        }
        .ok_or_else(unknown)?;
        Ok((!is_unset).then_some(instant))
    }

    /// Compares the instants of two timestamps. An unset timestamp is less than all others.
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

/// The instant of epoch milliseconds, and whether it means "unset".
fn of_integer(milliseconds: i64) -> Option<(jiff::Timestamp, bool)> {
    let instant = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    Some((instant, milliseconds == -1 || is_in_1970(instant)))
}

/// The instant of a string in one of the known forms, and whether it means "unset". The forms are a date and time with
/// `Z`, `+0000` or `+00:00`, and decimal epoch milliseconds.
fn parse(text: &str) -> Option<(jiff::Timestamp, bool)> {
    // `parse` also accepts a plus sign.
    if let Ok(milliseconds) = text.parse()
        && !text.starts_with('+')
    {
        return of_integer(milliseconds);
    }
    let (local, offset) = split_offset(text)?;
    if !is_date_and_time(local) {
        return None;
    }
    let local: DateTime = strtime::parse("%Y-%m-%dT%H:%M:%S%.f", local)
        .ok()?
        .to_datetime()
        .ok()?;
    let offset = strtime::parse("%z", offset).ok()?.offset()?;
    let instant = offset.to_timestamp(local).ok()?;
    // The local year counts too: 1970-01-01T00:00:00+0100 is an instant of 1969.
    Some((instant, local.year() == 1970 || is_in_1970(instant)))
}

fn is_in_1970(instant: jiff::Timestamp) -> bool {
    instant.to_zoned(TimeZone::UTC).year() == 1970
}

/// Splits a string into local time and offset, and removes the colon from the offset.
fn split_offset(text: &str) -> Option<(&str, String)> {
    if let Some(local) = text.strip_suffix('Z') {
        return Some((local, "+0000".into()));
    }
    ["+0000", "+00:00"].into_iter().find_map(|shape| {
        let (local, offset) = text.split_at_checked(text.len().checked_sub(shape.len())?)?;
        has_shape(offset, shape).then(|| (local, offset.replace(':', "")))
    })
}

/// Whether a string is a full date and time, with or without a fraction. jiff also accepts `2023-8-5T7:4:5`.
fn is_date_and_time(text: &str) -> bool {
    const SHAPE: &str = "0000-00-00T00:00:00";
    // A year before year 0 has a sign.
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = text.split_at_checked(SHAPE.len()) else {
        return false;
    };
    let is_fraction =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    has_shape(whole, SHAPE)
        && (fraction.is_empty() || fraction.strip_prefix('.').is_some_and(is_fraction))
}

/// Whether a string matches `shape`, in which `0` stands for any digit and `+` for either sign.
fn has_shape(text: &str, shape: &str) -> bool {
    let same = |(byte, shape): (u8, u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'+' | b'-'),
        _ => byte == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(same)
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
            "{:?} is not a time in a known form: epoch milliseconds, or 2023-08-25T17:40:35.000 with Z, +0000 or +00:00",
            self.wire.to_string()
        )
    }
}

impl std::error::Error for NotAnInstant {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_instant(wire: impl Into<Timestamp>, instant: &str) {
        let expected: jiff::Timestamp = instant.parse().unwrap();
        assert_eq!(wire.into().instant(), Ok(Some(expected)));
    }

    #[test]
    fn known_forms_have_an_instant() {
        assert_instant("2024-03-07T19:40:08.791Z", "2024-03-07T19:40:08.791Z");
        assert_instant("2023-08-25T17:40:35.000+0000", "2023-08-25T17:40:35Z");
        assert_instant("2023-08-25T17:40:35.000+00:00", "2023-08-25T17:40:35Z");
        assert_instant("2023-08-25T17:40:35+0230", "2023-08-25T15:10:35Z");
        assert_instant("2023-08-25T17:40:35.5-08:00", "2023-08-26T01:40:35.5Z");
        assert_instant("2023-08-25T17:40:35-0800", "2023-08-26T01:40:35Z");
        assert_instant(1_692_985_112_000, "2023-08-25T17:38:32Z");
        assert_instant("1692985112000", "2023-08-25T17:38:32Z");
        assert_instant(-86_400_000, "1969-12-31T00:00:00Z");
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
            "1970-01-01T00:00:00+0100",
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
    fn other_forms_are_errors_with_the_value() {
        for wire in [
            "yesterday",
            "2023-08-25",
            "2023-08-25T17:40:35",
            "2023-13-25T17:40:35Z",
            "+",
            "2023-08-25T17:40:35+",
            "Z",
            "é+0000",
            "1970-garbage",
            "1970-",
            "1970-13-01T00:00:00Z",
            "+0000",
            "2023-08-25T17:40:35+0:0:0:0",
            "2023-08-25T17:40:35+:00:00",
            "2023-08-25T17:40:35+000000",
            "2023-08-25T17:40:35+00",
            "2023-08-25T17:40:35+0a00",
            "2023-08-25T17:40:35.+0000",
            "2023-08-25T17:40:35.1x+0000",
            "2023-8-5T7:4:5Z",
            "2023-08-25 17:40:35Z",
            "+2023-08-25T17:40:35Z",
            "+1692985235000",
            "1692985235000.0",
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
        let ancient: jiff::Timestamp = "-000139-05-10T03:55:25.453Z".parse().unwrap();
        let wire = Timestamp::with_z(ancient);
        assert_eq!(wire.to_string(), "-0139-05-10T03:55:25.453Z");
        assert_eq!(wire.instant(), Ok(Some(ancient)));
        assert_eq!(
            Timestamp::epoch_milliseconds(instant),
            1_709_840_408_791_i64.into()
        );
    }

    #[test]
    fn timestamps_are_ordered_by_instant_and_equal_by_wire_form() {
        let text = Timestamp::from("2023-08-25T17:38:32.000+0000");
        let number = Timestamp::from(1_692_985_112_000);
        assert_ne!(text, number);
        assert_eq!(text.cmp_instant(&number), Ok(Ordering::Equal));
        assert_eq!(Timestamp::from(-1).cmp_instant(&text), Ok(Ordering::Less));
        assert!(Timestamp::from("soon").cmp_instant(&text).is_err());
    }
}
