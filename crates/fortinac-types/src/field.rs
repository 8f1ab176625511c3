mod serde_impl;

use std::ops::Deref;

use serde_json::Number;

use crate::{Code, IntegerOrString, JsonString, JsonValue, Secret, StringOf, Timestamp};

/// A property of a record: absent, null, or a value.
///
/// The appliance distinguishes the three: an update leaves an absent property unchanged, and a null may clear it. This
/// type distinguishes them in both directions, so a record that is read and written back has the same properties.
///
/// It compares with a value, and has the methods of an [`Option`]:
///
/// ```
/// use fortinac_types::{Field, User};
///
/// let user: User = serde_json::from_str(r#"{"id": 31, "firstName": "Rowan", "organization": null}"#)?;
/// assert!(user.id == 31 && user.first_name == "Rowan");
/// assert_eq!(user.first_name.as_deref(), Some("Rowan"));
/// assert!(user.organization.is_null());
/// assert!(user.email.is_absent());
/// assert_eq!(user.email.unwrap_or_default(), "");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # In an `Option`
/// An `Option` has no place for the difference between absent and null. `None` becomes [`Field::Absent`], so copying a
/// null through an `Option` makes it absent, and an update leaves the property as it is instead of clearing it. Copy the
/// field itself, with [`map`](Field::map) if its type changes.
///
/// # In your own types
/// Records leave out their absent fields. A type of your own that derives `Serialize` writes an absent field as null,
/// **which clears the property in an update**, and fails to read an object without it, unless you tell serde otherwise:
///
/// ```
/// use fortinac_types::Field;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Default, Serialize, Deserialize)]
/// struct Change {
///     #[serde(default, skip_serializing_if = "Field::is_absent")]
///     notes: Field<String>,
/// }
///
/// assert_eq!(serde_json::to_string(&Change::default())?, "{}");
/// assert_eq!(serde_json::to_string(&Change { notes: Field::Null })?, r#"{"notes":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// The property is absent. It is not sent.
    #[default]
    Absent,
    /// The property is null. It is sent as null.
    Null,
    /// The property has a value.
    Value(T),
    /// The property has a value that the spec does not expect, such as a string in place of an integer. It is kept, and
    /// sent as it came. For all that ask for a value, there is none.
    Unexpected(Box<JsonValue>),
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

    /// The value that the spec does not expect, if there is one.
    pub fn unexpected(&self) -> Option<&JsonValue> {
        match self {
            Self::Unexpected(json) => Some(json),
            _ => None,
        }
    }

    /// The value; `None` if the property is absent or null.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value, to change in place; `None` if the property is absent or null.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Converts the field into its value; `None` if the property is absent or null.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value; `default` if the property is absent or null.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_value().unwrap_or(default)
    }

    /// The value; the result of `default` if the property is absent or null.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_value().unwrap_or_else(default)
    }

    /// The value; the default of its type if the property is absent or null.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_value().unwrap_or_default()
    }

    /// Whether the property has a value that fulfils the condition.
    ///
    /// ```
    /// use fortinac_types::User;
    ///
    /// let user = User { email: "rowan@example.com".into(), ..User::default() };
    /// assert!(user.email.as_ref().is_value_and(|email| email.ends_with(".com")));
    /// ```
    pub fn is_value_and(self, condition: impl FnOnce(T) -> bool) -> bool {
        self.into_value().is_some_and(condition)
    }

    /// The field with a reference to its value.
    pub fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
            Self::Unexpected(json) => Field::Unexpected(json.clone()),
        }
    }

    /// The field with a mutable reference to its value.
    pub fn as_mut(&mut self) -> Field<&mut T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
            Self::Unexpected(json) => Field::Unexpected(json.clone()),
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
            Self::Unexpected(json) => Field::Unexpected(json),
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
            _ => None,
        }
    }
}

impl<T: Clone> Field<&T> {
    /// The field with a clone of the value that it refers to.
    pub fn cloned(self) -> Field<T> {
        self.map(T::clone)
    }
}

/// Absent and null are equal to no value.
impl<T: PartialEq> PartialEq<T> for Field<T> {
    fn eq(&self, other: &T) -> bool {
        self.value() == Some(other)
    }
}

impl PartialEq<str> for Field<String> {
    fn eq(&self, other: &str) -> bool {
        self.as_deref() == Some(other)
    }
}

impl PartialEq<&str> for Field<String> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
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

/// Absent and null both become `None`.
impl<T> From<Field<T>> for Option<T> {
    fn from(field: Field<T>) -> Self {
        field.into_value()
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
    &str => StringOf<bool>,
    &str => StringOf<i64>,
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
    i64 => StringOf<i64>,
    bool => StringOf<bool>,
}

#[cfg(test)]
mod tests;
