//! The places in a body, and what the description says of each.

use fortinac_json::{push_index, push_property};
use fortinac_spec::{Description, Operation};
use serde_json::{Map, Value};

use crate::Body;
use crate::schema::{Named, body_schema, properties, resolve};

/// A value in a body.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The way there from the top of the body.
    pub path: Vec<Step>,
    /// What the value is, wherever it is: `User.email`, an item `Host.adapters[]`, an entry of a map
    /// `User.currentEnvironment{}`, or the name of the component of a whole body.
    pub name: String,
    /// The component of the value; of an object that can be several, that of an object.
    pub component: Option<&'a str>,
    /// The schema, that of the component if there is one.
    pub schema: &'a Value,
    /// The value.
    pub value: &'a Value,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To a member of an object.
    Member(String),
    /// To an item of a list.
    Item(usize),
}

/// What a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A record.
    Record,
    /// An object of which no member is described.
    Object,
    /// Any number of entries of one shape.
    Map,
    /// A list.
    List,
    /// A text.
    Text,
    /// A text that is not to be shown.
    Secret,
    /// A 64-bit integer.
    Integer,
    /// A number with or without a fraction.
    Number,
    /// A flag.
    Flag,
    /// A time.
    Time,
    /// A code, or something else that is an integer or a text.
    IntegerOrText,
    /// Anything.
    Open,
}

impl<'a> Place<'a> {
    /// What the place takes. Where a text can stand for a record and does, that is a text.
    pub fn shape(&self) -> Shape {
        if self.component == Some("Timestamp") {
            return Shape::Time;
        }
        if let Some(forms) = self.schema["anyOf"].as_array() {
            let integer = forms.iter().any(|form| form["type"] == "integer");
            return if integer {
                Shape::IntegerOrText
            } else {
                Shape::Text
            };
        }
        match self.schema["type"].as_str() {
            Some("object") if self.schema.get("additionalProperties").is_some() => Shape::Map,
            Some("object") if self.schema.get("properties").is_some() => Shape::Record,
            Some("object") => Shape::Object,
            Some("array") => Shape::List,
            Some("string") if self.schema["format"] == "password" => Shape::Secret,
            Some("string") => Shape::Text,
            Some("integer") => Shape::Integer,
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Flag,
            _ => Shape::Open,
        }
    }

    /// Whether the value is a member of an object, and so can be taken out.
    pub fn is_member(&self) -> bool {
        matches!(self.path.last(), Some(Step::Member(_)))
    }

    /// The members of a described object that is no map.
    pub(crate) fn members(&self) -> Option<&'a Map<String, Value>> {
        let is_described = matches!(self.shape(), Shape::Record | Shape::Object);
        self.value.as_object().filter(|_| is_described)
    }
}

/// All places in a body that its schema leads to, from the top. What is in an unknown or an open member is not one.
pub fn places<'a>(
    description: &'a Description,
    operation: &Operation,
    body: Body,
    value: &'a Value,
) -> Vec<Place<'a>> {
    let schema = body_schema(description, operation, body);
    schema.map_or_else(Vec::new, |schema| places_by(description, schema, value))
}

pub(crate) fn places_by<'a>(
    description: &'a Description,
    schema: Named<'a>,
    value: &'a Value,
) -> Vec<Place<'a>> {
    let mut walk = Walk {
        document: description.document(),
        places: Vec::new(),
    };
    walk.place(
        schema,
        value,
        Vec::new(),
        schema.0.unwrap_or_default().to_owned(),
    );
    walk.places
}

struct Walk<'a> {
    document: &'a Value,
    places: Vec<Place<'a>>,
}

impl<'a> Walk<'a> {
    fn place(&mut self, schema: Named<'a>, value: &'a Value, path: Vec<Step>, name: String) {
        let (component, schema) = self.form(schema, value);
        self.places.push(Place {
            path: path.clone(),
            name: name.clone(),
            component,
            schema,
            value,
        });
        let below = |step: Step| path.iter().cloned().chain([step]).collect();
        match value {
            Value::Object(members) => {
                let entries = schema.get("additionalProperties");
                for (member, value) in members {
                    let Some(schema) = entries.or_else(|| properties(schema).get(member)) else {
                        continue;
                    };
                    let name = match entries {
                        Some(_) => format!("{name}{{}}"),
                        None => format!("{}.{member}", component.unwrap_or(&name)),
                    };
                    let schema = resolve(self.document, schema);
                    self.place(schema, value, below(Step::Member(member.clone())), name);
                }
            }
            Value::Array(items) => {
                let Some(schema) = schema.get("items") else {
                    return;
                };
                for (index, item) in items.iter().enumerate() {
                    let schema = resolve(self.document, schema);
                    self.place(schema, item, below(Step::Item(index)), format!("{name}[]"));
                }
            }
            _ => {}
        }
    }

    /// Of several forms the one that an object takes.
    fn form(&self, (component, schema): Named<'a>, value: &Value) -> Named<'a> {
        let forms = schema["anyOf"].as_array().into_iter().flatten();
        forms
            .map(|form| resolve(self.document, form))
            .find(|(_, form)| value.is_object() && form["type"] == "object")
            .unwrap_or((component, schema))
    }
}

/// A path as text, such as `$.results[0].dbid`.
pub fn path_text(path: &[Step]) -> String {
    let mut text = String::from("$");
    for step in path {
        match step {
            Step::Member(name) => push_property(&mut text, name),
            Step::Item(index) => push_index(&mut text, *index),
        }
    }
    text
}

/// The value at a place.
///
/// # Panics
/// When there is no such place.
pub fn at<'a>(value: &'a mut Value, path: &[Step]) -> &'a mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Member(name) => &mut value[name],
        Step::Item(index) => &mut value[index],
    })
}

/// Takes out the member at a place.
///
/// # Panics
/// When there is none.
pub fn remove(value: &mut Value, path: &[Step]) {
    let Some((Step::Member(name), above)) = path.split_last() else {
        panic!("{} is no member", path_text(path));
    };
    let members = at(value, above)
        .as_object_mut()
        .expect("members are in objects");
    members.remove(name).expect("the member is there");
}
