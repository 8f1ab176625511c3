//! Conversions from ids to [`IdArguments`], for calls like `client.users().delete_many(&[4, 7].into())`.

use crate::IdArguments;

impl FromIterator<i64> for IdArguments {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> Self {
        let ids: Vec<i64> = ids.into_iter().collect();
        Self {
            id: ids.into(),
            ..Self::default()
        }
    }
}

impl From<i64> for IdArguments {
    fn from(id: i64) -> Self {
        Self::from_iter([id])
    }
}

impl From<&[i64]> for IdArguments {
    fn from(ids: &[i64]) -> Self {
        ids.iter().copied().collect()
    }
}

impl<const N: usize> From<[i64; N]> for IdArguments {
    fn from(ids: [i64; N]) -> Self {
        ids.into_iter().collect()
    }
}

impl From<Vec<i64>> for IdArguments {
    fn from(ids: Vec<i64>) -> Self {
        ids.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_every_form() {
        let json = |ids: IdArguments| serde_json::to_string(&ids).unwrap();
        let expected = r#"{"id":[4,7]}"#;
        assert_eq!(json([4, 7].into()), expected);
        assert_eq!(json(vec![4, 7].into()), expected);
        assert_eq!(json([4, 7].as_slice().into()), expected);
        assert_eq!(json((4..8).step_by(3).collect()), expected);
        assert_eq!(json(4.into()), r#"{"id":[4]}"#);
    }
}
