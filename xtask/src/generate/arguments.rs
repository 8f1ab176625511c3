//! The arguments of a call: those that the method takes, and those that are methods of the call.

use heck::ToSnakeCase;

use super::emit::Setter;
use super::rust_type::in_types;
use crate::model::Model;
use crate::model::api::{Body, Operation, Parameter, Record, Type};
use crate::model::naming::argument_name;

/// An argument of a call.
pub(super) struct Argument {
    /// The name in Rust.
    pub(super) name: String,
    pub(super) description: String,
    pub(super) required: bool,
    /// The name on the wire.
    wire: String,
    ty: Type,
    place: Place,
}

/// Where an argument is sent.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Path,
    Query,
    Field,
    /// The whole body.
    Json,
    /// A property of the body, which is an object of nothing but arguments.
    JsonProperty,
}

/// Methods that a call has whatever its optional arguments are.
const METHODS: [&str; 20] = [
    "ascending",
    "clone",
    "decode",
    "descending",
    "filter",
    "form",
    "into_future",
    "json",
    "limit",
    "no_retry",
    "optional",
    "query",
    "query_all",
    "retry_non_idempotent",
    "sort_by",
    "start",
    "stream",
    "timeout",
    "wait",
    "xml",
];

/// The arguments of an operation: those of the path, of the query and of the body, in their order.
pub(super) fn of(model: &Model, operation: &Operation) -> Vec<Argument> {
    let position = |parameter: &&Parameter| {
        let placeholder = format!("{{{}}}", parameter.name);
        operation.path.find(&placeholder)
    };
    let mut in_path: Vec<&Parameter> = operation.path_parameters().collect();
    in_path.sort_by_key(position);
    let methods = operation.list_parameters().names();
    let is_own = |parameter: &&Parameter| !methods.contains(&parameter.name.as_str());
    let in_query = operation.query().filter(is_own);
    let in_path = in_path
        .into_iter()
        .map(|parameter| Argument::parameter(parameter, Place::Path));
    let in_query = in_query.map(|parameter| Argument::parameter(parameter, Place::Query));
    let mut arguments: Vec<Argument> = in_path.chain(in_query).collect();
    for mut argument in of_body(model, operation) {
        // A parameter can have the name of a field, or of the record. Methods of the call do not collide with arguments.
        let collides =
            |other: &Argument| other.name == argument.name && other.required == argument.required;
        if arguments.iter().any(collides) {
            argument.name += match (argument.place, &argument.ty) {
                (Place::Json, _) => "_body",
                (_, Type::File) => "_file",
                _ => "_field",
            };
        }
        arguments.push(argument);
    }
    arguments
}

fn of_body(model: &Model, operation: &Operation) -> Vec<Argument> {
    let body = |name: String, wire: &str, ty: &Type, place: Place| Argument {
        name,
        description: String::new(),
        required: true,
        wire: wire.to_owned(),
        ty: ty.clone(),
        place,
    };
    match &operation.body {
        None => Vec::new(),
        Some(Body::Json { ty, .. }) => {
            let root = ty.component().unwrap_or_default();
            if let Some(record) = model.api.record(root).filter(|record| is_arguments(record)) {
                let properties = record.properties.iter();
                let properties = properties.map(|property| Argument {
                    description: property.description.clone(),
                    ..body(
                        argument_name(&property.name),
                        &property.name,
                        &property.ty,
                        Place::JsonProperty,
                    )
                });
                return properties.collect();
            }
            let name = match ty {
                Type::Ref(record) => argument_name(&record.to_snake_case()),
                _ => "body".to_owned(),
            };
            vec![body(name, root, ty, Place::Json)]
        }
        Some(known @ (Body::Form { .. } | Body::Multipart { .. })) => {
            let fields = known.fields().iter().map(|field| Argument {
                name: argument_name(&field.name),
                description: field.description.clone(),
                required: field.required,
                wire: field.name.clone(),
                ty: field.ty.clone(),
                place: Place::Field,
            });
            fields.collect()
        }
        Some(other) => unreachable!("lint knows no other body: {other:?}"),
    }
}

/// Whether a record has nothing but required properties. Records of the appliance have none.
fn is_arguments(record: &Record) -> bool {
    let mut properties = record.properties.iter();
    !record.properties.is_empty()
        && properties.all(|property| record.required.contains(&property.name))
}

/// The step of the chain that sets up the body out of its properties, if there are such arguments.
pub(super) fn json_step(root: &str, arguments: &[Argument]) -> Option<String> {
    let properties: Vec<String> = arguments
        .iter()
        .filter(|argument| argument.place == Place::JsonProperty)
        .map(Argument::json_property)
        .collect();
    let object = format!("serde_json::json!({{{}}})", properties.join(", "));
    (!properties.is_empty()).then(|| format!(".json({root:?}, &{object})"))
}

fn sample(name: &str, ty: &Type) -> String {
    match ty {
        Type::Integer => "31".into(),
        Type::Boolean => "true".into(),
        Type::String | Type::StringOf(_) | Type::Secret => {
            format!("{:?}", format!("sample {name}"))
        }
        Type::Array(items) if matches!(**items, Type::Ref(_)) => "[Default::default()]".into(),
        Type::Array(items) => format!("[{}]", sample(name, items)),
        _ => "&Default::default()".into(),
    }
}

impl Argument {
    fn parameter(parameter: &Parameter, place: Place) -> Self {
        Self {
            name: argument_name(&parameter.name),
            description: parameter.description.clone(),
            required: parameter.required,
            wire: parameter.name.clone(),
            ty: parameter.ty.clone(),
            place,
        }
    }

    pub(super) fn is_field(&self) -> bool {
        self.place == Place::Field
    }

    /// The type of the parameter of a method.
    pub(super) fn parameter_type(&self, model: &Model) -> String {
        match (self.place, &self.ty) {
            (_, Type::File) => "&Upload".into(),
            (Place::Json, Type::Array(items)) => format!("&[{}]", in_types(model, items)),
            (Place::Json, ty) => format!("&{}", in_types(model, ty)),
            (_, Type::Integer) => "i64".into(),
            (_, Type::Boolean) => "bool".into(),
            (_, Type::String | Type::StringOf(_)) => "&str".into(),
            (_, Type::Secret) => "impl Into<types::Secret>".into(),
            (_, Type::Array(items)) if **items == Type::Integer => {
                "impl IntoIterator<Item = i64>".into()
            }
            (_, Type::Array(_)) => "impl IntoIterator<Item = impl std::fmt::Display>".into(),
            (_, ty) => format!("&{}", in_types(model, ty)),
        }
    }

    /// A value that the method takes, as Rust code: every integer is 31, and a string has the name on the wire
    /// in it.
    pub(super) fn sample(&self) -> String {
        let (name, ty) = (&self.wire, &self.ty);
        match (self.place, ty) {
            (_, Type::File) => format!("&Upload::new({name:?}, {name:?})"),
            (Place::Json, Type::Array(_)) => format!("&{}", sample(name, ty)),
            _ => sample(name, ty),
        }
    }

    fn json_property(&self) -> String {
        let (name, wire) = (&self.name, &self.wire);
        match &self.ty {
            Type::Array(_) => format!("{wire:?}: {name}.into_iter().collect::<Vec<_>>()"),
            Type::Secret => format!("{wire:?}: Into::<types::Secret>::into({name})"),
            _ => format!("{wire:?}: {name}"),
        }
    }

    /// The step of the chain that sets the argument by itself.
    pub(super) fn step(&self) -> Option<String> {
        let (name, wire) = (&self.name, &self.wire);
        Some(match self.place {
            Place::JsonProperty => return None,
            Place::Path if self.ty == Type::Secret => format!(".secret_path({name})"),
            Place::Path => format!(".path({name})"),
            Place::Json => format!(".json({wire:?}, {name})"),
            Place::Query if self.ty == Type::Secret => format!(".secret_query({wire:?}, {name})"),
            Place::Query => format!(".query({wire:?}, {})", self.values()),
            Place::Field if self.ty == Type::File => format!(".upload({wire:?}, {name})"),
            Place::Field if self.ty == Type::Secret => format!(".secret_field({wire:?}, {name})"),
            Place::Field => format!(".field({wire:?}, {})", self.values()),
        })
    }

    /// The values, as something to iterate over.
    fn values(&self) -> String {
        match self.ty {
            Type::Array(_) => self.name.clone(),
            _ => format!("[{}]", self.name),
        }
    }

    /// The name of the method of a call that sets the argument.
    pub(super) fn setter_name(&self) -> String {
        let name = &self.name;
        match METHODS.contains(&name.as_str()) || name.starts_with("with_") {
            true => format!("{name}_argument"),
            false => name.clone(),
        }
    }

    pub(super) fn setter(&self, model: &Model) -> Setter {
        let wire = &self.wire;
        Setter {
            name: self.setter_name(),
            docs: self.description.clone(),
            argument: self.name.clone(),
            ty: self.parameter_type(model),
            statement: match self.place {
                Place::Query if self.ty == Type::Secret => {
                    format!("set_secret_query({wire:?}, {})", self.name)
                }
                Place::Query => format!("set_query({wire:?}, {})", self.values()),
                _ if self.ty == Type::File => format!("set_upload({wire:?}, {})", self.name),
                _ if self.ty == Type::Secret => {
                    format!("set_secret_field({wire:?}, {})", self.name)
                }
                _ => format!("set_fields({wire:?}, {})", self.values()),
            },
        }
    }
}
