//! Names of fields whose values are masked whatever they look like.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, LazyLock},
};

use serde::Deserialize;

use crate::{Category, Severity};

/// What a value is for the name of its field.
#[derive(Debug)]
pub(crate) struct Field {
    /// What stands in the placeholder.
    pub(crate) rule: Arc<str>,
    pub(crate) category: Category,
    pub(crate) severity: Severity,
}

/// What a value is that a path rule names.
pub(crate) static PATH: LazyLock<Field> =
    LazyLock::new(|| Field { rule: Arc::from("PATH"), category: Category::Secret, severity: Severity::High });

/// What the value of a field of this name is. The name is as it stands, without quotes and escapes.
pub(crate) fn field_of(name: &[u8]) -> Option<&'static Field> {
    FIELDS.of(name)
}

/// What values are for which this word stands in placeholders.
pub(crate) fn field_of_rule(rule: &str) -> Option<&'static Field> {
    FIELDS.fields.iter().find(|field| &*field.rule == rule)
}

/// True for a word that a field's placeholder may hold.
pub(crate) fn is_field_rule(rule: &str) -> bool {
    rule == &*PATH.rule || FIELDS.fields.iter().any(|field| &*field.rule == rule)
}

/// True when such a word starts so.
pub(crate) fn begins_field_rule(beginning: &str) -> bool {
    PATH.rule.starts_with(beginning) || FIELDS.fields.iter().any(|field| field.rule.starts_with(beginning))
}

static FIELDS: LazyLock<Fields> = LazyLock::new(|| Fields::parse(include_str!("../../fields.yaml")));

/// The longest name, in bytes without separators.
const LONGEST: usize = 48;
/// Five bits of each of three letters.
const ENDS: usize = 1 << 15;

struct Fields {
    fields: Vec<Field>,
    /// By the last three bytes of a name.
    names: HashMap<[u8; 3], Vec<Name>>,
    /// Which last three letters any name has: most names of most documents are turned down by it.
    ends: Box<[u64; ENDS / 64]>,
}

struct Name {
    letters: Vec<u8>,
    place: Place,
    field: usize,
}

/// Where in a longer name it may stand, at the end of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Alone,
    Word,
    Anywhere,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    category: Category,
    severity: Severity,
    names: Vec<String>,
    #[serde(default)]
    anywhere: Vec<String>,
    #[serde(default)]
    alone: Vec<String>,
}

impl Fields {
    fn parse(document: &str) -> Self {
        let groups: BTreeMap<String, Group> = serde_yaml::from_str(document).expect("the file of fields can be read");
        let mut fields = Self { fields: Vec::new(), names: HashMap::new(), ends: Box::new([0; ENDS / 64]) };
        for (rule, group) in groups {
            let field = fields.fields.len();
            fields.fields.push(Field { rule: rule.into(), category: group.category, severity: group.severity });
            let places = [(group.names, Place::Word), (group.anywhere, Place::Anywhere), (group.alone, Place::Alone)];
            for (names, place) in places {
                names.iter().for_each(|name| fields.add(name, place, field));
            }
        }
        fields
    }

    fn add(&mut self, name: &str, place: Place, field: usize) {
        let letters: Vec<u8> = name.bytes().filter_map(letter).collect();
        let end = end_of(letters.iter().rev().copied());
        let bit = place_of(end);
        self.ends[bit / 64] |= 1 << (bit % 64);
        self.names.entry(end).or_default().push(Name { letters, place, field });
    }

    fn of(&self, name: &[u8]) -> Option<&Field> {
        // Separators are rare in the last three bytes, and then the slower way tells.
        if let [.., c, b, a] = name
            && let Some(end) = letter(*a).zip(letter(*b)).zip(letter(*c))
        {
            let ((a, b), c) = end;
            let place = place_of([a, b, c]);
            if self.ends[place / 64] >> (place % 64) & 1 == 0 {
                return None;
            }
        }
        self.look_up(name)
    }

    fn look_up(&self, name: &[u8]) -> Option<&Field> {
        let end = end_of(name.iter().rev().copied().take_while(|byte| belongs(*byte)).filter_map(letter));
        let names = self.names.get(&end)?;
        let start = name.iter().rposition(|byte| !belongs(*byte)).map_or(0, |last| last + 1);
        // The letters from the last one on, and where each stands.
        let places = (start..name.len()).rev().filter_map(|at| Some((letter(name[at])?, at)));
        let (letters, places): (Vec<u8>, Vec<usize>) = places.take(LONGEST + 1).unzip();
        let fits = |known: &&Name| {
            let length = known.letters.len();
            if length > letters.len() || !known.letters.iter().rev().eq(&letters[..length]) {
                return false;
            }
            match known.place {
                Place::Anywhere => true,
                Place::Alone => start == 0 && length == letters.len(),
                Place::Word => length == letters.len() || starts_word(name, places[length - 1]),
            }
        };
        // The longest says most.
        let longest = names.iter().filter(fits).max_by_key(|known| known.letters.len())?;
        Some(&self.fields[longest.field])
    }
}

/// True when a word of `name` starts at `at`: after a separator, or with the first capital.
fn starts_word(name: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| name[before]) else { return true };
    letter(before).is_none() || (name[at].is_ascii_uppercase() && !before.is_ascii_uppercase())
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.' | b' ')
}

/// True for what names are made of; other bytes end one, as those of a placeholder do.
fn belongs(byte: u8) -> bool {
    is_separator(byte) || letter(byte).is_some()
}

/// The byte as names are compared; none for a separator and for what stands in no name.
fn letter(byte: u8) -> Option<u8> {
    (byte.is_ascii_alphanumeric() || byte >= 0x80).then(|| byte.to_ascii_lowercase())
}

/// The last three letters, given from the last one on.
fn end_of(mut letters: impl Iterator<Item = u8>) -> [u8; 3] {
    std::array::from_fn(|_| letters.next().unwrap_or_default())
}

fn place_of(end: [u8; 3]) -> usize {
    end.iter().fold(0, |place, letter| place << 5 | usize::from(letter & 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<&str> {
        field_of(name.as_bytes()).map(|field| &*field.rule)
    }

    #[test]
    fn case_and_separators_do_not_count() {
        for name in
            ["api_key", "apiKey", "API-KEY", "Api Key", "x-api-key", "stripeApiKey", "STRIPE_API_KEY", "api.key"]
        {
            assert_eq!(of(name), Some("API_KEY"), "{name}");
        }
    }

    #[test]
    fn a_name_may_end_with_a_known_one() {
        let table = [
            ("password", "PASSWORD"),
            ("dbpassword", "PASSWORD"),
            ("db.user.pwd", "PASSWORD"),
            ("http.request.header.authorization", "AUTHORIZATION"),
            ("Set-Cookie", "COOKIE"),
            ("user_ssn", "SSN"),
            ("userSSN", "SSN"),
            ("aws_secret_access_key", "API_KEY"),
            ("client_secret", "SECRET"),
            ("card number", "CARD_NUMBER"),
            ("params:password", "PASSWORD"),
            ("contraseña", "PASSWORD"),
            ("CVV", "CARD_SECURITY_CODE"),
        ];
        for (name, rule) in table {
            assert_eq!(of(name), Some(rule), "{name}");
        }
    }

    #[test]
    fn other_names_are_left_alone() {
        for name in [
            "",
            "_",
            "user",
            "max_tokens",
            "tokens",
            "token_count",
            "next_page_token",
            "secret_name",
            "password_policy",
            "spin",
            "assn",
            "lessnpwdx",
            "monkey",
            "key",
            "public_key",
            "keyboard",
            "[REDACTED:API_KEY]",
            "compass",
            "password?",
            "bypass",
            "passport",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn every_word_of_the_file_makes_a_placeholder() {
        assert!(is_field_rule("PASSWORD") && is_field_rule("PATH") && !is_field_rule("password"));
        assert!(
            FIELDS.fields.iter().all(|field| field.rule.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
        );
    }

    #[test]
    fn names_are_short_enough_to_be_found() {
        assert!(FIELDS.names.values().flatten().all(|name| name.letters.len() <= LONGEST));
    }
}
