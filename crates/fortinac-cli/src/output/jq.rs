//! `--jq`: filters in the language of jq.

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use crate::failure::{Failure, Result};

type Compiled = jaq_core::Filter<data::JustLut<Val>>;

/// A filter that is ready to run.
pub(super) struct Filter(Compiled);

impl Filter {
    /// # Errors
    /// The expression is not valid.
    pub(super) fn new(expression: &str) -> Result<Self> {
        let wrong = || {
            Failure::usage(format!("--jq: `{expression}` is no filter of jq")).hint(
                "for instance --jq '.[].hostName' or --jq 'map(select(.role == null)) | length'",
            )
        };
        let definitions = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs());
        let functions = jaq_core::funs()
            .chain(jaq_std::funs())
            .chain(jaq_json::funs());
        let arena = Arena::default();
        let program = File {
            code: expression,
            path: (),
        };
        let modules = Loader::new(definitions).load(&arena, program);
        let modules = modules.map_err(|_| wrong())?;
        let compiler = Compiler::default().with_funs(functions);
        Ok(Self(compiler.compile(modules).map_err(|_| wrong())?))
    }

    /// # Errors
    /// The filter fails for this value.
    pub(super) fn run(&self, value: &Value) -> Result<Vec<Value>> {
        let failed = |reason: String| Failure::usage(format!("--jq: {reason}"));
        let input = read::parse_single(value.to_string().as_bytes());
        let input = input.map_err(|error| failed(error.to_string()))?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let results = self.0.id.run((context, input)).map(unwrap_valr);
        let results = results.map(|result| {
            let result = result.map_err(|error| failed(error.to_string()))?;
            serde_json::from_str(&result.to_string())
                .map_err(|_| failed("a result is no JSON".to_owned()))
        });
        results.collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn filters_run_over_the_whole_value() {
        let value = json!([{"id": 7301455120986643_i64, "role": "a"}, {"id": 2, "role": null}]);
        for (expression, expected) in [
            (".[].id", vec![json!(7301455120986643_i64), json!(2)]),
            ("map(select(.role == null)) | length", vec![json!(1)]),
            ("empty", vec![]),
            ("{a: .[0].role}", vec![json!({"a": "a"})]),
        ] {
            let found = Filter::new(expression).unwrap().run(&value).unwrap();
            assert_eq!(found, expected, "{expression}");
        }
        assert!(Filter::new("map(").is_err());
        assert!(Filter::new("unheard_of").is_err());
        assert!(Filter::new(".a").unwrap().run(&value).is_err());
    }
}
