use fortinac_types::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::generated::operation_types::OPERATION_TYPES;
use crate::problem::{Finding, Stage};

/// Decodes a body into its type and encodes it again.
pub(crate) type RoundTrip = fn(&Value) -> Result<Value, Finding>;

/// The types of an operation's bodies.
pub(crate) struct OperationTypes {
    pub(crate) request: Option<RoundTrip>,
    pub(crate) success: RoundTrip,
    pub(crate) failure: RoundTrip,
}

/// The types of the operation with this `operationId`.
pub(crate) fn types_of(id: &str) -> Option<&'static OperationTypes> {
    let index = OPERATION_TYPES
        .binary_search_by_key(&id, |(id, _)| id)
        .ok()?;
    Some(&OPERATION_TYPES[index].1)
}

pub(crate) fn round_trip<T: DeserializeOwned + Serialize>(body: &Value) -> Result<Value, Finding> {
    let decoded: T = decode::from_value(body).map_err(|error| Finding {
        stage: Stage::Decode,
        path: error.path().to_owned(),
        reason: format!(
            "{} is here, where the generated type takes {}",
            error.found().unwrap_or("a value"),
            error.expected(),
        ),
    })?;
    serde_json::to_value(decoded).map_err(|_| Finding {
        stage: Stage::Encode,
        path: "$".into(),
        reason: "the decoded value does not encode".into(),
    })
}

#[cfg(test)]
mod tests {
    use fortinac_spec::{Description, Direction};
    use fortinac_types::{GroupEnvelope, User};
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operation_has_its_types() {
        let description = Description::bundled();
        assert_eq!(OPERATION_TYPES.len(), description.operations().len());
        for operation in description.operations() {
            let types = types_of(operation.id())
                .unwrap_or_else(|| panic!("{} has no types", operation.id()));
            let json = description.body_schema(operation, Direction::Request, "application/json");
            assert!(
                json.is_none() || types.request.is_some(),
                "{} has no request type",
                operation.id()
            );
        }
    }

    #[test]
    fn a_refusal_has_the_path_and_not_the_value() {
        let refusal =
            round_trip::<User>(&json!({"attributes": [{"name": ["canary, expected canary"]}]}))
                .unwrap_err();
        assert_eq!(refusal.path, "$.attributes[0].name");
        assert_eq!(
            refusal.reason,
            "an array is here, where the generated type takes a string"
        );

        let refusal = round_trip::<User>(&json!({"id": "canary, expected canary"})).unwrap_err();
        assert_eq!(
            (refusal.stage, refusal.path.as_str()),
            (Stage::Decode, "$.id")
        );
        assert_eq!(
            refusal.reason,
            "a string is here, where the generated type takes a 64-bit integer"
        );

        let refusal =
            round_trip::<User>(&json!({"id": 9_300_000_000_000_000_000_u64})).unwrap_err();
        assert!(
            refusal.reason.starts_with("an integer is here, "),
            "{}",
            refusal.reason
        );

        let refusal =
            round_trip::<GroupEnvelope>(&json!({"result": {"auditObj": {"auditObj": 7}}}))
                .unwrap_err();
        assert_eq!(refusal.path, "$.result.auditObj.auditObj");
        assert_eq!(
            refusal.reason,
            "an integer is here, where the generated type takes an object or a string"
        );
    }
}
