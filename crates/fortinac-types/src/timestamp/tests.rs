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
    assert_instant("2023-08-25", "2023-08-25T00:00:00Z");
    assert_instant("1971-01-01", "1971-01-01T00:00:00Z");
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
        "1970-01-01",
        "1969-12-31",
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
        "2023-13-25",
        "2023-8-25",
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
    let long = Timestamp::from("canary".repeat(7)).instant().unwrap_err();
    assert!(!long.to_string().contains("canary"), "{long}");
}

#[test]
fn a_time_too_far_for_an_instant_orders_before_or_after_all_others() {
    let last = Timestamp::from("9999-12-30T22:00:00.000+0000");
    let first = Timestamp::from("-9999-01-02T02:00:00.000+0000");
    for far in [
        Timestamp::from("9999-12-31T23:59:59.000+0000"),
        "9999-12-31T23:59:59.999Z".into(),
        "9999-12-30T22:00:01-0800".into(),
        "+10000-01-01T00:00:00Z".into(),
        "292278994-08-17T07:12:55.807+0000".into(),
        253_402_300_799_999_i64.into(),
        i64::MAX.into(),
        "9223372036854775808".into(),
    ] {
        assert_eq!(far.instant(), Ok(Some(jiff::Timestamp::MAX)), "{far}");
        assert_eq!(far.cmp_instant(&last), Ok(Ordering::Greater), "{far}");
        assert_eq!(far.cmp_instant(&far), Ok(Ordering::Equal));
    }
    for far in [
        Timestamp::from("-9999-01-01T00:00:00.000+0000"),
        "-292275055-05-16T16:47:04.192+0000".into(),
        i64::MIN.into(),
        "-9223372036854775809".into(),
    ] {
        assert_eq!(far.instant(), Ok(Some(jiff::Timestamp::MIN)), "{far}");
        assert_eq!(far.cmp_instant(&first), Ok(Ordering::Less), "{far}");
        assert_eq!(Timestamp::from(-1).cmp_instant(&far), Ok(Ordering::Less));
    }
    for unknown in [
        "+10000-13-01T00:00:00Z",
        "10000-01-01",
        "010000-01-01T00:00:00Z",
        "99999x-01-01T00:00:00Z",
    ] {
        assert!(Timestamp::from(unknown).instant().is_err(), "{unknown}");
    }
}

#[test]
fn a_number_as_a_double_prints_it_is_a_time() {
    let time: Timestamp = serde_json::from_str("1.692985112E12").unwrap();
    assert_instant(time.wire().clone(), "2023-08-25T17:38:32Z");
    let unset: Timestamp = serde_json::from_str("-1.0").unwrap();
    assert_eq!(unset.instant(), Ok(None));
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
