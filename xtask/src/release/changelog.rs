//! CHANGELOG.md has the form of Keep a Changelog, and says which versions of the API each release covers.

use std::collections::BTreeSet;
use std::fs;

use cargo_metadata::semver::Version;
use jiff::civil::Date;
use parse_changelog::{Parser, Release};

use super::Report;
use crate::model::Model;
use crate::packages::Workspace;

/// The sections of a release, in this order.
const SECTIONS: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

const UNRELEASED: &str = "Unreleased";

/// Begins the line that tells the versions of the API.
const COVERS: &str = "Versions of the API: ";

pub(super) fn check(
    workspace: &Workspace,
    model: &Model,
    report: &mut Report,
) -> Result<(), String> {
    let file = workspace.root.join("CHANGELOG.md");
    let text = fs::read_to_string(&file).map_err(|error| format!("CHANGELOG.md: {error}"))?;
    let operations = model.api.operations.iter();
    let covered: BTreeSet<&str> = operations
        .flat_map(|operation| operation.versions.iter().map(String::as_str))
        .collect();
    match left(&text, &workspace.version, &covered) {
        Ok(left) => report.left.extend(left),
        Err(wrong) => {
            let wrong = wrong.into_iter();
            report
                .wrong
                .extend(wrong.map(|it| format!("CHANGELOG.md: {it}")));
        }
    }
    Ok(())
}

/// What is to be done before this version is released.
fn left(
    text: &str,
    version: &Version,
    covered: &BTreeSet<&str>,
) -> Result<Option<String>, Vec<String>> {
    let changelog = Parser::new()
        .parse(text)
        .map_err(|error| vec![error.to_string()])?;
    let mut wrong = Vec::new();
    if changelog.keys().next() != Some(&UNRELEASED) {
        wrong.push(format!("the first heading is not `## [{UNRELEASED}]`"));
    }
    let mut newer: Option<Version> = None;
    for (name, release) in &changelog {
        if *name != UNRELEASED {
            wrong.extend(heading(name, release, newer.as_ref()));
            newer = Version::parse(name).ok();
        }
        let problems = notes(name, release);
        wrong.extend(problems.into_iter().map(|it| format!("{name}: {it}")));
    }
    let latest = changelog.values().find(|it| !it.notes.trim().is_empty());
    if let Some(latest) = latest {
        let stated = stated(latest.notes);
        if stated != *covered {
            wrong.push(format!(
                "{} says `{COVERS}{}`, and the operations of the spec say {}",
                latest.version,
                joined(&stated),
                joined(covered)
            ));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let released = changelog.contains_key(version.to_string().as_str());
    let pending = changelog
        .get(UNRELEASED)
        .is_some_and(|it| !it.notes.trim().is_empty());
    Ok((pending || !released).then(|| {
        format!("CHANGELOG.md: put what is unreleased below `## [{version}] - YYYY-MM-DD`, with the day of the release")
    }))
}

fn heading(name: &str, release: &Release<'_>, newer: Option<&Version>) -> Vec<String> {
    let mut wrong = Vec::new();
    let date = release.title.strip_prefix(&format!("[{name}] - "));
    if !date.is_some_and(is_date) {
        wrong.push(format!(
            "`## {}` is not of the form `## [{name}] - YYYY-MM-DD`",
            release.title
        ));
    }
    match (Version::parse(name), newer) {
        (Err(error), _) => wrong.push(format!("{name} is no version: {error}")),
        (Ok(version), Some(newer)) if version >= *newer => {
            wrong.push(format!("{version} stands below {newer}"));
        }
        _ => {}
    }
    wrong
}

/// A day such as `2026-11-26`, in the one form that Keep a Changelog has.
fn is_date(text: &str) -> bool {
    text.parse::<Date>()
        .is_ok_and(|date| date.to_string() == text)
}

/// What is wrong in the notes of a release: they are one line about the API, and then sections with lists.
fn notes(name: &str, release: &Release<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut sections = release.notes.split("\n### ");
    // Notes that begin with a section have no line break before it.
    let notes = release.notes.trim();
    if notes.is_empty() {
        if name != UNRELEASED {
            wrong.push("says nothing".to_owned());
        }
        return wrong;
    }
    let before = sections.next().unwrap_or_default().trim();
    if !before.starts_with(COVERS) || before.lines().count() != 1 {
        wrong.push(format!(
            "has no line `{COVERS}...` before its sections, or more than that"
        ));
    }
    let mut last = None;
    for section in sections {
        let (title, items) = section.split_once('\n').unwrap_or((section, ""));
        let place = SECTIONS.iter().position(|it| *it == title);
        if place.is_none() || place <= last {
            wrong.push(format!(
                "`### {title}` is none of {}, or not in this order",
                SECTIONS.join(", ")
            ));
        }
        last = place;
        if !items.trim_start().starts_with("- ") {
            wrong.push(format!("`### {title}` has no list"));
        }
    }
    if last.is_none() {
        wrong.push("has no section".to_owned());
    }
    wrong
}

fn stated(notes: &str) -> BTreeSet<&str> {
    let line = notes.lines().find_map(|line| line.strip_prefix(COVERS));
    let versions = line.unwrap_or_default().trim_end_matches('.').split(", ");
    versions.filter(|version| !version.is_empty()).collect()
}

fn joined(versions: &BTreeSet<&str>) -> String {
    let versions: Vec<&str> = versions.iter().copied().collect();
    versions.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-28\n\nVersions of the API: 7.2.0, 7.4.0.\n\n\
                        ### Added\n\n- One.\n\n### Fixed\n\n- Two.\n\n## [0.1.0] - 2024-02-29\n\n\
                        Versions of the API: 7.2.0.\n\n### Added\n\n- Zero.\n";

    fn checked(text: &str, version: &str) -> Result<Option<String>, Vec<String>> {
        let version = Version::parse(version).unwrap();
        left(text, &version, &BTreeSet::from(["7.2.0", "7.4.0"]))
    }

    #[test]
    fn a_changelog_of_the_form_is_good_and_a_version_without_a_section_is_left_to_do() {
        assert_eq!(checked(GOOD, "0.2.0"), Ok(None));
        let left = checked(GOOD, "0.3.0").unwrap().unwrap();
        assert!(left.contains("`## [0.3.0] - YYYY-MM-DD`"), "{left}");
        let unreleased =
            "## [Unreleased]\n\nVersions of the API: 7.2.0, 7.4.0.\n\n### Security\n\n- Three.\n";
        let pending = GOOD.replace("## [Unreleased]\n", unreleased);
        assert!(checked(&pending, "0.2.0").unwrap().is_some());
    }

    #[test]
    fn each_departure_from_the_form_is_told() {
        for (from, to, expected) in [
            ("## [Unreleased]\n\n", "", "the first heading"),
            (
                "2026-02-28",
                "2026-02-29",
                "`## [0.2.0] - 2026-02-29` is not",
            ),
            ("2026-02-28", "2026-2-28", "is not of the form"),
            (" - 2026-02-28", "", "is not of the form"),
            ("[0.1.0]", "[0.3.0]", "0.3.0 stands below 0.2.0"),
            ("[0.1.0]", "[0.2.0]", "0.2.0"),
            ("### Added", "### News", "`### News` is none of"),
            ("### Fixed", "### Added", "or not in this order"),
            ("- Two.", "Two.", "`### Fixed` has no list"),
            (
                "7.2.0, 7.4.0",
                "7.2.0",
                "the operations of the spec say 7.2.0, 7.4.0",
            ),
            ("Versions of the API: 7.2.0.\n", "", "0.1.0: has no line"),
            ("### Added\n\n- Zero.\n", "", "0.1.0: has no section"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            let wrong = checked(&text, "0.2.0").unwrap_err();
            assert!(
                wrong.iter().any(|it| it.contains(expected)),
                "{expected}: {wrong:?}"
            );
        }
    }
}
