//! Numbers that a spreadsheet has rounded: it keeps 15 digits, and shows long ones as `7.30146E+15`.

use serde_json::Value;

/// The digits that a spreadsheet keeps.
const KEPT: usize = 15;

/// A key that shows that a spreadsheet has rounded the column; `None` if the keys are as they were.
pub(super) fn key(texts: &[String]) -> Option<&str> {
    let shortened = texts.iter().find(|text| is_scientific(text));
    let mut long = texts.iter().filter(|text| is_long(text)).peekable();
    let first = long.peek().copied();
    // One id in ten ends in 0; all of them do so by rounding.
    let rounded =
        first.filter(|_| long.all(|text| text[KEPT..].bytes().all(|digit| digit == b'0')));
    shortened.or(rounded).map(String::as_str)
}

/// Whether a text is how a spreadsheet writes this number after it has rounded it.
pub(super) fn is_of(text: &str, value: &Value) -> bool {
    let Some(number) = value.as_i64() else {
        return false;
    };
    if is_scientific(text) {
        let text = text.replace(',', ".").to_ascii_uppercase();
        let (mantissa, exponent) = text.split_once('E').unwrap_or_default();
        let decimals = mantissa
            .split_once('.')
            .map_or(0, |(_, digits)| digits.len());
        let exponent = exponent.trim_start_matches('+').trim_start_matches('0');
        let shown = format!("{:.decimals$E}", number as f64);
        return shown == format!("{mantissa}E{exponent}");
    }
    let digits = number.to_string();
    is_long(text)
        && text.len() == digits.len()
        && text[..KEPT] == digits[..KEPT]
        && text[KEPT..].bytes().all(|digit| digit == b'0')
}

/// Whether a text is a number such as `7.30146E+15`, also with a comma. A MAC address such as `02005E005301` is none: a
/// spreadsheet writes the sign of the exponent.
pub(super) fn is_scientific(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.to_ascii_uppercase();
    let Some((mantissa, exponent)) = text.split_once("E+") else {
        return false;
    };
    let mantissa = mantissa.trim_start_matches('-');
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent)
}

fn is_long(text: &str) -> bool {
    text.len() > KEPT && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rounded_columns_are_known() {
        let key = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            super::key(&texts).map(ToOwned::to_owned)
        };
        assert_eq!(key(&["7301455120986643", "7301455120986640"]), None);
        assert_eq!(key(&["31", "40"]), None);
        assert_eq!(
            key(&["31", "7301455120986640", "7301455120986650"]).as_deref(),
            Some("7301455120986640")
        );
        assert_eq!(key(&["31", "7,30146E+15"]).as_deref(), Some("7,30146E+15"));
        assert_eq!(key(&["1E5A", "02:00:5E:00:53:01", "02005E005301"]), None);
    }

    #[test]
    fn a_rounded_number_is_known_again() {
        let id = json!(7301455120986643_i64);
        for text in ["7.30146E+15", "7,3E+15", "7E+15", "7301455120986640"] {
            assert!(is_of(text, &id), "{text}");
        }
        for text in [
            "7.30147E+15",
            "7301455120986650",
            "7301455120986643",
            "7.30146E+16",
            "",
            "x",
        ] {
            assert!(!is_of(text, &id), "{text}");
        }
        assert!(!is_of("7E+15", &json!("7301455120986643")));
    }
}
