//! The wire forms of a time.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// The instant of epoch milliseconds, and whether it means "unset".
pub(super) fn of_integer(milliseconds: i64) -> (jiff::Timestamp, bool) {
    let instant = jiff::Timestamp::from_millisecond(milliseconds);
    let instant = instant.unwrap_or_else(|_| farthest(milliseconds < 0));
    (instant, milliseconds == -1 || is_in_1970(instant))
}

/// A bare date before this one means "unset": the first instant of 1970 is in 1969 west of Greenwich.
const FIRST_DAY_AFTER_1970: Date = jiff::civil::date(1971, 1, 1);

/// The instant of a string in one of the known forms, and whether it means "unset". The forms are a date and time with
/// `Z`, `+0000` or `+00:00`, a bare date, and decimal epoch milliseconds. A bare date has its first instant in UTC,
/// because it does not say its time zone.
pub(super) fn parse(text: &str) -> Option<(jiff::Timestamp, bool)> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let milliseconds = text.parse();
        return Some(milliseconds.map_or_else(|_| (farthest(is_negative), false), of_integer));
    }
    if let Some(day) = day(text) {
        let instant = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
        return Some((instant, day < FIRST_DAY_AFTER_1970));
    }
    let (local, offset) = split_offset(text)?;
    let offset = strtime::parse("%z", offset).ok()?.offset()?;
    if let Some(is_negative) = far_year(local) {
        return Some((farthest(is_negative), false));
    }
    let local = date_and_time(local)?;
    let instant = offset.to_timestamp(local);
    let instant = instant.unwrap_or_else(|_| farthest(local.year() < 0));
    // The local year counts too: 1970-01-01T00:00:00+0100 is an instant of 1969.
    Some((instant, local.year() == 1970 || is_in_1970(instant)))
}

/// What stands for all instants that are too far for a [`jiff::Timestamp`].
fn farthest(is_past: bool) -> jiff::Timestamp {
    if is_past {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    }
}

/// Whether a date and time has a year of more than four digits, and then whether it is before year 0. Java writes them
/// with or without a plus sign: `+10000-01-01T00:00:00`, `292278994-08-17T07:12:55.807`.
fn far_year(local: &str) -> Option<bool> {
    let (is_negative, unsigned) = match local.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, local.strip_prefix('+').unwrap_or(local)),
    };
    let (year, rest) = unsigned.split_at(unsigned.find('-')?);
    let is_far =
        year.len() > 4 && !year.starts_with('0') && year.bytes().all(|b| b.is_ascii_digit());
    // A leap year takes every day.
    (is_far && date_and_time(&format!("2000{rest}")).is_some()).then_some(is_negative)
}

/// A date without a time, such as `2024-03-07`.
fn day(text: &str) -> Option<Date> {
    has_shape(text, "0000-00-00").then(|| text.parse().ok())?
}

fn date_and_time(text: &str) -> Option<DateTime> {
    if !is_date_and_time(text) {
        return None;
    }
    let parsed = strtime::parse("%Y-%m-%dT%H:%M:%S%.f", text).ok()?;
    parsed.to_datetime().ok()
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
