//! XML: what is read can be written, and reads as the same value.

use fortinac_types::host::HostListEnvelope;
use fortinac_types::user::UserListEnvelope;
use fortinac_xml::{from_xml, to_xml};
use serde_json::Value;

use crate::seeds::CASES;

pub(crate) fn run(xml: &[u8]) {
    let _ = from_xml::<UserListEnvelope>(xml);
    let _ = from_xml::<HostListEnvelope>(xml);
    if let Ok(value) = from_xml::<Value>(xml) {
        let again = to_xml("r", &value).expect("what was read can be written");
        let again = from_xml::<Value>(&again).expect("what was written can be read");
        assert_eq!(again, value);
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies = CASES.iter().filter_map(|case| to_xml("r", &case.json).ok());
    let markup = "<?xml version='1.0'?><r a='b'><x>1 &amp; <![CDATA[c]]></x><!-- c --><y xsi:nil='true'/></r>";
    bodies.chain([markup.into()]).collect()
}
