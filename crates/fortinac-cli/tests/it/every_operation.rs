//! Every operation of the spec is called through the program, and the appliance responds.

use fortinac_mock::Appliance;
use fortinac_spec::api::{Api, Body, Location, Operation, Type};
use serde_json::json;

use crate::support::{Run, run, run_with};

fn sample(ty: &Type) -> String {
    match ty {
        Type::Integer | Type::Number => "31".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Array(items) => sample(items),
        Type::Secret => "-".to_owned(),
        _ => "sample".to_owned(),
    }
}

/// The name of a flag, written once more by hand: capitals begin words.
fn flag(name: &str) -> String {
    format!("--{}", fortinac_cli::kebab(name))
}

fn call(appliance: &Appliance, operation: &Operation, file: &str) -> Run {
    let mut arguments = vec!["op".to_owned(), operation.id.clone()];
    for parameter in &operation.parameters {
        match parameter.location {
            Location::Path => arguments.push(sample(&parameter.ty)),
            Location::Query if parameter.required => {
                arguments.push(format!(
                    "{}={}",
                    flag(&parameter.name),
                    sample(&parameter.ty)
                ));
            }
            Location::Query => {}
        }
    }
    let mut input = "s3cret".to_owned();
    match &operation.body {
        Some(Body::Json { ty, .. }) => {
            arguments.extend(["--body".to_owned(), "-".to_owned()]);
            input = match ty {
                Type::Array(items) if items.component().is_some() => {
                    json!([{"id": 31}]).to_string()
                }
                Type::Array(_) => json!(["31"]).to_string(),
                _ => json!({}).to_string(),
            };
        }
        Some(body) => {
            for field in body.fields().iter().filter(|field| field.required) {
                let is_target = fortinac_cli::is_target(operation, &field.name);
                let value = match field.ty {
                    Type::File => file.to_owned(),
                    ref ty => sample(ty),
                };
                match is_target {
                    true => arguments.push(value),
                    false => arguments.push(format!("{}={value}", flag(&field.name))),
                }
            }
        }
        None => {}
    }
    arguments.extend(["--yes", "--show-secret", "-o", "json"].map(ToOwned::to_owned));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match input.is_empty() {
        true => run(appliance, &arguments),
        false => run_with(appliance, &arguments, &input),
    }
}

#[test]
fn every_operation_can_be_called() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.csv");
    std::fs::write(&file, "mac\n02:00:5E:00:53:01\n").unwrap();
    let appliance = Appliance::start().unwrap();
    let mut wrong = Vec::new();
    let operations = Api::bundled_index().operations;
    for operation in &operations {
        for resource in appliance.resources() {
            let record = json!({"id": 31, "dbid": 31, "DBID": 31});
            appliance.seed(resource, record).unwrap();
        }
        appliance.clear_requests();
        let run = call(&appliance, operation, file.to_str().unwrap());
        let requests = appliance.requests();
        let reached = requests.last().and_then(|request| request.operation());
        // A sample can be refused, but not by the program: the appliance has to see it.
        let is_right = reached == Some(operation.id.as_str())
            && match run.code {
                Some(0) => serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok(),
                Some(4 | 6) => {
                    run.stdout.is_empty() && run.error()["operation"] == operation.id.as_str()
                }
                _ => false,
            };
        if !is_right {
            wrong.push(format!("{}: {run:?}", operation.id));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        operations.len(),
        wrong.join("\n")
    );
}
