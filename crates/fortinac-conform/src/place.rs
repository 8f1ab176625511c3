//! Places that an error of `serde_path_to_error` leads to.

use fortinac_spec::json_path::{push_index, push_member};
use serde_path_to_error::{Path, Segment};

/// The place that `path` leads to, as far as it is known.
pub(crate) fn json_path(path: &Path) -> String {
    let mut place = String::from("$");
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => push_index(&mut place, *index),
            Segment::Map { key } => push_member(&mut place, key),
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    place
}
