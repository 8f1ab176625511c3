//! The calls of a plan.

use futures_util::StreamExt;
use futures_util::stream;

use super::plan::{Action, Plan, Planned};
use super::report::{Became, Report};
use super::{Task, show};
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::outcome::Outcome;
use crate::output::{self, Output};

/// Carries out a plan, and writes down what became of each record as soon as it is known.
pub(super) async fn all(
    context: &Context,
    task: &Task,
    plan: Plan,
    jobs: usize,
    report: &mut Option<Report>,
) -> Result<Outcome> {
    let form = context.options.form;
    let is_table = form.is_table();
    let options = show::options(context);
    let mut output = match is_table {
        true => None,
        false => Some(Output::new(
            &options,
            context.index(),
            fortinac_spec::api::Type::Any,
        )?),
    };
    let mut counts = [0_usize; 4];
    let (mut stopped, total) = (None::<Failure>, plan.rows.len());
    let sent = plan.rows.into_iter().map(send);
    let mut sent = stream::iter(sent).buffer_unordered(jobs);
    while let Some((row, became)) = sent.next().await {
        let (became, message) = match became {
            Ok(became) => (became, String::new()),
            Err(failure) => {
                let message = failure.to_string();
                // The token will not become valid again.
                if failure.kind == Kind::Authentication {
                    stopped = Some(failure);
                }
                (Became::Failed, message)
            }
        };
        counts[became as usize] += 1;
        if let Some(report) = report {
            report.row(&row.key, &row.id, became, &message)?;
        }
        if became == Became::Failed && is_table {
            output::note(format!(
                "{}: {}",
                output::escaped(&row.key),
                output::escaped(&message)
            ));
        }
        if let Some(output) = &mut output {
            let mut shown = show::row(context.index(), &row);
            shown.insert("outcome".to_owned(), became.name().into());
            shown.insert("message".to_owned(), message.into());
            output.item(shown.into())?;
        }
        if stopped.is_some() {
            break;
        }
    }
    drop(sent);
    if let Some(output) = output {
        output.end()?;
    }
    let [unchanged, changed, created, failed] = counts;
    let created = match task.create {
        Some(_) => format!(", {created} created"),
        None => String::new(),
    };
    let left = match total - counts.iter().sum::<usize>() {
        0 => String::new(),
        left => format!(", {left} not sent"),
    };
    let summary =
        format!("{changed} changed{created}, {unchanged} unchanged, {failed} failed{left}");
    match is_table {
        true => output::text(&format!("{summary}\n"))?,
        false => output::note(summary),
    }
    match stopped {
        Some(failure)
            if counts[Became::Changed as usize] + counts[Became::Created as usize] == 0 =>
        {
            Err(failure)
        }
        _ if failed > 0 => Ok(Outcome::SomeFailed),
        _ => Ok(Outcome::Success),
    }
}

async fn send(mut row: Planned) -> (Planned, Result<Became>) {
    let (call, became) = match std::mem::replace(&mut row.action, Action::Nothing) {
        Action::Nothing => return (row, Ok(Became::Unchanged)),
        Action::Update(call) => (call, Became::Changed),
        Action::Create(call) => (call, Became::Created),
    };
    let result = call.await;
    (row, result.map(|_| became).map_err(Failure::from))
}
