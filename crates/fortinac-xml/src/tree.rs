use std::borrow::Cow;
use std::mem;

use fortinac_json::DecodeError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, escape};

use crate::grammar::{is_char, is_name};

/// The maximum number of levels of elements. Decoding recurses once a level.
const MAX_DEPTH: usize = 64;

/// An element: null, or children, or text.
#[derive(Default)]
pub(crate) struct Element<'a> {
    pub(crate) name: String,
    /// Whether it is empty and has `xsi:nil`.
    pub(crate) is_null: bool,
    /// Empty where there are children.
    pub(crate) text: Cow<'a, str>,
    /// Sorted by name; those of the same name are in the order of the document.
    pub(crate) children: Vec<Self>,
}

impl Element<'_> {
    /// Whether it contains nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.children.is_empty() && self.text.trim().is_empty()
    }
}

/// Reads a document and returns its root element.
pub(crate) fn parse(xml: &[u8]) -> Result<Element<'_>, DecodeError> {
    let xml = str::from_utf8(xml)
        .map_err(|error| syntax(error.valid_up_to() as u64, "this is not UTF-8"))?;
    if let Some((offset, _)) = xml.char_indices().find(|(_, c)| !is_char(*c)) {
        return Err(syntax(offset as u64, FORBIDDEN));
    }
    let mut reader = Reader::from_str(xml);
    let mut tree = Tree::default();
    loop {
        let offset = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|error| syntax(reader.error_position(), why_malformed(&error)))?;
        if matches!(event, Event::Eof) {
            return tree.root().map_err(|reason| syntax(offset, reason));
        }
        tree.add(event).map_err(|reason| syntax(offset, reason))?;
    }
}

/// What is wrong with a document. It has no words of the document, because they may be secret.
type Reason = &'static str;

const FORBIDDEN: Reason = "XML forbids this character";
const MISMATCH: Reason = "a tag or a reference has no match";

fn syntax(offset: u64, reason: Reason) -> DecodeError {
    DecodeError::syntax("XML", format_args!("{reason} at byte {offset}"))
}

fn why_malformed(error: &Error) -> Reason {
    match error {
        Error::Syntax(_) => "a tag, comment or section does not end",
        Error::IllFormed(_) => MISMATCH,
        _ => "this is not XML",
    }
}

/// The part of a document that was read. The document itself is treated as an element, so that the root needs no rules of
/// its own.
#[derive(Default)]
struct Tree<'a> {
    current: Element<'a>,
    /// The open elements that contain the current one, the document first.
    ancestors: Vec<Element<'a>>,
}

impl<'a> Tree<'a> {
    fn add(&mut self, event: Event<'a>) -> Result<(), Reason> {
        match event {
            Event::Start(tag) => self.open(&tag)?,
            Event::End(_) => self.close()?,
            Event::Empty(tag) => {
                self.open(&tag)?;
                self.close()?;
            }
            Event::Text(text) => self.append(text.xml10_content()),
            Event::CData(text) => self.append(text.xml10_content()),
            Event::GeneralRef(reference) => self.append(resolve(&reference)?),
            Event::Decl(declaration) => check_encoding(&declaration)?,
            Event::DocType(_) => return Err("a DOCTYPE is refused"),
            Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Reason> {
        if self.ancestors.len() == MAX_DEPTH {
            return Err("the elements are more than 64 levels deep");
        }
        let name = tag.local_name().into_inner();
        if !is_name(name) {
            return Err("this is not a name of an element");
        }
        let child = Element {
            name: name.to_owned(),
            is_null: has_nil(tag)?,
            ..Element::default()
        };
        self.ancestors.push(mem::replace(&mut self.current, child));
        Ok(())
    }

    fn close(&mut self) -> Result<(), Reason> {
        let parent = self.ancestors.pop().ok_or(MISMATCH)?;
        let child = complete(mem::replace(&mut self.current, parent))?;
        self.current.children.push(child);
        Ok(())
    }

    fn append(&mut self, text: Cow<'a, str>) {
        if self.current.text.is_empty() {
            self.current.text = text;
        } else {
            self.current.text.to_mut().push_str(&text);
        }
    }

    fn root(self) -> Result<Element<'a>, Reason> {
        if !self.ancestors.is_empty() {
            return Err("the document ends in the middle");
        }
        let roots = complete(self.current)?.children;
        <[Element<'_>; 1]>::try_from(roots)
            .map(|[root]| root)
            .map_err(|_| "a document has a single root element")
    }
}

/// Checks and sorts an element after all of it was read.
fn complete(mut element: Element<'_>) -> Result<Element<'_>, Reason> {
    element.is_null &= element.is_blank();
    if !element.children.is_empty() {
        if !element.text.trim().is_empty() {
            return Err("text stands beside elements");
        }
        element.text = Cow::default();
        element.children.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(element)
}

/// Whether a tag has `xsi:nil`, with any prefix.
fn has_nil(tag: &BytesStart<'_>) -> Result<bool, Reason> {
    let mut is_null = false;
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| "this is not an attribute")?;
        let (name, prefix) = attribute.key.decompose();
        is_null |= prefix.is_some()
            && name.into_inner() == "nil"
            && matches!(&*attribute.value, "true" | "1");
    }
    Ok(is_null)
}

/// The text of a reference; one entity never leads to another.
fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Reason> {
    if let Some(text) = escape::resolve_xml_entity(reference) {
        return Ok(text.into());
    }
    let c = reference.resolve_char_ref().map_err(|_| FORBIDDEN)?;
    match c {
        Some(c) if is_char(c) => Ok(c.to_string().into()),
        Some(_) => Err(FORBIDDEN),
        None => Err("XML itself has no such entity"),
    }
}

fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), Reason> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("UTF-8") => Ok(()),
        Some(_) => Err("an encoding other than UTF-8 is refused"),
    }
}
