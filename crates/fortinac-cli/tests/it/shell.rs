//! Completion and man pages.

use std::collections::BTreeSet;

use fortinac_spec::api::Index;

use crate::profile::Config;
use crate::support::without_appliance;

/// What bash is offered for the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    offered_with(&Config::empty(), words)
}

fn offered_with(config: &Config, words: &[&str]) -> Vec<String> {
    let mut command = config.fortinac();
    command
        .env("COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .args(["--", "fortinac"])
        .args(words);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    assert!(output.stderr.is_empty(), "{words:?}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(ToOwned::to_owned).collect()
}

#[track_caller]
fn assert_offered(words: &[&str], expected: &[&str]) {
    let offered = offered(words);
    for expected in expected {
        assert!(
            offered.iter().any(|word| word == expected),
            "{words:?}: no {expected} in {offered:?}"
        );
    }
}

#[test]
fn commands_options_and_values_are_completed() {
    assert_eq!(offered(&["ho"]), ["host", "host-scan"]);
    assert_offered(&[""], &["find", "login", "host", "group"]);
    assert_offered(&["host", ""], &["list", "get", "set-role", "delete"]);
    assert_offered(&["hosts", "li"], &["list"]);
    assert_offered(&["host", "set-role", "31", "--"], &["--role", "--dry-run"]);
    assert_offered(&["-o", ""], &["table", "json", "csv"]);
    assert_offered(&["host", "list", "-o", "ya"], &["yaml"]);
    assert_eq!(offered(&["op", "host_set_ro"]), ["host_set_role"]);
    assert_offered(&["op", "host_set_role", "--"], &["--role"]);
    assert_eq!(offered(&["explain", "host.ro"]), ["host.role"]);
    assert_eq!(offered(&["completion", "po"]), ["powershell"]);
    // A word for an option is no word of the command.
    assert_offered(&["--profile", "lab", "host", "li"], &["list"]);
}

#[test]
fn properties_are_completed_by_the_record_of_the_command() {
    assert_eq!(
        offered(&["host", "list", "--columns", "hostN"]),
        ["hostName"]
    );
    assert_eq!(
        offered(&["host", "list", "--columns", "id,hostN"]),
        ["id,hostName"]
    );
    assert_eq!(
        offered(&["op", "host_list", "--columns", "hostN"]),
        ["hostName"]
    );
    assert_eq!(offered(&["host", "list", "--sort", "hostN"]), ["hostName"]);
    assert_eq!(
        offered(&["host", "list", "--filter", "hostN"]),
        ["hostName=="]
    );
    assert_eq!(
        offered(&["user", "update", "31", "--set", "firstN"]),
        ["firstName="]
    );
    assert_eq!(offered(&["user", "list", "--columns", "hostN"]), [""; 0]);
}

#[test]
fn profiles_are_completed() {
    let appliance = fortinac_mock::Appliance::start().unwrap();
    let config = Config::of(&[("lab", &appliance), ("plant", &appliance)]);
    let offered = |words: &[&str]| offered_with(&config, words);
    assert_eq!(
        offered(&["host", "list", "--profile", ""]),
        ["lab", "plant"]
    );
    assert_eq!(offered(&["--profile", "lab,p"]), ["lab,plant"]);
    // Nothing is called.
    assert!(appliance.requests().is_empty());
}

#[test]
fn every_resource_is_completed() {
    for tag in Index::bundled().tags() {
        for resource in tag.resources {
            let name = fortinac_cli::kebab(&resource.name);
            let offered = offered(&[&name, ""]);
            let verbs = offered.iter().filter(|word| !word.starts_with('-'));
            assert!(verbs.count() > 0, "{name}: {offered:?}");
        }
    }
}

#[test]
fn each_shell_can_be_told() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Config::empty().run(&["completion", shell]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            run.stdout.contains("COMPLETE") && run.stdout.contains(shell),
            "{run:?}"
        );
        // What the line runs.
        let mut command = without_appliance();
        let output = command.env("COMPLETE", shell).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && script.contains("fortinac"),
            "{script}"
        );
    }
    let mut command = without_appliance();
    let output = command.env("COMPLETE", "tcsh").output().unwrap();
    assert!(!output.status.success());
}

#[test]
fn each_shell_can_ask() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let mut command = without_appliance();
        command.env("COMPLETE", shell);
        // Fish and PowerShell say it by the arguments alone.
        command
            .env("_CLAP_COMPLETE_INDEX", "2")
            .env("_CLAP_IFS", "\n");
        command.args(["--", "fortinac", "host", "get-by-m"]);
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with("get-by-mac"), "{shell}: {text}");
        assert_eq!(text.trim_end().lines().count(), 1, "{shell}: {text}");
    }
}

/// Bash itself, with the line that the command prints.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_fortinac");
    std::os::unix::fs::symlink(program, folder.path().join("fortinac")).unwrap();
    let line = Config::empty().run(&["completion", "bash"]).stdout;
    let script = format!(
        "PATH={}:$PATH\n{line}\nCOMP_WORDS=(fortinac host get-by-m)\nCOMP_CWORD=2\nCOMP_TYPE=9\n\
         $(complete -p fortinac | sed 's/.*-F \\([^ ]*\\).*/\\1/') fortinac get-by-m host 2>/dev/null\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        folder.path().display()
    );
    let mut command = std::process::Command::new("bash");
    let output = command.args(["--norc", "-c", &script]).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "get-by-mac",
        "{output:?}"
    );
}

#[test]
fn every_resource_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man");
    let run = Config::empty().run(&["man", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let index = Index::bundled();
    let mut expected = BTreeSet::from(["fortinac.1".to_owned()]);
    for resource in index.tags().into_iter().flat_map(|tag| tag.resources) {
        let name = fortinac_cli::kebab(&resource.name);
        let file = format!("fortinac-{name}.1");
        let page = std::fs::read_to_string(path.join(&file)).unwrap();
        assert!(page.contains(&format!(".TH fortinac-{name}")), "{page}");
        for operation in index.operations_of(&resource.name) {
            let verb = match operation.verb.as_str() {
                "delete" | "delete_many" | "delete_by_post" => "delete".to_owned(),
                verb => fortinac_cli::kebab(verb),
            };
            let heading = format!(".SS fortinac {name} {verb}").replace('-', "\\-");
            assert!(page.contains(&heading), "{name} {verb}: {page}");
        }
        expected.insert(file);
    }
    assert_eq!(expected.len(), 113);
    let files = std::fs::read_dir(&path).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), expected);
    let root = std::fs::read_to_string(path.join("fortinac.1")).unwrap();
    assert!(root.contains("\\-\\-all\\-profiles"), "{root}");
}
