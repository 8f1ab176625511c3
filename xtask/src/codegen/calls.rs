//! The calls, read from the generator's `impl Client` and from the description.
//!
//! Of each generated method the signature, the path, the query and the kind of body are kept.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use quote::ToTokens;
use serde_json::Value;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;

use super::emit::CallDocs;
use super::outcome::{self, Outcome};
use super::strings;
use crate::bundle::Bundle;
use crate::lower::UPLOAD;
use crate::validate::bodies::uploaded;

/// One operation of the client.
pub(super) struct Call {
    /// The operationId.
    pub(super) id: String,
    /// The type of the request body; `None` for a call without one.
    pub(super) request: Option<syn::Type>,
    /// The type of the answer.
    pub(super) response: syn::Type,
    /// The name of the type of a refusal.
    pub(super) failure: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) resource: String,
    pub(super) verb: String,
    pub(super) accessor: String,
    pub(super) docs: CallDocs,
    pub(super) parameters: Vec<syn::PatType>,
    /// The arguments that fill in the path template, in its order.
    pub(super) path_arguments: Vec<String>,
    pub(super) query: Query,
    /// Parameters of the query that are the operation's own.
    pub(super) own_query: Vec<(syn::Expr, syn::Expr)>,
    pub(super) body: Option<Body>,
    /// The name of the body's root element in XML.
    pub(super) root: String,
    pub(super) outcome: Outcome,
    pub(super) safe: bool,
}

/// The parameters that lists share, and that are methods of a call and not arguments.
pub(crate) const LISTING: [&str; 5] = [FILTER, "start", "count", "sortKey", "sortDir"];

/// The one of them that is of use by itself.
pub(crate) const FILTER: &str = "filter";

/// Which of the shared parameters an operation takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Query {
    None,
    Filtering,
    Listing,
}

/// How a request body is encoded.
pub(super) enum Body {
    Json,
    Form,
    /// A file, in the member of this name.
    Upload(String),
}

/// Every operation of the description, read from the generator's methods.
pub(super) fn calls(generated: &syn::File, bundle: &Bundle) -> Result<Vec<Call>, String> {
    let methods = generated.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
        _ => None,
    });
    let methods: BTreeMap<String, &syn::ImplItemFn> = methods
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some((method.sig.ident.to_string(), method)),
            _ => None,
        })
        .collect();
    let mut calls = Vec::new();
    for (path, method, operation) in bundle.operations() {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        let generated = methods
            .get(id)
            .ok_or_else(|| format!("the generator made no method {id}"))?;
        let call = read_call(id, method, path, operation, generated, bundle);
        calls.push(
            call.map_err(|error| {
                format!("{id}: the generated method is not as expected: {error}")
            })?,
        );
    }
    Ok(calls)
}

fn read_call(
    id: &str,
    method: &str,
    path: &str,
    operation: &Value,
    generated: &syn::ImplItemFn,
    bundle: &Bundle,
) -> Result<Call, String> {
    let request = operation
        .get("requestBody")
        .map(|request| bundle.behind_ref(request));
    let (resource, accessor) =
        resource_of(id, operation, bundle).ok_or("its tag names no resource")?;
    let mut call = Call {
        id: id.to_owned(),
        request: None,
        response: answer_type(&generated.sig.output).ok_or("no answer type")?,
        failure: operation
            .pointer("/responses/4XX")
            .and_then(|answer| outcome::json_record(bundle.behind_ref(answer)))
            .ok_or("the answer 4XX is no record in JSON")?
            .to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        verb: id[resource.len() + 1..].to_owned(),
        resource,
        accessor,
        docs: docs(generated, operation, method, path),
        parameters: Vec::new(),
        path_arguments: Vec::new(),
        query: Query::None,
        own_query: Vec::new(),
        body: None,
        root: request
            .map(|request| root_of(request, bundle))
            .unwrap_or_default(),
        outcome: Outcome::Done,
        safe: method == "get" && operation.get("x-fortinac-safe") != Some(&Value::Bool(false)),
    };
    for input in &generated.sig.inputs {
        if let syn::FnArg::Typed(parameter) = input {
            let mut parameter = parameter.clone();
            PlainArguments.visit_pat_type_mut(&mut parameter);
            if parameter.pat.to_token_stream().to_string() == "body" {
                let syn::Type::Reference(body) = &*parameter.ty else {
                    return Err("the body is no reference".into());
                };
                call.request = Some((*body.elem).clone());
            }
            call.parameters.push(parameter);
        }
    }
    for statement in &generated.block.stmts {
        let syn::Stmt::Local(local) = statement else {
            continue;
        };
        let Some(init) = &local.init else { continue };
        match local.pat.to_token_stream().to_string().as_str() {
            "url" => read_path(&init.expr, &mut call)?,
            "mut request" => read_request(&init.expr, &mut call)?,
            _ => {}
        }
    }
    if let Some(file) = request.and_then(|request| uploaded(request.pointer(UPLOAD)?)) {
        call.parameters.push(syn::parse_quote!(file: &Upload));
        call.body = Some(Body::Upload(file.to_owned()));
    }
    shared_parameters(&mut call);
    call.outcome = outcome::of(operation, bundle)?;
    call.docs.returns = outcome::sentence(&call);
    Ok(call)
}

/// Takes the parameters that lists share out of the arguments. Where some of them are missing, only the filter is
/// shared, and the others are arguments as any.
fn shared_parameters(call: &mut Call) {
    let name = |expression: &syn::Expr| match expression {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(name),
            ..
        }) => name.value(),
        _ => String::new(),
    };
    let takes = |wanted: &str| call.own_query.iter().any(|(key, _)| name(key) == wanted);
    let (query, shared) = if LISTING.iter().all(|name| takes(name)) {
        (Query::Listing, &LISTING[..])
    } else if takes(FILTER) {
        (Query::Filtering, &[FILTER][..])
    } else {
        (Query::None, &[][..])
    };
    call.query = query;
    call.own_query
        .retain(|(key, _)| !shared.contains(&name(key).as_str()));
    let arguments: Vec<String> = shared.iter().map(|name| name.to_snake_case()).collect();
    call.parameters
        .retain(|parameter| !arguments.contains(&parameter.pat.to_token_stream().to_string()));
    call.docs
        .parameters
        .retain(|(name, _)| !arguments.contains(name));
}

/// The name of the body's root element in XML: `xml.name` of its schema, or else the schema's own name.
fn root_of(request: &Value, bundle: &Bundle) -> String {
    let Some(name) = outcome::json_record(request) else {
        return String::new();
    };
    let named = bundle
        .document
        .pointer(&format!("/components/schemas/{name}/xml/name"));
    named.and_then(Value::as_str).unwrap_or(name).to_owned()
}

/// The resource that the operationId begins with, and the name of its handle.
fn resource_of(id: &str, operation: &Value, bundle: &Bundle) -> Option<(String, String)> {
    let tag = *strings(operation, "tags").first()?;
    let tags = bundle.document.get("tags")?.as_array()?;
    let tag = tags
        .iter()
        .find(|candidate| candidate.get("name").and_then(Value::as_str) == Some(tag))?;
    let resources = tag.get("x-fortinac-resources")?.as_object()?;
    let matching = resources.iter().filter(|(name, _)| {
        id.strip_prefix(*name)
            .is_some_and(|rest| rest.starts_with('_'))
    });
    let (name, accessor) = matching.max_by_key(|(name, _)| name.len())?;
    Some((name.clone(), accessor.as_str()?.to_owned()))
}

/// `T` out of `-> Result<ResponseValue<T>, Error<E>>`.
fn answer_type(output: &syn::ReturnType) -> Option<syn::Type> {
    let syn::ReturnType::Type(_, ty) = output else {
        return None;
    };
    first_argument(&first_argument(ty)?)
}

fn first_argument(ty: &syn::Type) -> Option<syn::Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

/// The path out of `format!("{}/user/{}", self.baseurl, encode_path(&id.to_string()))`.
fn read_path(expression: &syn::Expr, call: &mut Call) -> Result<(), String> {
    let syn::Expr::Macro(format) = expression else {
        return Err("the url is not formatted".into());
    };
    let arguments = format
        .mac
        .parse_body_with(Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated);
    let mut arguments = arguments.map_err(|error| error.to_string())?.into_iter();
    let Some(syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(text),
        ..
    })) = arguments.next()
    else {
        return Err("the url has no format".into());
    };
    if !text.value().starts_with("{}") {
        return Err("the url does not begin with the base".into());
    }
    let encoded = arguments.skip(1).map(|argument| encoded(&argument));
    call.path_arguments = encoded
        .collect::<Option<_>>()
        .ok_or("an argument of the path is not encoded")?;
    Ok(())
}

/// `id` out of `encode_path(&id.to_string())`.
fn encoded(argument: &syn::Expr) -> Option<String> {
    let syn::Expr::Call(encode) = argument else {
        return None;
    };
    let syn::Expr::Reference(reference) = encode.args.first()? else {
        return None;
    };
    let syn::Expr::MethodCall(to_string) = &*reference.expr else {
        return None;
    };
    Some(to_string.receiver.to_token_stream().to_string())
}

/// Query and body out of `self.client.get(url).json(&body).query(&QueryParam::new("start", &start))...build()?`.
fn read_request(expression: &syn::Expr, call: &mut Call) -> Result<(), String> {
    let mut expression = expression;
    let mut query = Vec::new();
    loop {
        match expression {
            syn::Expr::Try(inner) => expression = &inner.expr,
            syn::Expr::MethodCall(chained) => {
                match chained.method.to_string().as_str() {
                    "json" => call.body = Some(Body::Json),
                    "form_urlencoded" => call.body = Some(Body::Form),
                    "query" => {
                        let syn::Expr::Reference(argument) =
                            chained.args.first().ok_or("an empty query")?
                        else {
                            return Err("the query is no reference".into());
                        };
                        let syn::Expr::Call(new) = &*argument.expr else {
                            return Err("no query parameter".into());
                        };
                        let mut arguments = new.args.iter().cloned();
                        let (Some(name), Some(value)) = (arguments.next(), arguments.next()) else {
                            return Err("a query parameter without name and value".into());
                        };
                        query.push((name, value));
                    }
                    // The method, headers that the runtime sets itself, and the end.
                    "get" | "post" | "delete" | "header" | "headers" | "build" => {}
                    other => return Err(format!("an unknown step `{other}`")),
                }
                expression = &chained.receiver;
            }
            _ => break,
        }
    }
    query.reverse();
    call.own_query = query;
    Ok(())
}

/// What the spec says of the call, and the generator of its arguments. What the call returns is not known yet.
fn docs(generated: &syn::ImplItemFn, operation: &Value, method: &str, path: &str) -> CallDocs {
    let text = generated
        .attrs
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
    let text = text.collect::<Vec<_>>().join("\n");
    let mut parameters: Vec<(String, String)> = Vec::new();
    let after = text.lines().map(str::trim);
    for line in after.skip_while(|line| *line != "Arguments:").skip(1) {
        let name = line
            .strip_prefix("- `")
            .and_then(|rest| rest.split_once('`'));
        match (name, parameters.last_mut()) {
            (Some((name, rest)), _) => {
                let description = rest.trim_start_matches(':').trim();
                parameters.push((name.to_owned(), description.to_owned()));
            }
            (None, Some((_, description))) if !line.is_empty() => {
                description.push(' ');
                description.push_str(line);
            }
            _ => {}
        }
    }
    parameters.retain(|(_, description)| !description.is_empty());
    let word = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
    let list = |name: &str| {
        let strings = strings(operation, name).into_iter();
        strings.map(str::to_owned).collect::<Vec<String>>()
    };
    CallDocs {
        summary: word("summary"),
        description: word("description"),
        parameters,
        request: format!("{} {path}", method.to_uppercase()),
        returns: String::new(),
        required: list("x-fortinac-required"),
        sources: list("x-fortinac-source"),
        evidence: word("x-fortinac-evidence"),
    }
}

/// Arguments as one writes them by hand: the elided lifetimes, and `&[T]` for `&Vec<T>`.
struct PlainArguments;

impl VisitMut for PlainArguments {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        if let syn::Type::Path(path) = &*reference.elem
            && path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Vec")
            && let Some(item) = first_argument(&reference.elem)
        {
            *reference.elem = syn::parse_quote!([#item]);
        }
        syn::visit_mut::visit_type_reference_mut(self, reference);
    }
}
