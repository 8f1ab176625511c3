use std::fmt::{self, Display};

/// One condition on the items of a list, such as `role==NAC-Default|role==null`.
///
/// The operators are those that programs are known to use: `==`, `>=`, and `|` between alternatives. Others go through
/// [`Filter::raw`]. Several filters on one call all have to hold, as far as known.
///
/// ```
/// use fortinac_client::Filter;
///
/// let quarantined = Filter::equals("role", "NAC-Quarantine").or(Filter::is_null("role"));
/// assert_eq!(quarantined.to_string(), "role==NAC-Quarantine|role==null");
/// assert_eq!(Filter::at_least("startTime", 1_709_840_408_791_i64).to_string(), "startTime>=1709840408791");
/// ```
///
/// `Debug` shows nothing of it, because a value can be a secret.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    expression: String,
    /// A value in it contains `|`, so the appliance would take it for another condition.
    is_ambiguous: bool,
}

impl Filter {
    /// The property has this value. How a `|` in a value is escaped is not documented, so a call with such a filter is
    /// an error: the appliance would take it for another condition.
    pub fn equals(property: &str, value: impl Display) -> Self {
        Self::condition(property, "==", value)
    }

    /// The property has no value.
    pub fn is_null(property: &str) -> Self {
        Self::equals(property, "null")
    }

    /// The property has this value or a greater one. As for [`Filter::equals`], a `|` in the value is an error.
    pub fn at_least(property: &str, value: impl Display) -> Self {
        Self::condition(property, ">=", value)
    }

    fn condition(property: &str, operator: &str, value: impl Display) -> Self {
        let expression = format!("{property}{operator}{value}");
        Self {
            is_ambiguous: expression.contains('|'),
            expression,
        }
    }

    /// Either condition holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            expression: format!("{}|{}", self.expression, other.expression),
            is_ambiguous: self.is_ambiguous || other.is_ambiguous,
        }
    }

    /// An expression in the appliance's own syntax. How it reads a `|` inside a value is not documented.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self {
            expression: expression.into(),
            is_ambiguous: false,
        }
    }

    /// The expression for the query, or why it cannot be sent.
    pub(crate) fn parameter(&self) -> Result<String, String> {
        if self.is_ambiguous {
            return Err(
                "a value in a filter contains `|`, which the appliance takes for another condition; if that is \
                        meant, write it with `Filter::or` or `Filter::raw`"
                    .into(),
            );
        }
        Ok(self.expression.clone())
    }
}

/// An expression, as for [`Filter::raw`].
impl From<&str> for Filter {
    fn from(expression: &str) -> Self {
        Self::raw(expression)
    }
}

/// An expression, as for [`Filter::raw`].
impl From<String> for Filter {
    fn from(expression: String) -> Self {
        Self::raw(expression)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").finish_non_exhaustive()
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.expression)
    }
}
