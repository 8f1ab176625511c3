//! Times, in the forms that the appliance returns.

use jiff::Timestamp;

/// A day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// The time now, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A time as a text with its offset: `2024-06-03T08:32:10.224+0000`.
pub(crate) fn text(milliseconds: i64) -> String {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(match milliseconds {
        ..0 => Timestamp::MIN,
        0.. => Timestamp::MAX,
    });
    time.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string()
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
