//! The command line of `cargo xtask draft`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Options, draft};

/// Arguments of `cargo xtask draft`.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// Files of evidence (evidence/*.yaml), captured exchanges (*.json), and folders of evidence
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The resource that operationIds begin with, such as supplicant_policy [default: after the path]
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    /// Draft these operations only, such as 'GET /policy/supplicant'
    #[arg(long, value_name = "OPERATION", num_args = 1..)]
    operations: Vec<String>,
    /// Print the files instead of writing them
    #[arg(long)]
    stdout: bool,
    /// Draft what the spec has, too, as if it had nothing but the shared parts
    #[arg(long, requires = "stdout")]
    anew: bool,
}

impl Arguments {
    /// Drafts, and writes the files below `openapi/` of a workspace, or prints them.
    ///
    /// # Errors
    /// A file cannot be read or written, or there is nothing to draft.
    pub fn run(&self, workspace: &Path) -> Result<(), Box<dyn Error>> {
        let drafted = draft(
            workspace,
            &Options {
                inputs: self.inputs.clone(),
                resource: self.resource.clone(),
                operations: self.operations.clone(),
                anew: self.anew,
            },
        )?;
        for note in &drafted.notes {
            eprintln!("{note}");
        }
        for (file, text) in &drafted.files {
            let name = file.strip_prefix(workspace).unwrap_or(file).display();
            if self.stdout {
                // Of the root only a tag is new, and all of it is long.
                if file.ends_with("openapi/fortinac.yaml") {
                    eprintln!("a tag would be added to {name}");
                } else {
                    println!("# {name}\n{text}");
                }
            } else {
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(file, text)?;
                eprintln!("wrote {name}");
            }
        }
        eprintln!("properties by the rule that gave them their schema:");
        for count in &drafted.counts {
            eprintln!("  {count}");
        }
        if !self.stdout {
            eprintln!(
                "next: replace each text that begins with `TODO: `, then run `cargo xtask lint`"
            );
        }
        Ok(())
    }
}
