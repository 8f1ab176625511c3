//! The steps of the JSON paths that `fortinac_json` writes, such as `$.results[0]["Lab 7"]`.

/// A path in which each name that is not `shown` is `*`. Indexes are in it with `numbers`, and are empty without.
pub(crate) fn masked(path: &str, numbers: bool, shown: impl Fn(&str) -> bool) -> String {
    let mut masked = String::new();
    let mut rest = path;
    if let Some(after) = rest.strip_prefix('$') {
        masked.push('$');
        rest = after;
    }
    while !rest.is_empty() {
        let (step, after) = rest.split_at(end_of_step(rest));
        rest = after;
        let is_index = step.starts_with('[') && !step.starts_with("[\"");
        if is_index {
            masked.push_str(if numbers { step } else { "[]" });
        } else if shown(name_of(step)) {
            masked.push_str(step);
        } else {
            masked.push_str(".*");
        }
    }
    masked
}

/// Where the first step of a path ends.
fn end_of_step(path: &str) -> usize {
    let mut is_escaped = false;
    let mut is_quoted = false;
    for (position, c) in path.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            '.' | '[' if !is_quoted && position > 0 => return position,
            _ => {}
        }
    }
    path.len()
}

/// The name of a step. An escaped character stays escaped, because no name that is shown has one.
fn name_of(step: &str) -> &str {
    let quoted = step
        .strip_prefix("[\"")
        .and_then(|name| name.strip_suffix("\"]"));
    quoted.or(step.strip_prefix('.')).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use fortinac_json::{push_index, push_property};

    use super::*;

    #[test]
    fn names_that_are_not_shown_are_masked_whatever_they_are() {
        let shown = |name: &str| name == "result" || name == "set-role";
        for name in [
            "",
            "7",
            "rbeck",
            "a.b",
            "a\"].result[\"",
            "\\",
            "\\\"",
            "é[0]",
            "a\nb",
            &"x".repeat(300),
        ] {
            let mut path = String::from("$");
            push_property(&mut path, "result");
            push_property(&mut path, name);
            push_index(&mut path, 12);
            push_property(&mut path, "set-role");
            push_property(&mut path, name);
            assert_eq!(
                masked(&path, true, shown),
                "$.result.*[12][\"set-role\"].*",
                "{name}"
            );
            assert_eq!(
                masked(&path, false, shown),
                "$.result.*[][\"set-role\"].*",
                "{name}"
            );
        }
        assert_eq!(masked("$", true, shown), "$");
        assert_eq!(masked("[\"open", true, shown), ".*");
    }
}
