//! Secrets in records, which are shown only on request.

use fortinac_json::sounds_secret;
use fortinac_spec::api::Type;
use serde_json::Value;

use super::schemas::Schemas;

/// What stands for a secret. A body that has it leaves the property out, so that what was read can be written back.
pub(crate) const REDACTED: &str = "[redacted]";

/// The value without what the spec has as a secret, or what is named like one.
pub(super) fn value(schemas: &Schemas<'_>, ty: &Type, value: Value) -> Value {
    match (value, ty) {
        (Value::Null, _) => Value::Null,
        (_, Type::Secret) => REDACTED.into(),
        // As one, so that the number of characters of a secret is not told.
        (Value::Array(_), Type::Array(ty)) if **ty == Type::Secret => REDACTED.into(),
        (Value::Array(items), Type::Array(ty)) => items
            .into_iter()
            .map(|item| self::value(schemas, ty, item))
            .collect(),
        (Value::Array(items), ty) => items
            .into_iter()
            .map(|item| self::value(schemas, ty, item))
            .collect(),
        (Value::Object(properties), ty) => {
            let record = schemas.record(ty);
            let shown = properties.into_iter().map(|(name, inner)| {
                let property = record.as_ref().and_then(|record| record.property(&name));
                let inner = match property {
                    Some(property) => self::value(schemas, &property.ty, inner),
                    None if sounds_secret(&name) && !inner.is_null() => REDACTED.into(),
                    None => self::value(schemas, &Type::Any, inner),
                };
                (name, inner)
            });
            shown.collect()
        }
        (value, _) => value,
    }
}
