//! The query parameters of lists: filters, sort order and pages.

use std::cmp::Ordering;

use serde_json::Value;

use crate::mac;

/// Names of filters and sort keys, with the properties of records that they can mean.
const ALIASES: [(&str, &[&str]); 4] = [
    (
        "physAddress",
        &["physicalAddress", "physAddr", "mac", "adapters"],
    ),
    ("physicalAddress", &["physAddress", "adapters"]),
    ("ipAddress", &["ipaddress", "ip"]),
    ("id", &["dbid", "DBID"]),
];

/// The longest operators come first, because `>=` begins with `>`.
const OPERATORS: [&str; 6] = ["==", "!=", ">=", "<=", ">", "<"];

/// The query parameters of a list.
#[derive(Default)]
pub(crate) struct ListQuery {
    /// A record must match one condition of each filter.
    pub(crate) filters: Vec<Vec<Condition>>,
    pub(crate) start: usize,
    pub(crate) count: Option<usize>,
    pub(crate) sort_key: Option<String>,
    pub(crate) descending: bool,
}

/// Compares a property with a value.
pub(crate) struct Condition {
    property: String,
    operator: &'static str,
    value: String,
}

impl ListQuery {
    /// # Errors
    /// The parameter that is not valid, and what is expected.
    pub(crate) fn new<'a>(
        query: impl IntoIterator<Item = &'a (String, String)>,
    ) -> Result<Self, String> {
        let mut list = Self::default();
        for (name, value) in query {
            let number = || {
                let number = value.parse::<usize>();
                number.map_err(|_| format!("the parameter {name} must not be negative"))
            };
            match name.as_str() {
                // Some lists have `filters` instead.
                "filter" | "filters" => list.filters.push(conditions(value)?),
                "start" => list.start = number()?,
                "count" => list.count = Some(number()?),
                "sortKey" => list.sort_key = Some(value.clone()),
                "sortDir" => list.descending = value.eq_ignore_ascii_case("desc"),
                _ => {}
            }
        }
        Ok(list)
    }

    /// The records of the page with their ids, sorted, and the number of records that match the filters.
    pub(crate) fn of<'a>(
        &self,
        records: impl Iterator<Item = (i64, &'a Value)>,
    ) -> (Vec<(i64, &'a Value)>, usize) {
        let matches = |(_, record): &(i64, &Value)| {
            let holds =
                |clause: &Vec<Condition>| clause.iter().any(|condition| condition.holds(record));
            self.filters.iter().all(holds)
        };
        let found = records.filter(matches);
        let Some(key) = &self.sort_key else {
            return self.page(found);
        };
        // The property is looked up once a record, not once a comparison.
        let keyed = found.map(|(id, record)| (value(record, key), (id, record)));
        let mut keyed: Vec<(&Value, (i64, &Value))> = keyed.collect();
        keyed.sort_by(|(a, _), (b, _)| {
            let order = compare(a, b);
            if self.descending {
                order.reverse()
            } else {
                order
            }
        });
        self.page(keyed.into_iter().map(|(_, item)| item))
    }

    /// The part of the items that is on the page, and the number of all of them. Keeps no other part.
    pub(crate) fn page<T>(&self, items: impl Iterator<Item = T>) -> (Vec<T>, usize) {
        let count = self.count.unwrap_or(usize::MAX);
        let end = self.start.saturating_add(count);
        let mut page = Vec::new();
        let mut number = 0;
        for item in items {
            if (self.start..end).contains(&number) {
                page.push(item);
            }
            number += 1;
        }
        (page, number)
    }
}

/// The value that a filter or sort key means. Its name is often, but not always, that of the property.
fn value<'a>(record: &'a Value, name: &str) -> &'a Value {
    static NULL: Value = Value::Null;
    if let Some(value) = record.get(name) {
        return value;
    }
    let aliases = ALIASES.iter().find(|(alias, _)| *alias == name);
    let mut names = aliases.into_iter().flat_map(|(_, names)| *names);
    names.find_map(|name| record.get(*name)).unwrap_or(&NULL)
}

/// Reads a filter: conditions of which one must hold, with `|` between them.
fn conditions(clause: &str) -> Result<Vec<Condition>, String> {
    let condition = |text: &str| {
        let first = text.find(['=', '!', '>', '<'])?;
        let (property, rest) = text.split_at(first);
        let operator = OPERATORS
            .into_iter()
            .find(|operator| rest.starts_with(operator))?;
        Some(Condition {
            property: property.trim().to_owned(),
            operator,
            value: rest[operator.len()..].trim().to_owned(),
        })
    };
    let conditions = clause.split('|').map(condition).collect::<Option<Vec<_>>>();
    conditions.ok_or_else(|| {
        format!(
            "a filter is a property, one of {OPERATORS:?} and a value, with | between alternatives"
        )
    })
}

impl Condition {
    fn holds(&self, record: &Value) -> bool {
        let found = value(record, &self.property);
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
            Value::String(text) => *text == self.value || mac::is_same(text, &self.value),
            Value::Array(items) => items.iter().any(|item| self.equals(item)),
            other => {
                let text = other.to_string();
                text == self.value
            }
        }
    }

    /// `None` for null, and for values of different types.
    fn order(&self, found: &Value) -> Option<Ordering> {
        match found {
            Value::Number(number) => number.as_f64()?.partial_cmp(&self.value.parse().ok()?),
            Value::String(text) => Some(text.as_str().cmp(&self.value)),
            _ => None,
        }
    }
}

/// Orders null first, then booleans, numbers, strings and all others.
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
            {"id": 2, "role": null, "since": 10, "adapters": ["02:00:5E:00:53:09", "02:00:5E:00:53:01"]},
            {"id": 3, "role": "Guest", "since": 20, "on": true, "physicalAddress": "02:00:5E:00:53:01"},
        ]);
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let list = ListQuery::new(&query).unwrap();
        let records = records.as_array().unwrap().iter();
        let (items, _) = list.of(records.map(|record| (record["id"].as_i64().unwrap(), record)));
        items.iter().map(|(id, _)| *id).collect()
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
            ("physAddress==02-00-5e-00-53-01", vec![2, 3]),
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
                ListQuery::new(&[("filter".into(), filter.into())]).is_err(),
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
        assert!(ListQuery::new(&[("start".into(), "-1".into())]).is_err());
    }
}
