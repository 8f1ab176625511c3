//! Calls whose effect shows in other calls.

mod hosts;
mod people;
mod policies;
mod time;

use fortinac_mock::Appliance;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Response, get, post, request, send};

async fn form(appliance: &Appliance, path: &str, body: &str) -> Response {
    post(appliance, path, "application/x-www-form-urlencoded", body).await
}

async fn click(appliance: &Appliance, path: &str) -> Response {
    send(request(appliance, Method::POST, path)).await
}

#[track_caller]
fn assert_success(response: &Response) {
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(response.json()["status"], "success", "{response:?}");
}

async fn results(appliance: &Appliance, path: &str) -> Vec<Value> {
    let response = get(appliance, path).await;
    assert_success(&response);
    response.json()["results"].as_array().unwrap().clone()
}

fn empty() -> Appliance {
    Appliance::builder().empty().start().unwrap()
}
