//! Times, in the forms that the appliance returns.

use std::time::{SystemTime, UNIX_EPOCH};

/// A day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// The time now, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// A time as a text with its offset: `2024-06-03T08:32:10.224+0000`.
pub(crate) fn text(milliseconds: i64) -> String {
    let (days, rest) = (milliseconds.div_euclid(DAY), milliseconds.rem_euclid(DAY));
    let (year, month, day) = date(days);
    let (hours, minutes) = (rest / 3_600_000, rest / 60_000 % 60);
    let (seconds, rest) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{rest:03}+0000")
}

/// The year, month and day of a number of days since 1970, in the Gregorian calendar.
fn date(days: i64) -> (i64, i64, i64) {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970 + days.div_euclid(366);
    // The days from 1970 to the first of January of a year.
    let until = |year: i64| {
        let past = year - 1;
        (year - 1970) * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 477
    };
    while until(year + 1) <= days {
        year += 1;
    }
    let mut day = days - until(year);
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    (year, month, day + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_are_written_with_their_offset() {
        for (milliseconds, expected) in [
            (0, "1970-01-01T00:00:00.000+0000"),
            (1_717_403_530_224, "2024-06-03T08:32:10.224+0000"),
            (951_782_400_000, "2000-02-29T00:00:00.000+0000"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999+0000"),
            (-1, "1969-12-31T23:59:59.999+0000"),
        ] {
            assert_eq!(super::text(milliseconds), expected);
        }
    }
}
