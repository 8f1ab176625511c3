//! Parts of the description, each with the file and the place where a reader finds it.

use std::path::Path;

use serde_json::Value;

use crate::bundle::{Bundle, METHODS};
use crate::problem::Problem;

/// A part of the description.
#[derive(Clone)]
pub(super) struct Site<'a> {
    pub(super) file: &'a Path,
    pub(super) place: String,
    pub(super) value: &'a Value,
}

impl<'a> Site<'a> {
    /// The document as a whole.
    pub(super) fn root(bundle: &'a Bundle) -> Self {
        Self {
            file: &bundle.root,
            place: String::new(),
            value: &bundle.document,
        }
    }

    /// The components of one kind, by name.
    pub(super) fn components(
        bundle: &'a Bundle,
        kind: &'a str,
    ) -> impl Iterator<Item = (&'a str, Self)> {
        let components = bundle
            .document
            .get("components")
            .and_then(|kinds| kinds.get(kind));
        let components = components.and_then(Value::as_object).into_iter().flatten();
        components.map(move |(name, value)| {
            let file = bundle.component_files.get(&(kind.to_owned(), name.clone()));
            let file = file.unwrap_or(&bundle.root);
            (
                name.as_str(),
                Self {
                    file,
                    place: format!("components/{kind}/{name}"),
                    value,
                },
            )
        })
    }

    /// The path items, by path.
    pub(super) fn paths(bundle: &'a Bundle) -> impl Iterator<Item = (&'a str, Self)> {
        let paths = bundle
            .document
            .get("paths")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        paths.map(|(path, value)| {
            (
                path.as_str(),
                Self {
                    file: bundle.file_of_path(path),
                    place: path.clone(),
                    value,
                },
            )
        })
    }

    /// What is below this, under `name`.
    pub(super) fn below(&self, name: impl std::fmt::Display, value: &'a Value) -> Self {
        let place = match self.place.as_str() {
            "" => name.to_string(),
            place => format!("{place}/{name}"),
        };
        Self {
            file: self.file,
            place,
            value,
        }
    }

    /// One member of a mapping.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        Some(self.below(name, self.value.get(name)?))
    }

    /// The members of a mapping; none of anything else.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(name, value)| (name.as_str(), self.below(name, value)))
    }

    /// The items of a list, called by name where they have one; none of anything else.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(
            |(index, value)| match value.get("name").and_then(Value::as_str) {
                Some(name) => self.below(name, value),
                None => self.below(index, value),
            },
        )
    }

    /// A member that is text.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// The names of a mapping's members.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.members().map(|(name, _)| name).collect()
    }

    /// The component of `kind` behind a `$ref`, or this where it is none.
    /// Nothing where the `$ref` names a component of another kind.
    pub(super) fn resolve(self, bundle: &'a Bundle, kind: &'a str) -> Option<Self> {
        let Some(reference) = self.value.get("$ref") else {
            return Some(self);
        };
        let name = reference
            .as_str()?
            .strip_prefix("#/components/")?
            .strip_prefix(kind)?
            .strip_prefix('/')?;
        Self::components(bundle, kind)
            .find(|(known, _)| *known == name)
            .map(|(_, site)| site)
    }

    /// A problem with this.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.file, self.place.as_str(), message)
    }
}

/// A component schema by name.
pub(super) fn component_schema<'a>(bundle: &'a Bundle, name: &str) -> Option<&'a Value> {
    bundle.document.get("components")?.get("schemas")?.get(name)
}

/// An operation, with everything behind a `$ref` looked up.
pub(super) struct Operation<'a> {
    /// In lower case.
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) site: Site<'a>,
    /// Those of its path first.
    pub(super) parameters: Vec<Site<'a>>,
    pub(super) request: Option<Site<'a>>,
    /// By HTTP status.
    pub(super) responses: Vec<(&'a str, Site<'a>)>,
}

impl<'a> Operation<'a> {
    /// All operations that are mappings, in the order of the description. What else there is in the place of one is a
    /// problem of its structure.
    pub(super) fn all(bundle: &'a Bundle) -> Vec<Self> {
        let of_path = |(path, item): (&'a str, Site<'a>)| {
            let operations = operation_sites(path, &item);
            let operations = operations
                .filter(|(_, site)| site.value.is_object() && site.value.get("$ref").is_none());
            operations
                .map(|(method, site)| Self::new(bundle, method, path, &item, site))
                .collect()
        };
        Site::paths(bundle)
            .flat_map(|item| -> Vec<Self> { of_path(item) })
            .collect()
    }

    fn new(
        bundle: &'a Bundle,
        method: &'a str,
        path: &'a str,
        item: &Site<'a>,
        site: Site<'a>,
    ) -> Self {
        let parameters = [item, &site]
            .into_iter()
            .filter_map(|site| site.member("parameters"));
        let parameters = parameters.flat_map(|list| list.items().collect::<Vec<_>>());
        let parameters = parameters
            .filter_map(|one| one.resolve(bundle, "parameters"))
            .collect();
        let request = site.member("requestBody");
        let request = request.and_then(|request| request.resolve(bundle, "requestBodies"));
        let responses = site
            .member("responses")
            .into_iter()
            .flat_map(|responses| responses.members().collect::<Vec<_>>());
        let responses = responses.filter_map(|(status, response)| {
            Some((status, response.resolve(bundle, "responses")?))
        });
        let responses = responses.collect();
        Self {
            method,
            path,
            site,
            parameters,
            request,
            responses,
        }
    }

    /// How a reader finds it apart from its operationId.
    pub(super) fn method_and_path(&self) -> String {
        method_and_path(self.method, self.path)
    }

    /// The media types of all bodies, with the site of what each carries.
    pub(super) fn media(&self) -> impl Iterator<Item = (&'a str, Site<'a>)> {
        let answers = self.responses.iter().map(|(_, response)| response);
        self.request.iter().chain(answers).flat_map(media)
    }
}

/// The media types of a request body or of an answer.
pub(super) fn media<'a>(body: &Site<'a>) -> Vec<(&'a str, Site<'a>)> {
    body.member("content")
        .into_iter()
        .flat_map(|content| content.members().collect::<Vec<_>>())
        .collect()
}

/// What a path item has under the methods, called by operationId where there is one.
pub(super) fn operation_sites<'a>(
    path: &str,
    item: &Site<'a>,
) -> impl Iterator<Item = (&'a str, Site<'a>)> {
    let methods = item
        .members()
        .filter(|(method, _)| METHODS.contains(method));
    methods.map(move |(method, mut site)| {
        site.place = match site.text("operationId") {
            None | Some("") => method_and_path(method, path),
            Some(id) => id.to_owned(),
        };
        (method, site)
    })
}

fn method_and_path(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}
