//! Servers and security.

use openapiv3::OpenAPI;
use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::model::Model;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    // The model was read from it: what the types of OpenAPI do not take was reported there.
    let Ok(document) = OpenAPI::deserialize(&model.bundle.document) else {
        return;
    };
    for (index, server) in document.servers.iter().enumerate() {
        let pointer = format!("/servers/{index}");
        let declared = server
            .variables
            .iter()
            .flat_map(|variables| variables.keys());
        let mut declared: Vec<&str> = declared.map(String::as_str).collect();
        match names_in_braces(&server.url) {
            Err(reason) => diagnostics.push(
                model
                    .at(&pointer, format!("`url`: {reason}"))
                    .help("write each variable as `{name}`"),
            ),
            Ok(mut used) => {
                used.sort_unstable();
                declared.sort_unstable();
                if used != declared {
                    diagnostics.push(
                        model
                            .at(
                                &pointer,
                                "the names in the braces of `url` are not those of `variables`",
                            )
                            .help("describe each in `variables`, and nothing else"),
                    );
                }
            }
        }
    }
    let components = document.components.unwrap_or_default();
    let of_root = (
        "/security".to_owned(),
        document.security.unwrap_or_default(),
    );
    let of_operations = document.paths.iter().flat_map(|(path, item)| {
        let operations = item.as_item().into_iter().flat_map(|item| item.iter());
        operations.filter_map(move |(method, operation)| {
            let path = fortinac_spec::pointer::escape(path);
            Some((
                format!("/paths/{path}/{method}/security"),
                operation.security.clone()?,
            ))
        })
    });
    for (pointer, requirements) in std::iter::once(of_root).chain(of_operations) {
        for (index, requirement) in requirements.iter().enumerate() {
            for name in requirement.keys() {
                if !components.security_schemes.contains_key(name) {
                    diagnostics.push(
                        model
                            .at(
                                &format!("{pointer}/{index}"),
                                format!("there is no security scheme `{name}`"),
                            )
                            .help("add it to components/securitySchemes of the root"),
                    );
                }
            }
        }
    }
}

/// The names in the braces of a path or of a server's URL.
pub(super) fn names_in_braces(text: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((constant, after)) = rest.split_once('{') {
        let Some((name, next)) = after.split_once('}') else {
            return Err("a brace is not closed");
        };
        if constant.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return Err("braces hold one name each");
        }
        names.push(name);
        rest = next;
    }
    if rest.contains('}') {
        Err("a brace is not opened")
    } else {
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_out_of_braces() {
        assert_eq!(names_in_braces("/a"), Ok(vec![]));
        assert_eq!(names_in_braces("/a/{b}/c-{d}"), Ok(vec!["b", "d"]));
        for text in ["/a/{b", "/a/b}", "/{}", "/{a{b}}", "/{a/b}", "/}{", "/{a}}"] {
            assert!(names_in_braces(text).is_err(), "{text}");
        }
    }
}
