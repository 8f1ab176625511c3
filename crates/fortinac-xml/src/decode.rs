use std::marker::PhantomData;
use std::slice;

use fortinac_json::DecodeError;
use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::node::Node;
use crate::tree;

/// Reads an XML document in UTF-8. The caller bounds its size.
///
/// # Errors
/// The input is not XML, uses what the crate's documentation says is refused, or does not have the shape of `T`.
pub fn from_xml<T: DeserializeOwned>(xml: &[u8]) -> Result<T, DecodeError> {
    from_xml_seed(PhantomData, xml)
}

/// Reads an XML document in UTF-8 with a seed, which may know at run time what it expects. See "Seeds" in the crate's
/// documentation.
///
/// # Errors
/// As for [`from_xml`].
pub fn from_xml_seed<T, S>(seed: S, xml: &[u8]) -> Result<T, DecodeError>
where
    S: Clone + for<'de> DeserializeSeed<'de, Value = T>,
{
    let root = tree::parse(xml)?;
    Node::new(slice::from_ref(&root)).read(seed)
}
