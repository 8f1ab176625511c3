//! The files of fortinac-types: a module for each folder of the spec, and in it one for each file.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use super::emit::{self, Accessor, Alias, OpenEnum, Record, RecordField};
use super::envelope;
use super::modules::{Contents, modules};
use super::progenitor::{Field, Fields};
use super::rust_type::module_of;
use super::{GeneratedFile, source_file};
use crate::model::Model;
use crate::model::api::{Evidence, Property, Schema, SchemaKind};
use crate::model::layout::Place;
use crate::model::naming::{UPPER, differ_in_case_alone};

const FOLDER: &str = "crates/fortinac-types/src/generated";

/// The sources that a record names in its documentation; of more it says how many.
const SHOWN_SOURCES: usize = 4;

pub(super) fn files(model: &Model, fields: &Fields) -> Result<Vec<GeneratedFile>, String> {
    let sources = Sources::of(model);
    let mut by_place: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for (name, schema) in &model.api.schemas {
        let item = match &schema.kind {
            SchemaKind::Record(properties) => {
                let of_record = fields
                    .get(name)
                    .ok_or_else(|| format!("{name} has no fields"))?;
                let record = record(name, schema, &properties.properties, of_record, &sources)?;
                match envelope::generic(properties) {
                    Some(envelope) => emit::alias(&alias(record, &envelope)?),
                    None => emit::record(&record),
                }
            }
            SchemaKind::OpenEnum(values) => emit::open_enum(&open_enum(name, schema, values)),
            // A type that is written by hand in fortinac-types.
            SchemaKind::IntegerOrString => continue,
        };
        by_place
            .entry(model.place_of_schema(name))
            .or_default()
            .push(item);
    }
    let places: Vec<&Place> = by_place.keys().collect();
    let contents = Contents {
        folder: FOLDER,
        doc: "The records: a module for each folder of the spec.",
        of: "Records of",
        handles: BTreeMap::new(),
        need_xml: Vec::new(),
    };
    let mut files = modules(model, &contents, &places);
    for (place, items) in &by_place {
        let doc = format!("Records of `{}`.", place.source);
        let items: Vec<String> = std::iter::once(uses(model, place))
            .chain(items.iter().cloned())
            .collect();
        let path = format!("{FOLDER}/{}/{}.rs", place.module, place.file);
        files.push(source_file(path, &place.source, &doc, &items));
    }
    Ok(files)
}

/// What the records of a file use: what is written by hand, and the records of other files.
fn uses(model: &Model, place: &Place) -> String {
    let mut modules: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let of_place = |name: &&str| model.place_of_schema(name) == *place;
    let names = model.api.schemas.keys().map(String::as_str);
    let records = names
        .filter(of_place)
        .filter_map(|name| model.api.record(name));
    for property in records.flat_map(|record| &record.properties) {
        let Some(component) = property.ty.component() else {
            continue;
        };
        let Some(module) = module_of(model, component) else {
            continue;
        };
        if model.place_of_schema(component) == *place {
            continue;
        }
        let path = match module == place.module {
            true => "super".to_owned(),
            false => format!("crate::{module}"),
        };
        modules.entry(path).or_default().insert(component);
    }
    let mut lines = vec!["crate::prelude::*".to_owned()];
    for (path, names) in modules {
        let names: Vec<&str> = names.into_iter().collect();
        lines.push(format!("{path}::{}", emit::braced(&names)));
    }
    lines.sort();
    lines.iter().map(|line| format!("use {line};\n")).collect()
}

/// A record: every property a field, in the order of the spec.
fn record(
    name: &str,
    schema: &Schema,
    properties: &[Property],
    fields: &BTreeMap<String, Field>,
    sources: &Sources<'_>,
) -> Result<Record, String> {
    let field = |property: &Property| {
        let field = fields
            .get(&property.name)
            .ok_or_else(|| format!("{name}.{} has no field", property.name))?;
        Ok(RecordField {
            docs: field_docs(property, field),
            name: field.name.clone(),
            ty: field.ty.clone(),
            property: property.name.clone(),
        })
    };
    let fields = properties
        .iter()
        .map(field)
        .collect::<Result<Vec<_>, String>>()?;
    let docs = [
        schema.description.clone(),
        schema.note.clone().unwrap_or_default(),
        sources.docs(name),
    ];
    let docs: Vec<String> = docs
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    Ok(Record {
        name: name.to_owned(),
        docs: docs.join("\n\n"),
        accessors: accessors(&fields),
        fields,
    })
}

fn field_docs(property: &Property, field: &Field) -> String {
    let described = &property.description;
    let named = match field.name == property.name {
        true => described.clone(),
        false => format!("`{}`: {described}", property.name),
    };
    match &property.inferred {
        Some(reason) => format!("{named} Inferred: {reason}"),
        None => named,
    }
}

/// Accessors that read either of two properties whose names differ in letter case alone.
fn accessors(fields: &[RecordField]) -> Vec<Accessor> {
    let of_other = |other: &RecordField| {
        let plain = other.name.strip_suffix(UPPER)?;
        // Of two types there is no one type to return.
        let first = fields.iter().find(|first| {
            first.name == plain
                && first.ty == other.ty
                && differ_in_case_alone(&first.property, &other.property)
        })?;
        Some(Accessor {
            name: format!("any_{plain}"),
            ty: first.ty.clone(),
            first: first.name.clone(),
            second: other.name.clone(),
            docs: format!(
                "The value of `{}`, or else that of `{}`: two spellings of one property.",
                first.property, other.property
            ),
        })
    };
    fields.iter().filter_map(of_other).collect()
}

/// An envelope that is a name for one of the generic envelopes.
fn alias(record: Record, envelope: &envelope::Envelope) -> Result<Alias, String> {
    let mut fields = record.fields.iter();
    let field = fields.find(|field| field.property == envelope.property);
    let field = field.ok_or_else(|| format!("{} has no {}", record.name, envelope.property))?;
    Ok(Alias {
        ty: format!("{}<{}>", envelope.ty, field.ty),
        name: record.name,
        docs: record.docs,
    })
}

fn open_enum(name: &str, schema: &Schema, values: &[String]) -> OpenEnum {
    // A value that is no identifier in any case is an error here, before it is an error of the compiler.
    let variant = |value: &str| super::ident(&value.to_upper_camel_case()).to_string();
    OpenEnum {
        name: name.to_owned(),
        docs: schema.description.clone(),
        variants: values
            .iter()
            .map(|value| (variant(value), value.clone()))
            .collect(),
    }
}

/// Which sources show each record: those of the operations that use it, and those that it names itself.
struct Sources<'a> {
    /// What the sample of each source is worth.
    evidence: BTreeMap<&'a str, Evidence>,
    of_records: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Sources<'a> {
    fn of(model: &'a Model) -> Self {
        let mut sources = Self {
            evidence: BTreeMap::new(),
            of_records: BTreeMap::new(),
        };
        for operation in &model.api.operations {
            for record in model.api.reachable(operation) {
                let of_record = sources.of_records.entry(record).or_default();
                of_record.extend(operation.sources.iter().map(String::as_str));
            }
            for source in &operation.sources {
                sources.evidence.entry(source).or_insert(operation.evidence);
            }
        }
        for (name, schema) in &model.api.schemas {
            let of_record = sources.of_records.entry(name).or_default();
            of_record.extend(schema.sources.iter().map(String::as_str));
        }
        sources
    }

    /// The sources as a line of documentation, the best evidence first.
    fn docs(&self, name: &str) -> String {
        let mut sources: Vec<&str> = self
            .of_records
            .get(name)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let rank = |source: &&str| {
            self.evidence
                .get(source)
                .copied()
                .map_or(u8::MAX, |word| word as u8)
        };
        sources.sort_by_key(|source| (rank(source), *source));
        let link = |source: &&str| {
            let link = emit::source_link(source);
            match self.evidence.get(source) {
                Some(evidence) => format!("{link} ({})", emit::worth(evidence.as_str())),
                None => link,
            }
        };
        let mut shown: Vec<String> = sources.iter().take(SHOWN_SOURCES).map(link).collect();
        if let more @ 1.. = sources.len().saturating_sub(SHOWN_SOURCES) {
            shown.push(format!("and {more} more"));
        }
        emit::sources_line(shown.into_iter())
    }
}
