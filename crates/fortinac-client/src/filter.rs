use std::fmt::{self, Display};

/// One condition on the rows of a list, such as `role==NAC-Default|role==null`.
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter(String);

impl Filter {
    /// The member has this value.
    pub fn equals(member: &str, value: impl Display) -> Self {
        Self(format!("{member}=={value}"))
    }

    /// The member has no value.
    pub fn is_null(member: &str) -> Self {
        Self::equals(member, "null")
    }

    /// The member has this value or a greater one.
    pub fn at_least(member: &str, value: impl Display) -> Self {
        Self(format!("{member}>={value}"))
    }

    /// Either condition holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(format!("{}|{}", self.0, other.0))
    }

    /// An expression as the appliance takes it. How it takes a `|` inside a value is not documented.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self(expression.into())
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
