//! Time limits as people write them: `90s`, `2m`.

use std::time::Duration;

/// What a time limit looks like.
pub(super) const FORM: &str = "write seconds, or a number with ms, s, m or h, such as \"90s\"";

/// Reads a number with a unit. Without a unit, it is in seconds.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let seconds = |each: u64| number.checked_mul(each).map(Duration::from_secs);
    let duration = match unit.trim_start() {
        "ms" => Duration::from_millis(number),
        "" | "s" => Duration::from_secs(number),
        "m" | "min" => seconds(60)?,
        "h" => seconds(60 * 60)?,
        _ => return None,
    };
    (!duration.is_zero()).then_some(duration)
}

/// Writes a time limit so that [`parse`] reads it. What is below a millisecond is left out.
pub(super) fn write(duration: Duration) -> String {
    if duration.subsec_millis() == 0 {
        format!("{}s", duration.as_secs())
    } else {
        format!("{}ms", duration.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_limit_has_a_unit() {
        for (text, milliseconds) in [
            ("60", 60_000),
            ("90s", 90_000),
            (" 2m ", 120_000),
            ("2 min", 120_000),
            ("1h", 3_600_000),
            ("250ms", 250),
        ] {
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(parse(text), Some(expected), "{text}");
            assert_eq!(parse(&write(expected)), Some(expected), "{text}");
        }
        for text in [
            "",
            "s",
            "0",
            "0ms",
            "-1s",
            "+1s",
            "1.5s",
            "1d",
            "1s2",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
