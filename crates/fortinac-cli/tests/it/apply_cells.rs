//! Cells of `fortinac apply`: what spreadsheets do to them, and those that clear.

use serde_json::{Value, json};

use crate::apply::{appliance, apply, outcomes, updates};
use crate::support::run_with;

#[test]
fn ids_that_a_spreadsheet_has_rounded_are_no_keys() {
    let appliance = appliance();
    let by_id = |file: &str| {
        run_with(
            &appliance,
            &[
                "apply",
                "-",
                "--resource",
                "host",
                "--key",
                "id",
                "--yes",
                "-o",
                "json",
            ],
            file,
        )
    };
    for file in [
        "id,role\n7.30146E+15,x\n",
        "id;role\n7,30146E+15;x\n",
        "id,role\n7301455120986640,x\n",
    ] {
        let refused = by_id(file);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.error()["message"]
                .as_str()
                .unwrap()
                .contains("rounded"),
            "{refused:?}"
        );
    }
    assert_eq!(updates(&appliance), Vec::<Value>::new());
    // Beside another key they are left alone.
    let file = "primaryMac,id,creationTime,role\n02005E005302,7.30146E+15,1.60242E+12,x\n";
    assert_eq!(apply(&appliance, file, &["--yes"]).code, Some(0));
    assert_eq!(
        updates(&appliance),
        [json!({"role": "x", "id": 7301455120986643_i64})]
    );
    assert_eq!(
        outcomes(&by_id("id,role\n7301455120986643,y\n")),
        ["changed"]
    );
}

#[test]
fn empty_cells_clear_on_request_only() {
    let appliance = appliance();
    let file = "primaryMac,role,notes\n02005E005301,,\n02005E005302,NULL,\n";
    apply(&appliance, file, &["--yes", "--null-text", "NULL"]);
    assert_eq!(
        updates(&appliance),
        [json!({"role": null, "id": 7301455120986643_i64})]
    );
    appliance.clear_requests();
    apply(
        &appliance,
        "primaryMac,role\n02005E005301,\n02005E005303,\n",
        &["--yes", "--empty-is-null"],
    );
    assert_eq!(updates(&appliance), [json!({"role": null, "id": 5001})]);
    appliance.clear_requests();
    apply(
        &appliance,
        "[{\"primaryMac\": \"02005E005301\", \"notes\": null}]",
        &["--yes"],
    );
    assert_eq!(updates(&appliance), [json!({"notes": null, "id": 5001})]);
}
