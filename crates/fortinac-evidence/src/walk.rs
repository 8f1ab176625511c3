//! Walks the values in a body, and finds what the spec says about each of them.

use fortinac_json::{push_index, push_property};
use fortinac_spec::api::{Api, Body, Operation, Record, SchemaKind, Type};
use serde_json::{Map, Value};

/// A body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodySide {
    /// The body of the request.
    Request,
    /// The body of the response to a success.
    Response,
}

/// A value in a body.
#[derive(Debug, Clone)]
pub struct Location<'a> {
    /// The path from the root of the body.
    pub path: Vec<Step>,
    /// A name for all values of the same property, independent of the path: `User.email`, `Host.adapters[]` for an
    /// item, `User.currentEnvironment{}` for a value of a map, or the component of the whole body.
    pub name: String,
    /// The component schema of the value, if its type is a component.
    pub component: Option<&'a str>,
    /// The type that the spec allows there.
    pub shape: Shape,
    /// The record that the spec allows there.
    pub record: Option<&'a Record>,
    /// The value.
    pub value: &'a Value,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To a property of an object.
    Property(String),
    /// To an item of an array.
    Item(usize),
}

/// The type that the spec allows for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A record.
    Record,
    /// An object without known properties.
    Object,
    /// An object whose property names are data.
    Map,
    /// An array.
    Array,
    /// A string.
    String,
    /// A string that must not be shown.
    Secret,
    /// A 64-bit integer.
    Integer,
    /// A number with or without a fraction.
    Number,
    /// A boolean.
    Boolean,
    /// A time.
    Timestamp,
    /// A code, or something else that is an integer or a string.
    IntegerOrString,
    /// Anything.
    Any,
}

impl<'a> Location<'a> {
    /// Whether the value is a property of an object, so that it can be removed.
    pub fn is_property(&self) -> bool {
        matches!(self.path.last(), Some(Step::Property(_)))
    }

    /// Whether the value is an array or an object where the spec has neither.
    pub fn has_other_structure(&self) -> bool {
        let is_of = match self.value {
            Value::Array(_) => self.shape == Shape::Array,
            Value::Object(_) => {
                matches!(self.shape, Shape::Record | Shape::Object | Shape::Map)
            }
            _ => return false,
        };
        !is_of && self.shape != Shape::Any
    }

    /// The properties of an object that is not a map.
    pub fn properties(&self) -> Option<&'a Map<String, Value>> {
        let has_properties = matches!(self.shape, Shape::Record | Shape::Object);
        self.value.as_object().filter(|_| has_properties)
    }
}

/// The type of a body; `None` if the operation does not have the body, or it is a file.
pub fn body_type(operation: &Operation, side: BodySide) -> Option<Type> {
    match side {
        BodySide::Response => Some(Type::Ref(operation.envelope.clone())),
        BodySide::Request => operation.body.as_ref().and_then(Body::ty),
    }
}

/// All values in a body that its schema covers, the root first. Values inside an unknown property, or inside one of any
/// type, are not included.
pub fn locations<'a>(
    api: &'a Api,
    operation: &'a Operation,
    side: BodySide,
    value: &'a Value,
) -> Vec<Location<'a>> {
    let mut walk = Walk {
        api,
        locations: Vec::new(),
    };
    match (side, &operation.body) {
        (BodySide::Response, _) => walk.root(&operation.envelope, value),
        (BodySide::Request, Some(Body::Form { component, .. })) => walk.root(component, value),
        (BodySide::Request, Some(Body::Json { ty, .. })) => {
            let name = ty.component().unwrap_or_default().to_owned();
            let allowed = walk.allowed(ty, value);
            walk.visit(allowed, value, Vec::new(), name);
        }
        (BodySide::Request, _) => {}
    }
    walk.locations
}

/// All values in a record.
pub fn locations_in<'a>(api: &'a Api, name: &'a str, value: &'a Value) -> Vec<Location<'a>> {
    let mut walk = Walk {
        api,
        locations: Vec::new(),
    };
    walk.root(name, value);
    walk.locations
}

struct Walk<'a> {
    api: &'a Api,
    locations: Vec<Location<'a>>,
}

/// The schema that applies to a value.
struct Allowed<'a> {
    component: Option<&'a str>,
    shape: Shape,
    record: Option<&'a Record>,
    inner: Option<&'a Type>,
}

impl<'a> Walk<'a> {
    fn root(&mut self, name: &'a str, value: &'a Value) {
        let allowed = self.component(name);
        self.visit(allowed, value, Vec::new(), name.to_owned());
    }

    fn visit(&mut self, allowed: Allowed<'a>, value: &'a Value, path: Vec<Step>, name: String) {
        let Allowed {
            component,
            shape,
            record,
            inner,
        } = allowed;
        self.locations.push(Location {
            path: path.clone(),
            name: name.clone(),
            component,
            shape,
            record,
            value,
        });
        let below = |step: Step| path.iter().cloned().chain([step]).collect();
        match (value, shape) {
            (Value::Object(values), Shape::Map) => {
                for (key, value) in values {
                    if let Some(ty) = inner {
                        let allowed = self.allowed(ty, value);
                        self.visit(
                            allowed,
                            value,
                            below(Step::Property(key.clone())),
                            format!("{name}{{}}"),
                        );
                    }
                }
            }
            (Value::Object(values), _) => {
                for (key, value) in values {
                    if let Some(property) = record.and_then(|record| record.property(key)) {
                        let name = format!("{}.{key}", component.unwrap_or(&name));
                        let allowed = self.allowed(&property.ty, value);
                        self.visit(allowed, value, below(Step::Property(key.clone())), name);
                    }
                }
            }
            (Value::Array(items), Shape::Array) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(ty) = inner {
                        let allowed = self.allowed(ty, item);
                        self.visit(allowed, item, below(Step::Item(index)), format!("{name}[]"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Resolves a type. If it is a record or a string, the value decides.
    fn allowed(&self, ty: &'a Type, value: &Value) -> Allowed<'a> {
        let plain = |shape| Allowed {
            component: None,
            shape,
            record: None,
            inner: None,
        };
        let with = |shape, inner| Allowed {
            inner: Some(inner),
            ..plain(shape)
        };
        match ty {
            Type::String | Type::JsonString | Type::StringOf(_) | Type::File => {
                plain(Shape::String)
            }
            Type::Secret => plain(Shape::Secret),
            Type::Integer => plain(Shape::Integer),
            Type::Number => plain(Shape::Number),
            Type::Boolean => plain(Shape::Boolean),
            Type::IntegerOrString => plain(Shape::IntegerOrString),
            Type::RecordOrString(name) if value.is_object() => self.component(name),
            Type::RecordOrString(_) => plain(Shape::String),
            Type::Array(items) => with(Shape::Array, &**items),
            Type::Map(values) => with(Shape::Map, &**values),
            Type::Object => plain(Shape::Object),
            Type::Any => plain(Shape::Any),
            Type::Ref(name) => self.component(name),
        }
    }

    fn component(&self, name: &'a str) -> Allowed<'a> {
        let kind = self.api.schemas.get(name).map(|schema| &schema.kind);
        let (shape, record) = match kind {
            Some(SchemaKind::Record(record)) => (Shape::Record, Some(record)),
            Some(SchemaKind::OpenEnum(_)) => (Shape::String, None),
            Some(SchemaKind::IntegerOrString) if name == "Timestamp" => (Shape::Timestamp, None),
            Some(SchemaKind::IntegerOrString) => (Shape::IntegerOrString, None),
            None => (Shape::Any, None),
        };
        Allowed {
            component: Some(name),
            shape,
            record,
            inner: None,
        }
    }
}

/// Whether a key of a skeleton is the name of a property, and not a mark for something that the source leaves out.
pub fn is_property(name: &str) -> bool {
    !["…", "...", "<"].iter().any(|mark| name.contains(mark))
}

/// Formats a path as a JSON path, such as `$.results[0].dbid`.
pub fn path_text(path: &[Step]) -> String {
    let mut text = String::from("$");
    for step in path {
        match step {
            Step::Property(name) => push_property(&mut text, name),
            Step::Item(index) => push_index(&mut text, *index),
        }
    }
    text
}
