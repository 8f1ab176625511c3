//! Schemas: each is spelled in one of the ways that [`crate::spelling`] reads, and says what a reader needs.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::bodies::UPLOAD;
use super::operations::not_texts;
use super::secrets::{self, NOT_SECRET};
use super::site::{Operation, Site, component_schema};
use super::{names, reserved};
use crate::bundle::Bundle;
use crate::lower;
use crate::problem::Problem;
use crate::spelling::{self, Spelling, is_nullable};

const SOURCE: &str = "x-fortinac-source";
const INFERRED: &str = "x-fortinac-inferred";
const MEMBERS: &str = "x-fortinac-members";
const OPEN: &str = "x-fortinac-open";
const HOLDS: &str = "x-fortinac-holds";
const WORDS: &str = "x-extensible-enum";

/// The variant of an open enumeration for words that are not known.
const OTHER: &str = "Other";

pub(super) fn check(bundle: &Bundle, operations: &[Operation<'_>], problems: &mut Vec<Problem>) {
    let mut rule = Rule { bundle, problems };
    rule.component_names();
    for (_, component) in Site::components(bundle, "schemas") {
        rule.schema(&component, Role::Component);
    }
    for operation in operations {
        for parameter in &operation.parameters {
            if let Some(schema) = parameter.member("schema") {
                rule.schema(&schema, Role::Parameter);
                let name = parameter.text("name").unwrap_or_default();
                secrets::check(bundle, name, &schema, rule.problems);
            }
        }
        // An upload is no JSON, and is spelled in a way of its own.
        let media = operation.media().filter(|(kind, _)| *kind != UPLOAD);
        for (_, body) in media {
            if let Some(schema) = body.member("schema") {
                rule.schema(&schema, Role::Body);
            }
        }
    }
}

/// Where a schema stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Component,
    /// A member of a record.
    Member,
    /// In a list or a map.
    Item,
    Parameter,
    Body,
}

struct Rule<'a> {
    bundle: &'a Bundle,
    problems: &'a mut Vec<Problem>,
}

impl Rule<'_> {
    fn add(&mut self, site: &Site<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(site.problem(message).help(help));
    }

    fn component_names(&mut self) {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for (name, site) in Site::components(self.bundle, "schemas") {
            if !names::is_pascal_case(name) {
                self.add(
                    &site,
                    format!("`{name}` is not in PascalCase"),
                    "it becomes the name of a Rust type",
                );
            } else if name.to_upper_camel_case() != name {
                self.add(
                    &site,
                    format!("`{name}` is `{}` in Rust", name.to_upper_camel_case()),
                    "call it so here too",
                );
            }
            let is_shared = reserved::INTEGER_OR_TEXT.contains(&name)
                && matches!(
                    spelling::read(site.value),
                    Ok(Spelling::IntegerOrText) | Err(_)
                );
            if reserved::is_type(name) && !is_shared {
                self.add(
                    &site,
                    format!("`{name}` is a type of Rust, or one that fortinac-types has by hand"),
                    "give the component another name",
                );
            }
            // Rust's spelling of a name differs from it in nothing but the case of its letters.
            if let Some(other) = known.insert(name.to_lowercase(), name) {
                self.add(
                    &site,
                    format!("differs from `{other}` in nothing but capitals"),
                    "give one of the two another name",
                );
            }
        }
    }

    fn schema(&mut self, site: &Site<'_>, role: Role) {
        let spelling = match spelling::read(site.value) {
            Ok(Spelling::Reference(name)) if role != Role::Component => {
                if component_schema(self.bundle, name).is_none() {
                    self.add(site, format!("there is no component `{name}`"), "");
                }
                return;
            }
            Ok(spelling) => spelling,
            Err(reason) => return self.problems.push(site.problem(reason)),
        };
        self.nullable(site, role, &spelling);
        self.description(site, role);
        self.extensions(site, role, &spelling);
        match spelling {
            Spelling::Record(members) => self.record(site, members, role),
            Spelling::List(_) | Spelling::Map(_) => {
                for inner in ["items", "additionalProperties"] {
                    if let Some(inner) = site.member(inner) {
                        self.schema(&inner, Role::Item);
                    }
                }
            }
            Spelling::RecordOrText(name) => {
                let record = component_schema(self.bundle, name).map(spelling::read);
                if !matches!(record, Some(Ok(Spelling::Record(_)) | Err(_))) {
                    self.add(
                        site,
                        format!("`{name}` is not a record"),
                        "use the component alone, or make it one",
                    );
                }
            }
            Spelling::OpenEnum(_) if role != Role::Component => self.add(
                site,
                "an open enumeration is a component",
                "move it to components/schemas, and `$ref` it here",
            ),
            _ => {}
        }
        if role == Role::Component {
            self.component_kind(site, site.place.rsplit('/').next().unwrap_or_default());
        }
        self.xml(site, role);
        self.words(site);
    }

    fn component_kind(&mut self, site: &Site<'_>, name: &str) {
        let kind = spelling::read(site.value);
        if kind == Ok(Spelling::IntegerOrText) && !reserved::INTEGER_OR_TEXT.contains(&name) {
            self.add(
                site,
                format!("no hand-written type of fortinac-types stands for `{name}`"),
                format!(
                    "spell it in place where it is used; the components that are an integer or text are: {}",
                    reserved::INTEGER_OR_TEXT.join(", ")
                ),
            );
        }
        if !matches!(
            kind,
            Ok(Spelling::Record(_) | Spelling::OpenEnum(_) | Spelling::IntegerOrText)
        ) {
            self.add(
                site,
                "is neither a record, nor an open enumeration, nor an integer or text",
                "spell it in place where it is used",
            );
        }
    }

    fn nullable(&mut self, site: &Site<'_>, role: Role, spelling: &Spelling<'_>) {
        let must = match role {
            Role::Component => matches!(spelling, Spelling::Record(_) | Spelling::OpenEnum(_)),
            Role::Member => matches!(
                spelling,
                Spelling::Text
                    | Spelling::Secret
                    | Spelling::Integer
                    | Spelling::Number
                    | Spelling::Flag
                    | Spelling::List(_)
                    | Spelling::Map(_)
                    | Spelling::FreeObject
            ),
            Role::Item | Role::Parameter | Role::Body => false,
        };
        if must && !is_nullable(site.value) {
            self.add(
                site,
                "is not `nullable: true`",
                "any member of a real answer can be null",
            );
        } else if site.value.get("nullable").is_some() && site.value.get("type").is_none() {
            self.add(
                site,
                "`nullable` means nothing without a `type` beside it",
                "take it out",
            );
        } else if site
            .value
            .get("nullable")
            .is_some_and(|nullable| !nullable.is_boolean())
        {
            self.add(
                site,
                "`nullable` is neither true nor false",
                "write `nullable: true`, or nothing",
            );
        }
    }

    fn description(&mut self, site: &Site<'_>, role: Role) {
        match site.value.get("description") {
            Some(Value::String(text)) if !text.trim().is_empty() => {}
            Some(_) => self.add(site, "has an empty description", "say what it means"),
            None if matches!(role, Role::Component | Role::Member) => {
                self.add(site, "has no description", "say what it means");
            }
            None => {}
        }
    }

    fn extensions(&mut self, site: &Site<'_>, role: Role, spelling: &Spelling<'_>) {
        let known = [SOURCE, INFERRED, MEMBERS, OPEN, HOLDS, NOT_SECRET, WORDS];
        self.problems
            .extend(names::unknown_extensions(site, &known));

        let is_record = matches!(spelling, Spelling::Record(_));
        match site.member(SOURCE) {
            Some(source) => self.problems.extend(not_texts(&source, 1)),
            None if role == Role::Component && is_record => self.add(
                site,
                format!("`{SOURCE}` is missing"),
                "list the pages or documents that show the record",
            ),
            None => {}
        }
        if matches!(spelling, Spelling::Open) && site.value.get(OPEN).is_none() {
            self.add(
                site,
                "has no type",
                format!("give it one, or say in `{OPEN}` why none is known"),
            );
        }
        let belongs = [
            (
                OPEN,
                matches!(spelling, Spelling::Open),
                "a schema without a type",
            ),
            (HOLDS, matches!(spelling, Spelling::Text), "text"),
            (INFERRED, is_record, "a record"),
            (MEMBERS, is_record, "a record"),
            (
                WORDS,
                matches!(spelling, Spelling::OpenEnum(_)),
                "an open enumeration",
            ),
            (
                NOT_SECRET,
                !is_record && role != Role::Item,
                "a member with a name",
            ),
        ];
        for (name, _, place) in belongs.iter().filter(|(_, belongs, _)| !belongs) {
            if site.value.get(name).is_some() {
                self.add(site, format!("`{name}` is for {place}"), "take it out");
            }
        }
        for name in [OPEN, NOT_SECRET] {
            let reason = site.value.get(name);
            if reason
                .is_some_and(|reason| reason.as_str().is_none_or(|text| text.trim().is_empty()))
            {
                self.add(
                    site,
                    format!("`{name}` gives no reason"),
                    "say why, in words",
                );
            }
        }
        if site.value.get(HOLDS).is_some_and(|held| held != "json") {
            self.add(
                site,
                format!("`{HOLDS}` is not `json`"),
                "no other content is known",
            );
        }
    }

    fn record(&mut self, site: &Site<'_>, members: &serde_json::Map<String, Value>, role: Role) {
        if role != Role::Component {
            self.add(
                site,
                "a record is a component",
                "move it to components/schemas, and `$ref` it here",
            );
            return;
        }
        if members.is_empty() {
            self.add(site, "has no members", "list those that a source shows");
        }
        if let Err((member, reason)) = lower::view_names(members) {
            self.add(
                site,
                format!("the member `{member}` {reason}"),
                "describe two spellings of a member at most",
            );
        }
        for (name, member) in site.member("properties").iter().flat_map(Site::members) {
            if !name.contains(char::is_alphanumeric) {
                self.add(
                    &member,
                    format!("the name `{name}` has neither letter nor digit"),
                    "leave the member out: it is kept as an unknown one",
                );
            } else if reserved::is_field(&lower::field_name(name)) {
                self.add(
                    &member,
                    format!("`{name}` is where the Rust type keeps unknown members"),
                    "leave the member out: it is kept as an unknown one",
                );
            }
            self.schema(&member, Role::Member);
            secrets::check(self.bundle, name, &member, self.problems);
        }
        self.meanings(site, members);
        let Some(inferred) = site.member(INFERRED) else {
            return;
        };
        if inferred.names().is_empty() {
            self.add(&inferred, "is not a mapping of members to reasons", "");
        }
        for (name, reason) in inferred.members() {
            if !members.contains_key(name) {
                self.add(
                    &reason,
                    format!("there is no member `{name}`"),
                    "take it out",
                );
            }
            if reason
                .value
                .as_str()
                .is_none_or(|text| text.trim().is_empty())
            {
                self.add(
                    &reason,
                    "gives no reason",
                    "say why the record has the member",
                );
            }
        }
    }

    /// The name of a record's element in XML.
    fn xml(&mut self, site: &Site<'_>, role: Role) {
        let Some(xml) = site.member("xml") else {
            return;
        };
        if role != Role::Component {
            self.add(
                &xml,
                "names the element of a member",
                "take it out: it is the member's name",
            );
            return;
        }
        let name = xml.text("name").unwrap_or_default();
        if xml.names() != ["name"] || !names::is_xml_name(name) {
            self.add(
                &xml,
                "is not the name of an element",
                "write `xml: {name: element}`, with a name of letters, digits, `-`, `_` and `.`, or leave it out",
            );
        }
    }

    /// What a record says of its members that are references, which have no room for it.
    fn meanings(&mut self, site: &Site<'_>, members: &serde_json::Map<String, Value>) {
        let Some(meanings) = site.member(MEMBERS) else {
            return;
        };
        if meanings.names().is_empty() {
            self.add(
                &meanings,
                "is not a mapping of members to what they mean",
                "write a text for each member that is a `$ref`, or take it out",
            );
        }
        for (name, meaning) in meanings.members() {
            match members.get(name) {
                None => self.add(
                    &meaning,
                    format!("there is no member `{name}`"),
                    "take it out",
                ),
                Some(member) if member.get("$ref").is_none() => self.add(
                    &meaning,
                    format!("`{name}` is no `$ref`"),
                    "say it in the member's `description`",
                ),
                Some(_) => {}
            }
            if meaning
                .value
                .as_str()
                .is_none_or(|text| text.trim().is_empty())
            {
                self.add(&meaning, "gives no meaning", "say what the member means");
            }
        }
    }

    /// Words of an enumeration that Rust does not take for a variant, or would spell alike.
    fn words(&mut self, site: &Site<'_>) {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        let words = site.value.get(WORDS).and_then(Value::as_array);
        for word in words.into_iter().flatten().filter_map(Value::as_str) {
            let variant = word.to_upper_camel_case();
            if !names::is_identifier(&variant) || variant == OTHER {
                self.add(
                    site,
                    format!(
                        "the word `{word}` cannot be the variant `{variant}` of a Rust enumeration"
                    ),
                    format!("leave it out: a word that is not listed is kept in `{OTHER}`"),
                );
            } else if let Some(other) = known.insert(variant, word) {
                self.add(
                    site,
                    format!("the words `{other}` and `{word}` are one in Rust"),
                    "leave one of them out",
                );
            }
        }
    }
}
