//! The text of generated Rust code, out of plain data.
//!
//! prettyplease formats neither the inside of a macro nor long doc comments, so the code that people read is written
//! here as text. The layout depends on nothing but the data.

use std::fmt::Write;

use crate::bundle::DOCUMENTS;

/// Doc comments are wrapped at this column.
const DOC_WIDTH: usize = 120;
/// Code is broken at this column, as rustfmt does it.
const CODE_WIDTH: usize = 100;
/// A space at which no line is broken.
const KEEP: char = '\u{a0}';

/// A record, as `record!` of fortinac-types takes it.
pub(super) struct Record {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) fields: Vec<RecordField>,
    pub(super) accessors: Vec<Accessor>,
}

/// A property of a record.
pub(super) struct RecordField {
    /// The name in Rust.
    pub(super) name: String,
    /// The type of a value that is neither absent nor null.
    pub(super) ty: String,
    /// The name in JSON.
    pub(super) property: String,
    pub(super) docs: String,
}

/// A method that reads either of two fields that are one property in two spellings.
pub(super) struct Accessor {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) first: String,
    pub(super) second: String,
    pub(super) docs: String,
}

/// A name for a type.
pub(super) struct Alias {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) ty: String,
}

/// An open enumeration, as `open_enum!` of fortinac-types takes it.
pub(super) struct OpenEnum {
    pub(super) name: String,
    pub(super) docs: String,
    /// Variants with their values in JSON.
    pub(super) variants: Vec<(String, String)>,
}

/// A method of a handle, which makes one call.
pub(super) struct Method {
    pub(super) name: String,
    pub(super) docs: CallDocs,
    /// Names and types.
    pub(super) parameters: Vec<(String, String)>,
    pub(super) returns: String,
    /// The Cargo feature that the method needs beyond that of its handle.
    pub(super) feature: Option<&'static str>,
    /// An expression, and the method calls on it.
    pub(super) body: String,
    pub(super) chain: Vec<String>,
}

/// What the documentation of a call says.
#[derive(Clone)]
pub(super) struct CallDocs {
    pub(super) summary: String,
    pub(super) description: String,
    /// Names and descriptions.
    pub(super) parameters: Vec<(String, String)>,
    /// The method in capitals, and the path template.
    pub(super) request: String,
    /// A sentence that says what the call returns.
    pub(super) returns: String,
    /// The methods of the call that set optional arguments.
    pub(super) options: Vec<String>,
    /// As the spec has them, not as links.
    pub(super) sources: Vec<String>,
    /// What the samples of the sources are worth.
    pub(super) evidence: String,
    /// Sentences on what the call does beyond what its HTTP method says.
    pub(super) effects: Vec<&'static str>,
}

/// The type of the optional arguments of one call, which are methods of the call.
pub(super) struct Options {
    pub(super) ty: String,
    /// The method that makes the call, such as `Hosts::set_role`.
    pub(super) method: String,
    /// The second parameter of the call, which contains `ty`.
    pub(super) parameters: String,
    pub(super) setters: Vec<Setter>,
    /// Whether the body can be XML.
    pub(super) is_xml: bool,
}

/// A method of a call that sets an optional argument.
pub(super) struct Setter {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) argument: String,
    pub(super) ty: String,
    /// A method call on the request.
    pub(super) statement: String,
}

pub(super) fn record(record: &Record) -> String {
    let mut text = "record! {\n".to_owned();
    text += &docs(1, &record.docs);
    let _ = writeln!(text, "    pub struct {} {{", record.name);
    for field in &record.fields {
        text += &docs(2, &field.docs);
        let (name, ty, property) = (&field.name, &field.ty, &field.property);
        let _ = writeln!(text, "        {name}: {ty} = {property:?},");
    }
    text += "    }\n}\n";
    if !record.accessors.is_empty() {
        let _ = writeln!(text, "\nimpl {} {{", record.name);
        let accessors = record.accessors.iter().map(accessor);
        text += &accessors.collect::<Vec<_>>().join("\n");
        text += "}\n";
    }
    text
}

fn accessor(accessor: &Accessor) -> String {
    let Accessor {
        name,
        ty,
        first,
        second,
        ..
    } = accessor;
    docs(1, &accessor.docs)
        + &format!(
            "    pub fn {name}(&self) -> Option<&{ty}> {{\n        \
             self.{first}.value().or(self.{second}.value())\n    }}\n"
        )
}

pub(super) fn alias(alias: &Alias) -> String {
    let Alias { name, ty, .. } = alias;
    docs(0, &alias.docs) + &format!("pub type {name} = {ty};\n")
}

pub(super) fn open_enum(open_enum: &OpenEnum) -> String {
    let mut text = "open_enum! {\n".to_owned();
    text += &docs(1, &open_enum.docs);
    let _ = writeln!(text, "    pub enum {} {{", open_enum.name);
    for (variant, value) in &open_enum.variants {
        let _ = writeln!(text, "        {variant} = {value:?},");
    }
    text + "    }\n}\n"
}

/// The methods of the handle `ty` that one file of the spec describes.
pub(super) fn methods(ty: &str, methods: &[&Method]) -> String {
    let methods: Vec<String> = methods.iter().map(|method| self::method(method)).collect();
    format!("impl {ty} {{\n{}}}\n", methods.join("\n"))
}

/// The optional arguments of a call.
pub(super) fn options(options: &Options) -> String {
    let Options {
        ty,
        method,
        parameters,
        ..
    } = options;
    let mut setters: Vec<String> = options.setters.iter().map(setter).collect();
    if options.is_xml {
        setters.push(XML_SETTER.to_owned());
    }
    format!(
        "/// The optional arguments of [`{method}`] are methods of the call.
#[derive(Clone, Copy, Debug, Default)]
pub struct {ty};

impl<T> Call<T, {parameters}> {{
{}}}
",
        setters.join("\n")
    )
}

/// As in `call/xml.rs`, for a call that has optional arguments too.
const XML_SETTER: &str = "    /// Sends the body as XML, and asks for a response in XML.
    #[cfg(feature = \"xml\")]
    pub fn xml(mut self) -> Self {
        self.request_mut().media = crate::codec::Media::Xml;
        self
    }
";

fn setter(setter: &Setter) -> String {
    let Setter {
        name,
        argument,
        ty,
        statement,
        ..
    } = setter;
    docs(1, &setter.docs)
        + &format!(
            "    pub fn {name}(mut self, {argument}: {ty}) -> Self {{
        self.request_mut().{statement};
        self
    }}
"
        )
}

/// Inline, so that only those calls are compiled that a program makes.
fn method(method: &Method) -> String {
    let Method { name, returns, .. } = method;
    let parameters = method.parameters.iter();
    let parameters = parameters.map(|(name, ty)| format!("{name}: {ty}"));
    let parameters: Vec<String> = ["&self".to_owned()].into_iter().chain(parameters).collect();
    let mut signature = format!(
        "    pub fn {name}({}) -> {returns} {{",
        parameters.join(", ")
    );
    if signature.len() > CODE_WIDTH {
        signature = format!(
            "    pub fn {name}(\n        {},\n    ) -> {returns} {{",
            parameters.join(",\n        ")
        );
    }
    let mut body = format!("        {}{}", method.body, method.chain.concat());
    if body.len() > CODE_WIDTH {
        body = format!("        {}", method.body);
        for step in &method.chain {
            let _ = write!(body, "\n            {step}");
        }
    }
    // With `self`, clippy accepts seven.
    let attributes = match method.parameters.len() {
        7.. => {
            "    #[inline]\n    #[expect(clippy::too_many_arguments, reason = \"the API requires them\")]"
        }
        _ => "    #[inline]",
    };
    let feature = method.feature;
    let feature = feature.map(|feature| format!("    #[cfg(feature = {feature:?})]\n"));
    let feature = feature.unwrap_or_default();
    docs(1, &call_docs(&method.docs))
        + &format!("{feature}{attributes}\n{signature}\n{body}\n    }}\n")
}

fn call_docs(docs: &CallDocs) -> String {
    let parameters = docs.parameters.iter();
    let parameters = parameters.map(|(name, description)| format!("- `{name}`: {description}"));
    let options = match docs.options.as_slice() {
        [] => String::new(),
        names => format!(
            "Optional arguments, which are methods of the call: `{}`.",
            names.join("`, `")
        ),
    };
    let sources = docs.sources.iter();
    let sources =
        sources.map(|source| format!("{}, {}", source_link(source), worth(&docs.evidence)));
    let effects = docs.effects.join(" ");
    let facts = [
        docs.returns.clone(),
        options,
        effects,
        sources_line(sources),
    ];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    let paragraphs = [
        docs.summary.trim().to_owned(),
        docs.description.trim().to_owned(),
        parameters.collect::<Vec<_>>().join("\n"),
        format!("`{}`", docs.request),
        facts.collect::<Vec<_>>().join("\n"),
    ];
    let paragraphs = paragraphs
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The line of documentation that names the sources. Each stays on one line, because a link cannot be broken anyway.
pub(super) fn sources_line(sources: impl Iterator<Item = String>) -> String {
    let sources: Vec<String> = sources
        .map(|source| source.replace(' ', &KEEP.to_string()))
        .collect();
    match sources.as_slice() {
        [] => String::new(),
        [source] => format!("Source:{KEEP}{source}."),
        sources => format!("Sources:\n{}.", sources.join(",\n")),
    }
}

/// What a sample is worth, in words.
pub(super) fn worth(evidence: &str) -> &str {
    match evidence {
        "none" => "no sample",
        evidence => evidence,
    }
}

/// A source of the spec in Markdown: a link with the version as its text, or else the name of the source.
pub(super) fn source_link(source: &str) -> String {
    let mut segments = source.split('/');
    match (segments.next(), segments.next()) {
        (Some("fortinac-f" | "fortinac"), Some(version)) => {
            format!("[{version}]({DOCUMENTS}{source})")
        }
        _ => format!("`{source}`"),
    }
}

/// A doc comment. Lines of the text stay apart, and those that are too long are wrapped.
pub(super) fn docs(level: usize, text: &str) -> String {
    docs_of(&format!("{}///", "    ".repeat(level)), text)
}

/// A comment whose lines begin so.
pub(super) fn docs_of(mark: &str, text: &str) -> String {
    let width = DOC_WIDTH - mark.len() - 1;
    let mut docs = String::new();
    for line in text.trim().lines() {
        for line in wrapped(line.trim_end(), width) {
            let line = line.replace(KEEP, " ");
            let _ = writeln!(docs, "{}", format!("{mark} {line}").trim_end());
        }
    }
    docs
}

/// Breaks a line of Markdown between words. The rest of a list item is indented, so that it stays in the item. A line
/// whose layout has a meaning stays as it is.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    if line.starts_with([' ', '|', '#']) {
        return vec![line.to_owned()];
    }
    let hanging = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = vec![String::new()];
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let current = lines.last_mut().expect("there is a line");
        let is_first = current.trim().is_empty();
        if !is_first
            && current.chars().count() + 1 + word.chars().count() > width
            && !is_markup(word)
        {
            lines.push(format!("{hanging}{word}"));
        } else {
            if !is_first {
                current.push(' ');
            }
            current.push_str(word);
        }
    }
    lines
}

/// Whether a word has a meaning in Markdown at the beginning of a line.
fn is_markup(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['-', '+', '*', '#', '>', '=', '|'])
        || (number.len() < word.len() && matches!(number, "." | ")"))
}

/// Names at the end of a `use`.
pub(super) fn braced(names: &[&str]) -> String {
    match names {
        [name] => (*name).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

/// A type out of tokens, as one writes it by hand.
pub(super) fn compact(tokens: impl quote::ToTokens) -> String {
    let mut text = String::new();
    append(tokens.to_token_stream(), &mut text);
    text
}

fn append(tokens: proc_macro2::TokenStream, text: &mut String) {
    for token in tokens {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        match token {
            proc_macro2::TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                text.push_str(open);
                append(group.stream(), text);
                text.push_str(close);
            }
            proc_macro2::TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if punct.as_char() == ',' {
                    text.push(' ');
                }
            }
            word => {
                if text.ends_with(is_word) {
                    text.push(' ');
                }
                let _ = write!(text, "{word}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_are_wrapped_between_words() {
        let text = format!(
            "Short.\n\n{} - 1. end\n- `x`: {}",
            "word ".repeat(22),
            "more ".repeat(30)
        );
        let docs = docs(1, &text);
        let expected = format!(
            "    /// Short.\n    ///\n    /// {}word - 1.\n    /// end\n    /// - `x`: {}more\n    ///   {}more\n",
            "word ".repeat(21),
            "more ".repeat(20),
            "more ".repeat(8),
        );
        assert_eq!(docs, expected);
    }

    #[test]
    fn types_are_written_without_spaces() {
        let ty: syn::Type = syn::parse_quote!(Call<Page<types::Thing>, Listing>);
        assert_eq!(compact(ty), "Call<Page<types::Thing>, Listing>");
        let ty: syn::Type = syn::parse_quote!(Option<&[i64]>);
        assert_eq!(compact(ty), "Option<&[i64]>");
    }

    #[test]
    fn a_source_of_the_vendor_is_a_link() {
        assert_eq!(
            source_link("fortinac-f/7.2.0/rest-api/1/get"),
            "[7.2.0](https://docs.fortinet.com/document/fortinac-f/7.2.0/rest-api/1/get)"
        );
        assert_eq!(source_link("elsewhere"), "`elsewhere`");
    }
}
