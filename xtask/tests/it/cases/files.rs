//! Files that are no YAML, or not there.

use super::Case;
use crate::Change::{Edit, Remove, Write};
use crate::{ROOT, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "syntax error",
            vec![Edit(THING, "paths:\n", "paths: [\n")],
            &[&["thing.yaml", "not valid YAML"]],
        ),
        (
            "duplicate key",
            vec![Edit(
                THING,
                "summary: List things",
                "summary: A\n      summary: B",
            )],
            &[&["thing.yaml", "not valid YAML", "duplicate", "summary"]],
        ),
        (
            "tab indentation",
            vec![Edit(THING, "      summary: List", "\tsummary: List")],
            &[&["thing.yaml", "not valid YAML"]],
        ),
        (
            "empty file",
            vec![Write(THING, b"".into())],
            &[&["thing.yaml", "is empty"]],
        ),
        (
            "comment alone",
            vec![Write(ROOT, b"# nothing\n".into())],
            &[&["fortinac.yaml", "is empty"]],
        ),
        (
            "not UTF-8",
            vec![Write(THING, b"paths:\n  /thing: \xff\n".into())],
            &[&["thing.yaml", "line 2 is not UTF-8"]],
        ),
        (
            "root is a list",
            vec![Write(ROOT, b"- a\n".into())],
            &[&["fortinac.yaml", "not a mapping"]],
        ),
        (
            "root is missing",
            vec![Remove(ROOT)],
            &[&["fortinac.yaml", "cannot be read"]],
        ),
        (
            "deep nesting",
            vec![Write(
                THING,
                [b"paths: ".to_vec(), b"[".repeat(10_000)].concat(),
            )],
            &[&["thing.yaml", "not valid YAML", "recursion limit"]],
        ),
        (
            "alias bomb",
            vec![Write(ROOT, alias_bomb())],
            &[&["fortinac.yaml", "not valid YAML"]],
        ),
        (
            "two documents",
            vec![Edit(ROOT, "paths:\n", "---\npaths:\n")],
            &[&["fortinac.yaml", "not valid YAML"]],
        ),
        (
            "a file that nothing reaches",
            vec![Write("resources/other.yaml", b"paths: {}\n".into())],
            &[&["other.yaml", "no `$ref` reaches"]],
        ),
    ]
}

/// 2 to the power of 40 items, if every alias is written out.
fn alias_bomb() -> Vec<u8> {
    let mut text = String::from("openapi: 3.0.3\nx0: &x0 [a, a]\n");
    for level in 1..40 {
        text.push_str(&format!("x{level}: &x{level} [*x{0}, *x{0}]\n", level - 1));
    }
    text.into_bytes()
}
