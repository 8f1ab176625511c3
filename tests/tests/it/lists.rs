//! Lists: what is asked on the wire, pages, streams over pages, and what the envelope says besides.

use fortinac_client::{Client, Error, Filter, Method};
use fortinac_testkit::{Response, Server};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};

use crate::support::fault::held;
use crate::support::{appliance, settings, users};

// Queries

#[tokio::test]
async fn without_parameters_there_is_no_query() {
    let (server, client) = appliance([users([], 0)]).await;
    client.hosts().list().await.unwrap();
    assert_eq!(server.targets(), ["/api/v2/host"]);
}

#[tokio::test]
async fn all_parameters_are_encoded() {
    let (server, client) = appliance([users([], 0)]).await;
    let call = client.hosts().search();
    call.filter(Filter::equals("role", "NAC-Default").or(Filter::is_null("role")))
        .filter(Filter::at_least("startTime", 1_709_840_408_791_i64))
        .start(400)
        .limit(200)
        .sort_by("hostName")
        .descending()
        .await
        .unwrap();
    assert_eq!(
        server.targets(),
        [
            "/api/v2/host/search?filter=role%3D%3DNAC-Default%7Crole%3D%3Dnull&filter=startTime%3E%3D1709840408791\
          &start=400&count=200&sortKey=hostName&sortDir=desc"
        ]
    );
}

#[tokio::test]
async fn a_filter_stays_one_parameter() {
    let (server, client) = appliance([Response::json(
        200,
        json!({"status": "success", "total": 7}),
    )])
    .await;
    let call = client.hosts().count().filter("name==a&b=c #%+ü/?");
    assert_eq!(call.await.unwrap(), 7);
    assert_eq!(
        server.targets(),
        ["/api/v2/host/count?filter=name%3D%3Da%26b%3Dc+%23%25%2B%C3%BC%2F%3F"]
    );
}

#[tokio::test]
async fn a_value_never_becomes_a_condition() {
    let (server, client) = appliance([users([], 0)]).await;
    for filter in [
        Filter::equals("hostName", "x|role==null"),
        Filter::is_null("role").or(Filter::at_least("hostName", "x|y")),
    ] {
        for error in [
            client
                .hosts()
                .list()
                .filter(filter.clone())
                .await
                .unwrap_err(),
            client.hosts().count().filter(filter).await.unwrap_err(),
        ] {
            assert!(
                error
                    .to_string()
                    .contains("the request cannot be written: a value in a filter contains `|`"),
                "{error}"
            );
        }
    }
    assert!(server.requests().is_empty());
    for raw in [
        Filter::raw("hostName==x|role==null"),
        "hostName==x|role==null".into(),
    ] {
        client.hosts().list().filter(raw).await.unwrap();
    }
    let filter = "hostName==x|role==null";
    client.hosts().list().filter(filter).await.unwrap();
    let expected = "/api/v2/host?filter=hostName%3D%3Dx%7Crole%3D%3Dnull";
    assert_eq!(server.targets(), [expected; 3]);
}

#[tokio::test]
async fn other_parameters_can_be_added() {
    let (server, client) = appliance([users([], 0)]).await;
    client
        .users()
        .list()
        .limit(1)
        .query("view", "a b")
        .await
        .unwrap();
    assert_eq!(server.targets(), ["/api/v2/user?view=a+b&count=1"]);
}

// Pages and counts

#[tokio::test]
async fn a_page_is_rows_and_what_the_appliance_says_of_the_table() {
    let body =
        json!({"status": "success", "results": [{"id": 1}, {"id": 2}], "filtered": 5, "total": 9});
    let (_server, client) = appliance([Response::json(200, body)]).await;
    let page = client.users().list().await.unwrap();
    assert_eq!((page.filtered, page.total), (Some(5), Some(9)));
    let ids: Vec<_> = page.iter().map(|user| user.id.copied()).collect();
    assert_eq!(ids, [Some(1), Some(2)]);
    let mut again = ids.into_iter();
    for user in &page {
        assert_eq!(again.next(), Some(user.id.copied()));
    }
    assert_eq!(page.into_iter().count(), 2);
}

#[tokio::test]
async fn a_page_needs_its_rows_and_no_more() {
    // An appliance that has nothing to list sends either.
    for nothing in [json!([]), json!(null)] {
        let body = json!({"status": "success", "results": nothing});
        let (_server, client) = appliance([Response::json(200, body)]).await;
        let page = client.users().list().await.unwrap();
        assert_eq!(
            (page.items.len(), page.filtered, page.total),
            (0, None, None)
        );
    }

    let body = json!({"status": "success", "filtered": 0});
    let (_server, client) = appliance([Response::json(200, body)]).await;
    let error = client.users().list().await.unwrap_err();
    assert_eq!(held(&error), ["is_decode"]);
    assert!(
        error
            .to_string()
            .starts_with("user_list (GET /user): the response has no `results`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_count_is_a_number() {
    let (server, client) = appliance([
        Response::json(200, json!({"status": "success", "total": 0})),
        Response::json(200, json!({"status": "success", "filtered": 7})),
    ])
    .await;
    assert_eq!(client.hosts().count_all().await.unwrap(), 0);
    let error = client.hosts().count_all().await.unwrap_err();
    assert!(
        error.to_string().contains("has no `total`") && error.is_decode(),
        "{error}"
    );
    assert_eq!(server.targets(), ["/api/v2/host/count/all"; 2]);
}

#[tokio::test]
async fn the_response_has_the_rest_of_the_envelope() {
    let body = json!({
        "status": "success", "errorMessage": null, "results": [{"id": 31, "unheardOf": {"a": [1]}}],
        "filtered": 17, "total": 48, "took": "3 ms"
    });
    let (_server, client) = appliance([Response::json(200, body.clone())]).await;
    let one = client.users().get(31).with_response().await.unwrap();
    assert_eq!((one.filtered, one.total), (Some(17), Some(48)));
    assert_eq!(one.status.as_u16(), 200);
    let extra: Vec<_> = one.extra.iter().collect();
    assert_eq!(extra, [("took", &json!("3 ms"))]);
    assert_eq!(
        serde_json::to_value(&one.value).unwrap(),
        body["results"][0]
    );
    let list = client.users().list().with_response().await.unwrap();
    assert_eq!((list.filtered, list.total), (Some(17), Some(48)));
    assert_eq!(list.value.items, [one.value]);
    assert_eq!(list.extra, one.extra);
    // A call that returns nothing keeps the rest too.
    let done = client.users().disable(31).with_response().await.unwrap();
    assert_eq!(done.extra.get("results"), Some(&body["results"]));
    // A whole envelope is the value.
    let raw = client.raw(Method::GET, "/user").with_response().await;
    assert_eq!(raw.unwrap().value, body);
}

#[tokio::test]
async fn a_record_can_be_optional() {
    let (_server, client) = appliance([users([], 0)]).await;
    assert_eq!(client.users().get(31).optional().await.unwrap(), None);
    let response = client.users().get(31).optional().with_response();
    let response = response.await.unwrap();
    assert_eq!((response.value, response.filtered), (None, None));
    assert!(client.users().get(31).await.unwrap_err().is_not_found());

    let null = json!({"status": "success", "result": null});
    let (_server, client) = appliance([Response::json(200, null)]).await;
    assert_eq!(client.groups().get(7).optional().await.unwrap(), None);

    let (_server, client) = appliance([users([31], 1)]).await;
    let user = client.users().get(31).optional().await.unwrap();
    assert_eq!(user.unwrap().id.copied(), Some(31));

    // The API says that there is no such record; a web server says that there is no such path.
    let status = json!({"status": "error", "errorMessage": "no"});
    let (_server, client) = appliance([Response::json(404, status)]).await;
    assert_eq!(client.users().get(31).optional().await.unwrap(), None);
    for other in [
        Response::html(404, "<p>Not Found</p>"),
        Response::new(404, "", ""),
        Response::json(404, json!({})),
    ] {
        let (_server, client) = appliance([other]).await;
        let error = client.users().get(31).optional().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
}

#[tokio::test]
async fn a_call_owns_what_it_needs() {
    let (_server, client) = appliance([users([31], 1)]).await;
    let users = client.users();
    let get = users.get(31);
    let list = client.hosts().list().filter("role==x");
    drop((client, users));
    let get = tokio::spawn(async move { get.await.map(|user| user.id.copied()) });
    assert_eq!(get.await.unwrap().unwrap(), Some(31));
    let mut stream = list.stream();
    let first = tokio::spawn(async move { stream.next().await.unwrap() });
    assert_eq!(first.await.unwrap().unwrap().id.copied(), Some(31));
}

// Streams

/// The ids of all users, two at a time, up to an error.
async fn stream(client: &Client) -> (Vec<i64>, Option<Error>) {
    let mut stream = client.users().list().limit(2).stream();
    let mut ids = Vec::new();
    let error = loop {
        match stream.next().await {
            Some(Ok(user)) => ids.push(user.id.copied().unwrap()),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    assert!(
        stream.next().await.is_none(),
        "a stream that has ended goes on"
    );
    (ids, error)
}

/// Asserts that the stream has all users, after asking from these rows on.
pub(crate) async fn assert_streamed(
    responses: impl IntoIterator<Item = Response>,
    users: i64,
    starts: &[i64],
) {
    let (server, client) = appliance(responses).await;
    let (ids, error) = stream(&client).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, (1..=users).collect::<Vec<_>>());
    assert_eq!(server.targets(), targets(starts));
}

pub(crate) fn targets(starts: &[i64]) -> Vec<String> {
    starts
        .iter()
        .map(|start| format!("/api/v2/user?start={start}&count=2"))
        .collect()
}

#[tokio::test]
async fn a_stream_ends_at_an_empty_page() {
    assert_streamed([users([], 0)], 0, &[0]).await;
    assert_streamed(
        [users([1, 2], 4), users([3, 4], 4), users([], 4)],
        4,
        &[0, 2, 4],
    )
    .await;
}

#[tokio::test]
async fn a_stream_ends_at_a_short_page_that_reaches_what_matches() {
    assert_streamed([users([1, 2], 3), users([3], 3)], 3, &[0, 2]).await;
}

#[tokio::test]
async fn a_stream_survives_numbers_that_are_wrong_or_missing() {
    for filtered in [
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(99),
        Value::Null,
    ] {
        let page = |ids: &[i64]| users(ids.iter().copied(), filtered.clone());
        assert_streamed(
            [page(&[1, 2]), page(&[3, 4]), page(&[5]), page(&[])],
            5,
            &[0, 2, 4, 5],
        )
        .await;
    }
    let page = |ids: &[i64]| {
        let rows: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
        Response::json(200, json!({"status": "success", "results": rows}))
    };
    assert_streamed([page(&[1, 2]), page(&[3]), page(&[])], 3, &[0, 2, 3]).await;
}

#[tokio::test]
async fn a_stream_advances_by_the_rows_received() {
    // Fewer than asked for, and more.
    let responses = [users([1], 6), users([2, 3, 4, 5], 6), users([6], 6)];
    assert_streamed(responses, 6, &[0, 1, 5]).await;
}

#[tokio::test]
async fn a_page_that_repeats_is_an_error() {
    let (server, client) = appliance([users([1, 2], Value::Null)]).await;
    let (ids, error) = stream(&client).await;
    assert_eq!(ids, [1, 2]);
    assert_eq!(
        error.unwrap().to_string(),
        "user_list (GET /user): the page from item 2 on has the same items as an earlier one, so the appliance ignores \
         `start`; read the list in one page with a large enough `limit`"
    );
    assert_eq!(server.targets(), targets(&[0, 2]));
}

#[tokio::test]
async fn rows_that_come_again_in_another_order_or_later_are_an_error() {
    for pages in [
        vec![users([1, 2], Value::Null), users([2, 1], Value::Null)],
        vec![
            users([1, 2], Value::Null),
            users([3, 4], Value::Null),
            users([1, 2], Value::Null),
        ],
    ] {
        let last = 2 * (i64::try_from(pages.len()).unwrap() - 1);
        let (_server, client) = appliance(pages).await;
        let (ids, error) = stream(&client).await;
        assert_eq!(i64::try_from(ids.len()).unwrap(), last);
        let message = format!("the page from item {last} on has the same items as an earlier one");
        assert!(error.unwrap().to_string().contains(&message));
    }
}

#[tokio::test]
async fn a_stream_asks_for_rows() {
    for count in [0, -1] {
        let (server, client) = appliance([users([1], 1)]).await;
        let rows: Vec<_> = client
            .users()
            .list()
            .limit(count)
            .stream()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(server.targets(), ["/api/v2/user?start=0&count=200"]);
    }
}

#[tokio::test]
async fn a_page_that_repeats_is_seen_without_ids() {
    let page =
        json!({"status": "success", "results": [{"firstName": "Rowan"}, {"firstName": "Kim"}]});
    let (server, client) = appliance([Response::json(200, page)]).await;
    let stream = client.users().list().limit(2).stream();
    let rows = stream.take(5).try_collect::<Vec<_>>().await;
    assert!(
        rows.unwrap_err()
            .to_string()
            .contains("the page from item 2 on has the same items")
    );
    assert_eq!(server.targets(), targets(&[0, 2]));
}

#[tokio::test]
async fn an_error_in_the_middle_ends_a_stream() {
    let failed = Response::json(500, json!({"status": "error", "errorMessage": "no"}));
    let (server, client) = appliance([users([1, 2], 4), failed, users([3, 4], 4)]).await;
    let (ids, error) = stream(&client).await;
    assert_eq!(ids, [1, 2]);
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 500);
    assert_eq!(server.targets(), targets(&[0, 2]));
}

#[tokio::test]
async fn a_fault_that_passes_does_not_end_a_stream() {
    let busy = Response::json(503, Value::Null);
    assert_streamed([users([1, 2], 3), busy, users([3], 3)], 3, &[0, 2, 2]).await;
}

#[tokio::test]
async fn a_stream_keeps_filter_order_and_start() {
    let (server, client) = appliance([users([8], 10), users([9, 10], 10), users([], 10)]).await;
    let call = client
        .users()
        .list()
        .start(7)
        .sort_by("id")
        .filter(Filter::equals("role", "x"));
    let rows: Vec<_> = call.query("view", 1).stream().try_collect().await.unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        server.targets(),
        [7, 8].map(|start| format!(
            "/api/v2/user?view=1&filter=role%3D%3Dx&start={start}&count=200&sortKey=id"
        ))
    );
}

#[tokio::test]
async fn a_stream_asks_when_it_is_read() {
    let (server, client) = appliance([users([1, 2], 3), users([3], 3)]).await;
    let mut stream = client.users().list().limit(2).stream();
    assert!(server.requests().is_empty());
    for (row, requests) in [(1, 1), (2, 1), (3, 2)] {
        let user = stream.try_next().await.unwrap().unwrap();
        assert_eq!(
            (user.id.copied(), server.requests().len()),
            (Some(row), requests)
        );
    }
}

#[tokio::test]
async fn a_stream_can_be_sent_once_for_each_page() {
    let server = Server::start([Response::json(503, Value::Null)]).await;
    let client = settings(&server.url()).build().unwrap();
    let rows = client
        .users()
        .list()
        .no_retry()
        .stream()
        .try_collect::<Vec<_>>()
        .await;
    assert!(rows.is_err());
    assert_eq!(server.requests().len(), 1);
}
