//! `login`, `logout` and `profiles`.

use fortinac_mock::Appliance;
use serde_json::json;

use crate::profile::Config;

fn with_tls() -> Appliance {
    Appliance::builder().tls().start().unwrap()
}

#[test]
fn a_pinned_certificate_needs_no_question() {
    let appliance = with_tls();
    let config = Config::empty();
    let (url, pin) = (appliance.url(), appliance.certificate_sha256().unwrap());
    let login = ["login", "lab", "--url", &url, "--token-stdin", "--pin", pin];
    let run = config.run_with(&login, &format!("{}\n", appliance.token()));
    let report = run.json();
    assert_eq!(report["profile"], "lab");
    assert_eq!(report["fingerprint"], pin);
    assert_eq!(report["default"], true);
    assert_eq!(report["hosts"], appliance.records("host").len());
    for shown in [pin, "itself (self-signed)", "localhost, 127.0.0.1"] {
        assert!(run.stderr.contains(shown), "{run:?}");
    }
    assert!(!format!("{run:?}").contains(appliance.token()));
    // The profile is used at once.
    assert!(config.run(&["host", "list"]).json().is_array());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(config.path())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let run = config.run(&["profiles"]);
    let expected = json!([{
        "name": "lab",
        "url": url,
        "default": true,
        "kept": "in the file of profiles",
        "trust": "a pinned certificate",
    }]);
    assert_eq!(run.json(), expected);

    let run = config.run(&["logout", "lab"]);
    assert_eq!(run.json(), json!({"removed": "lab"}));
    assert!(!config.text().contains(appliance.token()));
    assert_eq!(config.run(&["profiles"]).json(), json!([]));
    assert_eq!(config.run(&["logout", "lab"]).code, Some(2));
}

#[test]
fn no_token_is_sent_to_whom_nobody_trusts() {
    let appliance = with_tls();
    let config = Config::empty();
    let url = appliance.url();
    let login = ["login", "--url", &url, "--token-stdin", "--yes"];
    let run = config.run_with(&login, appliance.token());
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.stderr.contains("does not trust it"), "{run:?}");

    let other = "9F".to_owned() + &":00".repeat(31);
    let with_pin = [&login[..], &["--pin", &other]].concat();
    let run = config.run_with(&with_pin, appliance.token());
    assert_eq!((run.code, run.stdout.as_str()), (Some(7), ""), "{run:?}");
    assert!(
        run.error()["hint"]
            .as_str()
            .unwrap()
            .contains("no token was sent")
    );

    assert!(appliance.requests().is_empty());
    assert_eq!(config.text(), "");
}

#[test]
fn an_authority_is_enough() {
    let appliance = with_tls();
    let config = Config::empty();
    let file = config.path().with_extension("pem");
    std::fs::write(&file, appliance.certificate_pem().unwrap()).unwrap();
    let url = appliance.url();
    let arguments = ["login", "--url", &url, "--token-stdin", "--ca-file"];
    let login = [&arguments[..], &[file.to_str().unwrap()]].concat();
    let report = config.run_with(&login, appliance.token()).json();
    assert_eq!(report["profile"], "127.0.0.1");
    assert_eq!(report["fingerprint"], json!(null));
    assert!(config.run(&["host", "list"]).json().is_array());
}

#[test]
fn what_does_not_work_is_not_written() {
    let appliance = Appliance::start().unwrap();
    let config = Config::empty();
    let url = appliance.url();
    let login = |url: &str, input: &str| {
        let arguments = ["login", "lab", "--url", url, "--token-stdin", "-o", "json"];
        config.run_with(&arguments, input)
    };
    let run = login(&url, "s3cret-of-another");
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(!format!("{run:?}").contains("s3cret"));
    assert_eq!(login(&url, "\n").code, Some(2));
    assert_eq!(
        login("http://nac.example.com", appliance.token()).code,
        Some(2)
    );
    assert_eq!(
        login("https//nac.example.com", appliance.token()).code,
        Some(2)
    );
    assert_eq!(
        login("https://127.0.0.1:1", appliance.token()).code,
        Some(7)
    );
    // Without a terminal, what is missing is named.
    let run = config.run(&["login"]);
    assert!(run.error()["hint"].as_str().unwrap().contains("--url URL"));
    let run = config.run(&["login", "--url", &url]);
    assert!(
        run.error()["hint"]
            .as_str()
            .unwrap()
            .contains("--token-stdin")
    );
    assert_eq!(config.text(), "");

    let run = config.run(&["login", "lab", "--url", &url, "--dry-run"]);
    assert_eq!(run.json()["hosts"], json!(null));
    assert_eq!(config.text(), "");
}

#[test]
fn a_name_is_not_given_to_another_appliance_silently() {
    let (one, two) = (Appliance::start().unwrap(), Appliance::start().unwrap());
    let config = Config::of(&[("lab", &one)]);
    let url = two.url();
    let login = ["login", "lab", "--url", &url, "--token-stdin"];
    let run = config.run_with(&login, two.token());
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("another appliance"), "{run:?}");
    assert!(two.requests().is_empty());
    let with_yes = [&login[..], &["--yes"]].concat();
    assert_eq!(config.run_with(&with_yes, two.token()).json()["url"], url);
    assert!(!config.text().contains(one.token()));
}

#[test]
fn a_token_can_stay_in_a_file_of_its_own() {
    let appliance = Appliance::start().unwrap();
    let config = Config::empty();
    let file = config.path().with_extension("token");
    std::fs::write(&file, appliance.token()).unwrap();
    let (url, file) = (appliance.url(), file.to_str().unwrap().to_owned());
    let login = ["login", "lab", "--url", &url, "--token-file", &file];
    assert_eq!(config.run(&login).json()["profile"], "lab");
    assert!(!config.text().contains(appliance.token()));
    let run = config.run(&["profiles"]);
    assert_eq!(run.json()[0]["kept"], format!("in the file {file}"));
    assert!(!run.stdout.contains(appliance.token()));
    let run = config.run(&["logout", "lab"]);
    assert!(
        run.stderr.contains("the file with the token stays"),
        "{run:?}"
    );
}

/// Elsewhere, the authorities of the system are not in a file.
#[cfg(target_os = "linux")]
#[test]
fn what_the_system_trusts_is_not_pinned() {
    let appliance = with_tls();
    let config = Config::empty();
    let file = config.path().with_extension("pem");
    std::fs::write(&file, appliance.certificate_pem().unwrap()).unwrap();
    let token = config.path().with_extension("token");
    std::fs::write(&token, appliance.token()).unwrap();
    let mut command = config.fortinac();
    command.env("SSL_CERT_FILE", &file);
    command.args(["login", "--url", &appliance.url(), "--token-stdin"]);
    command.stdin(std::fs::File::open(token).unwrap());
    let run = crate::support::Run::from(command.output().unwrap());
    assert_eq!(run.json()["fingerprint"], json!(null));
    assert!(run.stderr.contains("This system trusts it"), "{run:?}");
}
