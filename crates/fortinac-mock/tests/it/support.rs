//! A plain HTTP client: nothing here knows fortinac-client.

use std::sync::Once;

use fortinac_mock::Appliance;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that it is an envelope that says why it failed.
    #[track_caller]
    pub(crate) fn assert_failure(&self, status: u16, part: &str) {
        assert_eq!(
            (self.status, self.media_type.as_str()),
            (status, "application/json"),
            "{self:?}"
        );
        assert_eq!(self.json()["status"], "error");
        let message = self.json()["errorMessage"].clone();
        assert!(message.as_str().unwrap().contains(part), "{message}");
    }
}

pub(crate) fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let provider = rustls::crypto::ring::default_provider();
        provider.install_default().expect("the first provider");
    });
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub(crate) fn request(appliance: &Appliance, method: Method, path: &str) -> RequestBuilder {
    let request = http().request(method, format!("{}{path}", appliance.url()));
    request.bearer_auth(appliance.token())
}

pub(crate) async fn send(request: RequestBuilder) -> Response {
    let response = request.send().await.unwrap();
    let media_type = response.headers().get("content-type");
    Response {
        status: response.status().as_u16(),
        media_type: media_type.map_or_else(String::new, |value| value.to_str().unwrap().to_owned()),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}

pub(crate) async fn get(appliance: &Appliance, path: &str) -> Response {
    send(request(appliance, Method::GET, path)).await
}

pub(crate) async fn delete(appliance: &Appliance, path: &str) -> Response {
    send(request(appliance, Method::DELETE, path)).await
}

pub(crate) async fn post(
    appliance: &Appliance,
    path: &str,
    media_type: &str,
    body: impl ToString,
) -> Response {
    let request = request(appliance, Method::POST, path).header("content-type", media_type);
    send(request.body(body.to_string())).await
}

pub(crate) async fn post_json(appliance: &Appliance, path: &str, body: &Value) -> Response {
    post(appliance, path, "application/json", body).await
}
