//! F. Certificate renewal, which reads the text of the body.

use fortinac_mock::Appliance;
use serde_json::json;

use super::{assert_success, form};
use crate::support::{get, post, post_json};

#[tokio::test]
async fn f_renews_a_certificate() {
    let appliance = Appliance::start().unwrap();
    let base = "/settings/security/certificate-server";
    let target = "Local%20RADIUS%20Server%20(EAP)%20%5Bradius%5D";
    let csr =
        json!({"cn": "radius.example.com", "certType": "RADIUS", "newTargetAlias": "radius_2024"});
    let response = post_json(&appliance, &format!("{base}/csr/generate"), &csr).await;
    assert!(
        response.body.contains(r#""status":"success""#),
        "{response:?}"
    );
    let wrong = json!({"cn": "radius.example.com", "newTargetAlias": "radius 2024"});
    let wrong = post_json(&appliance, &format!("{base}/csr/generate"), &wrong).await;
    assert!(wrong.body.contains(r#""status":"error""#), "{wrong:?}");
    assert!(
        wrong.body.contains(r#""errorMessage":"newTargetAlias"#),
        "{wrong:?}"
    );

    let upload = async |certs: &str, key: &str| {
        let field = |name: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = |name: &str, value: &str| {
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}.pem\"\r\nContent-Type: application/x-x509-ca-cert\r\n\r\n{value}\r\n"
            )
        };
        let body = field("targetType", "ServerCert")
            + &field("privateKeyType", "provided")
            + &field("certOwnerType", "RADIUS")
            + &field("appliedTo", "null")
            + &file("certs", certs)
            + &file("privateKey", key)
            + "--x--\r\n";
        post(
            &appliance,
            &format!("{base}/{target}"),
            "multipart/form-data; boundary=x",
            body,
        )
        .await
    };
    let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\ncanary-key\n-----END PRIVATE KEY-----\n";
    let response = upload(certificate, key).await;
    assert!(
        response.body.contains(r#""status":"success""#),
        "{response:?}"
    );
    assert!(
        response.body.contains(r#""restartRequired":true"#),
        "{response:?}"
    );
    let wrong = upload("no certificate", key).await;
    assert!(wrong.body.contains(r#""status":"error""#), "{wrong:?}");

    let needs_restart = async || {
        let response = get(&appliance, base).await;
        assert!(!response.body.contains("canary-key"), "{response:?}");
        let certs = response.json()["certs"].as_array().unwrap().clone();
        let name = "Local RADIUS Server (EAP) [radius]";
        let uploaded = certs.into_iter().find(|cert| cert["name"] == name);
        uploaded.unwrap()["requiresRestart"].as_bool().unwrap()
    };
    assert!(needs_restart().await);
    let restart = format!("{base}/restart");
    assert_success(&form(&appliance, &restart, &format!("target={target}")).await);
    assert!(!needs_restart().await);
    let unknown = form(&appliance, &restart, "target=Nobody").await;
    unknown.assert_failure(200, "there is no certificate target `Nobody`");
}
