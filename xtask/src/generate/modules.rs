//! The files `mod.rs` of the generated crates: a public module for each folder of the spec, behind its feature.
//!
//! What the files of a folder describe is shown in the module of the folder: a reader looks for a host in `host`, and
//! need not know that a YAML file has it.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::handles::words;
use super::{GeneratedFile, source_file};
use crate::model::Model;
use crate::model::layout::Place;

/// The resources that the first line of a module names; of more it says how many.
const SHOWN_RESOURCES: usize = 6;

/// What a crate has of each folder.
pub(super) struct Contents<'a> {
    /// Where the files are.
    pub(super) folder: &'a str,
    /// The documentation of the module of all folders.
    pub(super) doc: &'a str,
    /// What the documentation of a folder begins with, such as `Records of`.
    pub(super) of: &'a str,
    /// What is in the module of each folder beside its files, and is why the files need not be exported.
    pub(super) handles: BTreeMap<String, String>,
    /// Modules of nothing but calls whose response is XML.
    pub(super) need_xml: Vec<String>,
}

/// The module files: one for the crate with a module for each folder, and one for each folder with a module for each
/// file.
pub(super) fn modules(
    model: &Model,
    contents: &Contents<'_>,
    places: &[&Place],
) -> Vec<GeneratedFile> {
    let mut by_module: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for place in places {
        by_module.entry(&place.module).or_default().push(place);
    }
    let tags = tags(model);
    let folder = contents.folder;
    let mut declared = String::new();
    let mut files = Vec::new();
    for (module, places) in by_module {
        let place = places[0];
        declared += &format!("{}pub mod {module};\n", condition(contents, place));
        let files_of = |line: &dyn Fn(&str) -> String| -> String {
            places.iter().map(|place| line(&place.file)).collect()
        };
        let items = match contents.handles.get(module) {
            // A handle has its methods in the files, and is itself here.
            Some(handles) => vec![files_of(&|file| format!("mod {file};\n")), handles.clone()],
            None => vec![
                files_of(&|file| format!("mod {file};\n")),
                files_of(&|file| format!("pub use {file}::*;\n")),
            ],
        };
        let (source, doc) = match place.is_common() {
            true => (place.source.as_str(), SHARED.to_owned()),
            false => (
                place
                    .source
                    .rsplit_once('/')
                    .map_or("openapi", |(folder, _)| folder),
                of_folder(contents, tags.get(module).map_or(&[], Vec::as_slice)),
            ),
        };
        files.push(source_file(
            format!("{folder}/{module}/mod.rs"),
            source,
            &doc,
            &items,
        ));
    }
    // A file can be called like its folder: that of the resource itself.
    let allow = "#![allow(clippy::module_inception)]\n".to_owned();
    files.push(source_file(
        format!("{folder}/mod.rs"),
        "openapi/",
        contents.doc,
        &[allow, declared],
    ));
    files
}

const SHARED: &str = "What records and calls of several resources share: envelopes, arguments, and records that other records refer to.";

/// The line that a module needs in front: `#[cfg(feature = ...)]`.
fn condition(contents: &Contents<'_>, place: &Place) -> String {
    let feature = place.feature();
    match place.is_common() {
        true => String::new(),
        false if contents.need_xml.contains(&place.module) => {
            format!("#[cfg(all(feature = {feature:?}, feature = \"xml\"))]\n")
        }
        false => format!("#[cfg(feature = {feature:?})]\n"),
    }
}

/// What a module says of a tag.
struct Described<'a> {
    description: &'a str,
    /// The names of its API handles.
    handles: Vec<&'a str>,
}

/// The tags whose operations each module has, in the order of the document.
fn tags(model: &Model) -> BTreeMap<String, Vec<Described<'_>>> {
    let mut modules: BTreeMap<String, Vec<Described<'_>>> = BTreeMap::new();
    for tag in &model.api.tags {
        let of_tag = model
            .api
            .operations
            .iter()
            .filter(|one| one.tag == tag.name);
        let mut handles: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for operation in of_tag {
            let place = model.place_of_path(&operation.path);
            handles
                .entry(place.module)
                .or_default()
                .push(model.api.handle(operation));
        }
        for (module, used) in handles {
            let in_order = tag
                .resources
                .iter()
                .map(|resource| resource.handle.as_str());
            modules.entry(module).or_default().push(Described {
                description: &tag.description,
                handles: in_order.filter(|handle| used.contains(handle)).collect(),
            });
        }
    }
    modules
}

/// The documentation of a folder: its resources in a line, and then what its tags are.
fn of_folder(contents: &Contents<'_>, tags: &[Described<'_>]) -> String {
    let all: Vec<String> = tags
        .iter()
        .flat_map(|tag| &tag.handles)
        .map(|handle| words(handle))
        .collect();
    let mut doc = format!("{} {}.\n", contents.of, named(&all));
    for tag in tags {
        let links: Vec<String> = match contents.handles.is_empty() {
            true => Vec::new(),
            false => tag
                .handles
                .iter()
                .map(|handle| format!(" [`{}`]", handle.to_upper_camel_case()))
                .collect(),
        };
        doc += &format!("\n- {}{}", tag.description.trim(), links.join(","));
    }
    doc
}

/// Names in a sentence.
fn named(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [name] => name.clone(),
        names if names.len() > SHOWN_RESOURCES + 1 => {
            let (shown, more) = names.split_at(SHOWN_RESOURCES);
            format!("{}, and {} more resources", shown.join(", "), more.len())
        }
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_first_resources_and_counts_the_others() {
        let names = |count: usize| -> Vec<String> {
            (1..=count).map(|number| format!("r{number}")).collect()
        };
        assert_eq!(named(&names(1)), "r1");
        assert_eq!(named(&names(3)), "r1, r2 and r3");
        assert_eq!(named(&names(7)), "r1, r2, r3, r4, r5, r6 and r7");
        assert_eq!(
            named(&names(8)),
            "r1, r2, r3, r4, r5, r6, and 2 more resources"
        );
    }
}
