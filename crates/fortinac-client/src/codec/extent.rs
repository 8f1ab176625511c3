//! How much memory a body can take once it is decoded.
//!
//! A value of JSON takes two bytes on the wire, and some forty in memory; an object that holds one value takes eight, and
//! some seven hundred. So the size of a body alone bounds nothing: the numbers of its values and of its objects and arrays
//! do, as fractions of the largest size.

use memchr::memchr2;

use super::Media;
use super::text::count;

/// The fewest bytes of the largest size for each object or array. Those of known responses have 54 and more.
const BYTES_PER_CONTAINER: usize = 48;
/// The same for each value. Those of known responses have 15 and more, with their names.
const BYTES_PER_VALUE: usize = 8;
/// The same for each element of XML. Those of a real appliance have twenty and more, with their names.
#[cfg(feature = "xml")]
const BYTES_PER_ELEMENT: usize = 16;

/// How many of what a body may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    what: &'static str,
    limit: usize,
}

impl Extent {
    pub(crate) fn what(self) -> &'static str {
        self.what
    }

    pub(crate) fn limit(self) -> usize {
        self.limit
    }
}

/// Checks that a body of up to `max_size` bytes has not so many parts that it would take many times as much memory.
pub(crate) fn check(media: Media, body: &[u8], max_size: usize) -> Result<(), Extent> {
    match media {
        Media::Json => {
            let containers = Extent {
                what: "objects and arrays",
                limit: max_size / BYTES_PER_CONTAINER,
            };
            let values = Extent {
                what: "values",
                limit: max_size / BYTES_PER_VALUE,
            };
            check_json(body, containers, values)
        }
        #[cfg(feature = "xml")]
        Media::Xml => {
            let elements = Extent {
                what: "elements",
                limit: max_size / BYTES_PER_ELEMENT,
            };
            // An end tag counts too, and so does an attribute: it has an equals sign.
            let tags = count(body, b'<') + count(body, b'=');
            if tags / 2 > elements.limit {
                Err(elements)
            } else {
                Ok(())
            }
        }
    }
}

fn check_json(body: &[u8], containers: Extent, values: Extent) -> Result<(), Extent> {
    // Each object or array has two bytes, each further value a comma and one byte: most bodies are too small for more.
    if body.len() / 2 <= containers.limit {
        return Ok(());
    }
    // Those in strings count too, which is quicker, and enough for nearly all bodies.
    let opened = count(body, b'{') + count(body, b'[');
    if opened <= containers.limit && opened + count(body, b',') < values.limit {
        return Ok(());
    }
    let (mut opened, mut separated) = (0, 0);
    let mut position = 0;
    while let Some(byte) = body.get(position) {
        position += 1;
        match byte {
            b'{' | b'[' => opened += 1,
            b',' => separated += 1,
            b'"' => position = end_of_string(body, position),
            _ => {}
        }
        if opened > containers.limit {
            return Err(containers);
        }
        if opened + separated >= values.limit {
            return Err(values);
        }
    }
    Ok(())
}

/// The position behind the quotation mark that ends the string that goes on at `position`.
fn end_of_string(body: &[u8], mut position: usize) -> usize {
    while let Some(offset) = body
        .get(position..)
        .and_then(|rest| memchr2(b'"', b'\\', rest))
    {
        position += offset + 1;
        if body[position - 1] == b'"' {
            return position;
        }
        position += 1;
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exceeded(body: &str, max_size: usize) -> Option<&'static str> {
        check(Media::Json, body.as_bytes(), max_size)
            .err()
            .map(Extent::what)
    }

    #[test]
    fn objects_and_values_are_counted() {
        let objects = format!("[{}]", [r#"{"a":0}"#; 999].join(","));
        assert_eq!(exceeded(&objects, 48_000), None);
        assert_eq!(exceeded(&objects, 47_999), Some("objects and arrays"));
        let zeros = format!("[{}]", ["0"; 1000].join(","));
        assert_eq!(exceeded(&zeros, 8_008), None);
        assert_eq!(exceeded(&zeros, 8_000), Some("values"));
    }

    #[test]
    fn those_in_strings_are_not_counted() {
        let strings = format!(
            r#"["{}","\"[[{}\\",0]"#,
            "{[,".repeat(2000),
            "[".repeat(2000)
        );
        assert_eq!(exceeded(&strings, 200), None);
        assert_eq!(exceeded(&format!("\"{}", "[".repeat(2000)), 200), None);
    }

    #[cfg(feature = "xml")]
    #[test]
    fn elements_are_counted() {
        let elements = format!("<r>{}</r>", "<a/>".repeat(1000));
        assert!(check(Media::Xml, elements.as_bytes(), 16_000).is_ok());
        assert!(check(Media::Xml, elements.as_bytes(), 8_000).is_err());
    }
}
