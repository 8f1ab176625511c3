//! Which property names sound secret.
//!
//! The lint of the spec and the redaction at run time share this list, so that what one of them takes for a secret is a
//! secret for the other too. A name that is redacted without need does no harm; in the spec, `x-fortinac-not-secret`
//! says why such a property may be shown.

/// Parts of a word: these mean a secret even inside a longer word, such as `snmpcommunity`.
const STEMS: [&str; 13] = [
    "communit",
    "cookie",
    "credential",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privacy",
    "psk",
    "pwd",
    "secret",
    "sessionid",
    "token",
];

/// Whole words: inside a longer word they mean something else, as in `pinned`, `hashtag` and `sacred`.
const WORDS: [&str; 18] = [
    "bearer", "cred", "creds", "hash", "hashed", "hashes", "jwt", "otp", "pem", "pfx", "pin",
    "pins", "pkcs", "pw", "salt", "totp", "wep", "p12",
];

/// Last words: `snmpAuth` is a pass phrase, and `authServer` is not.
const LAST_WORDS: [&str; 3] = ["auth", "authorization", "priv"];

/// Last words that are secret after one of these: `mfaCode` is, `statusCode` is not. `sessionId` is all that a session
/// needs.
const LAST_PAIRS: [(&str, &[&str]); 3] = [
    ("answer", &["challenge", "recovery", "secret", "security"]),
    (
        "code",
        &[
            "auth",
            "mfa",
            "otp",
            "pairing",
            "recovery",
            "reset",
            "security",
            "sms",
            "verification",
        ],
    ),
    ("id", &["session"]),
];

/// Ends of a word, and what may stand before them in a name that is not secret: as a word of its own (`sortKey`) or as
/// the rest of the same word (`bypass`).
const ENDS: [(&str, &[&str]); 3] = [
    ("key", NOT_SECRET_KEYS),
    ("keys", NOT_SECRET_KEYS),
    ("pass", &["by", "com", "over", "under"]),
];

const NOT_SECRET_KEYS: &[&str] = &["foreign", "hot", "primary", "public", "sort", "unique"];

/// A name with one of these as its last word tells something about a secret, and does not hold it: `passwordLength`.
const ATTRIBUTES: [&str; 15] = [
    "algorithm",
    "count",
    "date",
    "enabled",
    "expiration",
    "expires",
    "length",
    "policy",
    "present",
    "protocol",
    "required",
    "size",
    "time",
    "type",
    "usage",
];

/// The same after `key` alone: `keyId` names a key, whereas `communityName` is the community, and a `tokenId` may be all
/// that a session needs.
const KEY_ATTRIBUTES: [&str; 4] = ["alias", "id", "index", "name"];

/// Whether a property of this name may hold a secret, such as a password, whatever the spec says about it.
///
/// ```
/// use fortinac_json::sounds_secret;
///
/// assert!(sounds_secret("snmpCommunity"));
/// assert!(!sounds_secret("adapterIpAsString"));
/// ```
pub fn sounds_secret(name: &str) -> bool {
    let words = words(name);
    let Some(last) = words.last() else {
        return false;
    };
    if ATTRIBUTES.contains(&last.as_str()) {
        return false;
    }
    let before_last = words
        .len()
        .checked_sub(2)
        .map(|index| words[index].as_str());
    let is_pair = |(word, before): &(&str, &[&str])| {
        word == last && before_last.is_some_and(|found| before.contains(&found))
    };
    if LAST_WORDS.contains(&last.as_str()) || LAST_PAIRS.iter().any(is_pair) {
        return true;
    }
    words.iter().enumerate().any(|(index, word)| {
        STEMS.iter().any(|stem| word.contains(stem))
            || WORDS.contains(&word.as_str())
            || ENDS
                .iter()
                .any(|(end, harmless)| ends_secret(&words, index, end, harmless))
    })
}

/// Whether the word at `index` ends with `end`, and nothing around it says that this is harmless.
fn ends_secret(words: &[String], index: usize, end: &str, harmless: &[&str]) -> bool {
    let Some(rest) = words[index].strip_suffix(end) else {
        return false;
    };
    let before = match (rest, index) {
        ("", 0) => "",
        ("", _) => &words[index - 1],
        (rest, _) => rest,
    };
    let names_a_key = end != "pass"
        && words
            .get(index + 1)
            .is_some_and(|next| KEY_ATTRIBUTES.contains(&next.as_str()));
    !harmless.contains(&before) && !names_a_key
}

/// The words of a name in lower case. A word ends at a change of case, at a digit, and at any other character; digits are
/// in no word but `p12`.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &c) in characters.iter().enumerate() {
        if word == "p" && c == '1' && characters.get(index + 1) == Some(&'2') {
            word.push_str("12");
        }
        if begins_word(&characters, index) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn begins_word(characters: &[char], index: usize) -> bool {
    let c = characters[index];
    if !c.is_alphabetic() {
        return true;
    }
    if !c.is_uppercase() || index == 0 {
        return false;
    }
    // The last capital of `SNMPCommunity` begins a word; that of `userPINs` does not.
    let is_lowercase = |index: usize| {
        characters
            .get(index)
            .is_some_and(|c: &char| c.is_lowercase())
    };
    let is_plural = characters.get(index + 1) == Some(&'s') && !is_lowercase(index + 2);
    !characters[index - 1].is_uppercase() || is_lowercase(index + 1) && !is_plural
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_sound_secret() {
        for name in [
            "Authorization",
            "adminPW",
            "basicAuth",
            "challengeAnswer",
            "clientP12",
            "client_p12",
            "jsessionid",
            "JSESSIONID",
            "jwt",
            "mfaCode",
            "otp",
            "p12",
            "pem",
            "pfx",
            "pkcs12",
            "pw",
            "securityAnswer",
            "sessionId",
            "session_id",
            "snmpAuth",
            "snmpPriv",
            "userPW",
            "verificationCode",
            "wep",
            "wepKey",
            "accessToken",
            "adminPw",
            "apiAccessToken",
            "apiKey",
            "apikey",
            "API_KEY",
            "authPassPhrase",
            "bearer",
            "cliCredentials",
            "cliPwd",
            "cliPWDs",
            "communities",
            "communityName",
            "Cookie",
            "cred",
            "encryptionKey",
            "enablePass",
            "hashedPassword",
            "key",
            "licenseKey",
            "ntHash",
            "one_time_passcode",
            "password2",
            "passwd",
            "passwordHash",
            "passwordHint",
            "pin",
            "pinCode",
            "preSharedKey",
            "presharedKey",
            "presharedkey",
            "privKey",
            "privateKeys",
            "privacy",
            "privpass",
            "radius-secret",
            "radiusKey",
            "radiusSharedSecret",
            "readCommunity",
            "salt",
            "SECRET",
            "sessionCookie",
            "sessionKey",
            "SNMPCommunity",
            "snmpCommunity",
            "snmpcommunitystring",
            "SNMPv3PrivacyKey",
            "sortKeyPassword",
            "sshKey",
            "tokenId",
            "userPINs",
            "userPassWord",
            "user.password",
            "wifiPsk",
            "WPA2PSK",
            "wpa2psk",
        ] {
            assert!(sounds_secret(name), "{name}: {:?}", words(name));
        }
    }

    #[test]
    fn other_names_do_not() {
        for name in [
            "",
            "7",
            "adapterIpAsString",
            "answer",
            "ap12",
            "authServer",
            "authenticationPolicy",
            "authType",
            "bypass",
            "bypassEnabled",
            "compass",
            "credentialType",
            "foreignKey",
            "hashtag",
            "hotKey",
            "hotkeys",
            "ipSkipped",
            "hostOkEnabled",
            "keyAlgorithm",
            "keyId",
            "keyName",
            "keyboard",
            "keyword",
            "mappingState",
            "minPwLength",
            "passed",
            "passenger",
            "passive",
            "passwordLength",
            "pinned",
            "pinging",
            "primaryKey",
            "publicKey",
            "publicKeyId",
            "sacred",
            "sessionCount",
            "sessions",
            "statusCode",
            "step12",
            "sweep",
            "wepEnabled",
            "saltwater",
            "shipping",
            "sortKey",
            "sort_key",
            "sortkey",
            "spin",
            "tokenType",
            "userName",
        ] {
            assert!(!sounds_secret(name), "{name}: {:?}", words(name));
        }
    }

    #[test]
    fn words_end_at_a_change_of_case_and_at_other_characters() {
        for (name, expected) in [
            ("adapterIpAsString", &["adapter", "ip", "as", "string"][..]),
            ("SNMPCommunity", &["snmp", "community"]),
            ("userPINs", &["user", "pins"]),
            ("PSKsUsed", &["psks", "used"]),
            ("WPA2_PSK-key", &["wpa", "psk", "key"]),
            ("_id", &["id"]),
            ("clientP12File", &["client", "p12", "file"]),
            ("step12", &["step"]),
            ("größeÄnderung", &["größe", "änderung"]),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
