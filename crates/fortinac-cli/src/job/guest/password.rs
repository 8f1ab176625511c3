//! Passwords for guests, by the rules of their template.

use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;

use crate::failure::{Failure, Kind, Result};

/// Characters of each class, without those that look like others on paper.
const CLASSES: [&str; 3] = [
    "abcdefghijkmnpqrstuvwxyz",
    "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "23456789",
];
const SHORTEST: i64 = 8;
const LONGEST: i64 = 64;

/// How passwords are made.
pub(super) struct Rules {
    length: usize,
    /// The characters of each class that may occur.
    classes: Vec<Vec<char>>,
}

impl Rules {
    /// Those of a guest template.
    ///
    /// # Errors
    /// The template excludes all characters.
    pub(super) fn of(template: &Value) -> Result<Self> {
        let length = template["passwordLength"].as_i64().unwrap_or_default();
        let excluded = template["passwordExclusions"].as_str().unwrap_or_default();
        let classes = CLASSES.map(|class| {
            let allowed = class
                .chars()
                .filter(|character| !excluded.contains(*character));
            allowed.collect::<Vec<char>>()
        });
        let classes: Vec<Vec<char>> = classes
            .into_iter()
            .filter(|class| !class.is_empty())
            .collect();
        if classes.is_empty() {
            return Err(Failure::usage(
                "the guest template excludes all letters and digits from passwords",
            ));
        }
        let length = usize::try_from(length.clamp(SHORTEST, LONGEST)).unwrap_or(8);
        Ok(Self { length, classes })
    }

    /// A random password with a character of each class.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(super) fn password(&self) -> Result<String> {
        let all: Vec<char> = self.classes.concat();
        loop {
            let mut password = String::new();
            for _ in 0..self.length {
                password.push(all[below(all.len())?]);
            }
            let has = |class: &Vec<char>| password.contains(class.as_slice());
            if self.classes.iter().all(has) {
                return Ok(password);
            }
        }
    }
}

/// A random name, which no other batch has.
///
/// # Errors
/// The system has no random numbers.
pub(super) fn name(prefix: &str) -> Result<String> {
    let letters: Vec<char> = CLASSES[0].chars().collect();
    let mut name = format!("{prefix}-");
    for _ in 0..6 {
        name.push(letters[below(letters.len())?]);
    }
    Ok(name)
}

/// A random number below a limit of at most 256, each with the same probability.
fn below(limit: usize) -> Result<usize> {
    let random = SystemRandom::new();
    loop {
        let mut byte = [0];
        random
            .fill(&mut byte)
            .map_err(|_| Failure::new(Kind::Other, "the system has no random numbers"))?;
        let number = usize::from(byte[0]);
        // The last part of the range would make the first numbers more probable.
        if number < 256 - 256 % limit {
            return Ok(number % limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn passwords_fit_the_template() {
        let template = json!({"passwordLength": 12, "passwordExclusions": "abc23\"'\\"});
        let rules = Rules::of(&template).unwrap();
        let passwords: HashSet<String> = (0..200).map(|_| rules.password().unwrap()).collect();
        assert_eq!(passwords.len(), 200);
        for password in &passwords {
            assert_eq!(password.len(), 12);
            assert!(password.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert!(!password.contains(['a', 'b', 'c', '2', '3', '0', 'O', 'l', 'I', '1']));
            for class in [char::is_lowercase, char::is_uppercase, char::is_numeric] {
                assert!(password.contains(class), "{password}");
            }
        }
        assert_eq!(Rules::of(&json!({})).unwrap().password().unwrap().len(), 8);
        let nothing = json!({"passwordExclusions": CLASSES.concat()});
        assert!(Rules::of(&nothing).is_err());
    }
}
