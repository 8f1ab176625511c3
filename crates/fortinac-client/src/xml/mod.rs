//! XML for the types that JSON is decoded into, by OpenAPI's rules.
//!
//! No XML sample of the API's version 2 is published, so this is modelled on what [OpenAPI] says about a schema
//! without an `xml` object:
//!
//! | JSON | XML |
//! |---|---|
//! | member | child element of the same name |
//! | list | one element for each item, all with the name of the member; no element around them |
//! | object | element with children, in any order |
//! | text, number, flag | text of the element |
//! | null | empty element with `xsi:nil="true"`; OpenAPI 3.0 says nothing of null |
//!
//! Attributes other than `xsi:nil`, comments and processing instructions are skipped, and so are the prefixes of names.
//! The name of the root element is not checked.
//!
//! ```
//! use fortinac_client::types::{Field, User};
//! use fortinac_client::xml::{from_xml, to_xml};
//!
//! let change = User { id: 9.into(), email: "r&d@example.com".into(), notes: Field::Null, ..User::default() };
//! let xml = to_xml("user", &change)?;
//! assert_eq!(from_xml::<User>(&xml)?, change);
//!
//! let error = from_xml::<User>(b"<user><id>nine</id></user>").unwrap_err();
//! assert_eq!(error.to_string(), "at $.id: expected i64, found text");
//! # Ok::<(), fortinac_client::xml::XmlError>(())
//! ```
//!
//! # What XML cannot tell apart
//! The type decides where it can: a text member with `5` stays text, and a list of one stays a list. An empty element
//! is empty text where text fits, an object or map without members where one is wanted, and null everywhere else: so
//! `<id/>` is a null integer. The rest differs from JSON:
//!
//! | written | read back |
//! |---|---|
//! | empty list | absent. **An update in XML cannot empty a list**: absent means "leave as it is" |
//! | list of a single null | null |
//! | text `5`, `1.5` or `true` where a number or a flag fits as well: in unknown members, values of no known kind, times and codes | the number or the flag |
//! | list of one item in unknown members and values of no known kind | the item |
//! | object without members there, and where a text may stand for a record | empty text |
//!
//! Only a text that is written just as JSON writes the number becomes one: `007`, `+5`, `7.20` and an integer of more
//! than 64 bits stay text. So what was read is written back with the same text, whatever kind it was taken for;
//! exceptions are blanks around a number or a flag, another spelling of a number where the type wants one (`1.40` is
//! then 1.4), and an empty element that was taken for null, which gets its `xsi:nil`.
//!
//! # What is refused
//! Writing: a list directly in a list, a list as the whole, a member whose name is no XML name, a character that XML
//! forbids. Reading: a DTD, and with it every entity but the five that XML itself has; any encoding but UTF-8; more than
//! 64 levels; text beside elements. The size is for the caller to bound.
//!
//! [OpenAPI]: https://spec.openapis.org/oas/v3.0.3#xml-object

mod decode;
mod encode;
mod error;
mod grammar;
mod tree;

pub use decode::from_xml;
pub use encode::to_xml;
pub use error::XmlError;

#[cfg(test)]
mod tests;
