use serde::{Deserialize, Deserializer};

/// The sources that the entries and the spec name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The pattern for all reference pages.
    pub pattern: Pattern,
    /// The other sources.
    pub sources: Vec<Source>,
}

/// A pattern for the ids and addresses of reference pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The id, with `<version>` and `<page>` in it.
    pub id: String,
    /// The kind of these sources.
    pub kind: String,
    /// The address, with `<id>` in it.
    pub url: String,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id, as `x-fortinac-source` names it.
    pub id: String,
    /// The kind: a reference page, a community article, a program, or a capture.
    pub kind: String,
    /// The releases that it covers.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Its addresses.
    #[serde(default, deserialize_with = "one_or_many")]
    pub url: Vec<String>,
}

impl Sources {
    /// The source with this id.
    pub fn get(&self, id: &str) -> Option<Source> {
        let listed = self.sources.iter().find(|source| source.id == id);
        listed.cloned().or_else(|| self.pattern.source(id))
    }
}

impl Pattern {
    /// The source with this id, if the id follows the pattern.
    fn source(&self, id: &str) -> Option<Source> {
        let (before, rest) = self.id.split_once("<version>")?;
        let (between, after) = rest.split_once("<page>")?;
        let (version, page) = id.strip_prefix(before)?.split_once(between)?;
        let page = page.strip_suffix(after)?;
        let is_version = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if page.is_empty() || !version.split('.').all(is_version) {
            return None;
        }
        Some(Source {
            id: id.to_owned(),
            kind: self.kind.clone(),
            versions: vec![version.to_owned()],
            url: vec![self.url.replace("<id>", id)],
        })
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(url) => vec![url],
        OneOrMany::Many(urls) => urls,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_page_matches_the_pattern() {
        let sources = Sources {
            pattern: Pattern {
                id: "docs/<version>/api/<page>".to_owned(),
                kind: "reference page".to_owned(),
                url: "https://docs.example.com/<id>".to_owned(),
            },
            sources: Vec::new(),
        };
        let page = sources.get("docs/7.2.0/api/12/get-x").unwrap();
        assert_eq!(page.versions, ["7.2.0"]);
        assert_eq!(
            page.url,
            ["https://docs.example.com/docs/7.2.0/api/12/get-x"]
        );
        for id in [
            "docs/7.2.0/api/",
            "docs/new/api/12",
            "docs/7.2.0/12",
            "a program",
        ] {
            assert_eq!(sources.get(id), None, "{id}");
        }
    }
}
