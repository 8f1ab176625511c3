//! Each call by operationId does the same as the typed call.

use std::collections::BTreeSet;

use fortinac_client::call::{ById, Call};
use fortinac_client::{Client, Error, Page, Upload};
use fortinac_mock::{Appliance, Fault, Request};
use fortinac_spec::Spec;
use fortinac_spec::api::{Body, Operation, ResponseMedia, Type};
use fortinac_testkit::canary::TOKEN;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::{Value, json};

use crate::generated::typed_calls::TYPED_CALLS;

/// The operations that refuse the samples. They need a MAC address, an address or a domain that a record has, the parts of a
/// certificate, a rank that there is, or a parent that is not the group itself.
const REFUSED: [&str; 17] = [
    "aaa_local_domain_delete_many",
    "aaa_mapping_delete_many",
    "access_policy_set_rank",
    "adapter_reprofile_rogues",
    "admin_profile_mapping_set_rank",
    "bookmark_delete_by_uuid",
    "certificate_delete_many",
    "certificate_delete_server_cert",
    "certificate_restart",
    "certificate_update",
    "endpoint_compliance_policy_set_rank",
    "group_add_to_parents",
    "host_disable_by_ip",
    "host_disable_by_mac",
    "host_enable_by_mac",
    "host_import_hosts",
    "supplicant_policy_set_rank",
];

type Outcome = Result<Value, Error>;

/// Makes the call of an operation, with arguments that [`sample`] has too.
pub(crate) type TypedCall = fn(&Client) -> BoxFuture<'static, Outcome>;

/// The value that a call returns, as JSON.
pub(crate) fn value<T, P>(call: Call<T, P>) -> BoxFuture<'static, Outcome>
where
    T: Serialize + Send + 'static,
    P: 'static,
{
    let call = call.into_future();
    Box::pin(async move { Ok(serde_json::to_value(call.await?).unwrap()) })
}

/// The items of the page that a call returns, as JSON.
pub(crate) fn page<T, P>(call: Call<Page<T>, P>) -> BoxFuture<'static, Outcome>
where
    T: Serialize + Send + 'static,
    P: 'static,
{
    let call = call.into_future();
    Box::pin(async move { Ok(serde_json::to_value(call.await?.items).unwrap()) })
}

/// An argument of a call. In the typed calls it is the same.
fn sample(name: &str, ty: &Type) -> Value {
    match ty {
        Type::Integer => 31.into(),
        Type::Boolean => true.into(),
        Type::Array(items) => json!([sample(name, items)]),
        _ => format!("sample {name}").into(),
    }
}

/// The value with strings in place of numbers and booleans, and with an only item in place of its array.
fn in_strings(value: Value) -> Value {
    match value {
        Value::Object(properties) => {
            let properties = properties.into_iter();
            properties
                .map(|(name, value)| (name, in_strings(value)))
                .collect()
        }
        Value::Array(mut items) if items.len() == 1 => in_strings(items.remove(0)),
        Value::Array(items) => items.into_iter().map(in_strings).collect(),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(boolean) => boolean.to_string().into(),
        other => other,
    }
}

/// The same call as the typed one.
fn call(client: &Client, spec: &Spec, operation: &Operation) -> Call<Value, ById> {
    let mut call = client.call(&operation.id).unwrap();
    for parameter in operation.parameters.iter().filter(|known| known.required) {
        call = call.parameter(&parameter.name, sample(&parameter.name, &parameter.ty));
    }
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            let required = fields.iter().filter(|field| field.required);
            required.fold(call, |call, field| {
                call.field(&field.name, sample(&field.name, &field.ty))
            })
        }
        Some(Body::Json {
            ty: Type::Ref(name),
            ..
        }) => {
            let record = spec.api().record(name).unwrap();
            let required = record
                .required
                .iter()
                .map(|name| record.property(name).unwrap());
            let body = required.map(|known| (known.name.clone(), sample(&known.name, &known.ty)));
            call.json(&body.collect::<Value>())
        }
        Some(Body::Json { ty, .. }) if ty.component().is_some() => call.json(&json!([{}])),
        Some(Body::Json { ty, .. }) => call.json(&sample("", ty)),
        Some(Body::Multipart { parts }) => {
            let required = parts.iter().filter(|part| part.required);
            required.fold(call, |call, part| match &part.ty {
                Type::File => call.upload(&part.name, &Upload::new(&part.name, part.name.clone())),
                ty => call.field(&part.name, sample(&part.name, ty)),
            })
        }
        _ => call,
    }
}

/// Gives the appliance a record with the id of the samples, of every resource.
fn seed(appliance: &Appliance) {
    for resource in appliance.resources() {
        let record = json!({"id": 31, "dbid": 31, "DBID": 31});
        appliance.seed(resource, record).unwrap();
    }
}

/// A request as text, without what differs each time.
fn sent(request: &Request) -> String {
    let header = |name| request.header(name).unwrap_or_default();
    let content_type = header("content-type");
    let body = match request.json() {
        Some(json) => json.to_string(),
        None => String::from_utf8(request.body().to_vec()).unwrap(),
    };
    let mut query = request.query().to_vec();
    query.sort();
    let text = format!(
        "{} {} {query:?} {} {content_type} {body}",
        request.method(),
        request.path(),
        header("accept"),
    );
    match content_type.split_once("boundary=") {
        Some((_, boundary)) => text.replace(boundary, "boundary"),
        None => text,
    }
}

#[tokio::test]
async fn every_operation_does_the_same_as_the_typed_call() {
    let spec = Spec::bundled();
    let start = || {
        let builder = Appliance::builder().token(TOKEN);
        builder.time(1_717_403_488_160).start().unwrap()
    };
    let appliances = [start(), start()];
    let clients = appliances.each_ref().map(|known| known.client().unwrap());
    let mut refused = BTreeSet::new();
    for operation in &spec.api().operations {
        let id = operation.id.as_str();
        let typed = TYPED_CALLS.iter().find(|(typed, _)| *typed == id);
        let (_, typed) = typed.unwrap_or_else(|| panic!("no typed call of {id}"));
        let by_id = || call(&clients[1], &spec, operation);

        appliances.iter().for_each(seed);
        let outcome = |result: Result<Value, Error>| match result {
            // Without schemas, all in XML is a string.
            Ok(value) if operation.response_media == ResponseMedia::Xml => Some(in_strings(value)),
            // The password of a guest is another one each time.
            Ok(_) if id == "guest_generate_password" => Some("a secret".into()),
            Ok(value) => Some(value),
            // The example has null for the value.
            Err(error) if error.is_not_found() => None,
            Err(error) if error.is_api_error() => Some(error.to_string().into()),
            Err(error) => panic!("{id}: {error}"),
        };
        let expected = typed(&clients[0]).await;
        if expected.as_ref().is_err_and(Error::is_api_error) {
            refused.insert(id);
        }
        assert_eq!(outcome(by_id().await), outcome(expected), "{id}");

        for appliance in &appliances {
            appliance.fault(Fault::failure("it is busy"));
        }
        let expected = typed(&clients[0]).await.unwrap_err().to_string();
        assert_eq!(by_id().await.unwrap_err().to_string(), expected, "{id}");

        let [expected, found] = appliances.each_ref().map(|appliance| {
            let requests = appliance.requests();
            appliance.clear_requests();
            requests.iter().map(sent).collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{id}");
        assert_eq!(found.len(), 2, "{id}");
    }
    assert_eq!(refused, BTreeSet::from(REFUSED));
    assert_eq!(TYPED_CALLS.len(), spec.api().operations.len());
}

#[tokio::test]
async fn a_stream_reads_all_pages_as_the_typed_one_does() {
    let records: Vec<Value> = (1..=330).map(|id| json!({"id": id})).collect();
    let builder = Appliance::builder().empty().seed("user", records.into());
    let appliance = builder.start().unwrap();
    let client = appliance.client().unwrap();
    let typed = client.users().list().filter("id>=10").limit(50).stream();
    let typed: Vec<Value> = typed
        .map_ok(|user| serde_json::to_value(user).unwrap())
        .try_collect()
        .await
        .unwrap();
    let typed_requests: Vec<_> = appliance.requests().iter().map(sent).collect();
    appliance.clear_requests();

    let call = client.call("user_list").unwrap();
    let call = call.parameter("filter", ["id>=10"]).parameter("count", 50);
    let by_id: Vec<Value> = call.stream().try_collect().await.unwrap();
    assert_eq!((by_id.len(), &by_id), (321, &typed));
    let requests: Vec<_> = appliance.requests().iter().map(sent).collect();
    assert_eq!((requests.len(), requests), (7, typed_requests));
}
