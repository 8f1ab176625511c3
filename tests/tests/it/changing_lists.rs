//! Lists that change while they are read, and lists without an end.

use fortinac_client::types::User;
use fortinac_client::{Client, ListCall};
use fortinac_mock::Appliance;
use fortinac_testkit::Response;
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::lists::{assert_streamed, targets};
use crate::support::{appliance, users};

/// An appliance with six users.
fn six_users() -> Appliance {
    let appliance = Appliance::start().unwrap();
    let users: Vec<_> = (1..=6)
        .map(|id| json!({"id": id, "role": "Leaving"}))
        .collect();
    appliance.seed("user", users.into()).unwrap();
    appliance
}

fn leaving(client: &Client) -> ListCall<User> {
    client.users().list().filter("role==Leaving").limit(2)
}

#[tokio::test]
async fn deleting_from_a_list_while_it_is_read_is_an_error_and_after_it_is_not() {
    let appliance = six_users();
    let client = appliance.client().unwrap();
    let mut stream = leaving(&client).stream();
    let error = loop {
        let user = match stream.next().await {
            Some(Ok(user)) => user,
            Some(Err(error)) => break error,
            None => panic!("the stream ended, and items are left"),
        };
        client
            .users()
            .delete(user.id.copied().unwrap())
            .await
            .unwrap();
    };
    assert_eq!(
        error.to_string(),
        "user_list (GET /user): the list shrank from 6 to 4 items while it was read, so items may have been passed over; \
         read it again, with `all` in place of `stream` if you delete or change its items"
    );
    for user in leaving(&client).all().await.unwrap() {
        client
            .users()
            .delete(user.id.copied().unwrap())
            .await
            .unwrap();
    }
    assert!(leaving(&client).await.unwrap().is_empty());
}

#[tokio::test]
async fn all_items_can_be_read_in_every_way_to_call() {
    let (server, client) = appliance([users([1, 2], 3), users([3], 3)]).await;
    let all = client.users().list().limit(2).all().await.unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(server.targets(), targets(&[0, 2]));

    let (_server, client) = appliance([users([1, 2], 2)]).await;
    let values = client.call("user_list").unwrap().all().await.unwrap();
    assert_eq!(values, [json!({"id": 1}), json!({"id": 2})]);
    let blocking = tokio::task::spawn_blocking(move || client.users().list().all().wait());
    assert_eq!(blocking.await.unwrap().unwrap().len(), 2);

    let (_server, client) = appliance([Response::json(500, Value::Null)]).await;
    assert!(client.users().list().all().await.is_err());
}

#[tokio::test]
async fn what_was_added_while_a_list_is_read_comes_once() {
    let responses = [users([1, 2], 3), users([2, 3], 4), users([4], 5)];
    assert_streamed(responses, 4, &[0, 2, 4]).await;
    let responses = [
        users([1, 2], 4),
        users([1, 2], 6),
        users([3, 4], 6),
        users([], 6),
    ];
    assert_streamed(responses, 4, &[0, 2, 4, 6]).await;
}

#[tokio::test]
async fn a_list_that_never_ends_is_an_error() {
    let pages: Vec<_> = (0..9)
        .map(|number| {
            let rows = json!([{"firstName": format!("a{number}")}, {"firstName": "b"}]);
            Response::json(
                200,
                json!({"status": "success", "results": rows, "filtered": 3}),
            )
        })
        .collect();
    let (server, client) = appliance(pages).await;
    let stream = client.users().list().limit(2).stream();
    let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(
        error.to_string().contains(
            "the list goes on after 6 items, of which the appliance said that there are 3"
        ),
        "{error}"
    );
    assert_eq!(server.targets(), targets(&[0, 2, 4]));
}

#[tokio::test]
async fn a_stream_can_begin_at_the_last_position_that_there_is() {
    for filtered in [json!(1), Value::Null] {
        let (server, client) = appliance([users([1], filtered)]).await;
        let stream = client.users().list().start(i64::MAX).stream();
        let rows: Vec<_> = stream.try_collect().await.unwrap();
        assert_eq!((rows.len(), server.requests().len()), (1, 1));
    }
}
