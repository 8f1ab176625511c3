//! Dispatches the bodies of an operation to their generated types.

use fortinac_types::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::exact::ExactJson;
use crate::generated::operation_types::OPERATION_TYPES;
use crate::problem::{Finding, Stage};

/// Decodes a body into its type and encodes the type again.
pub(crate) type RoundTrip = fn(&ExactJson) -> Result<ExactJson, Finding>;

/// The types of an operation's bodies, each as the function of its round trip.
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

/// Decodes a body into `T` and encodes it again, as text: a client does the same, and no digit is lost on the way.
pub(crate) fn round_trip<T: DeserializeOwned + Serialize>(
    body: &ExactJson,
) -> Result<ExactJson, Finding> {
    let decoded: T = decode::from_slice(body.to_string().as_bytes()).map_err(|error| Finding {
        stage: Stage::Decode,
        path: error.path().to_owned(),
        reason: format!(
            "expected {}, found {}",
            error.expected(),
            error.found().unwrap_or("a value"),
        ),
    })?;
    let encoded = serde_json::to_string(&decoded).ok();
    encoded
        .and_then(|text| ExactJson::parse(&text).ok())
        .ok_or_else(|| Finding {
            stage: Stage::Encode,
            path: "$".into(),
            reason: "the decoded value does not encode".into(),
        })
}

#[cfg(test)]
mod tests {
    use fortinac_spec::Api;
    use fortinac_spec::api::Body;
    use fortinac_types::User;
    use fortinac_types::system::GroupEnvelope;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operation_has_its_types() {
        let api = Api::bundled_index();
        assert_eq!(OPERATION_TYPES.len(), api.operations.len());
        for operation in &api.operations {
            let types =
                types_of(&operation.id).unwrap_or_else(|| panic!("{} has no types", operation.id));
            let has_schema = !matches!(operation.body, None | Some(Body::Multipart { .. }));
            assert_eq!(types.request.is_some(), has_schema, "{}", operation.id);
        }
    }

    #[test]
    fn an_error_has_the_path_and_no_value() {
        let error = round_trip::<User>(
            &json!({"attributes": [{"name": ["canary, expected canary"]}]}).into(),
        )
        .unwrap_err();
        assert_eq!(error.path, "$.attributes[0].name");
        assert_eq!(error.reason, "expected a string, found an array");

        let error =
            round_trip::<User>(&json!({"id": "canary, expected canary"}).into()).unwrap_err();
        assert_eq!((error.stage, error.path.as_str()), (Stage::Decode, "$.id"));
        assert_eq!(error.reason, "expected a 64-bit integer, found a string");

        let error =
            round_trip::<User>(&json!({"id": 9_300_000_000_000_000_000_u64}).into()).unwrap_err();
        assert!(
            error.reason.ends_with(", found an integer"),
            "{}",
            error.reason
        );

        let error =
            round_trip::<GroupEnvelope>(&json!({"result": {"auditObj": {"auditObj": 7}}}).into())
                .unwrap_err();
        assert_eq!(error.path, "$.result.auditObj.auditObj");
        assert_eq!(
            error.reason,
            "expected an object or a string, found an integer"
        );
    }
}
