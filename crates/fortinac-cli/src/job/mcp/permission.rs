//! Which operations an assistant may call. This is asked in the call, whatever the list of tools says.

use std::collections::BTreeSet;

use fortinac_spec::api::{Index, Operation};

use crate::command::names::kebab;
use crate::failure::{Failure, Result};
use crate::job::explain::resource_name;

/// What the person allows who starts the server.
pub(super) struct Permissions {
    /// The resources whose records may be changed.
    resources: BTreeSet<String>,
    /// Whether operations that destroy data or interrupt service are allowed for them, too.
    destructive: bool,
}

impl Permissions {
    /// Nothing but reading.
    #[cfg(test)]
    pub(super) fn read_only() -> Self {
        Self {
            resources: BTreeSet::new(),
            destructive: false,
        }
    }

    /// Writes for these resources.
    ///
    /// # Errors
    /// There is no such resource.
    pub(super) fn new(index: &Index, resources: &[String], destructive: bool) -> Result<Self> {
        let resources = resources.iter().map(|typed| resource_name(index, typed));
        Ok(Self {
            resources: resources.collect::<Result<_>>()?,
            destructive,
        })
    }

    /// Whether nothing can be changed.
    pub(super) fn is_read_only(&self) -> bool {
        self.resources.is_empty()
    }

    pub(super) fn allows_destruction(&self) -> bool {
        self.destructive
    }

    /// The resources that may be changed, for people.
    pub(super) fn shown(&self) -> String {
        let names: Vec<String> = self.resources.iter().map(|name| kebab(name)).collect();
        match (names.as_slice(), self.destructive) {
            ([], _) => "read-only".to_owned(),
            (names, false) => format!("writes to {} after a plan", names.join(", ")),
            (names, true) => format!(
                "writes to {} after a plan, also those that destroy",
                names.join(", ")
            ),
        }
    }

    /// # Errors
    /// The operation is not allowed. Its message tells the person how to allow it, unless nothing does.
    pub(super) fn check(&self, operation: &Operation) -> Result<()> {
        match self.refusal(operation) {
            None => Ok(()),
            Some((message, hint)) => {
                let message = format!("{} {message}", operation.id);
                Err(Failure::usage(message).hint(format!("nothing was sent; {hint}")))
            }
        }
    }

    /// Whether the operation may be called at all.
    pub(super) fn allows(&self, operation: &Operation) -> bool {
        self.refusal(operation).is_none()
    }

    fn refusal(&self, operation: &Operation) -> Option<(&'static str, String)> {
        let resource = kebab(&operation.resource);
        if operation.returns_secret() {
            let hint = format!(
                "a person can read it with `fortinac {resource} {} --show-secret`",
                kebab(&operation.verb)
            );
            return Some(("returns a secret, which no assistant gets", hint));
        }
        if operation.safe && !operation.destructive {
            return None;
        }
        if !self.resources.contains(&operation.resource) {
            let hint = format!(
                "a person can allow it by starting the server with --allow-writes {resource}"
            );
            return Some(("changes data, and this server only reads there", hint));
        }
        if operation.destructive && !self.destructive {
            let hint =
                "a person can allow it by starting the server with --allow-destructive as well";
            return Some((
                "destroys data or interrupts service, which this server does not allow",
                hint.to_owned(),
            ));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_resource_only_harmless_reads_are_allowed() {
        let (index, none) = (Index::bundled(), Permissions::read_only());
        for operation in index.operations() {
            let is_harmless =
                operation.safe && !operation.destructive && !operation.returns_secret();
            assert_eq!(none.allows(&operation), is_harmless, "{}", operation.id);
        }
    }

    #[test]
    fn a_resource_allows_its_own_writes_and_no_secret() {
        let index = Index::bundled();
        let of = |destructive| Permissions::new(&index, &["hosts".to_owned()], destructive);
        let (mild, harsh) = (of(false).unwrap(), of(true).unwrap());
        let allows = |permissions: &Permissions, id: &str| {
            permissions.allows(&index.operation(id).expect(id))
        };
        assert!(allows(&mild, "host_set_role"));
        assert!(!allows(&mild, "host_delete_many"));
        assert!(allows(&harsh, "host_delete_many"));
        for id in ["user_update", "user_delete", "group_add_members"] {
            assert!(!allows(&harsh, id), "{id}");
        }
        let secret = Permissions::new(&index, &["aaa-server".to_owned()], true).unwrap();
        assert!(!allows(&secret, "aaa_server_secret"));
        assert!(Permissions::new(&index, &["hots".to_owned()], false).is_err());
    }
}
