//! Replacements of times, in the format in which they came. The same instant gets the same replacement in each format.

use super::counter::Counter;

/// 2024-01-01T00:00:00Z.
const START: i64 = 1_704_067_200_000;
/// More than a minute, so that two times differ also where a format leaves out seconds.
const STEP: i64 = 61_001;
const DAY: i64 = 86_400_000;

#[derive(Default)]
pub(super) struct Times {
    instants: Counter,
    days: Counter,
}

impl Times {
    pub(super) fn replace_milliseconds(&mut self, time: i64) -> i64 {
        let of = |number: u32| START + i64::from(number) * STEP;
        of(self
            .instants
            .number(&time.to_string(), |number| of(number) == time))
    }

    /// The replacement of a time in a format with the year first. `None` for other texts.
    pub(super) fn replace(&mut self, text: &str) -> Option<String> {
        let time = Format::parse(text)?;
        // It stays unset, without a clock and a zone that may be those of something else.
        if matches!(time.date, (1970, 1, 1) | (1969, 12, 31)) {
            return Some(time.write(days_of(time.date) * DAY, "+0000"));
        }
        let replaced = if time.clock.is_empty() {
            let of = |number: u32| START + i64::from(number) * DAY;
            let day = time.milliseconds;
            of(self
                .days
                .number(&day.to_string(), |number| of(number) == day))
        } else {
            self.replace_milliseconds(time.milliseconds)
        };
        // The real offset says where the appliance is.
        Some(time.write(replaced, "+0100"))
    }
}

/// A time such as `2023-08-25T17:40:35.000+0000`, and its parts.
struct Format<'a> {
    date: (i64, i64, i64),
    date_separator: char,
    /// `T` or a space.
    separator: &'a str,
    /// Empty for a bare date; `17:40` or `17:40:35`.
    clock: &'a str,
    /// With its point or comma.
    fraction: &'a str,
    zone: &'a str,
    milliseconds: i64,
}

impl<'a> Format<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let date_separator = char::from(*text.as_bytes().get(4)?);
        let is_date = |bytes: &[u8]| {
            bytes.iter().enumerate().all(|(index, byte)| match index {
                4 | 7 => char::from(*byte) == date_separator,
                _ => byte.is_ascii_digit(),
            })
        };
        let is_separator = matches!(date_separator, '-' | '/');
        if !is_separator || !text.as_bytes().get(..10).is_some_and(is_date) {
            return None;
        }
        let (date, rest) = text.split_at(10);
        let number = |text: &str| text.parse::<i64>().ok();
        let date = (
            number(&date[..4])?,
            number(&date[5..7])?,
            number(&date[8..])?,
        );
        if !(1..=12).contains(&date.1) || !(1..=31).contains(&date.2) {
            return None;
        }
        let days = days_of(date);
        let mut time = Self {
            date,
            date_separator,
            separator: "",
            clock: "",
            fraction: "",
            zone: "",
            milliseconds: days * DAY,
        };
        if rest.is_empty() {
            return Some(time);
        }
        let (separator, rest) = rest.split_at_checked(1)?;
        if !matches!(separator, "T" | " ") {
            return None;
        }
        let clock = rest
            .find(|c: char| !c.is_ascii_digit() && c != ':')
            .unwrap_or(rest.len());
        let (clock, rest) = rest.split_at(clock);
        let parts: Option<Vec<i64>> = clock.split(':').map(number).collect();
        let parts = parts.filter(|parts| matches!(parts.len(), 2 | 3))?;
        if clock.split(':').any(|part| part.len() != 2) {
            return None;
        }
        let digits = rest.strip_prefix(['.', ',']).map_or(0, |fraction| {
            1 + fraction.bytes().take_while(u8::is_ascii_digit).count()
        });
        let (fraction, zone) = rest.split_at(digits);
        let offset = offset_minutes(zone)?;
        let seconds = parts[0] * 3600 + parts[1] * 60 + parts.get(2).unwrap_or(&0);
        let milliseconds = format!("{:0<3.3}", fraction.get(1..).unwrap_or_default());
        time.separator = separator;
        time.clock = clock;
        time.fraction = fraction;
        time.zone = zone;
        time.milliseconds += seconds * 1000 + number(&milliseconds)? - offset * 60_000;
        Some(time)
    }

    /// Another time in this format. Where there is an offset at all, it is `other`.
    fn write(&self, milliseconds: i64, other: &str) -> String {
        let zone = match offset_minutes(self.zone) {
            Some(offset) if offset != 0 && self.zone.contains(':') => {
                format!("{}:{}", &other[..3], &other[3..])
            }
            Some(offset) if offset != 0 => other.to_owned(),
            _ => self.zone.to_owned(),
        };
        let local = milliseconds + offset_minutes(&zone).unwrap_or_default() * 60_000;
        let (year, month, day) = date_of(local.div_euclid(DAY));
        let s = self.date_separator;
        let date = format!("{year:04}{s}{month:02}{s}{day:02}");
        if self.clock.is_empty() {
            return date;
        }
        let time = local.rem_euclid(DAY);
        let (hour, minute) = (time / 3_600_000, time / 60_000 % 60);
        let mut clock = format!("{hour:02}:{minute:02}");
        if self.clock.len() > 5 {
            clock.push_str(&format!(":{:02}", time / 1000 % 60));
        }
        let fraction = match self.fraction.split_at_checked(1) {
            Some((point, digits)) => {
                let mut written = format!("{:03}", time % 1000);
                written.truncate(digits.len());
                let zeros = digits.len() - written.len();
                format!("{point}{written}{}", "0".repeat(zeros))
            }
            None => String::new(),
        };
        format!("{date}{}{clock}{fraction}{zone}", self.separator)
    }
}

/// The offset of a zone; 0 without a zone. `None` if it is no zone.
fn offset_minutes(zone: &str) -> Option<i64> {
    let name = zone.strip_prefix(' ').unwrap_or(zone);
    if matches!(name, "" | "Z" | "z" | "UTC" | "GMT") {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_at_checked(2)?;
    let number = |text: &str| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i64>().ok()).flatten()
    };
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    Some(sign * (number(hours)? * 60 + number(minutes)?))
}

/// The days since 1970-01-01 of a date, and the reverse: the algorithm of the proleptic Gregorian calendar with years that
/// begin in March.
fn days_of((year, month, day): (i64, i64, i64)) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_format() {
        let mut times = Times::default();
        for (text, expected) in [
            (
                "2023-08-25T17:40:35.000+0000",
                "2024-01-01T00:01:01.001+0000",
            ),
            ("2023-08-25T17:40:35Z", "2024-01-01T00:01:01Z"),
            ("2023-08-25 19:40:35.0+02:00", "2024-01-01 01:01:01.0+01:00"),
            (
                "2023-08-25T12:40:35.000000-0500",
                "2024-01-01T01:01:01.001000+0100",
            ),
            ("2023-08-25T17:40", "2024-01-01T00:02"),
            ("2023-08-25", "2024-01-02"),
            ("2023/08/26", "2024/01/03"),
            (
                "1970-01-01T00:00:00.000+0000",
                "1970-01-01T00:00:00.000+0000",
            ),
            (
                "1969-12-31T19:00:00.000-05:00",
                "1969-12-31T00:00:00.000+00:00",
            ),
            (
                "1970-01-01T17:45:12.4177302551-0330",
                "1970-01-01T00:00:00.0000000000+0000",
            ),
            ("1970-01-01 17:45", "1970-01-01 00:00"),
            ("1969-12-31", "1969-12-31"),
        ] {
            assert_eq!(times.replace(text).as_deref(), Some(expected), "{text}");
        }
        let milliseconds = times.replace_milliseconds(1_692_985_235_000);
        assert_eq!(milliseconds, START + STEP, "the same instant");
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "",
            "2023",
            "2023-13-25",
            "2023-08-25x",
            "2023-08-25T17",
            "2023-08-25T17:40:35+x",
            "2023-08-25T1:4",
            "é023-08-25",
            "2023-08-25T17:40:35+1é:0",
            "2023-08-25T17:40:35 é",
            "2023-08-25T17:40+1:2:3:4",
        ] {
            assert_eq!(Times::default().replace(text), None, "{text}");
        }
    }

    #[test]
    fn days_and_dates_are_the_reverse_of_each_other() {
        assert_eq!(days_of((1970, 1, 1)), 0);
        assert_eq!(days_of((2024, 2, 29)), 19_782);
        for days in (-800_000..2_900_000).step_by(97) {
            assert_eq!(days_of(date_of(days)), days);
        }
    }
}
