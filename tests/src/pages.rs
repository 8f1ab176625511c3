use fortinac_spec::{Description, Operation};
use serde_json::Value;

/// What one page shows of one operation, reduced to facts. See `data/README.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The page, as `x-fortinac-source` names it. Several operations can share one.
    pub source: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The names of the parameters in the page's table.
    pub parameters: Vec<String>,
    /// The skeleton of the request's body: a word stands for each value.
    pub request: Value,
    /// The skeleton of the answer's body.
    pub response: Value,
}

impl Page {
    /// Reads a line of `data/operations`.
    ///
    /// # Errors
    /// It is not JSON, or has no source, method or path.
    pub fn parse(line: &str) -> Result<Self, String> {
        let page: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = |name: &str| {
            page[name]
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| format!("the page has no {name}"))
        };
        let parameters = page["params"].as_array().into_iter().flatten();
        Ok(Self {
            source: text("source")?,
            method: text("method")?,
            path: text("path")?,
            parameters: parameters
                .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
                .collect(),
            request: page["request_body"].clone(),
            response: page["response"].clone(),
        })
    }

    /// The operation of the description that has the page's method and path, whatever the parameters are called.
    pub fn operation<'a>(&self, description: &'a Description) -> Option<&'a Operation> {
        let nameless = |template: &str| {
            let segments = template.split('/').map(|segment| {
                if segment.starts_with('{') {
                    "{}"
                } else {
                    segment
                }
            });
            segments.collect::<Vec<_>>().join("/")
        };
        let mut operations = description.operations().iter();
        operations.find(|operation| {
            operation.method() == self.method && nameless(operation.path()) == nameless(&self.path)
        })
    }
}

/// All pages of the test data.
///
/// # Panics
/// When they cannot be read.
pub fn pages() -> Vec<Page> {
    let files = crate::files("operations");
    let lines = files
        .iter()
        .flat_map(|(name, contents)| contents.lines().map(move |line| (name, line)));
    lines
        .map(|(name, line)| Page::parse(line).unwrap_or_else(|error| panic!("{name}: {error}")))
        .collect()
}
