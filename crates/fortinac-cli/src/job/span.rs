//! Times as people write them: lengths such as `2d`, and points in time.

use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

const UNITS: [(char, u64); 5] = [
    ('s', 1),
    ('m', 60),
    ('h', 60 * 60),
    ('d', 24 * 60 * 60),
    ('w', 7 * 24 * 60 * 60),
];

/// Ten years: what is longer is a mistake.
const LONGEST: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// A length of time, such as `30s`, `15m`, `24h`, `2d` or `1w`, or several of them: `1d12h`.
///
/// # Errors
/// It is none, or zero, or too long.
pub(super) fn length(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no length of time such as 30s, 15m, 24h, 2d or 1w");
    let mut seconds = 0_u64;
    let mut number = String::new();
    for character in text.trim().chars() {
        if character.is_ascii_digit() {
            number.push(character);
            continue;
        }
        let unit = UNITS.iter().find(|(name, _)| *name == character);
        let (_, unit) = unit.ok_or_else(wrong)?;
        let count: u64 = number.parse().map_err(|_| wrong())?;
        let added = count.checked_mul(*unit).ok_or_else(wrong)?;
        seconds = seconds.checked_add(added).ok_or_else(wrong)?;
        number.clear();
    }
    let length = Duration::from_secs(seconds);
    match number.is_empty() && !length.is_zero() && length <= LONGEST {
        true => Ok(length),
        false => Err(wrong()),
    }
}

/// A point in time: a date, a date with a time (both in the zone of the reader unless they say it), or a length of time
/// before now.
///
/// # Errors
/// It is none of these.
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(length) = length(text) {
        return ago(Timestamp::now(), length);
    }
    date(text).map_err(|()| {
        format!("`{text}` is neither a length of time such as 24h, nor a time such as 2024-05-21 or 2024-05-21T14:00")
    })
}

/// A date, with or without a time and a zone.
pub(super) fn date(text: &str) -> Result<Timestamp, ()> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let local: DateTime = text.parse().map_err(|_| ())?;
    let zoned = local.to_zoned(TimeZone::system()).map_err(|_| ())?;
    Ok(zoned.timestamp())
}

fn ago(now: Timestamp, length: Duration) -> Result<Timestamp, String> {
    let length = SignedDuration::try_from(length).map_err(|error| error.to_string())?;
    now.checked_sub(length).map_err(|error| error.to_string())
}

/// The point in time of a value of the appliance, in any of the forms that are known.
pub(super) fn read(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(milliseconds) => {
            // 0 and -1 mean that it is not set.
            let milliseconds = milliseconds.as_i64().filter(|number| *number > 0)?;
            Timestamp::from_millisecond(milliseconds).ok()
        }
        Value::String(text) => text
            .parse()
            .or_else(|_| Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text))
            .ok()
            .or_else(|| date(text).ok()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lengths_of_time() {
        for (text, seconds) in [
            ("30s", 30),
            ("15m", 900),
            ("24h", 86_400),
            ("2d", 172_800),
            ("1w", 604_800),
            ("1d12h", 129_600),
        ] {
            assert_eq!(length(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "30",
            "h",
            "0s",
            "-1h",
            "1y",
            "2 d x",
            "99999999999999999999s",
            "9999999w",
        ] {
            assert!(length(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_of_an_appliance() {
        let expected = Timestamp::from_millisecond(1_716_299_892_000).ok();
        for value in [
            json!(1_716_299_892_000_i64),
            json!("2024-05-21T13:58:12.000+0000"),
            json!("2024-05-21T13:58:12Z"),
            json!("2024-05-21T15:58:12.000+0200"),
        ] {
            assert_eq!(read(&value), expected, "{value}");
        }
        for value in [json!(0), json!(-1), json!(null), json!("soon")] {
            assert_eq!(read(&value), None, "{value}");
        }
        assert!(read(&json!("2024-05-21")).is_some());
    }

    #[test]
    fn points_in_time() {
        assert_eq!(
            moment("2024-05-21T13:58:12Z"),
            Ok(Timestamp::from_millisecond(1_716_299_892_000).unwrap())
        );
        assert!(moment("2024-05-21").is_ok());
        assert!(moment("24h").unwrap() < Timestamp::now());
        assert!(moment("yesterday").is_err());
    }
}
