use super::*;

#[test]
fn unset_numbers_are_kept() {
    for text in ["0", "-0", "0.0", "-1", "-1.0", "0e0", "-0.00E+0"] {
        assert_eq!(Numbers::default().replace(text), text);
    }
}

#[test]
fn numbers_stay_distinct_and_keep_their_digits() {
    let mut numbers = Numbers::default();
    let mut seen = HashSet::new();
    for number in 1..2000_i64 {
        for number in [number, -number - 1, number * 1_000_000_007] {
            let text = number.to_string();
            let replaced = numbers.replace(&text);
            assert_ne!(replaced, text);
            assert!(seen.insert(replaced.clone()), "{replaced} twice");
            assert_eq!(numbers.replace(&text), replaced);
            assert_eq!(replaced.starts_with('-'), text.starts_with('-'));
            if text.len() > 5 {
                assert_eq!(replaced.len(), text.len());
            }
        }
    }
}

#[test]
fn what_has_64_bits_keeps_them() {
    let mut numbers = Numbers::default();
    let mut replace = |text: &str| numbers.replace(text);
    assert!(replace("9223372036854775807").parse::<i64>().is_ok());
    assert!(replace("-9223372036854775808").parse::<i64>().is_ok());
    for text in ["9223372036854775808", "9300000000000000000"] {
        assert!(replace(text).parse::<i64>().is_err(), "{text}");
        assert!(replace(text).parse::<u64>().is_ok(), "{text}");
    }
    for text in [
        "18446744073709551616",
        "123456789012345678901234567890123456789012",
    ] {
        assert_eq!(replace(text).len(), text.len());
        assert!(replace(text).parse::<u64>().is_err());
    }
    assert!(replace("-9223372036854775809").parse::<i64>().is_err());
}

#[test]
fn floats_keep_what_a_reader_makes_of_them() {
    let mut numbers = Numbers::default();
    for text in [
        "1.6",
        "7.0",
        "0.25",
        "-12.75",
        "1.10",
        "0.1000000000000000055511151231257827",
        "0.12345678901234567",
        "1e400",
        "-1.50e4000",
        "17e-400",
        "2.5e-7",
        "1.692985235E12",
        "4e05",
        "4.2e-7",
    ] {
        let replaced = numbers.replace(text);
        assert_ne!(replaced, text);
        assert!(is_alike(text, &replaced), "{text} {replaced}");
        assert_eq!(replaced.len(), text.len(), "{text} {replaced}");
    }
}

#[test]
fn no_part_of_a_number_is_kept() {
    let mut numbers = Numbers::default();
    for (text, expected) in [
        ("0e4177302551", "0e1000000000"),
        ("0E+1000", "0E+2000"),
        ("-0.0e41", "-0.0e10"),
        ("417e73025551", "100e10000000"),
        ("417e30", "100e10"),
        ("100e30", "101e10"),
        ("4.17E-73025551", "1.01E-10000000"),
    ] {
        assert_eq!(numbers.replace(text), expected);
        assert_eq!(numbers.replace(text), expected);
    }
}

#[test]
fn a_replacement_is_json_however_many_there_are() {
    let mut numbers = Numbers::default();
    let fractions = (1..1000).map(|number| format!("0.{number}"));
    let small = (1..10).map(|number| format!("0.0{number}"));
    let exponents = (1..100).map(|number| format!("{}e{}", number % 9 + 1, number % 11));
    let mut seen = HashSet::new();
    for text in fractions.chain(small).chain(exponents) {
        if text.ends_with('0') {
            continue;
        }
        let replaced = numbers.replace(&text);
        let is_number: Result<serde_json::Number, _> = serde_json::from_str(&replaced);
        assert!(is_number.is_ok(), "{text} {replaced}");
        assert!(is_alike(&text, &replaced), "{text} {replaced}");
        assert_ne!(replaced, text);
        seen.insert(text);
    }
    let replaced: HashSet<String> = seen.iter().map(|text| numbers.replace(text)).collect();
    assert_eq!(replaced.len(), seen.len());
}

#[test]
fn numbers_of_any_length_are_replaced() {
    let mut numbers = Numbers::default();
    for length in [308, 309, 310, 70_000] {
        let digits = "7".repeat(length);
        let one = format!("1{}", "0".repeat(length - 1));
        for text in [
            digits.clone(),
            one,
            format!("0.{digits}"),
            format!("{digits}.5"),
            format!("1e{digits}"),
            format!("0e{digits}"),
            format!("0.{}7", "0".repeat(length)),
        ] {
            let replaced = numbers.replace(&text);
            assert_ne!(replaced, text);
            assert_eq!(replaced.len(), text.len());
            assert!(is_alike(&text, &replaced));
        }
    }
}
