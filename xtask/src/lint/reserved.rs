//! Names that generated code cannot give away, because Rust or the hand-written part of its crate has them.

/// Types that generated records and enums use by their bare names.
const RUST: [&str; 9] = [
    "BTreeMap", "Box", "From", "Number", "Option", "Result", "Self", "String", "Vec",
];

/// The types of fortinac-types that are written by hand, and what its users know as an error.
const TYPES: [&str; 15] = [
    "Code",
    "Entries",
    "Error",
    "Extra",
    "Field",
    "IntegerOrString",
    "JsonString",
    "JsonValue",
    "NotAnInstant",
    "RecordOrString",
    "ResultEnvelope",
    "ResultsEnvelope",
    "Secret",
    "StringOf",
    "Timestamp",
];

/// Those of the hand-written types that are components too: an integer or string with a meaning.
pub(super) const INTEGER_OR_STRING: [&str; 2] = ["Code", "Timestamp"];

/// Methods that the client has beside its API handles.
const CLIENT: [&str; 7] = [
    "builder",
    "call",
    "clone",
    "from_env",
    "from_settings",
    "new",
    "raw",
];

/// The types that generated calls use by their bare names, beside the API handles.
const HANDLE: [&str; 11] = [
    "Arc",
    "Call",
    "Client",
    "FilterCall",
    "Filtering",
    "ListCall",
    "Listing",
    "Page",
    "Transport",
    "Upload",
    "Xml",
];

/// Methods that clippy wants to see in a trait of Rust, or to return their own type.
const VERBS: [&str; 15] = [
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "div",
    "into_iter",
    "mul",
    "neg",
    "new",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// Fields that the Rust struct of a record has for something else than a property.
const FIELDS: [&str; 1] = ["extra"];

/// Modules that fortinac-types and the generated code have beside those of the folders, and features of the crates.
const MODULES: [&str; 30] = [
    "blocking",
    "call_by_id",
    "code",
    "common",
    "decode",
    "default",
    "entries",
    "envelope",
    "extra",
    "field",
    "generated",
    "integer_or_string",
    "item",
    "jiff",
    "json_string",
    "json_value",
    "open_enum",
    "prelude",
    "profiles",
    "record",
    "record_or_string",
    "schemars",
    "schemas",
    "secret",
    "serde_json",
    "string_of",
    "timestamp",
    "types",
    "word",
    "xml",
];

/// Whether a component cannot have this name.
pub(super) fn is_type(name: &str) -> bool {
    RUST.contains(&name) || TYPES.contains(&name)
}

/// Whether an API handle cannot have this name: it is a method of the client.
pub(super) fn is_handle(name: &str) -> bool {
    CLIENT.contains(&name)
}

/// Whether the type of an API handle cannot have this name.
pub(super) fn is_handle_type(name: &str) -> bool {
    RUST.contains(&name) || HANDLE.contains(&name)
}

/// Whether an operation cannot have this verb.
pub(super) fn is_verb(name: &str) -> bool {
    VERBS.contains(&name)
}

/// Whether a property cannot have this name, in Rust's spelling.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// Whether a folder of the spec cannot have this name, as a module.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn items(file: &str) -> Vec<syn::Item> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = std::fs::read_to_string(workspace.join("crates").join(file)).unwrap();
        syn::parse_file(&text).unwrap().items
    }

    /// The names at the ends of a `use`.
    fn leaves(tree: &syn::UseTree, found: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => leaves(&path.tree, found),
            syn::UseTree::Name(name) => found.push(name.ident.to_string()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|one| leaves(one, found)),
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
        }
    }

    #[test]
    fn what_is_written_by_hand_is_reserved() {
        let mut names = Vec::new();
        for item in items("fortinac-types/src/lib.rs") {
            match item {
                // Names of generated records at the root are components of the spec already.
                syn::Item::Use(import) if is_of(&import.tree, "generated") => {}
                syn::Item::Use(import) => leaves(&import.tree, &mut names),
                syn::Item::Mod(module) => names.push(module.ident.to_string()),
                _ => {}
            }
        }
        assert!(names.contains(&"Timestamp".to_owned()), "{names:?}");
        assert!(names.contains(&"decode".to_owned()), "{names:?}");
        // A module of a folder would be hidden by the one that is written by hand.
        let (types, modules): (Vec<String>, Vec<String>) = names
            .into_iter()
            .partition(|name| name.starts_with(char::is_uppercase));
        for name in types {
            assert!(is_type(&name), "add `{name}` to TYPES");
        }
        for name in modules {
            assert!(is_module(&name), "add `{name}` to MODULES");
        }
    }

    /// Whether a `use` is of this module.
    fn is_of(tree: &syn::UseTree, module: &str) -> bool {
        matches!(tree, syn::UseTree::Path(path) if path.ident == module)
    }

    #[test]
    fn methods_of_the_client_are_reserved() {
        let mut names = Vec::new();
        for item in items("fortinac-client/src/client/mod.rs") {
            if let syn::Item::Impl(item) = item
                && item.trait_.is_none()
            {
                let methods = item.items.into_iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(method) => Some(method),
                    _ => None,
                });
                let public =
                    methods.filter(|method| matches!(method.vis, syn::Visibility::Public(_)));
                names.extend(public.map(|method| method.sig.ident.to_string()));
            }
        }
        assert!(names.contains(&"from_env".to_owned()), "{names:?}");
        for name in names {
            assert!(is_handle(&name), "add `{name}` to CLIENT");
        }
    }

    #[test]
    fn features_of_the_crates_are_reserved() {
        for package in ["fortinac-types", "fortinac-client"] {
            let file = format!("../crates/{package}/Cargo.toml");
            let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let manifest = std::fs::read_to_string(manifest).unwrap();
            let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
            let features = manifest["features"].as_table().unwrap();
            let openapi = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi");
            for (name, _) in features {
                assert!(
                    openapi.join(name).is_dir() || is_module(&name.replace('-', "_")),
                    "add `{name}` to MODULES"
                );
            }
        }
    }
}
