//! What the client puts on the wire, seen by an HTTP server on loopback.

use fortinac_client::types::system::BackgroundTask;
use fortinac_client::types::{AccessPolicy, Field, User, UserHostProfile};
use fortinac_client::{Client, Error, Filter};
use fortinac_mock::{Appliance, Request};
use fortinac_spec::Spec;
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Response, Server};
use serde_json::{Value, json};

/// The one request that a call makes.
async fn request_of<T>(call: impl AsyncFnOnce(Client) -> Result<T, Error>) -> (Appliance, Request) {
    let appliance = Appliance::builder().token(TOKEN).start().unwrap();
    appliance.seed("user", json!({"id": 3})).unwrap();
    let client = appliance.client().unwrap();
    if let Err(error) = call(client).await {
        panic!("{error}");
    }
    let mut requests = appliance.requests();
    assert_eq!(requests.len(), 1);
    (appliance, requests.remove(0))
}

#[track_caller]
fn assert_request(request: &Request, method: &str, path: &str, body: Option<Value>) {
    assert_eq!((request.method(), request.path()), (method, path));
    assert_eq!(request.query(), []);
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(
        request.header("api-version"),
        None,
        "an invention of the generator"
    );
    assert_eq!(
        request.header("content-type"),
        body.as_ref().map(|_| "application/json")
    );
    match body {
        Some(body) => assert_eq!(request.json(), Some(body)),
        None => assert!(request.body().is_empty()),
    }
}

#[tokio::test]
async fn background_task_create() {
    let task = BackgroundTask {
        message: "Review".into(),
        assignee: Field::Null,
        date_created: Field::Value(1_692_985_112_000.into()),
        ..BackgroundTask::default()
    };
    let call = async |client: Client| client.background_tasks().create(&task).await;
    let (_, request) = request_of(call).await;
    let body = json!({"message": "Review", "assignee": null, "dateCreated": 1_692_985_112_000_i64});
    assert_request(
        &request,
        "POST",
        "/api/v2/system/background-task",
        Some(body),
    );
}

#[tokio::test]
async fn access_policy_update() {
    let profile = UserHostProfile {
        dbid_upper: 5.into(),
        ..UserHostProfile::default()
    };
    let policy = AccessPolicy {
        profile: profile.into(),
        enabled: false.into(),
        ..AccessPolicy::default()
    };
    let (_, request) =
        request_of(async |client: Client| client.access_policies().update(18, &policy).await).await;
    let body = json!({"dbid": 18, "profile": {"DBID": 5}, "enabled": false});
    assert_request(&request, "POST", "/api/v2/policy/access/18", Some(body));
}

#[tokio::test]
async fn group_get() {
    let appliance = Appliance::builder().token(TOKEN).start().unwrap();
    let record = json!({"dbid": 7, "name": "Lab", "elementClass": "8", "unheardOf": [1]});
    appliance.seed("group", record.clone()).unwrap();
    let group = appliance.client().unwrap().groups().get(7).await.unwrap();
    assert_eq!(group.name.as_deref(), Some("Lab"));
    assert_eq!(serde_json::to_value(&group).unwrap(), record);
    assert_request(
        &appliance.requests()[0],
        "GET",
        "/api/v2/system/group/7",
        None,
    );
}

#[tokio::test]
async fn user_update() {
    let user = User {
        id: 3.into(),
        notes: Field::Null,
        ..User::default()
    };
    let (appliance, request) =
        request_of(async |client: Client| client.users().update(3, &user).await).await;
    assert_request(
        &request,
        "POST",
        "/api/v2/user/3",
        Some(json!({"id": 3, "notes": null})),
    );
    assert!(
        appliance
            .records("user")
            .contains(&json!({"id": 3, "notes": null}))
    );
}

#[tokio::test]
async fn a_list() {
    let (_, request) = request_of(async |client: Client| {
        let call = client
            .hosts()
            .list()
            .filter(Filter::equals("role", "A&B"))
            .start(2);
        call.filter(Filter::raw("status==1|status==null"))
            .limit(5)
            .sort_by("id")
            .descending()
            .await
    })
    .await;
    let query = [
        ("filter", "role==A&B"),
        ("filter", "status==1|status==null"),
        ("start", "2"),
        ("count", "5"),
        ("sortKey", "id"),
        ("sortDir", "desc"),
    ];
    assert_eq!(
        request.query(),
        query.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn a_base_url_without_a_path_and_with_a_slash() {
    let server = Server::start([Response::json(200, json!({"status": "success"}))]).await;
    for (base, path) in [
        ("", "/api/v2/user/3"),
        ("/", "/api/v2/user/3"),
        ("/nac/api/v2/", "/nac/api/v2/user/3"),
    ] {
        let client = Client::new(&format!("{}{base}", server.url()), TOKEN).unwrap();
        client.users().update(3, &User::default()).await.unwrap();
        assert_eq!(server.targets().pop().as_deref(), Some(path));
    }
}

/// An appliance that offers responses in XML, which no reference page shows.
fn in_xml() -> Appliance {
    let mut document = Spec::bundled().document().clone();
    let content = &mut document["components"]["responses"]["Done"]["content"];
    content["application/xml"] = json!({"schema": content["application/json"]["schema"]});
    let spec = Spec::new(document).unwrap();
    Appliance::builder().spec(spec).start().unwrap()
}

#[tokio::test]
async fn a_call_in_xml() {
    let appliance = in_xml();
    appliance
        .seed("user", json!({"id": 3, "notes": "x", "email": "a"}))
        .unwrap();
    let client = appliance.client().unwrap();
    let user = User {
        first_name: "R&D".into(),
        notes: Field::Null,
        ..User::default()
    };
    client.users().update(3, &user).xml().await.unwrap();
    let request = &appliance.requests()[0];
    assert_eq!(
        (request.header("accept"), request.header("content-type")),
        (Some("application/xml"), Some("application/xml"))
    );
    let stored = json!({"id": 3, "notes": null, "email": "a", "firstName": "R&D"});
    assert!(
        appliance.records("user").contains(&stored),
        "{:?}",
        appliance.records("user")
    );

    // A response is read by its content type, whatever was asked for.
    let group = "<Envelope><status>success</status><result><dbid>7</dbid><name>R&amp;D</name></result></Envelope>";
    let server = Server::start([Response::new(200, "application/xml", group)]).await;
    let client = Client::new(&server.url(), TOKEN).unwrap();
    let group = client.groups().get(7).await.unwrap();
    assert_eq!(
        (group.dbid.copied(), group.name.as_deref()),
        (Some(7), Some("R&D"))
    );

    let failure = "<Envelope><status>error</status><errorMessage>no</errorMessage></Envelope>";
    let server = Server::start([Response::new(200, "application/xml", failure)]).await;
    let client = Client::new(&server.url(), TOKEN).unwrap();
    let error = client.groups().get(7).await.unwrap_err();
    assert_eq!(
        (error.is_api_error(), error.api_message()),
        (true, Some("no"))
    );
}
