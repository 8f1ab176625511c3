use fortinac_evidence::BodySide;
use serde_json::Value;

/// A page of the vendor's reference, as the text that a browser copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The HTTP method of the title, in upper case.
    pub method: String,
    /// The path template of the title.
    pub template: String,
    /// The concrete path of the request URL.
    pub path: String,
    /// All samples of the page, in its order. A page that is printed twice has each of them twice.
    pub samples: Vec<Sample>,
}

/// A JSON sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Whose body it is, by the heading above it.
    pub side: BodySide,
    /// The sample.
    pub json: Value,
}

impl Document {
    /// Reads the text of a page: a title, a request URL, and samples that each begin on a line of their own under a
    /// heading that tells whose body they show. Lines can end in the border of a table.
    ///
    /// # Errors
    /// One of these is not there, a sample is not JSON or has no heading, or a heading has no sample.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = || text.lines().map(|line| line.trim_end_matches([' ', '|']));
        let (method, template) = lines()
            .filter_map(|line| line.split_once(' '))
            .find(|(_, path)| path.starts_with('/'))
            .ok_or("the page has no title with a method and a path")?;
        let method = method.to_uppercase();
        let url = lines()
            .filter_map(|line| line.strip_prefix(&method)?.trim().strip_prefix("https://"))
            .next()
            .ok_or("the page has no request URL")?;
        let path = url
            .find('/')
            .map(|start| &url[start..])
            .ok_or("the request URL has no path")?;
        Ok(Self {
            method,
            template: template.to_owned(),
            path: path.to_owned(),
            samples: samples(text)?,
        })
    }
}

fn samples(text: &str) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    let mut heading = None;
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.lines().next().unwrap_or_default();
        if line.starts_with('{') {
            let side = heading
                .take()
                .ok_or_else(|| format!("a sample has no heading: {line}"))?;
            let mut json = serde_json::Deserializer::from_str(rest).into_iter();
            let sample = json
                .next()
                .unwrap_or(Ok(Value::Null))
                .map_err(|error| format!("{error} of a sample"))?;
            samples.push(Sample { side, json: sample });
            rest = &rest[json.byte_offset()..];
            continue;
        }
        let announced = match line.trim_end_matches([' ', '|']) {
            "Request Body" => Some(BodySide::Request),
            "Sample Response" => Some(BodySide::Response),
            _ => None,
        };
        if announced.is_some() && heading.is_some() {
            return Err(format!("no sample before {line}"));
        }
        heading = announced.or(heading);
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    match heading {
        Some(side) => Err(format!("no sample for the last {side:?}")),
        None => Ok(samples),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAGE: &str =
        "Rest API\n\nPost /user/{id}\n\nPOST https://10.0.0.1:8443/api/v2/user/3 |\n";

    #[test]
    fn samples_in_a_table_in_one_line_or_with_blank_lines() {
        let text = format!(
            "{PAGE}Request Body |\n{{ \"a\": {{}} }} |\nSample Response\n\n{{\n\n\"b\":\n\n1\n\n}}"
        );
        let page = Document::parse(&text).unwrap();
        assert_eq!(
            (page.method.as_str(), page.template.as_str()),
            ("POST", "/user/{id}")
        );
        assert_eq!(page.path, "/api/v2/user/3");
        let request = Sample {
            side: BodySide::Request,
            json: json!({"a": {}}),
        };
        assert_eq!(
            page.samples,
            [
                request,
                Sample {
                    side: BodySide::Response,
                    json: json!({"b": 1})
                }
            ]
        );
    }

    #[test]
    fn no_sample_is_overlooked() {
        for samples in [
            "Request Body\nnone\nSample Response\n{}",
            "Sample Response\n{\"a\": }",
            "Sample Response\n",
            "{}",
        ] {
            assert!(
                Document::parse(&format!("{PAGE}{samples}")).is_err(),
                "{samples}"
            );
        }
    }
}
