//! Addresses as people type them. What a URL parser would lead to another host than was meant is refused here.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::text::stray;

pub(super) const WRITE: &str = "write https://host:8443/api/v2";

/// The parts of an address that a user typed.
pub(super) struct Typed<'a> {
    pub(super) scheme: Option<&'a str>,
    /// Host and port. An IPv6 address is in brackets.
    pub(super) authority: String,
    pub(super) rest: &'a str,
}

impl<'a> Typed<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty; write the appliance's name, such as nac.example.com".into());
        }
        let strays = (1..).zip(text.chars().map(stray));
        if let Some((position, what)) = strays
            .into_iter()
            .find_map(|(at, found)| Some((at, found?)))
        {
            return Err(format!("character {position} is {what}; {WRITE}"));
        }
        if text.contains('\\') {
            return Err(format!("it has a backslash; {WRITE}"));
        }
        let (scheme, address) = match text.split_once("://") {
            Some((scheme, address)) => (Some(scheme), address),
            None => (None, text),
        };
        let end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let (authority, rest) = address.split_at(end);
        if authority.contains('@') {
            return Err(
                "it has a user or a password in it; the API authenticates by token alone".into(),
            );
        }
        if authority.is_empty() {
            return Err(format!("it names no host; {WRITE}"));
        }
        Ok(Self {
            scheme,
            authority: bracketed(authority)?,
            rest,
        })
    }

    /// Checks what the URL parser took for the host.
    pub(super) fn check_host(&self, host: &str) -> Result<(), String> {
        // `https//nac.example.com` is the host `https` for a parser.
        if matches!(host, "http" | "https") {
            return Err(format!("it begins like a URL, and is none; {WRITE}"));
        }
        if self.authority.ends_with(':') {
            return Err(format!("nothing follows its last colon; {WRITE}"));
        }
        let path = self.rest.trim_end_matches('/');
        if path.starts_with("//") {
            return Err(format!("two slashes follow the host; {WRITE}"));
        }
        let typed = match self.authority.rsplit_once(':') {
            Some((typed, _)) if !self.authority.ends_with(']') => typed,
            _ => &self.authority,
        };
        if host.parse::<Ipv4Addr>().is_ok() && typed != host {
            return Err(format!(
                "it would be read as {host}; write the four decimal numbers of the address"
            ));
        }
        Ok(())
    }
}

/// Host and port with an IPv6 address in brackets, as a URL has it.
fn bracketed(authority: &str) -> Result<String, String> {
    if authority.matches(':').count() < 2 {
        return Ok(authority.to_owned());
    }
    if authority.contains('%') {
        return Err(
            "it has a zone (%), which no URL can have; use a name or an address without one, or lead a name to this \
             address with `resolve`"
                .into(),
        );
    }
    if authority.starts_with('[') {
        return Ok(authority.to_owned());
    }
    if authority.parse::<Ipv6Addr>().is_err() {
        return Err(
            "it has more than one colon; write host:8443, or an IPv6 address in brackets, as in [2001:db8::7]:8443"
                .into(),
        );
    }
    if let Some((address, port @ "8443")) = authority.rsplit_once(':') {
        return Err(format!(
            "it can be read in two ways; write [{address}]:{port}, or [{authority}] if all of it is the address"
        ));
    }
    Ok(format!("[{authority}]"))
}
