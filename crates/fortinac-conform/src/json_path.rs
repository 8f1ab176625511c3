//! Where an error of `serde_path_to_error` is.

use fortinac_json::{push_index, push_property};
use serde_path_to_error::{Path, Segment};

/// Writes `path` as a JSON path, as far as it is known.
pub(crate) fn json_path(path: &Path) -> String {
    let mut text = String::from("$");
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => push_index(&mut text, *index),
            Segment::Map { key } => push_property(&mut text, key),
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    text
}
