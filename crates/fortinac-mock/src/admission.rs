//! Decides by the head of a request whether the appliance takes it, before any of its body is read.

use fortinac_spec::Api;
use fortinac_spec::api::{Method, Operation};

use crate::access::{Access, Profile};
use crate::plan::Plan;
use crate::request_log::Request;
use crate::response::Response;
use crate::restrictions::Restrictions;

/// The path of the base URL.
pub(crate) const BASE: &str = "/api/v2";

/// What a request that the appliance takes is for.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    /// An operation of the spec.
    Operation(&'a Operation),
    /// `POST /user`, of which no source tells more than how it fails: an administrator cannot be created there.
    CreateUser,
}

/// The operation with the method and path of a request.
pub(crate) fn operation<'a>(plan: &'a Plan, request: &Request) -> Option<&'a Operation> {
    find(plan.spec.api(), request.method(), below_base(request)?)
}

/// The path of a request below the base. It begins with a slash, and must not repeat the base. A path with an empty
/// segment is another one than the path without it.
pub(crate) fn below_base(request: &Request) -> Option<&str> {
    let path = request.path().strip_prefix(BASE)?;
    let is_whole = path.starts_with('/') && !path.starts_with("/api/v2/");
    (is_whole && !path.contains("//")).then_some(path)
}

/// The response to a request that the appliance does not take, or else what the request is for.
pub(crate) fn admit<'a>(
    plan: &'a Plan,
    access: &Access,
    restrictions: &Restrictions,
    request: &Request,
) -> Result<Target<'a>, Response> {
    let profile = access.profile(request).ok_or_else(|| {
        Response::failure(401, "the bearer token is missing or wrong")
            .header("WWW-Authenticate", "Bearer")
    })?;
    let api = plan.spec.api();
    let path = below_base(request).ok_or_else(|| Response::html(404, "Not Found"))?;
    let Some(operation) = find(api, request.method(), path) else {
        let creates_user = (request.method(), path) == ("POST", "/user");
        return match creates_user && profile == Profile::Full {
            true => Ok(Target::CreateUser),
            false => Err(no_operation(plan, request.method(), path)),
        };
    };
    if restrictions.lacks(operation) {
        let message = format!("this version does not have {}", operation.id);
        return Err(Response::failure(501, message));
    }
    if profile == Profile::ReadOnly && !operation.safe {
        let message = format!(
            "the admin profile of this token does not permit {}",
            operation.id
        );
        return Err(Response::failure(403, message));
    }
    Ok(Target::Operation(operation))
}

/// The response where no operation has the method and the path.
pub(crate) fn no_operation(plan: &Plan, method: &str, path: &str) -> Response {
    let api = plan.spec.api();
    let mut methods: Vec<&str> = api
        .methods(path)
        .iter()
        .map(|method| method.as_str())
        .collect();
    if methods.is_empty() {
        return Response::html(404, "Not Found");
    }
    if find(api, "HEAD", path).is_some() {
        methods.push("HEAD");
    }
    Response::failure(405, format!("{path} has no {method}")).header("Allow", methods.join(", "))
}

/// The operation of a method and a path below the base. HEAD is GET, as far as GET changes nothing.
fn find<'a>(api: &'a Api, method: &str, path: &str) -> Option<&'a Operation> {
    if method != Method::Head.as_str() {
        return api.find(method, path);
    }
    api.find("GET", path).filter(|operation| operation.safe)
}
