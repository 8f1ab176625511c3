//! What a call would send is shown without its secrets, and without sending it.

use fortinac_client::Upload;
use fortinac_client::types::User;
use fortinac_mock::Appliance;
use serde_json::json;

const CANARY: &str = "c4nary-s3cret";

#[test]
fn a_preview_is_the_request_without_its_secrets() {
    let appliance = Appliance::builder().token(CANARY).start().unwrap();
    let client = appliance.client().unwrap();

    let list = client.users().list().filter("role==Staff").limit(5);
    let preview = list.preview().unwrap();
    assert_eq!(
        (preview.method.as_str(), preview.path.as_str()),
        ("GET", "/user")
    );
    let query = [("filter", "role==Staff"), ("count", "5")];
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(preview.query, query);
    assert_eq!((preview.content_type, preview.body), (None, None));

    let user = User {
        password: CANARY.into(),
        first_name: "Rowan".into(),
        ..User::default()
    };
    let preview = client.users().update(7, &user).preview().unwrap();
    assert_eq!(preview.path, "/user/7");
    assert_eq!(
        preview.body,
        Some(json!({"id": 7, "firstName": "Rowan", "password": "[redacted]"}))
    );

    let form = client.hosts().set_role([31, 32], "NAC/Staff");
    let preview = form.preview().unwrap();
    assert_eq!(
        preview.content_type,
        Some("application/x-www-form-urlencoded")
    );
    let sent = json!({"id": ["31", "32"], "role": "NAC/Staff"});
    assert_eq!(preview.body, Some(sent));

    let table = Upload::new("hosts.csv", "mac\n02:00:5E:00:53:01\n");
    let preview = client.hosts().import_hosts(&table).preview().unwrap();
    let file = json!({"file": {"file": "hosts.csv", "bytes": 22}});
    assert_eq!(
        (preview.content_type, preview.body),
        (Some("multipart/form-data"), Some(file))
    );

    let raw = client.raw("POST".parse().unwrap(), "/new?password=c4nary-s3cret&a=b");
    let raw = raw.json(&json!({"deep": [{"apiToken": CANARY, "secret": null}], "a": 1.50}));
    let preview = raw.preview().unwrap();
    assert!(!format!("{preview:?}").contains(CANARY), "{preview:?}");
    let body = json!({"deep": [{"apiToken": "[redacted]", "secret": null}], "a": 1.5});
    assert_eq!(preview.body, Some(body));

    assert!(appliance.requests().is_empty(), "nothing is sent");
}

#[test]
fn a_call_that_cannot_be_sent_has_no_preview() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let error = client.call("user_get").unwrap().preview().unwrap_err();
    assert!(
        error.to_string().contains("it lacks the parameter `id`"),
        "{error}"
    );
}

/// Whatever a call sends as a secret, because the spec says that it is one, its preview does not show.
#[test]
fn secrets_of_every_operation_are_redacted() {
    use fortinac_spec::Spec;
    use fortinac_spec::api::{Body, Location, Type};

    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let mut found = 0;
    for operation in &Spec::bundled().api().operations {
        let mut call = client.call(&operation.id).unwrap();
        let sample = |ty: &Type| match ty {
            Type::Integer | Type::Number => json!(7),
            Type::Boolean => json!(true),
            Type::Array(_) => json!([7]),
            Type::Secret => json!(CANARY),
            _ => json!("7"),
        };
        for parameter in &operation.parameters {
            let is_needed = parameter.required || parameter.location == Location::Path;
            if is_needed || parameter.ty == Type::Secret {
                call = call.parameter(&parameter.name, sample(&parameter.ty));
            }
        }
        let fields = operation.body.as_ref().map_or(&[][..], Body::fields);
        for field in fields
            .iter()
            .filter(|field| field.required || field.ty == Type::Secret)
        {
            call = match field.ty {
                Type::File => call.upload(&field.name, &Upload::new("f", CANARY)),
                _ => call.field(&field.name, sample(&field.ty)),
            };
        }
        let is_json = matches!(operation.body, Some(Body::Json { .. }));
        let Ok(preview) = call.preview() else {
            assert!(is_json, "{}", operation.id);
            continue;
        };
        let shown = format!("{preview:?}");
        assert!(!shown.contains(CANARY), "{}: {shown}", operation.id);
        found += usize::from(shown.contains("[redacted]"));
    }
    assert!(found > 10, "{found}");
}
