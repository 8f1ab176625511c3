//! JSON paths of errors from `serde_path_to_error`.

use fortinac_json::{push_index, push_property};
use serde_path_to_error::{Path, Segment};

/// The JSON path of `path`, up to the first segment that is not known.
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
