//! Definition, deserialization, serialization and `Debug` of records.
//!
//! Serde's derive generates several functions with a branch for each property, and buffers unknown properties. Here
//! each property costs one match arm, which reads it, and one call, which passes it to a [`Visitor`]. Serializing and
//! `Debug` are visitors that are written once. The functions are generic or inline, so that one that no caller uses is
//! not compiled to machine code.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor as DeserializeVisitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Extra, Field, JsonValue};

/// A record: a field for each property in the spec, and `extra` for all others.
pub(crate) trait Record {
    const NAME: &'static str;

    /// Passes the properties to the visitor, in the order of the spec.
    fn visit<V: Visitor>(&self, visitor: &mut V);

    fn extra(&self) -> &Extra;
}

/// A record that can be read.
pub(crate) trait ReadRecord<'de>: Record + Default {
    /// Reads the value of the property of this name. If the record has no such property, it reads nothing and returns
    /// `false`.
    fn read_property<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        properties: &mut A,
    ) -> Result<bool, A::Error>;

    fn extra_mut(&mut self) -> &mut Extra;
}

/// What a property of a record can hold.
pub(crate) trait Content: Serialize + Debug + 'static {}

impl<T: Serialize + Debug + 'static> Content for T {}

/// Does something with each property of a record.
///
/// A visitor keeps its own error: a `?` after each property would double what the compiler has to do.
pub(crate) trait Visitor {
    /// `name` is the name in JSON, `field_name` the name in Rust.
    fn property<T: Content>(
        &mut self,
        name: &'static str,
        field_name: &'static str,
        field: &Field<T>,
    );
}

/// Defines a record: a struct whose fields are [`Field`]s, with `extra` for the properties that the spec does not have.
///
/// The string after a field's type is the name of the property in JSON. `Field` must be in scope.
macro_rules! record_type {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident $(<$param:ident>)? {
            $($(#[doc = $field_doc:literal])* $field:ident: $type:ty = $property:literal,)*
        }
    ) => {
        $(#[doc = $doc])*
        pub struct $name $(<$param>)? {
            $($(#[doc = $field_doc])* pub $field: Field<$type>,)*
            /// Properties that the spec does not have. They are kept and written back.
            pub extra: crate::Extra,
        }

        impl $(<$param>)? ::std::default::Default for $name $(<$param>)? {
            #[inline]
            fn default() -> Self {
                Self { extra: ::std::default::Default::default(), $($field: Field::Absent,)* }
            }
        }

        impl $(<$param: Clone>)? ::std::clone::Clone for $name $(<$param>)? {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($field: Clone::clone(&self.$field),)* extra: Clone::clone(&self.extra) }
            }
        }

        impl $(<$param: PartialEq>)? ::std::cmp::PartialEq for $name $(<$param>)? {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)* self.extra == other.extra
            }
        }

        impl $(<$param: crate::record::Content>)? crate::record::Record for $name $(<$param>)? {
            const NAME: &'static str = stringify!($name);

            fn visit<V: crate::record::Visitor>(&self, visitor: &mut V) {
                $(visitor.property($property, stringify!($field), &self.$field);)*
            }

            #[inline]
            fn extra(&self) -> &crate::Extra {
                &self.extra
            }
        }

        impl<'de $(, $param: crate::record::Content + ::serde::Deserialize<'de>)?>
            crate::record::ReadRecord<'de> for $name $(<$param>)?
        {
            fn read_property<A: ::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                properties: &mut A,
            ) -> ::std::result::Result<bool, A::Error> {
                match name {
                    $($property => crate::record::read_value(&mut self.$field, $property, properties),)*
                    _ => Ok(false),
                }
            }

            #[inline]
            fn extra_mut(&mut self) -> &mut crate::Extra {
                &mut self.extra
            }
        }

        impl<'de $(, $param: ::serde::Deserialize<'de> + ::serde::Serialize + ::std::fmt::Debug + 'static)?>
            ::serde::Deserialize<'de> for $name $(<$param>)?
        {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                crate::record::read(deserializer)
            }
        }

        impl $(<$param: ::serde::Serialize + ::std::fmt::Debug + 'static>)? ::serde::Serialize
            for $name $(<$param>)? {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                crate::record::write(self, serializer)
            }
        }

        /// Leaves out absent properties.
        impl $(<$param: ::serde::Serialize + ::std::fmt::Debug + 'static>)? ::std::fmt::Debug
            for $name $(<$param>)? {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                crate::record::show(self, f)
            }
        }
    };
}

#[cfg(not(feature = "schemars"))]
pub(crate) use record_type as record;

/// Defines a record together with its JSON Schema.
#[cfg(feature = "schemars")]
macro_rules! record {
    ($($definition:tt)*) => {
        crate::record::record_type! { $($definition)* }
        crate::schemas::record_schema! { $($definition)* }
    };
}

#[cfg(feature = "schemars")]
pub(crate) use {record, record_type};

/// Reads a record.
pub(crate) fn read<'de, R: ReadRecord<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<R, D::Error> {
    deserializer.deserialize_map(Reader(PhantomData))
}

struct Reader<R>(PhantomData<R>);

impl<'de, R: ReadRecord<'de>> DeserializeVisitor<'de> for Reader<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<R, A::Error> {
        let mut record = R::default();
        while let Some(Name(name)) = properties.next_key()? {
            if !record.read_property(&name, &mut properties)? {
                let value = properties.next_value()?;
                record.extra_mut().keep(name.into_owned(), value);
            }
        }
        Ok(record)
    }
}

/// Reads the value of a property. A property that the object has twice is an error.
pub(crate) fn read_value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Field<T>,
    name: &'static str,
    properties: &mut A,
) -> Result<bool, A::Error> {
    if !field.is_absent() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = properties.next_value()?;
    Ok(true)
}

/// The name of a property, borrowed from the input where that is possible.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> DeserializeVisitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a property")
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

/// Writes a record: first its fields that are set, then the properties of `extra`. A name that is in both is written
/// once, because readers refuse an object that has a property twice.
pub(crate) fn write<R: Record, S: Serializer>(
    record: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        properties: serializer.serialize_map(None)?,
        written: Ok(()),
        extra: record.extra().as_map(),
        overridden: Vec::new(),
    };
    record.visit(&mut writer);
    writer.end()
}

struct Writer<'a, M: SerializeMap> {
    properties: M,
    /// The first error. Nothing is written after it.
    written: Result<(), M::Error>,
    extra: &'a BTreeMap<String, JsonValue>,
    /// The names in `extra` of properties that were written from a field.
    overridden: Vec<&'static str>,
}

impl<M: SerializeMap> Visitor for Writer<'_, M> {
    fn property<T: Content>(&mut self, name: &'static str, _: &'static str, field: &Field<T>) {
        if field.is_absent() || self.written.is_err() {
            return;
        }
        // Most records have no unknown properties, and then the lookup is not needed.
        if !self.extra.is_empty() && self.extra.contains_key(name) {
            self.overridden.push(name);
        }
        self.written = self.properties.serialize_entry(name, field);
    }
}

impl<M: SerializeMap> Writer<'_, M> {
    fn end(mut self) -> Result<M::Ok, M::Error> {
        self.written?;
        for (name, value) in self.extra {
            if !self.overridden.contains(&name.as_str()) {
                self.properties.serialize_entry(name, value)?;
            }
        }
        self.properties.end()
    }
}

/// Formats a record for `Debug`, without its absent properties.
pub(crate) fn show<R: Record>(record: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    struct Shown<'a, 'b>(fmt::DebugStruct<'a, 'b>);

    impl Visitor for Shown<'_, '_> {
        fn property<T: Content>(&mut self, _: &'static str, name: &'static str, field: &Field<T>) {
            if !field.is_absent() {
                self.0.field(name, field);
            }
        }
    }

    let mut shown = Shown(f.debug_struct(R::NAME));
    record.visit(&mut shown);
    shown.0.field("extra", record.extra()).finish()
}

/// The id of a record: the integer `id`, or else the integer `dbid`.
pub(crate) fn id<R: Record>(record: &R) -> Option<i64> {
    #[derive(Default)]
    struct Ids {
        id: Option<i64>,
        dbid: Option<i64>,
    }

    impl Visitor for Ids {
        fn property<T: Content>(&mut self, name: &'static str, _: &'static str, field: &Field<T>) {
            let found = match name {
                "id" => &mut self.id,
                "dbid" => &mut self.dbid,
                _ => return,
            };
            let field: &dyn Any = field;
            *found = field.downcast_ref::<Field<i64>>().and_then(Field::copied);
        }
    }

    let mut ids = Ids::default();
    record.visit(&mut ids);
    ids.id.or(ids.dbid)
}

#[cfg(test)]
mod tests {
    use crate::item::Item;
    use crate::{Extra, Field, User, UserHostProfile};

    #[test]
    fn a_field_takes_precedence_over_extra() {
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
    fn debug_leaves_out_absent_fields() {
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
    fn the_id_is_the_integer_id_or_dbid() {
        let user = |json: &str| serde_json::from_str::<User>(json).unwrap().item_id();
        assert_eq!(user(r#"{"id":5}"#), Some(5));
        assert_eq!(user(r#"{"id":null,"dbid":6}"#), None);
        let profile = |json: &str| serde_json::from_str::<UserHostProfile>(json).unwrap();
        assert_eq!(profile(r#"{"dbid":6,"DBID":7}"#).item_id(), Some(6));
        assert_eq!(profile("{}").item_id(), None);
    }

    #[test]
    fn an_absent_field_can_be_written_from_extra() {
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
