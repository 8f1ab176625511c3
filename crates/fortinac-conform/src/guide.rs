//! What the spec says about each value of a body, and which property names may be shown.

use std::collections::BTreeMap;

use fortinac_json::push_property;
use fortinac_spec::Api;
use fortinac_spec::api::{Body, Operation, Record, SchemaKind, Type};

use crate::exact::Node;
use crate::problem::Part;
use crate::vocabulary::{Vocabulary, is_camel_case, is_identifier};

/// What the spec says about a value.
#[derive(Clone, Copy)]
pub(crate) struct Guide<'a> {
    api: &'a Api,
    vocabulary: &'a Vocabulary,
    pub(crate) expected: Expected<'a>,
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
}

/// Which of the names that the spec does not have may be shown.
#[derive(Clone, Copy)]
enum Trust {
    /// All that look like names of properties.
    Identifiers,
    /// Only those of which every word is in the spec.
    Words,
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
        }
    }

    /// The same guide for another value.
    pub(crate) fn with(self, expected: Expected<'a>) -> Self {
        Self { expected, ..self }
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
    pub(crate) fn names(self, properties: &BTreeMap<String, Node>) -> Names<'a> {
        let record = self.record();
        let map = match self.expected {
            Expected::Type(Type::Map(values)) => Some(&**values),
            _ => None,
        };
        let is_known = |name: &String| record.is_some_and(|record| record.property(name).is_some());
        let is_record = match record {
            Some(_) => properties.keys().any(is_known),
            None => matches!(self.expected, Expected::ProbablyRecord) && !is_likely_map(properties),
        };
        let is_name = |name: &String| {
            is_identifier(name) && (is_camel_case(name) || self.vocabulary.has_a_word(name))
        };
        // One name that is data makes the others data too.
        let are_names = !is_likely_map(properties) && properties.keys().all(is_name);
        let trust = if is_record || are_names {
            Trust::Identifiers
        } else {
            Trust::Words
        };
        Names {
            guide: self,
            record,
            map,
            trust,
        }
    }
}

impl<'a> Names<'a> {
    /// What the name of a property is, and what is known of its value.
    pub(crate) fn property(&self, name: &str) -> (Name, Guide<'a>) {
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
        };
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

/// Whether the names of an object are probably data: its values have one and the same structure.
fn is_likely_map(properties: &BTreeMap<String, Node>) -> bool {
    let mut values = properties.values();
    let Some(first) = values.next().filter(|_| properties.len() > 1) else {
        return false;
    };
    values.all(|value| match (first, value) {
        (Node::Array(_), Node::Array(_)) => true,
        (Node::Object(first), Node::Object(value)) => first.keys().eq(value.keys()),
        _ => false,
    })
}

/// Appends a property to the pattern of a path.
pub(crate) fn push_name(pattern: &mut String, name: &str, kind: Name) {
    match kind {
        Name::Data => pattern.push_str(".*"),
        Name::Known | Name::Unknown => push_property(pattern, name),
    }
}
