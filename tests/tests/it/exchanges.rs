//! The captured exchanges conform.

use fortinac_conform::Checker;
use fortinac_tests::{data, files};

#[test]
fn every_exchange_conforms() {
    let checked = Checker::new().check_path(data("exchanges"));
    for checked in &checked {
        assert!(checked.report.is_ok(), "{checked}");
    }
    assert_eq!(
        checked.len(),
        files("exchanges").len(),
        "a file is not an exchange"
    );
}
