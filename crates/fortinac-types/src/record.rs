//! How records are read and written.
//!
//! Serde's derive makes several functions with a branch for each member, and buffers what it does not know. Here a record
//! has one branch for each member in either direction, and all else is written once: a third of the time to compile.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::{Extra, Field};

/// A record: members of its own, and those that it does not know.
pub(crate) trait Record: Default {
    const NAME: &'static str;

    /// Reads the value of the member of this name; `false`, and nothing read, if the record has none.
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        members: &mut A,
    ) -> Result<bool, A::Error>;

    /// Writes the members that are not absent.
    fn write_members<M: SerializeMap>(&self, members: &mut Writer<'_, M>) -> Result<(), M::Error>;

    fn extra(&self) -> &Extra;

    fn extra_mut(&mut self) -> &mut Extra;
}

/// Makes a struct a record, out of its fields and their names on the wire.
macro_rules! record {
    ($name:ident { $($field:ident = $wire:literal,)* }) => {
        impl crate::record::Record for $name {
            const NAME: &'static str = stringify!($name);

            fn read_member<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                members: &mut A,
            ) -> Result<bool, A::Error> {
                match name {
                    $($wire => crate::record::read_value(&mut self.$field, $wire, members),)*
                    _ => Ok(false),
                }
            }

            fn write_members<M: ::serde::ser::SerializeMap>(
                &self,
                members: &mut crate::record::Writer<'_, M>,
            ) -> Result<(), M::Error> {
                $(members.member($wire, &self.$field)?;)*
                Ok(())
            }

            fn extra(&self) -> &crate::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut crate::Extra {
                &mut self.extra
            }
        }

        /// Members that are absent are not shown.
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut members = f.debug_struct(stringify!($name));
                $(if !self.$field.is_absent() {
                    members.field(stringify!($field), &self.$field);
                })*
                members.field("extra", &self.extra).finish()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::record::read(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::record::write(self, serializer)
            }
        }
    };
}

pub(crate) use record;

/// Reads a record.
pub(crate) fn read<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(Reader(PhantomData))
}

struct Reader<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for Reader<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<R, A::Error> {
        let mut record = R::default();
        while let Some(Name(name)) = members.next_key()? {
            if !record.read_member(&name, &mut members)? {
                let value: Value = members.next_value()?;
                record.extra_mut().insert(name, value);
            }
        }
        Ok(record)
    }
}

/// Reads the value of a member, which is there once.
pub(crate) fn read_value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Field<T>,
    name: &'static str,
    members: &mut A,
) -> Result<bool, A::Error> {
    if !field.is_absent() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = members.next_value()?;
    Ok(true)
}

/// The name of a member, out of the text that is read where that is possible.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(name.into()))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(name.to_owned().into()))
            }
        }

        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// Writes a record: its set members, then those of `extra` that no set member has written. A member that is both would
/// be there twice, which no reader takes.
pub(crate) fn write<R: Record, S: Serializer>(
    record: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut members = Writer {
        members: serializer.serialize_map(None)?,
        extra: record.extra().as_map(),
        taken: Vec::new(),
    };
    record.write_members(&mut members)?;
    members.end()
}

/// Writes the members of one record.
pub(crate) struct Writer<'a, M> {
    members: M,
    extra: &'a BTreeMap<String, Value>,
    /// Names in `extra` of members that were written.
    taken: Vec<&'static str>,
}

impl<M: SerializeMap> Writer<'_, M> {
    pub(crate) fn member<T: Serialize>(
        &mut self,
        name: &'static str,
        field: &Field<T>,
    ) -> Result<(), M::Error> {
        if field.is_absent() {
            return Ok(());
        }
        // Most records have no unknown members: then there is nothing to look up.
        if !self.extra.is_empty() && self.extra.contains_key(name) {
            self.taken.push(name);
        }
        self.members.serialize_entry(name, field)
    }

    fn end(mut self) -> Result<M::Ok, M::Error> {
        for (name, value) in self.extra {
            if !self.taken.contains(&name.as_str()) {
                self.members.serialize_entry(name, value)?;
            }
        }
        self.members.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Extra, Field, User, UserHostProfile};

    #[test]
    fn a_member_that_is_set_is_written_once() {
        let extra = Extra::from_iter([("email", "b"), ("unheardOf", "c")]);
        let user = User {
            email: "a".into(),
            extra,
            ..User::default()
        };
        let json = serde_json::to_string(&user).unwrap();
        assert_eq!(json, r#"{"email":"a","unheardOf":"c"}"#);

        let null = User {
            email: Field::Null,
            ..user
        };
        let json = serde_json::to_string(&null).unwrap();
        assert_eq!(json, r#"{"email":null,"unheardOf":"c"}"#);
    }

    #[test]
    fn debug_shows_what_is_there() {
        let user = User {
            email: Field::Null,
            password: "canary".into(),
            extra: Extra::from_iter([("unheardOf", "canary")]),
            ..User::default()
        };
        assert_eq!(
            format!("{user:?}"),
            r#"User { email: Null, password: Value([redacted]), extra: {"unheardOf"} }"#
        );
    }

    #[test]
    fn either_spelling_is_read() {
        for (json, expected) in [
            (r#"{"dbid":5}"#, Some(&5)),
            (r#"{"DBID":5}"#, Some(&5)),
            (r#"{"dbid":null,"DBID":5}"#, Some(&5)),
            (r#"{"dbid":6,"DBID":5}"#, Some(&6)),
            ("{}", None),
        ] {
            let profile: UserHostProfile = serde_json::from_str(json).unwrap();
            assert_eq!(profile.any_dbid(), expected, "{json}");
        }
    }

    #[test]
    fn a_member_that_is_absent_can_be_written_from_extra() {
        let user = User {
            extra: Extra::from_iter([("email", "b")]),
            ..User::default()
        };
        let json = serde_json::to_string(&user).unwrap();
        assert_eq!(json, r#"{"email":"b"}"#);
        let again: User = serde_json::from_str(&json).unwrap();
        assert_eq!(again.email.as_deref(), Some("b"));
    }
}
