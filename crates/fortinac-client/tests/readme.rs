//! The file of profiles that the documentation shows can be read.

#![cfg(feature = "profiles")]

use fortinac_client::profile::Profiles;

/// The profiles in the first block of TOML.
fn shown(documentation: &str) -> Profiles {
    let (_, block) = documentation
        .split_once("```toml\n")
        .expect("a block of TOML");
    let (block, _) = block.split_once("```").expect("its end");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    // A fingerprint that is cut off in the middle would be refused.
    let fingerprint = ["9F"; 32].join(":");
    std::fs::write(&file, block.replace("9F:86:…", &fingerprint)).unwrap();
    // It has a token in it, so it must be for its owner alone.
    #[cfg(unix)]
    {
        let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&file, owner).unwrap();
    }
    Profiles::from_file(&file).unwrap_or_else(|error| panic!("{error}\n{block}"))
}

#[test]
fn the_file_in_the_readme() {
    let profiles = shown(include_str!("../README.md"));
    assert_eq!(profiles.default_name(), Some("lab"));
    assert_eq!(profiles.get("lab").unwrap().url(), "nac.example.com");
}

#[test]
fn the_file_in_the_documentation_of_the_module() {
    let source = include_str!("../src/client/profile/mod.rs");
    let lines = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)));
    let profiles = shown(&lines.collect::<String>());
    let names: Vec<&str> = profiles.names().collect();
    assert_eq!(names, ["lab", "plant", "office"]);
}
