//! The tags that the root lacks, and the resources that its tags lack.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::library::Library;
use super::merge;
use super::names::Resource;
use super::words::plural;

/// The root with the tags and resources that it lacks, if there are any.
pub(super) fn root<'a>(
    folder: &Path,
    library: &Library,
    resources: impl Iterator<Item = &'a Resource>,
) -> Result<Option<(PathBuf, String)>, Box<dyn Error>> {
    let file = folder.join("fortinac.yaml");
    let mut text = fs::read_to_string(&file)?;
    let mut tags: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for resource in resources {
        tags.entry(&resource.tag)
            .or_default()
            .push((resource.name.clone(), plural(&resource.name)));
    }
    let known: Vec<&Value> = library
        .files
        .get("fortinac.yaml")
        .and_then(|root| root["tags"].as_array())
        .into_iter()
        .flatten()
        .collect();
    let before = text.clone();
    for (tag, mut resources) in tags {
        match known.iter().find(|known| known["name"] == tag) {
            Some(known) => {
                let declared = &known["x-fortinac-resources"];
                resources.retain(|(name, _)| declared.get(name).is_none());
                text = merge::add_resources(&text, tag, &resources);
            }
            None => text = merge::add_tag(&text, tag, &resources),
        }
    }
    Ok((text != before).then_some((file, text)))
}
