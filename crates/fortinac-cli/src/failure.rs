//! Why a command failed, and the exit code that says so to scripts.

use std::fmt;
use std::io;

use clap::error::ErrorKind;
use serde_json::{Value, json};

use crate::form::Form;

/// The classes of failures. Their numbers are the exit codes of the program, which scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything else.
    Other = 1,
    /// The command line is wrong, or a confirmation is missing. Nothing was sent.
    Usage = 2,
    /// The token is missing, wrong, or may not do this.
    Authentication = 3,
    /// There is no such record.
    NotFound = 4,
    /// A name means several records.
    Ambiguous = 5,
    /// The appliance responded that the call failed.
    Refused = 6,
    /// The network, TLS or a time limit: the call may succeed later.
    Network = 7,
    /// Ctrl-C, where it does not end the program by itself. The number is that of a program that the signal SIGINT ended.
    Interrupted = 130,
    /// Nobody reads the output any more. The number is that of a program that the signal SIGPIPE ended.
    Closed = 141,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Usage => "usage",
            Self::Authentication => "authentication",
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous",
            Self::Refused => "refused",
            Self::Network => "network",
            Self::Interrupted => "interrupted",
            Self::Closed => "closed",
        }
    }
}

/// Why a command failed. `Display` is a message of one line.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    message: String,
    /// What to do next.
    hint: Option<String>,
    operation: Option<&'static str>,
    status: Option<u16>,
    /// What clap says itself, to people and about help.
    clap: Option<Box<clap::Error>>,
}

pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
            operation: None,
            status: None,
            clap: None,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Adds what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names the file that is wrong.
    pub(crate) fn of_file(mut self, file: &str) -> Self {
        self.message = format!("{file}: {}", self.message);
        self
    }

    /// The status of the response, if there was one.
    pub(crate) fn status(&self) -> Option<u16> {
        self.status
    }

    pub(crate) fn exit_code(&self) -> u8 {
        let clap = self.clap.as_ref().map(|clap| clap.kind());
        match clap {
            // Asking for help is no failure.
            Some(ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => 0,
            _ => self.kind as u8,
        }
    }

    /// Lets clap show help, and what is wrong with a command line, unless a program wants to read it.
    pub(crate) fn is_shown_by_clap(&self, form: Form) -> bool {
        let Some(clap) = &self.clap else {
            return false;
        };
        let is_help = matches!(
            clap.kind(),
            ErrorKind::DisplayHelp
                | ErrorKind::DisplayVersion
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        let is_for_people = is_help || !form.is_json();
        if is_for_people {
            // That nobody reads it is no further failure.
            let _ = clap.print();
        }
        is_for_people
    }

    /// Says which of several appliances it is about.
    pub(crate) fn of_profile(mut self, name: &str) -> Self {
        self.message = format!("profile {name}: {}", self.message);
        self
    }

    /// The text for what reads the output: a line of JSON for a program.
    pub(crate) fn shown(&self, form: Form) -> String {
        match form {
            Form::Json | Form::JsonLines => self.json().to_string(),
            _ => self.text(),
        }
    }

    /// For people: the message, and what to do next in a line of its own.
    pub(crate) fn text(&self) -> String {
        let hint = self.hint.as_ref();
        let hint = hint.map(|hint| format!("\nhint: {hint}"));
        format!("error: {}{}", self.message, hint.unwrap_or_default())
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "kind": self.kind.name(),
            "message": self.message,
            "hint": self.hint,
            "operation": self.operation,
            "status": self.status,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<fortinac_client::Error> for Failure {
    fn from(error: fortinac_client::Error) -> Self {
        let kind = match () {
            () if error.is_unauthorized() || error.is_forbidden() => Kind::Authentication,
            () if error.is_not_found() => Kind::NotFound,
            () if error.is_timeout() || error.is_connect() || error.is_tls() => Kind::Network,
            () if error.is_retryable() => Kind::Network,
            () if error.is_api_error()
                || error.status().is_some_and(|status| !status.is_success()) =>
            {
                Kind::Refused
            }
            () if error.is_usage() => Kind::Usage,
            () => Kind::Other,
        };
        Self {
            kind,
            message: error.to_string(),
            hint: None,
            operation: error.operation(),
            status: error.status().map(|status| status.as_u16()),
            clap: None,
        }
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        let text = error.render().to_string();
        let (message, hint) = text.split_once("\n\n").unwrap_or((&text, ""));
        let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = in_one_line(message.trim_start_matches("error: "));
        let mut failure = Self::usage(message).hint(in_one_line(hint));
        failure.clap = Some(Box::new(error));
        failure
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::BrokenPipe => Kind::Closed,
            io::ErrorKind::Interrupted => Kind::Interrupted,
            _ => Kind::Other,
        };
        Self::new(kind, error.to_string())
    }
}
