//! Whatever a file has, nothing panics.

use super::bodies::{body, string};
use super::*;

/// Digits, letters and separators, of which an address, a number or a time is made, of any length.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9a-fz]{1,3}",
        "[:./%+ eE@-]",
        "(\\[|\\]|://|=|&|;|\"|\\{|\\\\|é|😀)",
        "(1970-01-01T|20[0-9]{2}-01-01 |Jan |--b|text-)",
    ];
    prop_oneof![
        string(),
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat()),
        ("[0-9a:.-]{1,4}", 1_usize..3000).prop_map(|(piece, count)| piece.repeat(count)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_string_panics(text in hostile(), other in hostile(), known in any::<bool>(), response in body()) {
        let mut redactor = Redactor::default();
        for text in [&text, &other] {
            redactor.string(text, "");
            redactor.string(text, "password");
        }
        let path = format!("/api/v2/host/{text}?filter={text}&{text}={other}&{other}#{text}");
        let path = if known { "/api/v2/user/7" } else { path.as_str() };
        let request = json!({&text: [other], "currentEnvironment": {other: 1}, "version": text});
        let original = exchange_of(("POST", path), 200, Some(ExactJson::from(request).0), response);
        Survey::new(&CHECKER).saving().examine(&original);
    }

    #[test]
    fn no_har_file_panics(
        url in hostile(),
        media_type in hostile(),
        encoding in prop::option::of(prop_oneof![Just("base64".to_owned()), hostile()]),
        text in hostile(),
        name in hostile(),
        multipart in any::<bool>(),
    ) {
        let start = if multipart { "multipart/form-data; boundary=" } else { "application/x-www-form-urlencoded" };
        let media_type = format!("{start}{media_type}");
        let headers = json!([{"name": "content-type", "value": media_type}, {"name": "content-encoding", "value": name}]);
        let data = json!({"mimeType": media_type, "text": text, "encoding": encoding,
            "params": [{"name": name, "value": text}, {"name": name}, {"name": name, "fileName": text}]});
        let content = json!({"mimeType": media_type, "text": text, "encoding": encoding, "size": name});
        let entry = json!({
            "request": {"method": "POST", "url": format!("https://nac/api/v2/host/set-role{url}"), "headers": headers, "postData": data},
            "response": {"status": 200, "headers": headers, "content": content},
        });
        let har = json!({"log": {"version": "1.2", "entries": [entry, {"request": text}]}}).to_string();
        for text in [har, text] {
            if let Ok(har) = Har::new(text) {
                Survey::new(&CHECKER).saving().read_har("a.har".into(), &har);
            }
        }
    }

    #[test]
    fn no_exchange_file_panics(text in hostile(), name in hostile()) {
        for text in [json!({name: text, "request": {"a": text}}).to_string(), format!("{{\"request\": {text}}}"), text] {
            if let Err(invalid) = Exchange::from_json(&text) {
                prop_assert!(!invalid.to_string().is_empty());
            }
        }
    }
}

#[test]
fn numbers_of_any_length_are_read_and_replaced() {
    for digits in [70_000, 140_000] {
        let digits = "7".repeat(digits);
        for number in [
            digits.clone(),
            format!("0.{digits}"),
            format!("-1e{digits}"),
            format!("\"1970-01-01T00:00:00.{digits}\""),
            format!("\"2024-01-01T00:00:00.{digits}Z\""),
            format!("\"{digits}:1\""),
        ] {
            let response = ExactJson::parse(&format!("{{\"x\": {number}}}"))
                .ok()
                .unwrap();
            let original = Exchange {
                response: Some(response),
                ..exchange(("GET", "/user/7"), 200, None, json!({}))
            };
            let text = told(&original) + &saved(&original);
            // A replacement can have some sevens in a row too.
            assert!(!text.contains(&digits[..20]));
        }
    }
}
