use std::io::{self, Write};

use crate::{Checked, CheckedHar, Survey};

use super::Summary;

/// Prints a line for each exchange, for each operation in a HAR file, for each surprise, and for what was skipped.
pub(crate) fn print_lines(survey: &Survey<'_>, summary: Summary) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for checked in survey.checked() {
        match checked {
            Checked::Exchange(file) => writeln!(out, "{file}")?,
            Checked::Har(har) => print_operations(&mut out, har)?,
        }
    }
    for (operation, surprise, count) in survey.surprises() {
        writeln!(out, "surprise {operation}: {surprise} ({})", times(count))?;
    }
    let mut skipped = 0;
    for (file, reason) in survey.skipped() {
        writeln!(
            out,
            "skipped {}: {reason}",
            file.to_string_lossy().escape_debug()
        )?;
        skipped += 1;
    }
    for checked in survey.checked() {
        let Checked::Har(har) = checked else {
            continue;
        };
        for (reason, count) in &har.skipped {
            let file = har.file.to_string_lossy();
            writeln!(
                out,
                "skipped {} of {}: {reason}",
                entries(*count),
                file.escape_debug()
            )?;
            skipped += count;
        }
    }
    let Summary {
        ok,
        failed,
        unknown,
    } = summary;
    write!(out, "{ok} ok, {failed} failed, {unknown} unknown")?;
    match skipped {
        0 => writeln!(out)?,
        skipped => writeln!(out, ", {skipped} skipped")?,
    }
    out.flush()
}

fn print_operations(out: &mut impl Write, har: &CheckedHar) -> io::Result<()> {
    let name = har.file.to_string_lossy();
    let file = name.escape_debug();
    for calls in &har.operations {
        write!(
            out,
            "{} {file}: {}, {}",
            calls.outcome,
            calls.operation,
            counted(calls.calls, "call")
        )?;
        if calls.shapes > 1 {
            write!(out, " of {} shapes", calls.shapes)?;
        }
        writeln!(out)?;
    }
    if har.operations.is_empty() {
        writeln!(
            out,
            "fail {file}: no call of the API could be checked: record while calls are made, and see below what was skipped"
        )?;
    }
    if har.without_response > 0 {
        writeln!(
            out,
            "note {file}: {} without the body of the response, which is not checked: export with content",
            counted(har.without_response, "call")
        )?;
    }
    Ok(())
}

fn times(count: usize) -> String {
    match count {
        1 => "once".into(),
        count => format!("{count} times"),
    }
}

fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".into(),
        count => format!("{count} entries"),
    }
}

/// A number with its noun.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
