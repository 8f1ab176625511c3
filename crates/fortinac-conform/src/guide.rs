//! What the spec says about each value of a body, and which property names may be shown.

use fortinac_json::push_property;
use fortinac_spec::Api;
use fortinac_spec::api::{Body, Operation, Record, SchemaKind, Type};
use indexmap::IndexMap;

use crate::exact::Node;
use crate::problem::Part;
use crate::vocabulary::{Vocabulary, is_camel_case, is_identifier};

/// What the spec says about a value.
#[derive(Clone, Copy)]
pub(crate) struct Guide<'a> {
    api: &'a Api,
    vocabulary: &'a Vocabulary,
    pub(crate) expected: Expected<'a>,
    /// Whether nothing tells names of properties from data, as in the body of an unknown operation.
    is_foreign: bool,
    /// Whether the value is the whole body of a request.
    is_request: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Expected<'a> {
    Type(&'a Type),
    /// A record.
    Component(&'a str),
    /// Nothing is known, but an object is probably a record: the body of an unknown operation, and what is in its
    /// envelope.
    ProbablyRecord,
    /// Nothing is known.
    Nothing,
}

/// What the name of a property is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Name {
    /// The spec has it in this place.
    Known,
    /// The spec does not have it, and it may be shown.
    Unknown,
    /// It is data, such as a key of a map, or may be.
    Data,
}

/// The objects whose names have been classified.
pub(crate) struct Names<'a> {
    guide: Guide<'a>,
    record: Option<&'a Record>,
    map: Option<&'a Type>,
    trust: Trust,
    is_form: bool,
}

/// Which of the names that the spec does not have may be shown.
#[derive(Clone, Copy)]
enum Trust {
    /// All that look like names of properties.
    Identifiers,
    /// Only those of which every word is in the spec.
    Words,
    /// Only those that the spec has for some property.
    Properties,
}

impl<'a> Guide<'a> {
    pub(crate) fn new(
        api: &'a Api,
        vocabulary: &'a Vocabulary,
        operation: Option<&'a Operation>,
        part: Part,
        status: u16,
    ) -> Self {
        let expected = match (operation, part) {
            (None, _) => Expected::ProbablyRecord,
            (Some(operation), Part::Request) => match &operation.body {
                Some(Body::Json { ty, .. }) => Expected::Type(ty),
                Some(Body::Form { component, .. }) => Expected::Component(component),
                _ => Expected::ProbablyRecord,
            },
            (Some(operation), _) if status >= 400 => Expected::Component(&operation.error),
            (Some(operation), _) => Expected::Component(&operation.envelope),
        };
        Self {
            api,
            vocabulary,
            expected,
            is_foreign: matches!(expected, Expected::ProbablyRecord),
            is_request: part == Part::Request,
        }
    }

    /// The same guide for another value.
    pub(crate) fn with(self, expected: Expected<'a>) -> Self {
        Self {
            expected,
            is_request: false,
            ..self
        }
    }

    /// The guide for JSON inside a string, of which the spec says nothing.
    pub(crate) fn inside_text(self) -> Self {
        Self {
            is_foreign: true,
            ..self.with(Expected::Nothing)
        }
    }

    /// Whether nothing tells names of properties from data.
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// Whether some property in the spec has this name.
    pub(crate) fn is_property(&self, name: &str) -> bool {
        self.vocabulary.is_property(name)
    }

    /// The component that the value must be.
    fn component(&self) -> Option<&'a str> {
        match self.expected {
            Expected::Component(name) => Some(name),
            Expected::Type(Type::Ref(name) | Type::RecordOrString(name)) => Some(name),
            _ => None,
        }
    }

    /// The known values, if the value is an open enum.
    pub(crate) fn enum_values(&self) -> Option<&'a [String]> {
        match &self.api.schemas.get(self.component()?)?.kind {
            SchemaKind::OpenEnum(values) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn is_secret(&self) -> bool {
        matches!(self.expected, Expected::Type(Type::Secret))
    }

    pub(crate) fn record(&self) -> Option<&'a Record> {
        self.api.record(self.component()?)
    }

    /// What is known of the items of an array.
    pub(crate) fn item(&self) -> Self {
        self.with(match self.expected {
            Expected::Type(Type::Array(items)) => Expected::Type(items),
            Expected::ProbablyRecord => Expected::ProbablyRecord,
            _ => Expected::Nothing,
        })
    }

    /// What is known of the properties of an object.
    pub(crate) fn names(self, properties: &IndexMap<String, Node>) -> Names<'a> {
        let record = self.record();
        let map = match self.expected {
            Expected::Type(Type::Map(values)) => Some(&**values),
            _ => None,
        };
        let is_known = |name: &String| record.is_some_and(|record| record.property(name).is_some());
        let is_record = properties.keys().any(is_known);
        let is_name = |name: &String| {
            is_identifier(name) && (is_camel_case(name) || self.vocabulary.has_a_word(name))
        };
        // One name that is data makes the others data too.
        let are_names = !is_likely_map(properties) && properties.keys().all(is_name);
        let trust = if self.is_foreign {
            Trust::Properties
        } else if is_record || are_names {
            Trust::Identifiers
        } else {
            Trust::Words
        };
        Names {
            guide: self,
            record,
            map,
            trust,
            is_form: self.is_request && is_form(properties),
        }
    }
}

impl<'a> Names<'a> {
    /// What the name of a property is, and what is known of its value.
    pub(crate) fn property(&self, name: &str, value: &Node) -> (Name, Guide<'a>) {
        if let Some(values) = self.map {
            return (Name::Data, self.guide.with(Expected::Type(values)));
        }
        if let Some(property) = self.record.and_then(|record| record.property(name)) {
            return (Name::Known, self.guide.with(Expected::Type(&property.ty)));
        }
        let vocabulary = self.guide.vocabulary;
        let is_shown = match self.trust {
            Trust::Identifiers => is_identifier(name) || vocabulary.has_all_words(name),
            Trust::Words => vocabulary.has_all_words(name),
            Trust::Properties => vocabulary.is_property(name),
        };
        // A body such as `hunter2` is read as a form with this name and no value.
        let is_shown =
            is_shown && (vocabulary.is_property(name) || !(self.is_form && is_bare(value)));
        let is_result = matches!(self.guide.expected, Expected::ProbablyRecord)
            && matches!(name, "result" | "results");
        let expected = if is_result {
            Expected::ProbablyRecord
        } else {
            Expected::Nothing
        };
        let name = if is_shown { Name::Unknown } else { Name::Data };
        (name, self.guide.with(expected))
    }

    /// Whether the object is a record of the spec.
    pub(crate) fn is_record(&self) -> bool {
        self.record.is_some()
    }
}

/// Whether the names of an object are probably data: its values, apart from null, have one and the same structure.
fn is_likely_map(properties: &IndexMap<String, Node>) -> bool {
    let mut values = properties.values().filter(|value| **value != Node::Null);
    let Some(first) = values.next() else {
        return true;
    };
    values.all(|value| match (first, value) {
        (Node::Object(first), Node::Object(value)) => {
            first.len() == value.len() && first.keys().all(|name| value.contains_key(name))
        }
        _ => first.kind() == value.kind(),
    })
}

/// Whether an object can be a form.
fn is_form(properties: &IndexMap<String, Node>) -> bool {
    properties.values().all(|value| match value {
        Node::String(_) => true,
        Node::Array(items) => items.iter().all(|item| matches!(item, Node::String(_))),
        _ => false,
    })
}

/// Whether a field of a form has no value. Base64 ends with `=`, so that nothing but this is none either.
fn is_bare(value: &Node) -> bool {
    match value {
        Node::String(text) => text.bytes().all(|byte| byte == b'='),
        Node::Array(items) => items.iter().all(is_bare),
        _ => false,
    }
}

/// Appends a property to the pattern of a path.
pub(crate) fn push_name(pattern: &mut String, name: &str, kind: Name) {
    match kind {
        Name::Data => pattern.push_str(".*"),
        Name::Known | Name::Unknown => push_property(pattern, name),
    }
}
