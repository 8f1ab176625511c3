//! Filters, order and pages of a list.

use std::cmp::Ordering;

use serde_json::Value;

/// From the longest: `>=` begins with `>`.
const OPERATORS: [&str; 6] = ["==", "!=", ">=", "<=", ">", "<"];

/// What a list is asked for.
#[derive(Default)]
pub(crate) struct Listing {
    /// All of them must hold.
    pub(crate) filters: Vec<Vec<Condition>>,
    pub(crate) start: usize,
    pub(crate) count: Option<usize>,
    pub(crate) sort_key: Option<String>,
    pub(crate) descending: bool,
}

/// One member against one value.
pub(crate) struct Condition {
    member: String,
    operator: &'static str,
    value: String,
}

impl Listing {
    /// # Errors
    /// What cannot be understood, and what to write.
    pub(crate) fn new<'a>(
        query: impl IntoIterator<Item = &'a (String, String)>,
    ) -> Result<Self, String> {
        let mut listing = Self::default();
        for (name, value) in query {
            let number = || {
                let number = value.parse::<usize>();
                number.map_err(|_| format!("{name} is no number of rows from 0"))
            };
            match name.as_str() {
                "filter" => listing.filters.push(conditions(value)?),
                "start" => listing.start = number()?,
                "count" => listing.count = Some(number()?),
                "sortKey" => listing.sort_key = Some(value.clone()),
                "sortDir" => listing.descending = value.eq_ignore_ascii_case("desc"),
                _ => {}
            }
        }
        Ok(listing)
    }

    /// The records that match, in order, and how many they are before the page is cut out of them.
    pub(crate) fn of<'a>(
        &self,
        records: impl Iterator<Item = &'a Value>,
    ) -> (Vec<&'a Value>, usize) {
        let matches = |record: &&Value| {
            let holds =
                |clause: &Vec<Condition>| clause.iter().any(|condition| condition.holds(record));
            self.filters.iter().all(holds)
        };
        let mut rows: Vec<&Value> = records.filter(matches).collect();
        if let Some(key) = &self.sort_key {
            rows.sort_by(|a, b| {
                let order = compare(&a[key], &b[key]);
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        let matching = rows.len();
        let count = self.count.unwrap_or(usize::MAX);
        (
            rows.into_iter().skip(self.start).take(count).collect(),
            matching,
        )
    }
}

/// A clause: conditions of which one must hold, with `|` between them.
fn conditions(clause: &str) -> Result<Vec<Condition>, String> {
    let condition = |text: &str| {
        let first = text.find(['=', '!', '>', '<'])?;
        let (member, rest) = text.split_at(first);
        let operator = OPERATORS
            .into_iter()
            .find(|operator| rest.starts_with(operator))?;
        Some(Condition {
            member: member.trim().to_owned(),
            operator,
            value: rest[operator.len()..].trim().to_owned(),
        })
    };
    let conditions = clause.split('|').map(condition).collect::<Option<Vec<_>>>();
    conditions.ok_or_else(|| {
        format!(
            "a filter is a member, one of {OPERATORS:?} and a value, with | between alternatives"
        )
    })
}

impl Condition {
    fn holds(&self, record: &Value) -> bool {
        let found = &record[&self.member];
        match self.operator {
            "==" => self.equals(found),
            "!=" => !self.equals(found),
            operator => {
                let Some(order) = self.order(found) else {
                    return false;
                };
                match operator {
                    ">=" => order.is_ge(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_lt(),
                }
            }
        }
    }

    fn equals(&self, found: &Value) -> bool {
        match found {
            Value::Null => self.value == "null",
            Value::String(text) => *text == self.value,
            other => {
                let text = other.to_string();
                text == self.value
            }
        }
    }

    /// `None` for what has no order: null, and values of different kinds.
    fn order(&self, found: &Value) -> Option<Ordering> {
        match found {
            Value::Number(number) => number.as_f64()?.partial_cmp(&self.value.parse().ok()?),
            Value::String(text) => Some(text.as_str().cmp(&self.value)),
            _ => None,
        }
    }
}

/// Null first, then flags, numbers, texts and the rest.
fn compare(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        _ => 4,
    };
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let order = a.as_i64().zip(b.as_i64()).map(|(a, b)| a.cmp(&b));
            let order = order.or_else(|| a.as_f64()?.partial_cmp(&b.as_f64()?));
            order.unwrap_or(Ordering::Equal)
        }
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ids(query: &[(&str, &str)]) -> Vec<i64> {
        let records = json!([
            {"id": 1, "role": "NAC-Default", "since": 30},
            {"id": 2, "role": null, "since": 10},
            {"id": 3, "role": "Guest", "since": 20, "on": true},
        ]);
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let listing = Listing::new(&query).unwrap();
        let (rows, _) = listing.of(records.as_array().unwrap().iter());
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    }

    #[test]
    fn filters_are_understood() {
        for (filter, expected) in [
            ("role==NAC-Default|role==null", vec![1, 2]),
            ("role!=Guest", vec![1, 2]),
            ("since>=20", vec![1, 3]),
            ("since<20", vec![2]),
            ("on==true", vec![3]),
            ("unheardOf==null", vec![1, 2, 3]),
            ("role>A", vec![1, 3]),
        ] {
            assert_eq!(ids(&[("filter", filter)]), expected, "{filter}");
        }
        assert_eq!(
            ids(&[("filter", "since>10"), ("filter", "role==Guest")]),
            [3]
        );
        for filter in ["role", "", "role==a|b", "role=a"] {
            assert!(
                Listing::new(&[("filter".into(), filter.into())]).is_err(),
                "{filter}"
            );
        }
    }

    #[test]
    fn order_and_pages() {
        assert_eq!(ids(&[("sortKey", "since")]), [2, 3, 1]);
        assert_eq!(
            ids(&[
                ("sortKey", "since"),
                ("sortDir", "DESC"),
                ("start", "1"),
                ("count", "1")
            ]),
            [3]
        );
        assert_eq!(ids(&[("sortKey", "role")]), [2, 3, 1]);
        assert_eq!(ids(&[("start", "7")]), Vec::<i64>::new());
        assert!(Listing::new(&[("start".into(), "-1".into())]).is_err());
    }
}
