//! XML for the types that JSON is decoded into, by the rules of OpenAPI.
//!
//! No XML sample of the API's version 2 is published, so this follows what [OpenAPI] says about a schema without an
//! `xml` object:
//!
//! | JSON | XML |
//! |---|---|
//! | property | child element of the same name |
//! | array | one element for each item, all with the name of the property; no element around them |
//! | object | element with children, in any order |
//! | string, number, boolean | text of the element |
//! | null | empty element with `xsi:nil="true"`; OpenAPI 3.0 does not mention null |
//!
//! Attributes other than `xsi:nil`, comments and processing instructions are skipped, and so are the prefixes of names.
//! The name of the root element is not checked.
//!
//! ```
//! use fortinac_types::{Field, User};
//! use fortinac_xml::{from_xml, to_xml};
//!
//! let change = User { id: 9.into(), email: "r&d@example.com".into(), notes: Field::Null, ..User::default() };
//! let xml = to_xml("user", &change)?;
//! assert_eq!(from_xml::<User>(&xml)?, change);
//!
//! let error = from_xml::<User>(b"<user><id>nine</id></user>").unwrap_err();
//! assert_eq!(error.to_string(), "at $.id: expected a 64-bit integer, found a string");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What XML cannot tell apart
//! The type decides where it can: `5` stays a string where the type is a string, and an array of one item stays an
//! array. An empty element is an empty string where a string fits, an object or map without properties where one is
//! expected, and null everywhere else: `<id/>` is null if the type is an integer. The rest differs from JSON:
//!
//! | written | read back |
//! |---|---|
//! | empty array | absent. **An update in XML cannot empty an array**: absent means "leave it as it is" |
//! | array of a single null | null |
//! | string `5`, `1.5` or `true` where a number or a boolean fits as well: in unknown properties, values of no known type, times and codes | the number or the boolean |
//! | array of one item in unknown properties and values of no known type | the item |
//! | object without properties there, and where a string may stand for a record | empty string |
//!
//! Only a text that is exactly what JSON writes for a number becomes one: `007`, `+5`, `7.20` and an integer of more
//! than 64 bits stay strings. What was read is therefore written back with the same text, whatever type it was read as.
//! There are three exceptions: white space around a number or a boolean, another form of a number where the type is a
//! number (`1.40` becomes 1.4), and an empty element that was read as null, which gets its `xsi:nil`.
//!
//! # What is refused
//! Writing: an array as an item of an array, an array as the whole document, a property whose name is not an XML name, a
//! character that XML forbids. Reading: a DTD, and with it every entity but the five that XML itself has; any encoding
//! but UTF-8; more than 64 levels; text beside elements. The caller bounds the size.
//!
//! # Errors
//! [`DecodeError`] is that of JSON: it has the JSON path, and the types are named as in JSON.
//!
//! # Seeds
//! A type that looks at its input (a code, a time, any number) does not say beforehand what it expects, so an element
//! without children is read as a string, a number or null, whichever the type accepts first. This needs several attempts.
//! A [`DeserializeSeed`](serde::de::DeserializeSeed) can be used only once, so [`from_xml_seed`] wants one that can be
//! cloned; and code that reads a part of the document with a seed of its own (`next_value_seed`) has one attempt. Read
//! the parts by type (`next_value`) where you can.
//!
//! [OpenAPI]: https://spec.openapis.org/oas/v3.0.3#xml-object

mod access;
mod decode;
mod encode;
mod encode_error;
mod grammar;
mod node;
mod tree;

pub use decode::{from_xml, from_xml_seed};
pub use encode::to_xml;
pub use encode_error::EncodeError;
pub use fortinac_json::DecodeError;

#[cfg(test)]
mod tests;
