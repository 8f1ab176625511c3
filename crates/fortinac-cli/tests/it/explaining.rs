//! What the program tells about the API.

use crate::support::{Run, run, without_appliance};

fn shown(arguments: &[&str]) -> Run {
    without_appliance().args(arguments).output().unwrap().into()
}

#[test]
fn resources_properties_and_operations_are_explained() {
    for (arguments, expected) in [
        (
            &["explain", "host"][..],
            &["hostName", "set-role", "Record Host"][..],
        ),
        (&["explain", "hosts"], &["Record Host"]),
        (&["explain", "host.role"], &["Name of the role", "text"]),
        (
            &["explain", "access-policy.profile"],
            &["access-policy.profile"],
        ),
        (
            &["explain", "host", "set-role"],
            &["POST /host/set-role", "evidence:", "fortinac-f/7.2.0"],
        ),
        (&["explain", "host_set_role"], &["POST /host/set-role"]),
    ] {
        let run = shown(arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        for text in expected {
            assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
        }
    }
    for (arguments, near) in [
        (&["explain", "hst"][..], "host"),
        (&["explain", "host.rol"], "role"),
        (&["explain", "host", "set-rol"], "set-role"),
    ] {
        let run = shown(arguments);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(
            run.error()["hint"].as_str().unwrap().contains(near),
            "{run:?}"
        );
    }
}

#[test]
fn every_resource_and_operation_can_be_explained_and_has_a_help() {
    let index = fortinac_spec::api::Index::bundled();
    let tags = index.tags();
    for resource in tags.iter().flat_map(|tag| &tag.resources) {
        let name = fortinac_cli::kebab(&resource.name);
        assert_eq!(shown(&["explain", &name]).code, Some(0), "{name}");
        let help = shown(&[&name, "--help"]);
        assert_eq!(help.code, Some(0), "{help:?}");
    }
}

#[test]
fn a_template_is_a_body_in_yaml() {
    let appliance = fortinac_mock::Appliance::start().unwrap();
    let template = run(&appliance, &["explain", "user", "update", "--template"]);
    assert!(template.stdout.contains("# firstName:\n"), "{template:?}");
    let filled = run(
        &appliance,
        &["explain", "user", "update", "--template", "--from", "31"],
    );
    assert!(
        filled.stdout.contains("firstName: \"Mara\"\n"),
        "{filled:?}"
    );
    // It can be sent as it is, and changes nothing.
    let before = appliance.records("user");
    let arguments = ["user", "update", "31", "--body", "-"];
    let sent = crate::support::run_with(&appliance, &arguments, &filled.stdout);
    assert_eq!(sent.code, Some(0), "{sent:?}");
    assert_eq!(appliance.records("user"), before);
}

#[test]
fn operations_are_listed_for_programs() {
    let all = shown(&["operations", "-o", "json"]).json();
    assert_eq!(
        all.as_array().unwrap().len(),
        fortinac_spec::api::Index::bundled().ids().count()
    );
    let first = &all[0];
    for name in [
        "id",
        "command",
        "method",
        "path",
        "summary",
        "safe",
        "destructive",
        "evidence",
    ] {
        assert!(!first[name].is_null(), "{name}: {first}");
    }
    let found = shown(&["operations", "--search", "guest", "password", "-o", "json"]).json();
    assert!(
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == "guest_generate_password")
    );
}
