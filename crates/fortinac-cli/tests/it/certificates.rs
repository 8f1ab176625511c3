//! A new certificate is checked, uploaded and put in force.

use std::path::{Path, PathBuf};

use fortinac_mock::{Appliance, Fault};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use crate::support::{Run, run};

/// Files with a certificate and a key in a folder. The certificate expires in this year.
fn files(folder: &Path, name: &str, until: i32) -> (PathBuf, PathBuf) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["nac.example.com".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let (pem, private) = (
        folder.join(format!("{name}.pem")),
        folder.join(format!("{name}.key")),
    );
    std::fs::write(&pem, certificate.pem()).unwrap();
    std::fs::write(&private, key.serialize_pem()).unwrap();
    (pem, private)
}

fn renew(
    appliance: &Appliance,
    target: &str,
    certificate: &Path,
    key: &Path,
    more: &[&str],
) -> Run {
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let arguments = [
        "certificate",
        "renew",
        target,
        "--certificate",
        certificate,
        "--key",
        key,
    ];
    let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
    run(appliance, &arguments)
}

fn paths(appliance: &Appliance) -> Vec<String> {
    let requests = appliance.requests();
    requests
        .iter()
        .map(|request| request.path().to_owned())
        .collect()
}

#[test]
fn a_certificate_is_uploaded_and_the_service_restarted() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = files(folder.path(), "new", 2100);
    let appliance = Appliance::start().unwrap();
    let unconfirmed = renew(&appliance, "Portal", &certificate, &key, &[]);
    assert_eq!(unconfirmed.code, Some(2), "{unconfirmed:?}");
    let dry = renew(&appliance, "Portal", &certificate, &key, &["--dry-run"]);
    assert_eq!(dry.json().as_array().unwrap().len(), 2);
    assert_eq!(paths(&appliance), Vec::<String>::new());

    let done = renew(&appliance, "admin ui", &certificate, &key, &["--yes"]);
    let shown = done.json();
    assert_eq!(
        (&shown["restarted"], &shown["restartRequired"]),
        (&true.into(), &true.into())
    );
    assert!(
        shown["certificate"]
            .as_str()
            .unwrap()
            .contains("valid until 2100-01-01"),
        "{shown}"
    );
    assert_eq!(paths(&appliance).len(), 2);
    let private = std::fs::read_to_string(&key).unwrap();
    let line = private.lines().nth(1).unwrap();
    assert!(
        !format!("{dry:?}{done:?}").contains(line),
        "no line of the key is shown"
    );

    let kept = renew(
        &appliance,
        "Portal",
        &certificate,
        &key,
        &["--yes", "--no-restart"],
    );
    assert_eq!(kept.json()["restarted"], false);
    assert!(kept.stderr.contains("until it is restarted"), "{kept:?}");
    // A restart that fails does not hide that the certificate is there.
    appliance.fault(Fault::failure("busy").on("certificate_restart"));
    let failed = renew(&appliance, "Portal", &certificate, &key, &["--yes"]);
    assert_eq!(failed.code, Some(6));
    assert!(
        failed.error()["hint"]
            .as_str()
            .unwrap()
            .contains("is uploaded"),
        "{failed:?}"
    );
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = files(folder.path(), "new", 2100);
    let (expired, its_key) = files(folder.path(), "expired", 2021);
    let appliance = Appliance::start().unwrap();
    let refused = |certificate: &Path, key: &Path, target: &str, expected: &str| {
        let run = renew(&appliance, target, certificate, key, &["--yes"]);
        assert_eq!(run.code, Some(2), "{run:?}");
        let message = run.error()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{message}");
    };
    refused(
        &certificate,
        &its_key,
        "Portal",
        "it is not the key of the certificate",
    );
    refused(&expired, &its_key, "Portal", "the certificate has expired");
    refused(&key, &key, "Portal", "there is no certificate in PEM form");
    refused(
        &certificate,
        &certificate,
        "Portal",
        "there is no private key in PEM form",
    );
    refused(&folder.path().join("none"), &key, "Portal", "none: ");
    refused(
        &certificate,
        &key,
        "Portl",
        "the owner of the target `Portl` is not known",
    );
    assert_eq!(paths(&appliance), Vec::<String>::new());
}
