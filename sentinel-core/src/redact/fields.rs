//! Names of fields whose values are masked whatever they look like.

use std::{
    collections::BTreeMap,
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
#[inline]
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

/// Five bits of each of three letters.
const ENDS: usize = 1 << 15;

/// A bit for each pair of bytes.
const PAIRS: usize = (1 << 16) / 64;

struct Fields {
    fields: Vec<Field>,
    /// Those that end alike.
    groups: Vec<Vec<Name>>,
    /// By the last two bytes, false where no name ends so; most names of most documents do not.
    pairs: Box<[u64; PAIRS]>,
    /// By the last three letters, the number of the group from 1 on.
    ends: Box<[u8; ENDS]>,
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
        let (pairs, ends) = (pairs_with_separators(), Box::new([0; ENDS]));
        let mut fields = Self { fields: Vec::new(), groups: Vec::new(), pairs, ends };
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
        let [.., b, a] = letters[..] else { panic!("a name has two letters") };
        let (upper_b, upper_a) = (b.to_ascii_uppercase(), a.to_ascii_uppercase());
        for pair in [[b, a], [b, upper_a], [upper_b, a], [upper_b, upper_a]] {
            set(&mut self.pairs, pair);
        }
        let group = &mut self.ends[place_of(last_letters(name.as_bytes()))];
        if *group == 0 {
            self.groups.push(Vec::new());
            *group = u8::try_from(self.groups.len()).expect("few names end alike");
        }
        self.groups[usize::from(*group) - 1].push(Name { letters, place, field });
    }

    #[inline]
    fn of(&self, name: &[u8]) -> Option<&Field> {
        if let [.., b, a] = name
            && !is_set(&self.pairs, [*b, *a])
        {
            return None;
        }
        self.of_end(name)
    }

    #[inline(never)]
    fn of_end(&self, name: &[u8]) -> Option<&Field> {
        match self.ends[place_of(last_letters(name))] {
            0 => None,
            group => self.in_group(&self.groups[usize::from(group) - 1], name),
        }
    }

    fn in_group(&self, group: &[Name], name: &[u8]) -> Option<&Field> {
        // The longest says most.
        let longest = group.iter().filter(|known| known.ends(name)).max_by_key(|known| known.letters.len())?;
        Some(&self.fields[longest.field])
    }
}

impl Name {
    fn ends(&self, name: &[u8]) -> bool {
        let Some(start) = self.start_in(name) else { return false };
        match self.place {
            Place::Anywhere => true,
            Place::Alone => name[..start].iter().all(|byte| FOLDED[usize::from(*byte)] == SEPARATOR),
            Place::Word => starts_word(name, start),
        }
    }

    /// Where its letters start, which are the last of `name`.
    fn start_in(&self, name: &[u8]) -> Option<usize> {
        let mut at = name.len();
        for wanted in self.letters.iter().rev() {
            loop {
                at = at.checked_sub(1)?;
                match FOLDED[usize::from(name[at])] {
                    SEPARATOR => {}
                    folded if folded == *wanted => break,
                    _ => return None,
                }
            }
        }
        Some(at)
    }
}

/// True when a word of `name` starts at `at`: after a separator, or with the first capital.
fn starts_word(name: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| name[before]) else { return true };
    letter(before).is_none() || (name[at].is_ascii_uppercase() && !before.is_ascii_uppercase())
}

/// The byte as names are compared; none for a separator and for what stands in no name.
fn letter(byte: u8) -> Option<u8> {
    Some(FOLDED[usize::from(byte)]).filter(|folded| *folded > SEPARATOR)
}

/// What each byte is in a name: a letter or digit in lower case, a separator, or 0 for what ends one, as the bytes of a
/// placeholder do.
static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let of = byte as u8;
        folded[byte] = match of {
            b'_' | b'-' | b'.' | b' ' => SEPARATOR,
            0x80.. => of,
            _ if of.is_ascii_alphanumeric() => of.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    folded
};

const SEPARATOR: u8 = 1;

/// The last three letters of a name, from the last one on; zeros where it has no more.
fn last_letters(name: &[u8]) -> [u8; 3] {
    // Most names end with three letters.
    if let [.., c, b, a] = name {
        let end = [a, b, c].map(|byte| FOLDED[usize::from(*byte)]);
        if end[0].min(end[1]).min(end[2]) > SEPARATOR {
            return end;
        }
    }
    last_letters_apart(name)
}

/// The same, whatever stands between them.
fn last_letters_apart(name: &[u8]) -> [u8; 3] {
    let (mut end, mut count) = ([0; 3], 0);
    for byte in name.iter().rev() {
        match FOLDED[usize::from(*byte)] {
            0 => break,
            SEPARATOR => continue,
            letter => end[count] = letter,
        }
        count += 1;
        if count == end.len() {
            break;
        }
    }
    end
}

/// The pairs that hold a separator: what comes before it may count.
fn pairs_with_separators() -> Box<[u64; PAIRS]> {
    let mut pairs = Box::new([0; PAIRS]);
    let separators = || (0..=u8::MAX).filter(|byte| FOLDED[usize::from(*byte)] == SEPARATOR);
    for separator in separators() {
        let others = (0..=u8::MAX).filter(|byte| FOLDED[usize::from(*byte)] != 0);
        others.for_each(|other| {
            [[other, separator], [separator, other]].into_iter().for_each(|pair| set(&mut pairs, pair))
        });
    }
    pairs
}

fn set(pairs: &mut [u64; PAIRS], pair: [u8; 2]) {
    let at = usize::from(u16::from_le_bytes(pair));
    pairs[at / 64] |= 1 << (at % 64);
}

#[inline]
fn is_set(pairs: &[u64; PAIRS], pair: [u8; 2]) -> bool {
    let at = usize::from(u16::from_le_bytes(pair));
    pairs[at / 64] >> (at % 64) & 1 == 1
}

fn place_of(end: [u8; 3]) -> usize {
    end.iter().fold(0, |place, letter| place << 5 | usize::from(letter & 31))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn separators_stand_anywhere() {
        for name in ["pin", "p-i-n", "pin__", "_pin", "p__in", " p.i_n "] {
            assert_eq!(of(name), Some("ONE_TIME_CODE"), "{name}");
        }
        for name in ["pi", "p]in", "[pin", "pin]", "_", "xp_in", "api_key_"] {
            assert_eq!(of(name), of(&name.replace('_', "")), "{name}");
        }
    }

    #[test]
    fn every_word_of_the_file_makes_a_placeholder() {
        assert!(is_field_rule("PASSWORD") && is_field_rule("PATH") && !is_field_rule("password"));
        assert!(
            FIELDS.fields.iter().all(|field| field.rule.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
        );
    }

    proptest! {
        #[test]
        fn the_last_two_bytes_hide_no_name(
            before in "[a-zA-Z_. ?]{0,3}", between in "[-_. ?]{0,2}", after in "[-_. ?]{0,2}",
            group: prop::sample::Index, upper: bool, cut in 0..9_usize,
        ) {
            let names: Vec<&[u8]> = FIELDS.groups.iter().flatten().map(|name| &*name.letters).collect();
            let known: &[u8] = names[group.index(names.len())];
            let (start, end) = known.split_at(known.len().saturating_sub(cut));
            let mut name = [before.as_bytes(), start, between.as_bytes(), end, after.as_bytes()].concat();
            if upper {
                name.make_ascii_uppercase();
            }
            let seen = |field: Option<&Field>| field.map(|field| Arc::clone(&field.rule));
            prop_assert_eq!(seen(FIELDS.of(&name)), seen(FIELDS.of_end(&name)));
        }
    }
}
