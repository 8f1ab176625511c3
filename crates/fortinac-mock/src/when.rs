//! Times, in the forms that the appliance returns.

use jiff::Timestamp;
use serde_json::Value;

/// An hour in milliseconds.
pub(crate) const HOUR: i64 = 3_600_000;
/// A day in milliseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// The time that a record has, as epoch milliseconds or as a text with its offset. `None` if it is not set, for which
/// records have null, 0 and -1.
pub(crate) fn read(value: &Value) -> Option<i64> {
    let milliseconds = match value {
        Value::String(text) => match text.parse::<i64>() {
            Ok(milliseconds) => milliseconds,
            Err(_) => Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text)
                .ok()?
                .as_millisecond(),
        },
        value => value.as_i64()?,
    };
    (milliseconds > 0).then_some(milliseconds)
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
    use serde_json::json;

    #[test]
    fn times_of_records_are_read_in_both_forms() {
        for (value, expected) in [
            (json!(1_717_403_530_224_i64), Some(1_717_403_530_224)),
            (json!("1717403530224"), Some(1_717_403_530_224)),
            (
                json!("2024-06-03T08:32:10.224+0000"),
                Some(1_717_403_530_224),
            ),
            (json!("2024-06-03T10:32:10+0200"), Some(1_717_403_530_000)),
            (json!(-1), None),
            (json!(0), None),
            (json!(null), None),
            (json!("never"), None),
            (json!(1.5), None),
        ] {
            assert_eq!(super::read(&value), expected, "{value}");
        }
    }

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
