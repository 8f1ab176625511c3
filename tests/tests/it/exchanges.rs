//! The captured exchanges conform.

use fortinac_conform::Checker;
use fortinac_tests::data;

/// How many there are at least. Raise it with each family that is added.
const FLOOR: usize = 11;

#[test]
fn every_exchange_conforms() {
    let checked = Checker::new().check_path(data("exchanges"));
    for checked in &checked {
        assert!(checked.report.is_ok(), "{checked}");
    }
    assert!(
        checked.len() >= FLOOR,
        "only {} exchanges are left",
        checked.len()
    );
}
