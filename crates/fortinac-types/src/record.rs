//! How a record is written: its set members, then those of `extra` that no set member has written.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::Value;

use crate::{Extra, Field};

/// Defines how a record is written, out of its fields and their names on the wire.
///
/// Not derived: a member that is set and also in `extra` would be there twice, which no reader takes.
macro_rules! record {
    ($name:ident { $($field:ident = $wire:literal,)* }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let members = ::serde::Serializer::serialize_map(serializer, None)?;
                let mut members = crate::record::Writer::new(members, &self.extra);
                $(members.member($wire, &self.$field)?;)*
                members.end()
            }
        }
    };
}

pub(crate) use record;

/// Writes the members of one record.
pub(crate) struct Writer<'a, M> {
    members: M,
    extra: &'a BTreeMap<String, Value>,
    /// Names in `extra` of members that were written.
    taken: Vec<&'static str>,
}

impl<'a, M: SerializeMap> Writer<'a, M> {
    pub(crate) fn new(members: M, extra: &'a Extra) -> Self {
        Self {
            members,
            extra: extra.as_map(),
            taken: Vec::new(),
        }
    }

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

    pub(crate) fn end(mut self) -> Result<M::Ok, M::Error> {
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
