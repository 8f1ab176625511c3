//! Drafts pass every check but the one for what a human has to decide.

mod rules;

use std::fs;
use std::path::PathBuf;

use fortinac_evidence::Evidence;
use tempfile::TempDir;
use xtask::diagnostic::Diagnostic;
use xtask::draft::{Options, draft};
use xtask::lint;

use super::workspace::{copy, workspace};

/// A copy of spec and evidence without some files of the spec.
fn workspace_without(files: &[&str]) -> TempDir {
    let copied = TempDir::new().unwrap();
    for folder in ["openapi", "evidence", "tests/data/exchanges"] {
        copy(&workspace().join(folder), &copied.path().join(folder));
    }
    for file in files {
        // Some are not described yet.
        let _ = fs::remove_file(copied.path().join("openapi").join(file));
    }
    copied
}

/// Drafts files of evidence, and writes the drafts.
fn write_drafts(workspace: &TempDir, files: &[&str], operations: &[&str]) -> Vec<PathBuf> {
    let options = Options {
        inputs: files
            .iter()
            .map(|file| workspace.path().join(file))
            .collect(),
        operations: operations
            .iter()
            .map(|operation| (*operation).to_owned())
            .collect(),
        ..Options::default()
    };
    let drafted = draft(workspace.path(), &options).unwrap();
    for (file, text) in &drafted.files {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    drafted.files.into_iter().map(|(file, _)| file).collect()
}

fn lint(workspace: &TempDir) -> Vec<Diagnostic> {
    let root = workspace.path().join("openapi/fortinac.yaml");
    lint::checked(&root).map_or_else(|diagnostics| diagnostics.0, |_| Vec::new())
}

const SUPPLICANT: [&str; 3] = [
    "policy/supplicant.yaml",
    "policy/supplicant-configuration.yaml",
    "policy/event-action.yaml",
];
const SUPPLICANT_EVIDENCE: [&str; 3] = [
    "evidence/policy-supplicant.yaml",
    "evidence/policy-supplicant-configuration.yaml",
    "evidence/policy-event-action.yaml",
];

#[test]
fn a_draft_has_nothing_wrong_but_what_a_human_decides() {
    let workspace = workspace_without(&SUPPLICANT);
    let files = write_drafts(&workspace, &SUPPLICANT_EVIDENCE, &[]);
    let diagnostics = lint(&workspace);
    assert!(!diagnostics.is_empty());
    for diagnostic in &diagnostics {
        assert!(diagnostic.message.contains("TODO: "), "{diagnostic}");
    }
    // Texts that are approved by taking the mark away.
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("TODO: ", "")).unwrap();
    }
    let root = workspace.path().join("openapi/fortinac.yaml");
    let model = lint::checked(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    for (resource, count) in [
        ("supplicant_policy", 7),
        ("supplicant_configuration", 2),
        ("event_action", 6),
    ] {
        let of_resource = model
            .api
            .operations
            .iter()
            .filter(|operation| operation.resource == resource);
        assert_eq!(of_resource.count(), count, "{resource}");
    }
    let evidence = Evidence::read(&workspace.path().join("evidence")).unwrap();
    let new = |finding: &fortinac_evidence::Finding| {
        let subject = finding.subject.to_string().to_lowercase().replace('_', "");
        ["supplicant", "eventaction"]
            .iter()
            .any(|name| subject.starts_with(name))
    };
    let findings: Vec<_> = fortinac_evidence::check(&model.api, &evidence)
        .into_iter()
        .filter(new)
        .collect();
    assert_eq!(findings, []);
}

/// A file name is made of the path, so nothing is written for one that is none.
#[test]
fn an_exchange_without_an_operation_is_refused() {
    let workspace = workspace_without(&[]);
    let capture = workspace.path().join("capture.json");
    for (exchange, title) in [
        ("{}", "` `"),
        (r#"{"method": "GET", "path": "/api/v2"}"#, "`GET `"),
        (r#"{"method": "GET", "path": "/api/v2/"}"#, "`GET /`"),
        (r#"{"method": "GET", "path": "user"}"#, "`GET user`"),
        (r#"{"method": "GET", "path": "/../user"}"#, "`GET /../user`"),
        (r#"{"method": "GET", "path": "//user"}"#, "`GET //user`"),
        (r#"{"method": "LOOK", "path": "/user/x"}"#, "`LOOK /user/x`"),
        (r#"{"path": "/user/x"}"#, "` /user/x`"),
    ] {
        fs::write(&capture, exchange).unwrap();
        let options = Options {
            inputs: vec![capture.clone()],
            ..Options::default()
        };
        let error = draft(workspace.path(), &options).unwrap_err().to_string();
        let expected = format!("{title} is no operation; write `method` and `path`");
        assert!(error.contains("capture.json: "), "{error}");
        assert!(error.contains(&expected), "{exchange}: {error}");
    }
}

/// Drafts give the names that operations have, and say where the path does not tell them.
#[test]
fn names_of_writes_begin_with_a_verb() {
    let file = "system/group.yaml";
    let workspace = workspace_without(&[file, "policy/access.yaml"]);
    let evidence = ["evidence/system-group.yaml", "evidence/policy-access.yaml"];
    write_drafts(&workspace, &evidence, &[]);
    let text =
        |file: &str| fs::read_to_string(workspace.path().join("openapi").join(file)).unwrap();
    assert!(text("policy/access.yaml").contains("operationId: access_policy_swap_ranks\n"));
    let groups = text(file);
    for (name, is_guess) in [
        ("set_aging", true),
        ("set_membership", true),
        ("set_manages", true),
        ("copy", false),
        ("remove_from_parent", false),
    ] {
        let is_there = groups.contains(&format!("operationId: group_{name}\n"));
        assert!(is_there, "{name}: {groups}");
        let todo = format!("TODO: is `{name}` the right name? Say what it does.");
        assert_eq!(groups.contains(&todo), is_guess, "{name}");
    }
}

/// A call without ids has no known meaning.
#[test]
fn ids_are_required_also_where_the_source_does_not_say_so() {
    let workspace = workspace_without(&["system/task.yaml"]);
    let operations = ["POST /system/task/delete"];
    let files = write_drafts(&workspace, &["evidence/system-task.yaml"], &operations);
    let text = fs::read_to_string(&files[0]).unwrap();
    assert!(text.contains("/IdArguments"), "{text}");
    let reason = "x-fortinac-deviation: The source does not require `id`, but what a call without ids does is not known.";
    assert!(text.contains(reason), "{text}");
}

/// All that the sources show, drafted as if nothing was described. Lint finds texts to decide and nothing else.
#[test]
fn drafts_of_all_evidence_have_nothing_wrong_but_what_a_human_decides() {
    let workspace = workspace_without(&[]);
    let openapi = workspace.path().join("openapi");
    for item in fs::read_dir(&openapi).unwrap() {
        let folder = item.unwrap().path();
        if folder.is_dir() && !folder.ends_with("schema") {
            fs::remove_dir_all(folder).unwrap();
        }
    }
    let root = openapi.join("fortinac.yaml");
    let text = fs::read_to_string(&root).unwrap();
    let (before, after) = text.split_once("tags:\n").unwrap();
    let rest = after.lines().skip_while(|line| line.starts_with(' '));
    let rest: Vec<&str> = rest.collect();
    fs::write(&root, format!("{before}tags:\n{}\n", rest.join("\n"))).unwrap();
    write_drafts(&workspace, &["evidence"], &[]);
    let other: Vec<_> = lint(&workspace)
        .into_iter()
        .filter(|diagnostic| !diagnostic.message.contains("TODO: "))
        .map(|diagnostic| diagnostic.to_string())
        // What the finished files share, the drafts need not use.
        .filter(|text| !(text.contains("common.yaml") && text.contains("nothing refers to")))
        .collect();
    println!("{} besides the texts to decide", other.len());
    assert_eq!(other, [""; 0]);
}

#[test]
fn what_is_described_stays_as_it_is() {
    let workspace = workspace_without(&SUPPLICANT);
    let file = ["evidence/policy-supplicant.yaml"];
    let written = write_drafts(&workspace, &file, &["POST /policy/supplicant/delete"]);
    let text = fs::read_to_string(&written[0]).unwrap();
    let edited = text.replace(
        "summary: 'TODO: Delete supplicant policies'",
        "summary:   Mine",
    );
    assert_ne!(text, edited);
    fs::write(&written[0], &edited).unwrap();
    write_drafts(&workspace, &file, &[]);
    let text = fs::read_to_string(&written[0]).unwrap();
    assert!(text.contains("summary:   Mine"), "{text}");
    assert!(text.contains("supplicant_policy_disable_many"), "{text}");
    let again = Options {
        inputs: vec![workspace.path().join(file[0])],
        ..Options::default()
    };
    assert!(draft(workspace.path(), &again).is_err());
}

#[test]
fn a_file_that_was_removed_is_mostly_drafted_again() {
    let name = "policy/access-configuration.yaml";
    let original = fs::read_to_string(workspace().join("openapi").join(name)).unwrap();
    let workspace = workspace_without(&[name]);
    let operations: Vec<String> = operations(&original);
    let operations: Vec<&str> = operations.iter().map(String::as_str).collect();
    write_drafts(
        &workspace,
        &["evidence/policy-access-configuration.yaml"],
        &operations,
    );
    let drafted = fs::read_to_string(workspace.path().join("openapi").join(name)).unwrap();
    let lines: Vec<&str> = original.lines().collect();
    let same = longest_common(&lines, &drafted.lines().collect::<Vec<_>>());
    println!("{same} of {} lines", lines.len());
    assert!(
        2 * same > lines.len(),
        "only {same} of {} lines",
        lines.len()
    );
}

/// The operations of a file, as `GET /x`.
fn operations(text: &str) -> Vec<String> {
    let (mut operations, mut path) = (Vec::new(), "");
    for line in text.lines() {
        let key = line.trim_end_matches(':');
        if let Some(found) = key.strip_prefix("  /") {
            path = found;
        }
        for method in ["get", "post", "delete"] {
            if key == format!("    {method}") {
                operations.push(format!("{} /{path}", method.to_uppercase()));
            }
        }
    }
    operations
}

/// How many lines two texts have in common, in this order.
fn longest_common(one: &[&str], other: &[&str]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for line in one {
        let mut above_left = 0;
        for (index, candidate) in other.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if line == candidate {
                above_left + 1
            } else {
                above.max(row[index])
            };
            above_left = above;
        }
    }
    row[other.len()]
}
