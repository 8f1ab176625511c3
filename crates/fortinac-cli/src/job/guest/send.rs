//! Messages to new guests.

use clap::ArgMatches;
use fortinac_client::types::Extra;
use serde_json::Value;

use super::accounts::Account;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};

/// How guests are told.
pub(super) struct Send {
    operation: &'static str,
    /// What an account must have.
    property: &'static str,
    template: i64,
}

impl Send {
    pub(super) fn of(matches: &ArgMatches) -> Option<Self> {
        let template = matches.get_one::<i64>("message-template").copied()?;
        let (operation, property) = match matches.get_one::<String>("send")?.as_str() {
            "sms" => ("guest_send_sms", "mobileNumber"),
            _ => ("guest_send_email", "email"),
        };
        Some(Self {
            operation,
            property,
            template,
        })
    }

    /// # Errors
    /// An account lacks the address.
    pub(super) fn check(&self, accounts: &[Account]) -> Result<()> {
        let lacking = accounts
            .iter()
            .position(|account| !account.contains_key(self.property));
        lacking.map_or(Ok(()), |index| {
            let message = format!("account {} has no {} to send to", index + 1, self.property);
            Err(Failure::usage(message).hint("nothing was sent"))
        })
    }

    /// Sends the message to a guest who has just been made.
    ///
    /// # Errors
    /// The id is not found, or the call fails.
    pub(super) async fn send(&self, context: &Context, user: &str, response: &Extra) -> Result<()> {
        let id = match in_response(response) {
            Some(id) => Some(id),
            None => among_users(context, user).await?,
        };
        let id = id.ok_or_else(|| {
            let message =
                format!("the id of the guest `{user}` is not found, and no call lists guests");
            Failure::new(Kind::NotFound, message)
        })?;
        let call = context.client()?.call(self.operation)?;
        let call = call.field("id", vec![id]);
        call.field("messageTemplate", self.template).await?;
        Ok(())
    }
}

/// The id in the response, if it should have one after all.
fn in_response(response: &Extra) -> Option<i64> {
    let response = serde_json::to_value(response).ok()?;
    ["result", "results"].iter().find_map(|name| {
        let value = &response[*name];
        target::key(value).or_else(|| target::key(value.get(0)?))
    })
}

/// The id of the user with this login name, if that user is the guest.
async fn among_users(context: &Context, user: &str) -> Result<Option<i64>> {
    let client = context.client()?;
    let is_it = |record: &Value| record["userID"] == user;
    let found = target::find(context, "user", user).await?;
    let ids = found
        .iter()
        .filter(|record| is_it(record))
        .filter_map(target::key);
    for id in ids {
        let guest = client
            .call("guest_get")?
            .parameter("id", id)
            .optional()
            .await?;
        if guest.as_ref().is_some_and(is_it) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
