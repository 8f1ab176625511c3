//! From a validated description to the contents of every generated file.

pub(crate) mod calls;
mod caught;
mod client;
mod emit;
mod envelope;
mod features;
mod files;
mod index;
mod models;
pub(crate) mod outcome;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use schemars::schema::{InstanceType, SchemaObject};
use serde_json::Value;

use crate::bundle::Bundle;
use crate::lower::{self, View};
use crate::problem::{Problem, Problems};

pub use files::{GeneratedFile, check, write};
pub use tables::bundled_json;

/// The generator whose output is committed; the workspace pins the same version.
pub const GENERATOR: &str = "progenitor 0.15.1";

/// Generates every file from a validated description.
///
/// # Errors
/// The generator refuses the description or panics on it, or a lowering rule has become useless.
pub fn generate(bundle: &Bundle) -> Result<Vec<GeneratedFile>, Problems> {
    // `validate` turns away everything that is known to make this panic; what it may have missed ends here.
    let files = caught::caught(|| all_files(bundle)).unwrap_or_else(|panic| {
        Err(format!(
            "codegen panicked: {panic}; `validate` should have caught this, please add a rule"
        ))
    });
    files.map_err(|message| Problem::new(&bundle.root, "codegen", message).into())
}

fn all_files(bundle: &Bundle) -> Result<Vec<GeneratedFile>, String> {
    let view = lower::lower(&bundle.document)?;
    let generated = stock(&view)?;
    let families = Families::new(bundle);

    let mut files = models::files(&generated, bundle, &view, &families)?;
    let calls = calls::calls(&generated, bundle)?;
    files.extend(client::files(&calls, bundle, &families)?);
    files.push(tables::operation_types(&calls));
    files.push(tables::bundled_description(bundle));
    files.push(index::index(&calls, bundle, &families));
    Ok(files)
}

/// The manifests of the workspace's crates whose features follow from the description.
///
/// # Errors
/// A manifest cannot be read, or has no room for them.
pub fn manifests(workspace: &Path, bundle: &Bundle) -> Result<Vec<GeneratedFile>, Problems> {
    let fail = |message: String| Problems::from(Problem::new(&bundle.root, "codegen", message));
    features::manifests(workspace, bundle, &Families::new(bundle)).map_err(fail)
}

/// What the real description must use: otherwise a lowering rule is dead code.
///
/// # Errors
/// A rule applied nowhere.
pub fn no_dead_rules(bundle: &Bundle) -> Result<(), Problems> {
    let fail = |message: String| Problems::from(Problem::new(&bundle.root, "codegen", message));
    let dead = lower::lower(&bundle.document).map_err(fail)?.dead_rules();
    if dead.is_empty() {
        return Ok(());
    }
    Err(fail(format!(
        "lowering rules without use: {dead:?}; delete them from xtask/src/lower.rs"
    )))
}

/// The generator's own output for the view.
fn stock(view: &View) -> Result<syn::File, String> {
    let document: OpenAPI = serde_json::from_value(view.document.clone())
        .map_err(|error| format!("the generator's view is not OpenAPI: {error}"))?;
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged);
    for (format, path) in &view.rust_types {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some(format.clone()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, path, std::iter::empty::<TypeImpl>());
    }
    let tokens = Generator::new(&settings)
        .generate_tokens(&document)
        .map_err(|error| format!("{GENERATOR} refuses the description: {error}"))?;
    syn::parse2(tokens)
        .map_err(|error| format!("{GENERATOR} wrote code that does not parse: {error}"))
}

/// The module of what all families share.
const COMMON: &str = "common";

/// Which family each path and component belongs to: the stem of its file, as a module name.
struct Families {
    components: BTreeMap<String, Family>,
    paths: BTreeMap<String, Family>,
}

/// One file of the description, and the module generated from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Family {
    module: String,
    source: String,
}

impl Family {
    /// The Cargo feature that it has in the crates.
    fn feature(&self) -> String {
        self.module.replace('_', "-")
    }
}

/// The module of a file of the description: its name without the extension, as Rust spells it.
pub(crate) fn module_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().replace('-', "_")
}

impl Families {
    fn new(bundle: &Bundle) -> Self {
        let folder = bundle.root.parent().unwrap_or(Path::new(""));
        let family = |file: &Path| {
            let module = match module_of(file) {
                stem if stem == "components" => COMMON.to_owned(),
                stem => stem,
            };
            let relative: PathBuf = file.strip_prefix(folder).unwrap_or(file).to_owned();
            Family {
                module,
                source: format!("openapi/{}", relative.to_string_lossy().replace('\\', "/")),
            }
        };
        let schemas = bundle
            .schemas()
            .map(|(name, _)| (name.to_owned(), family(bundle.file_of_schema(name))));
        let paths = bundle
            .path_files
            .iter()
            .map(|(path, file)| (path.clone(), family(file)));
        Self {
            components: schemas.collect(),
            paths: paths.collect(),
        }
    }
}

/// A Rust file out of the text of its items, with the header that says where it comes from.
fn source_file(path: String, source: &str, doc: &str, items: &[String]) -> GeneratedFile {
    let head = format!("// {}\n\n//! {doc}\n", header(source));
    let parts: Vec<&str> = [head.as_str()]
        .into_iter()
        .chain(items.iter().map(String::as_str))
        .collect();
    GeneratedFile {
        path: path.into(),
        contents: parts.join("\n"),
    }
}

/// A Rust file out of its items. Uses stand together.
fn rust_file(path: String, source: &str, doc: &str, items: &[syn::Item]) -> GeneratedFile {
    let mut parts: Vec<String> = Vec::new();
    let mut previous_is_use = false;
    for item in items {
        let file: syn::File = syn::parse_quote!(#item);
        let text = prettyplease::unparse(&file);
        let is_use = matches!(item, syn::Item::Use(_));
        match parts.last_mut() {
            Some(last) if is_use && previous_is_use => last.push_str(&text),
            _ => parts.push(text),
        }
        previous_is_use = is_use;
    }
    source_file(path, source, doc, &parts)
}

fn header(source: &str) -> String {
    format!(
        "Generated by `cargo xtask codegen` from {source} with {GENERATOR}. Do not edit: edit the YAML."
    )
}

/// `mod name;` and `pub use name::*;` for each family, behind its feature.
fn reexports<'a>(families: impl Iterator<Item = &'a Family>) -> String {
    let (modules, uses): (Vec<String>, Vec<String>) = families
        .map(|family| {
            let (module, condition) = (&family.module, condition([family]));
            (
                format!("{condition}mod {module};\n"),
                format!("{condition}pub use {module}::*;\n"),
            )
        })
        .unzip();
    format!("{}\n{}", modules.concat(), uses.concat())
}

/// A line `#[cfg(feature = ...)]`: any of these families is wanted. What all share is always there.
fn condition<'a>(families: impl IntoIterator<Item = &'a Family>) -> String {
    let families = families
        .into_iter()
        .filter(|family| family.module != COMMON);
    let features = families.map(|family| format!("feature = {:?}", family.feature()));
    let features: Vec<String> = features.collect();
    match features.as_slice() {
        [] => String::new(),
        [feature] => format!("#[cfg({feature})]\n"),
        features => format!("#[cfg(any({}))]\n", features.join(", ")),
    }
}

fn ident(name: &str) -> syn::Ident {
    syn::Ident::new(name, proc_macro2::Span::call_site())
}

/// The strings of a list-valued member of the description.
fn strings<'a>(holder: &'a Value, name: &str) -> Vec<&'a str> {
    holder
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
