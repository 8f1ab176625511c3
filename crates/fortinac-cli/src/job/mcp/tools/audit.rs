//! Who changed what.

use fortinac_spec::api::Type;
use rmcp::schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{State, Tool, parsed, result, schema};
use crate::failure::{Failure, Result};
use crate::job::mcp::list::{self, Listing, Rows};
use crate::job::mcp::shape;
use crate::job::{audit, span};

pub(super) const AUDIT_LOG: Tool = Tool {
    name: "audit_log",
    description: "Who changed what, and when? The audit trail of the appliance, the newest entries first.",
    input: schema::input::<Audit>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { entries(state, parsed(arguments)?).await }),
};

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Audit {
    /// From this time on, such as 2024-05-21T14:00, or of the last 24h (the default), 7d or such
    since: Option<String>,
    /// Before this time
    until: Option<String>,
    /// Only what this user changed
    user: Option<String>,
    /// Conditions such as recordType==UserRecord
    #[serde(default, deserialize_with = "super::schema::texts")]
    #[schemars(with = "Vec<String>")]
    filter: Vec<String>,
    /// Rows to return, 20 by default, 200 at most
    #[serde(default, deserialize_with = "super::schema::number")]
    count: Option<u64>,
}

async fn entries(state: &State, arguments: Audit) -> Result<Value> {
    let moment = |text: &str| span::moment(text).map_err(Failure::usage);
    let search = audit::Search {
        since: moment(arguments.since.as_deref().unwrap_or("24h"))?,
        until: arguments.until.as_deref().map(moment).transpose()?,
        user: arguments.user,
        filters: arguments.filter,
    };
    search.check()?;
    let listing = Listing {
        count: arguments.count,
        ..Listing::default()
    };
    let number = usize::try_from(listing.number()).unwrap_or(usize::MAX);
    let mut entries = Vec::new();
    let read = audit::read(&state.context, &search, Some(number), |entry| {
        entries.push(entry);
        Ok(())
    });
    let read = read.await?;
    let mut notes: Vec<String> = read.notes.iter().map(|note| shape::escaped(note)).collect();
    let total = (!read.is_cut).then_some(entries.len() as u64);
    if read.is_cut {
        notes.push(format!(
            "a sample: the newest {number} entries; there are older ones, before `until`"
        ));
    }
    let ty = Type::Ref("AuditEntry".to_owned());
    result(&list::rows(&state.context, ty, entries, &[], total, notes)?)
}
