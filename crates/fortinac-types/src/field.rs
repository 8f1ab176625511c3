use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use crate::{Code, IntegerOrString, JsonString, Secret, Timestamp};

/// A property of a record: absent, null, or a value.
///
/// The appliance distinguishes the three: an update leaves an absent property unchanged, and a null may clear it. This
/// type distinguishes them in both directions, so a record that is read and written back has the same properties.
///
/// ```
/// use fortinac_types::{Field, User};
///
/// let user: User = serde_json::from_str(r#"{"firstName": "Rowan", "organization": null}"#)?;
/// assert_eq!(user.first_name.as_deref(), Some("Rowan"));
/// assert!(user.organization.is_null());
/// assert!(user.email.is_absent());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Field<T> {
    /// The property is absent. It is not sent.
    #[default]
    Absent,
    /// The property is null. It is sent as null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Field<T> {
    /// Whether the property is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the property has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value; `None` if the property is absent or null.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, to change in place; `None` if the property is absent or null.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts the field into its value; `None` if the property is absent or null.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Takes the field and leaves [`Field::Absent`] in its place.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Applies `change` to the value; absent stays absent and null stays null.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }
}

impl<T: Deref> Field<T> {
    /// The value as its `Deref` target, such as the `&str` of a `String`; `None` if the property is absent or null.
    pub fn as_deref(&self) -> Option<&T::Target> {
        self.value().map(Deref::deref)
    }
}

impl<T: Copy> Field<T> {
    /// A copy of the value; `None` if the property is absent or null.
    pub const fn copied(&self) -> Option<T> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes [`Field::Absent`]. Use [`Field::Null`] to send a null.
impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

/// Conversions to a field from other types than that of its value.
macro_rules! from {
    ($($value:ty => $target:ty,)*) => {$(
        impl From<$value> for Field<$target> {
            fn from(value: $value) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

from! {
    &str => String,
    &str => Code,
    &str => IntegerOrString,
    &str => JsonString,
    &str => Secret,
    &str => Timestamp,
    String => Code,
    String => IntegerOrString,
    String => JsonString,
    String => Secret,
    String => Timestamp,
    i64 => Code,
    i64 => IntegerOrString,
    i64 => Timestamp,
    i64 => Number,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

/// A record leaves out its absent fields. An absent field on its own is written as null.
impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Record {
        #[serde(default, skip_serializing_if = "Field::is_absent")]
        name: Field<String>,
    }

    #[test]
    fn the_three_states_survive_both_directions() {
        for text in [
            "{}",
            r#"{"name":null}"#,
            r#"{"name":""}"#,
            r#"{"name":"x"}"#,
        ] {
            let record: Record = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&record).unwrap(), text);
        }
    }

    #[test]
    fn conversions_choose_the_state() {
        assert_eq!(Field::from(3), Field::Value(3));
        assert_eq!(Field::<i64>::from(None), Field::Absent);
        assert_eq!(Field::from(Some(3)), Field::Value(3));
        assert_eq!(Field::<String>::from("x").as_deref(), Some("x"));
        assert_eq!(Field::<i64>::Null.map(|n| n + 1), Field::Null);
    }

    #[test]
    fn fields_convert_from_strings_and_integers() {
        let user = crate::User {
            password: "x".into(),
            state: 8.into(),
            status: "ACTIVE".into(),
            creation_time: 1_692_985_235_000.into(),
            valid_for_time: String::new().into(),
            version: 1.into(),
            ..crate::User::default()
        };
        assert_eq!(
            serde_json::to_value(&user).unwrap(),
            serde_json::json!({
                "password": "x", "state": 8, "status": "ACTIVE", "creationTime": 1_692_985_235_000_i64,
                "validForTime": "", "version": 1,
            })
        );
        let operator = Field::<crate::LogicalOperator>::from("AND");
        assert_eq!(operator.value(), Some(&crate::LogicalOperator::And));
    }
}
