//! `fortinac man DIR`: pages for `man`, one for the command and one for each resource. It is for those who package it.

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::{ArgMatches, Command};
use clap_mangen::Man;

use crate::command::names::kebab;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::{index, output, tree};

pub(crate) fn run(matches: &ArgMatches) -> Result<Outcome> {
    let folder = matches.get_one::<String>("folder").cloned();
    let folder = folder.unwrap_or_default();
    let folder = Path::new(&folder);
    let write = |name: &str, page: Vec<u8>| {
        let file = folder.join(format!("{name}.1"));
        fs::write(&file, page)
            .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))
    };
    fs::create_dir_all(folder)
        .map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    write(
        "fortinac",
        page(tree::root(&["--help".to_owned()]), "fortinac")?,
    )?;
    let tags = index().tags();
    let resources = tags.iter().flat_map(|tag| &tag.resources);
    let names: Vec<String> = resources.map(|known| kebab(&known.name)).collect();
    for name in &names {
        let title = format!("fortinac-{name}");
        write(&title, page(tree::of_name(name), &title)?)?;
    }
    output::text(&format!("{} pages\n", names.len() + 1))?;
    Ok(Outcome::Success)
}

/// The page of a command, with a part for each command below it: there are no further pages.
fn page(command: Command, title: &str) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    let is_root = title == "fortinac";
    let below: Vec<Command> = match is_root {
        true => Vec::new(),
        false => command.get_subcommands().cloned().collect(),
    };
    let name = title.replacen('-', " ", 1);
    let man = Man::new(
        command
            .name(name.clone())
            .bin_name(name.clone())
            .disable_help_subcommand(true),
    )
    .title(title)
    .manual("FortiNAC");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if is_root {
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
        return Ok(page);
    }
    writeln!(page, ".SH COMMANDS")?;
    for command in below {
        let full = format!("{name} {}", command.get_name());
        writeln!(page, ".SS {}", escaped(&full))?;
        let mut part = Vec::new();
        let man = Man::new(command.bin_name(full).disable_help_flag(true));
        man.render_synopsis_section(&mut part)?;
        man.render_description_section(&mut part)?;
        man.render_options_section(&mut part)?;
        man.render_extra_section(&mut part)?;
        page.write_all(in_part(&String::from_utf8_lossy(&part)).as_bytes())?;
    }
    writeln!(
        page,
        ".SH OPTIONS\nThe options that every command has are in \\fBfortinac\\fR(1)."
    )?;
    Ok(page)
}

/// The headings of a page become paragraphs of a part.
fn in_part(roff: &str) -> String {
    let lines = roff.lines().map(|line| match line.strip_prefix(".SH ") {
        Some("SYNOPSIS" | "DESCRIPTION" | "EXTRA") => ".PP\n".to_owned(),
        Some(heading) => format!(".PP\n\\fI{}\\fR\n", heading.to_lowercase()),
        None => format!("{line}\n"),
    });
    lines.collect()
}

fn escaped(text: &str) -> String {
    text.replace('-', "\\-")
}
