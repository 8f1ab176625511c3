//! The records, out of the generator's `types` module.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::visit_mut::VisitMut;

use super::{
    Families, Family, GeneratedFile, doc_attributes, ident, reexports, rust_file, strings,
};
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
    let mut by_family: BTreeMap<&Family, Vec<syn::Item>> = BTreeMap::new();
    for (name, schema) in bundle.schemas() {
        let family = families
            .components
            .get(name)
            .ok_or_else(|| format!("{name} has no file"))?;
        let items = match spelling::read(schema)? {
            Spelling::Record(members) => {
                let item = structs
                    .remove(name)
                    .ok_or_else(|| format!("the generator made no struct {name}"))?;
                let (item, fields) = record(
                    item,
                    schema,
                    members.keys().collect(),
                    bundle,
                    view,
                    &evidence,
                )?;
                let written = wire_form(&item.ident, &fields);
                let either = either_spelling(&item.ident, &fields);
                let items = [syn::Item::Struct(item), written].into_iter();
                items.chain(either).collect()
            }
            Spelling::OpenEnum(words) => vec![open_enum(name, schema, &words)],
            // A type that is written by hand in fortinac-types.
            _ => continue,
        };
        by_family.entry(family).or_default().extend(items);
    }
    if let Some(name) = structs.keys().next() {
        return Err(format!(
            "the generator made a struct {name} that is no component"
        ));
    }

    let numbers: syn::Item = syn::parse_quote!(
        pub(crate) mod numbers;
    );
    let modules = [numbers].into_iter();
    let mut files = vec![
        rust_file(
            format!("{FOLDER}/mod.rs"),
            "openapi/",
            "The records, by family.",
            &modules
                .chain(reexports(by_family.keys().copied()))
                .collect::<Vec<_>>(),
        ),
        rust_file(
            format!("{FOLDER}/numbers.rs"),
            "openapi/",
            "Members that hold numbers.",
            &[number_members(bundle)?],
        ),
    ];
    for (family, items) in by_family {
        let doc = format!("Records of `{}`.", family.source);
        files.push(rust_file(
            format!("{FOLDER}/{}.rs", family.module),
            &family.source,
            &doc,
            &items,
        ));
    }
    Ok(files)
}

/// The names of all members that hold numbers, and in no record a secret or something unknown: an error shows theirs.
fn number_members(bundle: &Bundle) -> Result<syn::Item, String> {
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
    Ok(syn::parse_quote! {
        /// Sorted.
        pub(crate) const NUMBER_MEMBERS: &[&str] = &[#(#names),*];
    })
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

/// A member of a record as a field.
struct MemberField {
    wire_name: String,
    /// The field of the same member in its first spelling.
    first_spelling: Option<String>,
    /// What it holds if it is neither absent nor null.
    ty: syn::Type,
    field: syn::Field,
}

/// A record: every member a `Field`, in the order of the description; unknown members in `extra`.
fn record(
    mut item: syn::ItemStruct,
    schema: &Value,
    order: Vec<&String>,
    bundle: &Bundle,
    view: &View,
    evidence: &Evidence<'_>,
) -> Result<(syn::ItemStruct, Vec<MemberField>), String> {
    let name = item.ident.to_string();
    let syn::Fields::Named(fields) = &mut item.fields else {
        return Err(format!("{name} has no named fields"));
    };
    let mut members: Vec<(usize, MemberField)> = Vec::new();
    let mut extra: Option<syn::Field> = None;
    for field in &fields.named {
        let ident = field
            .ident
            .as_ref()
            .ok_or_else(|| format!("{name} has a field without a name"))?;
        if is_flattened(field) {
            extra = Some(syn::parse_quote! {
                /// Members that the description does not know. They are kept and written back.
                #[cfg_attr(feature = "schemars", schemars(flatten))]
                pub extra: crate::Extra
            });
            continue;
        }
        let generated_name = renamed_to(field)?.unwrap_or_else(|| ident.to_string());
        let renamed = view.renamed.get(&(name.clone(), generated_name.clone()));
        let first_spelling = renamed
            .and_then(|_| generated_name.strip_suffix(UPPER))
            .map(str::to_owned);
        let wire_name = renamed.cloned().unwrap_or(generated_name);
        let position = order.iter().position(|member| **member == wire_name);
        let position =
            position.ok_or_else(|| format!("{name} has a field {wire_name} that is no member"))?;
        let docs = doc_attributes(&member_doc(&wire_name, ident, schema, bundle));
        let rename = (*ident != wire_name).then(|| quote!(rename = #wire_name,));
        let mut ty = inner_type(&field.ty);
        OwnPaths.visit_type_mut(&mut ty);
        // The JSON Schema says by this which members may be left out. Reading and writing is not derived: see `record!`.
        let field = syn::parse_quote! {
            #(#docs)*
            #[cfg_attr(
                feature = "schemars",
                schemars(#rename default, skip_serializing_if = "crate::Field::is_absent")
            )]
            pub #ident: crate::Field<#ty>
        };
        let member = MemberField {
            wire_name,
            first_spelling,
            ty,
            field,
        };
        members.push((position, member));
    }
    members.sort_by_key(|(position, _)| *position);
    if members.len() != order.len() {
        return Err(format!(
            "{name} has {} fields for {} members",
            members.len(),
            order.len()
        ));
    }
    let extra = extra.ok_or_else(|| format!("{name} would lose unknown members"))?;
    let members: Vec<MemberField> = members.into_iter().map(|(_, member)| member).collect();
    let all = members.iter().map(|member| member.field.clone());
    fields.named = all.chain([extra]).collect();

    let description = schema["description"].as_str().unwrap_or_default().trim();
    item.attrs = doc_attributes(&format!(
        "{description}\n\n{}",
        sources_of_record(schema, evidence)
    ));
    item.attrs.push(syn::parse_quote!(
        #[derive(Clone, Default, PartialEq)]
    ));
    item.attrs.push(syn::parse_quote!(
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    ));
    Ok((item, members))
}

/// How a record is read and written.
fn wire_form(name: &syn::Ident, members: &[MemberField]) -> syn::Item {
    let fields = members.iter().map(|member| &member.field.ident);
    let names = members.iter().map(|member| &member.wire_name);
    syn::parse_quote! {
        crate::record::record! {
            #name { #(#fields = #names,)* }
        }
    }
}

/// Accessors that read either spelling of the members that the description has in two.
fn either_spelling(name: &syn::Ident, members: &[MemberField]) -> Option<syn::Item> {
    let mut accessors: Vec<syn::ImplItemFn> = Vec::new();
    for other in members {
        // Of two kinds there is no one type to return.
        let first = members.iter().find(|first| {
            let field = first.field.ident.as_ref().map(ToString::to_string);
            field.is_some() && field == other.first_spelling && first.ty == other.ty
        });
        let (Some(first), Some(plain)) = (first, &other.first_spelling) else {
            continue;
        };
        let accessor = ident(&format!("any_{plain}"));
        let (first_field, other_field, ty) = (&first.field.ident, &other.field.ident, &first.ty);
        let doc = format!(
            " The value of `{}`, or else that of `{}`: two spellings of one member.",
            first.wire_name, other.wire_name
        );
        accessors.push(syn::parse_quote! {
            #[doc = #doc]
            pub fn #accessor(&self) -> Option<&#ty> {
                self.#first_field.value().or(self.#other_field.value())
            }
        });
    }
    (!accessors.is_empty()).then(|| syn::parse_quote!(impl #name { #(#accessors)* }))
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

/// The sources of a record as a line of documentation, each with what its page's sample is worth, where that is known.
fn sources_of_record(schema: &Value, evidence: &Evidence<'_>) -> String {
    let sources = strings(schema, "x-fortinac-source");
    let list = sources
        .iter()
        .map(|source| match evidence.get(source) {
            Some(words) => format!(
                "`{source}` ({})",
                words.iter().copied().collect::<Vec<_>>().join(", ")
            ),
            None => format!("`{source}`"),
        })
        .collect::<Vec<_>>();
    format!("Source: {}.", list.join(", "))
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

/// Makes paths work inside fortinac-types: `::fortinac_types::X` is `crate::X`, and so is a sibling `X`;
/// `::std::string::String` is `String`.
struct OwnPaths;

impl VisitMut for OwnPaths {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        syn::visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_some()
            && path
                .segments
                .first()
                .is_some_and(|first| first.ident == "fortinac_types")
        {
            path.leading_colon = None;
            path.segments[0].ident = ident("crate");
        } else if path.leading_colon.is_some() && path.segments.last().is_some_and(in_prelude) {
            path.leading_colon = None;
            path.segments = path.segments.pop().into_iter().collect();
        } else if path.leading_colon.is_none()
            && path.segments.len() == 1
            && !in_prelude(&path.segments[0])
            && path.segments[0]
                .ident
                .to_string()
                .starts_with(|c: char| c.is_ascii_uppercase())
        {
            path.segments.insert(0, ident("crate").into());
        }
    }
}

/// Whether a type is known everywhere by its bare name.
fn in_prelude(segment: &syn::PathSegment) -> bool {
    ["Box", "Option", "String", "Vec"]
        .iter()
        .any(|name| segment.ident == name)
}

fn open_enum(name: &str, schema: &Value, words: &[&str]) -> syn::Item {
    let name = ident(name);
    let docs = doc_attributes(schema["description"].as_str().unwrap_or_default());
    let variants = words.iter().map(|word| ident(&word.to_upper_camel_case()));
    let variant_docs = words.iter().map(|word| format!(" `{word}`"));
    syn::parse_quote! {
        crate::open_enum::open_enum! {
            #(#docs)*
            #name { #(#[doc = #variant_docs] #variants = #words,)* }
        }
    }
}
