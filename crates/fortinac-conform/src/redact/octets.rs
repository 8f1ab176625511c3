//! The forms of MAC addresses: with colons, hyphens, dots (three groups) or nothing between their digits.

/// A MAC address, or at least the first three octets of one.
pub(super) struct Octets {
    /// Without what separates them.
    pub(super) digits: String,
    /// How many digits each group has.
    groups: Vec<usize>,
    separator: Option<char>,
}

impl Octets {
    /// `None` if a text has another form.
    pub(super) fn of(text: &str) -> Option<Self> {
        // The longest form is that with a separator after each octet.
        if text.len() > "00:00:00:00:00:00".len() {
            return None;
        }
        let separator = text.chars().find(|c| !c.is_ascii_hexdigit());
        let groups: Vec<&str> = match separator {
            Some(separator @ (':' | '-' | '.')) => text.split(separator).collect(),
            Some(_) => return None,
            None => vec![text],
        };
        let digits = groups.concat();
        let octets = Self {
            groups: groups.into_iter().map(str::len).collect(),
            separator,
            digits,
        };
        let is_hexadecimal = octets.digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hexadecimal && (octets.is_whole() || octets.is_partial())).then_some(octets)
    }

    /// Whether all six octets are there.
    pub(super) fn is_whole(&self) -> bool {
        match self.separator {
            Some('.') => self.groups == [4; 3],
            Some(_) => self.groups == [2; 6],
            None => self.groups == [12],
        }
    }

    fn is_partial(&self) -> bool {
        matches!(self.separator, Some(':' | '-'))
            && (3..6).contains(&self.groups.len())
            && self.groups.iter().all(|length| *length == 2)
    }

    pub(super) fn has_letter(&self) -> bool {
        self.digits.bytes().any(|byte| byte.is_ascii_alphabetic())
    }

    /// Other digits, of which there must be as many, in this form.
    pub(super) fn write(&self, digits: &str) -> String {
        let mut digits = digits.chars();
        let groups = self.groups.iter();
        let groups: Vec<String> = groups
            .map(|length| digits.by_ref().take(*length).collect())
            .collect();
        groups.join(&self.separator.map(String::from).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_written_as_it_was() {
        for text in [
            "A0:B1:C2:D3:E4:F5",
            "a0-b1-c2-d3-e4-f5",
            "a0b1.c2d3.e4f5",
            "A0B1C2D3E4F5",
            "101112131415",
            "A0:B1:C2",
        ] {
            let octets = Octets::of(text).unwrap();
            assert_eq!(octets.write(&octets.digits), text);
        }
        for text in [
            "",
            "a0",
            "a0:b1",
            "a0:b1:zz",
            "a0:b1-c2",
            "a0b1c2",
            "é0:b1:c2",
            "::",
            "a0b1.c2d3.zzzz",
        ] {
            assert!(Octets::of(text).is_none(), "{text}");
        }
    }
}
