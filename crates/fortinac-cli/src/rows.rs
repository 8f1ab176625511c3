//! Rows of one of several appliances, on their way to the one output.

use fortinac_spec::api::Type;
use serde_json::{Map, Value};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::failure::{Failure, Kind, Result};

/// The property of a row with the profile that it is of.
pub(crate) const PROFILE: &str = "profile";
/// A property of that name which the record has itself, such as the user/host profile of a policy.
pub(crate) const OWN_PROFILE: &str = "ownProfile";

/// Where the rows of one of several appliances go to.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    profile: String,
    sender: UnboundedSender<Row>,
}

pub(crate) enum Row {
    /// The type of the rows that follow.
    Type(Type),
    Value(Value),
}

impl Rows {
    /// The rows of this profile, and where they are received.
    pub(crate) fn of(profile: &str) -> (Self, UnboundedReceiver<Row>) {
        let (sender, receiver) = unbounded_channel();
        let profile = profile.to_owned();
        (Self { profile, sender }, receiver)
    }

    pub(crate) fn begin(&self, ty: &Type) -> Result<()> {
        self.send(Row::Type(ty.clone()))
    }

    pub(crate) fn row(&self, value: Value) -> Result<()> {
        let mut row = Map::new();
        row.insert(PROFILE.to_owned(), self.profile.as_str().into());
        match value {
            Value::Object(properties) => {
                for (name, value) in properties {
                    match name == PROFILE {
                        // It says the same.
                        true if value == self.profile => {}
                        true => drop(row.insert(OWN_PROFILE.to_owned(), value)),
                        false => drop(row.insert(name, value)),
                    }
                }
            }
            value => drop(row.insert("value".to_owned(), value)),
        }
        self.send(Row::Value(row.into()))
    }

    fn send(&self, row: Row) -> Result<()> {
        let sent = self.sender.send(row);
        sent.map_err(|_| Failure::new(Kind::Closed, "nobody reads the rows any more"))
    }
}
