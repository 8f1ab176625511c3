//! The records, out of the generator's `types` module.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use quote::ToTokens;
use serde_json::Value;
use syn::visit_mut::VisitMut;

use super::emit::{self, Accessor, Alias, OpenEnum, Record, RecordField};
use super::envelope::{self, Envelope};
use super::{Families, Family, GeneratedFile, ident, reexports, source_file, strings};
use crate::bundle::Bundle;
use crate::lower::{UPPER, View};
use crate::spelling::{self, Spelling};

/// What a record says of its members that are references.
const MEMBERS: &str = "x-fortinac-members";
const INFERRED: &str = "x-fortinac-inferred";

const FOLDER: &str = "crates/fortinac-types/src/generated";

/// One file for each family, and the module that holds them.
pub(super) fn files(
    generated: &syn::File,
    bundle: &Bundle,
    view: &View,
    families: &Families,
) -> Result<Vec<GeneratedFile>, String> {
    let mut structs = structs(generated)?;
    let evidence = evidence(&bundle.document);
    let mut by_family: BTreeMap<&Family, Vec<String>> = BTreeMap::new();
    for (name, schema) in bundle.schemas() {
        let family = families
            .components
            .get(name)
            .ok_or_else(|| format!("{name} has no file"))?;
        let item = match spelling::read(schema)? {
            Spelling::Record(properties) => {
                let item = structs
                    .remove(name)
                    .ok_or_else(|| format!("the generator made no struct {name}"))?;
                let order = properties.keys().collect();
                let record = record(item, schema, order, bundle, view, &evidence)?;
                match envelope::generic(properties) {
                    Some(envelope) => emit::alias(&alias(record, envelope)?),
                    None => emit::record(&record),
                }
            }
            Spelling::OpenEnum(words) => emit::open_enum(&open_enum(name, schema, &words)),
            // A type that is written by hand in fortinac-types.
            _ => continue,
        };
        by_family.entry(family).or_default().push(item);
    }
    if let Some(name) = structs.keys().next() {
        return Err(format!(
            "the generator made a struct {name} that is no component"
        ));
    }

    let modules = format!(
        "pub(crate) mod numbers;\n{}",
        reexports(by_family.keys().copied())
    );
    let mut files = vec![
        source_file(
            format!("{FOLDER}/mod.rs"),
            "openapi/",
            "The records, by resource.",
            &[modules],
        ),
        source_file(
            format!("{FOLDER}/numbers.rs"),
            "openapi/",
            "Properties that hold numbers.",
            &[number_members(bundle)?],
        ),
    ];
    for (family, items) in by_family {
        let doc = format!("Records of `{}`.", family.source);
        let prelude = "use crate::prelude::*;\n".to_owned();
        let items: Vec<String> = [prelude].into_iter().chain(items).collect();
        files.push(source_file(
            format!("{FOLDER}/{}.rs", family.module),
            &family.source,
            &doc,
            &items,
        ));
    }
    Ok(files)
}

/// The names of all members that hold numbers, and in no record a secret or something unknown: an error shows theirs.
fn number_members(bundle: &Bundle) -> Result<String, String> {
    let mut numbers = BTreeSet::new();
    let mut hidden = BTreeSet::new();
    for (_, schema) in bundle.schemas() {
        let Spelling::Record(members) = spelling::read(schema)? else {
            continue;
        };
        for (name, schema) in members {
            match spelling::read(innermost(schema, bundle)?)? {
                Spelling::Integer | Spelling::Number | Spelling::IntegerOrText => {
                    numbers.insert(name.as_str());
                }
                Spelling::Secret | Spelling::Open => {
                    hidden.insert(name.as_str());
                }
                _ => {}
            }
        }
    }
    let names = numbers.difference(&hidden);
    let names = emit::packed(1, names.map(|name| format!("{name:?}")));
    Ok(format!(
        "/// Sorted.\npub(crate) const NUMBER_MEMBERS: &[&str] = &[\n{names}];\n"
    ))
}

/// The schema behind lists and references.
fn innermost<'a>(schema: &'a Value, bundle: &'a Bundle) -> Result<&'a Value, String> {
    match spelling::read(schema)? {
        Spelling::List(items) => innermost(items, bundle),
        Spelling::Reference(name) => bundle
            .document
            .pointer(&format!("/components/schemas/{name}"))
            .ok_or_else(|| format!("there is no component schema {name}")),
        _ => Ok(schema),
    }
}

/// The structs of the generator's `types` module, by name. Its impls and its error module are not used.
fn structs(generated: &syn::File) -> Result<BTreeMap<String, syn::ItemStruct>, String> {
    let types = generated.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    let (_, items) = types.ok_or("the generator wrote no module `types`")?;
    let mut structs = BTreeMap::new();
    for item in items {
        match item {
            syn::Item::Struct(item) => {
                structs.insert(item.ident.to_string(), item.clone());
            }
            syn::Item::Impl(_) | syn::Item::Mod(_) => {}
            other => {
                return Err(format!(
                    "the generator wrote an unexpected item: {}",
                    other.to_token_stream()
                ));
            }
        }
    }
    Ok(structs)
}

/// A property of a record as a field.
struct Property {
    field: RecordField,
    /// The property in its first spelling, if this is another spelling of it.
    first_spelling: Option<String>,
}

/// A record: every property a field, in the order of the spec.
fn record(
    item: syn::ItemStruct,
    schema: &Value,
    order: Vec<&String>,
    bundle: &Bundle,
    view: &View,
    evidence: &Evidence<'_>,
) -> Result<Record, String> {
    let name = item.ident.to_string();
    let syn::Fields::Named(fields) = &item.fields else {
        return Err(format!("{name} has no named fields"));
    };
    let mut properties: Vec<(usize, Property)> = Vec::new();
    let mut keeps_unknown = false;
    for field in &fields.named {
        let ident = field
            .ident
            .as_ref()
            .ok_or_else(|| format!("{name} has a field without a name"))?;
        if is_flattened(field) {
            keeps_unknown = true;
            continue;
        }
        let generated_name = renamed_to(field)?.unwrap_or_else(|| ident.to_string());
        let renamed = view.renamed.get(&(name.clone(), generated_name.clone()));
        let first_spelling = renamed
            .and_then(|_| generated_name.strip_suffix(UPPER))
            .map(str::to_owned);
        let wire_name = renamed.cloned().unwrap_or(generated_name);
        let position = order.iter().position(|property| **property == wire_name);
        let position = position
            .ok_or_else(|| format!("{name} has a field {wire_name} that is no property"))?;
        let mut ty = inner_type(&field.ty);
        BareNames.visit_type_mut(&mut ty);
        let field = RecordField {
            name: ident.to_string(),
            ty: emit::compact(ty),
            docs: member_doc(&wire_name, ident, schema, bundle),
            property: wire_name,
        };
        let property = Property {
            field,
            first_spelling,
        };
        properties.push((position, property));
    }
    properties.sort_by_key(|(position, _)| *position);
    if properties.len() != order.len() {
        return Err(format!(
            "{name} has {} fields for {} properties",
            properties.len(),
            order.len()
        ));
    }
    if !keeps_unknown {
        return Err(format!("{name} would lose unknown properties"));
    }
    let properties: Vec<Property> = properties.into_iter().map(|(_, found)| found).collect();
    let description = schema["description"].as_str().unwrap_or_default().trim();
    let sources = sources_of_record(schema, evidence);
    Ok(Record {
        name,
        docs: format!("{description}\n\n{sources}"),
        accessors: accessors(&properties),
        fields: properties.into_iter().map(|found| found.field).collect(),
    })
}

/// Accessors that read either spelling of the properties that the spec has in two.
fn accessors(properties: &[Property]) -> Vec<Accessor> {
    let with_first = properties.iter().filter_map(|other| {
        let plain = other.first_spelling.as_ref()?;
        // Of two kinds there is no one type to return.
        let mut all = properties.iter().map(|property| &property.field);
        let first = all.find(|first| first.name == *plain && first.ty == other.field.ty)?;
        Some((plain, first, &other.field))
    });
    let accessors = with_first.map(|(plain, first, other)| Accessor {
        name: format!("any_{plain}"),
        ty: first.ty.clone(),
        first: first.name.clone(),
        second: other.name.clone(),
        docs: format!(
            "The value of `{}`, or else that of `{}`: two spellings of one property.",
            first.property, other.property
        ),
    });
    accessors.collect()
}

/// An envelope that is a name for one of the generic envelopes.
fn alias(record: Record, envelope: Envelope) -> Result<Alias, String> {
    let mut fields = record.fields.iter();
    let field = fields.find(|field| field.property == envelope.property);
    let field = field.ok_or_else(|| format!("{} has no {}", record.name, envelope.property))?;
    Ok(Alias {
        ty: format!("{}<{}>", envelope.ty, field.ty),
        name: record.name,
        docs: record.docs,
    })
}

/// What a member means. A member that is a reference means what the record says of it, or else what it refers to.
fn member_doc(wire_name: &str, ident: &syn::Ident, record: &Value, bundle: &Bundle) -> String {
    let schema = &record["properties"][wire_name];
    let said = |extension: &str| record[extension][wire_name].as_str().map(str::trim);
    let described = match said(MEMBERS) {
        Some(meaning) => meaning,
        None => described(schema, bundle).trim_end(),
    };
    let named = if *ident == wire_name {
        described.to_owned()
    } else {
        format!("`{wire_name}`: {described}")
    };
    match said(INFERRED) {
        Some(reason) => format!("{named} Inferred: {reason}"),
        None => named,
    }
}

/// What the schema of a member says that it means.
fn described<'a>(schema: &'a Value, bundle: &'a Bundle) -> &'a str {
    match schema.get("$ref").and_then(spelling::component_name) {
        Some(target) => {
            let of_target = bundle
                .document
                .pointer(&format!("/components/schemas/{target}/description"));
            let text = of_target.and_then(Value::as_str).unwrap_or_default();
            text.split_inclusive(". ").next().unwrap_or_default()
        }
        None => schema
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default(),
    }
}

/// The sources of a record, each with what its page's sample is worth, where that is known.
fn sources_of_record(schema: &Value, evidence: &Evidence<'_>) -> String {
    let sources = strings(schema, "x-fortinac-source").into_iter();
    emit::sources_line(sources.map(|source| {
        let link = emit::source_link(source);
        match evidence.get(source) {
            Some(words) => {
                let words: Vec<&str> = words.iter().map(|word| emit::worth(word)).collect();
                format!("{link} ({})", words.join(", "))
            }
            None => link,
        }
    }))
}

/// What the operations say that the sample of each page is worth.
type Evidence<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

fn evidence(document: &Value) -> Evidence<'_> {
    let mut evidence = Evidence::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    let items = paths.filter_map(|(_, item)| item.as_object()).flatten();
    for (_, operation) in items {
        if let Some(word) = operation["x-fortinac-evidence"].as_str() {
            for source in strings(operation, "x-fortinac-source") {
                evidence.entry(source).or_default().insert(word);
            }
        }
    }
    evidence
}

fn is_flattened(field: &syn::Field) -> bool {
    let mut flattened = false;
    for_each_serde_option(field, |meta| {
        flattened |= meta.path.is_ident("flatten");
        Ok(())
    });
    flattened
}

/// The name that serde gives a field.
fn renamed_to(field: &syn::Field) -> Result<Option<String>, String> {
    let mut name = None;
    for_each_serde_option(field, |meta| {
        if meta.path.is_ident("rename") {
            name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
        }
        Ok(())
    });
    Ok(name)
}

fn for_each_serde_option(
    field: &syn::Field,
    mut each: impl FnMut(&syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // An option that is of no interest may have a value: it has to be read to get at the next.
        let _ = attribute.parse_nested_meta(|meta| {
            each(&meta)?;
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
}

/// The type of a member without the `Option` around it.
fn inner_type(ty: &syn::Type) -> syn::Type {
    if let syn::Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = arguments.args.first()
    {
        return inner.clone();
    }
    ty.clone()
}

/// Makes types as the prelude of fortinac-types names them: `::fortinac_types::Code` is `Code`.
struct BareNames;

impl VisitMut for BareNames {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        syn::visit_mut::visit_path_mut(self, path);
        path.leading_colon = None;
        path.segments = path.segments.pop().into_iter().collect();
    }
}

fn open_enum(name: &str, schema: &Value, words: &[&str]) -> OpenEnum {
    // A word that is no identifier in any case is an error here, before it is an error of the compiler.
    let variant = |word: &&str| ident(&word.to_upper_camel_case()).to_string();
    OpenEnum {
        name: name.to_owned(),
        docs: schema["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        variants: words
            .iter()
            .map(|word| (variant(word), (*word).to_owned()))
            .collect(),
    }
}
