//! `fortinac guest create`: accounts of visitors, one or many.

mod accounts;
mod command;
mod password;
mod send;

use std::time::Duration;

use clap::ArgMatches;
use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::Type;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Outcome;
use crate::call::plan::Plan;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::output::{self, Output};
use accounts::Account;
pub(super) use command::command;

/// What the accounts have in common.
struct Batch {
    template: Value,
    now: Timestamp,
    start: Timestamp,
    end: Timestamp,
    send: Option<send::Send>,
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let accounts = accounts::of(matches)?;
    context.options.check_number(accounts.len())?;
    let send = send::Send::of(matches);
    if let Some(send) = &send {
        send.check(&accounts)?;
    }
    let now = Timestamp::now();
    let start = matches
        .get_one::<Timestamp>("start")
        .copied()
        .unwrap_or(now);
    let length = matches
        .get_one::<Duration>("for")
        .copied()
        .unwrap_or_default();
    let too_long = |_| Failure::usage("--for goes on for too long");
    let length = SignedDuration::try_from(length).map_err(too_long)?;
    let end = start.checked_add(length).map_err(too_long)?;
    if end <= now {
        return Err(
            Failure::usage("the accounts would have ended already").hint("see --start and --for")
        );
    }
    let given = matches.get_one::<String>("template").cloned();
    let template = template(context, &given.unwrap_or_default()).await?;
    let rules = password::Rules::of(&template)?;
    let batch = Batch {
        template,
        now,
        start,
        end,
        send,
    };
    let mut steps = Vec::new();
    for account in accounts {
        let password = rules.password()?;
        let call = batch.call(context, &account, &password)?;
        steps.push((account, password, call));
    }
    if context.options.dry_run {
        let mut plan = Plan::default();
        for (account, _, call) in &steps {
            plan.add(context, "guest_create", &name(account), call)?;
        }
        if batch.send.is_some() {
            output::note("note: the messages are sent after that, to the ids of the new guests");
        }
        return plan.show(context);
    }
    create(context, &batch, steps).await
}

/// The guest template of an id or a name. Only the list has them, and there are few.
async fn template(context: &Context, given: &str) -> Result<Value> {
    let id = given.parse::<i64>().ok();
    let mut templates = context.client()?.call("guest_template_list")?.stream();
    let mut found = Vec::new();
    while let Some(template) = templates.next().await {
        let template = template?;
        let name = template["name"].as_str().unwrap_or_default();
        if id.is_some() && target::key(&template) == id || name.eq_ignore_ascii_case(given) {
            found.push(template);
        }
    }
    match (found.len(), found.pop()) {
        (1, Some(template)) => Ok(template),
        (0, _) | (_, None) => {
            let message = format!("there is no guest template `{given}`");
            let hint = "`fortinac guest-template list` shows them";
            Err(Failure::new(Kind::NotFound, message).hint(hint))
        }
        (number, Some(_)) => {
            let message = format!("`{given}` means {number} guest templates");
            Err(Failure::new(Kind::Ambiguous, message).hint("give the id"))
        }
    }
}

fn name(account: &Account) -> String {
    account["userID"].as_str().unwrap_or_default().to_owned()
}

impl Batch {
    fn call(
        &self,
        context: &Context,
        account: &Account,
        password: &str,
    ) -> Result<Call<Value, ById>> {
        let (start, end) = (self.start.as_millisecond(), self.end.as_millisecond());
        let mut body = account.clone();
        for (property, value) in [
            ("password", json!(password)),
            ("accountEnabled", json!(true)),
            ("creationTime", json!(self.now.as_millisecond())),
            ("validForTime", json!(end)),
            ("userStartTime", json!(start)),
            ("userEndTime", json!(end)),
            ("templateID", json!(target::key(&self.template))),
        ] {
            body.insert(property.to_owned(), value);
        }
        Ok(context.client()?.call("guest_create")?.json(&body))
    }

    fn row(&self, context: &Context, account: &Account, password: &str, result: &str) -> Value {
        let local = |time: Timestamp| {
            let zoned = time.to_zoned(TimeZone::system());
            zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
        };
        let mut row = json!({
            "userID": account["userID"],
            "firstName": account.get("firstName"),
            "lastName": account.get("lastName"),
            "email": account.get("email"),
            "validFrom": local(self.start),
            "validUntil": local(self.end),
            "template": self.template["name"],
        });
        if context.options.show_secret {
            row["password"] = password.into();
        }
        row["result"] = result.into();
        row
    }
}

async fn create(
    context: &Context,
    batch: &Batch,
    steps: Vec<(Account, String, Call<Value, ById>)>,
) -> Result<Outcome> {
    let number = steps.len();
    let mut options = context.options.clone();
    if options.columns.is_empty() && options.form == Form::Csv {
        let columns = [
            "userID",
            "password",
            "firstName",
            "lastName",
            "email",
            "validFrom",
            "validUntil",
            "template",
            "result",
            "message",
        ];
        let is_shown = |name: &&str| options.show_secret || *name != "password";
        let columns = columns.into_iter().filter(is_shown);
        options.columns = columns.map(ToOwned::to_owned).collect();
    }
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    let mut stopped: Option<Failure> = None;
    let (mut created, mut failed) = (0, 0);
    for (account, password, call) in steps {
        let row = |result: &str, message: Option<String>| {
            let mut row = batch.row(context, &account, &password, result);
            row["message"] = message.into();
            row
        };
        if stopped.is_some() {
            failed += 1;
            output.item(row(
                "skipped",
                Some("not sent, because of the failure before".to_owned()),
            ))?;
            continue;
        }
        let response = match call.with_response().await {
            Ok(response) => response,
            Err(error) => {
                let is_open = error.may_have_been_applied();
                let failure = Failure::from(error);
                if number == 1 && !is_open {
                    return Err(failure);
                }
                failed += 1;
                let result = if is_open { "not known" } else { "failed" };
                output.item(row(result, Some(failure.to_string())))?;
                if matches!(failure.kind, Kind::Network | Kind::Authentication) {
                    stopped = Some(failure);
                }
                continue;
            }
        };
        created += 1;
        let mut message = None;
        if let Some(send) = &batch.send
            && let Err(failure) = send.send(context, &name(&account), &response.extra).await
        {
            failed += 1;
            message = Some(format!("no message was sent: {failure}"));
        }
        output.item(row("created", message))?;
    }
    output.end()?;
    if created > 0 && !context.options.show_secret && batch.send.is_none() {
        output::note(
            "note: the passwords were not shown; `fortinac guest reset-password` makes new ones, and --show-secret shows \
             those of the next guests",
        );
    }
    match stopped {
        Some(failure) if created == 0 => Err(failure),
        _ if failed > 0 => Ok(Outcome::SomeFailed),
        _ => Ok(Outcome::Success),
    }
}
