//! Character classes: the alphabets that tokens are made of.

/// A class, as a regex writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    pub(super) regex: &'static str,
    pub(super) size: u32,
    contains: fn(u8) -> bool,
}

impl Class {
    /// Bits that one character of it carries.
    pub(super) fn bits(&self) -> f64 {
        f64::from(self.size).log2()
    }

    /// True when a word boundary stands at the end of everything made of it.
    pub(super) fn is_word(&self) -> bool {
        !(self.contains)(b'-') && !(self.contains)(b'+')
    }
}

/// The smallest class that holds every one of `characters`; none when one of them is no part of
/// any token.
pub(super) fn smallest(characters: impl Iterator<Item = u8> + Clone) -> Option<Class> {
    CLASSES.into_iter().find(|class| characters.clone().all(class.contains))
}

const CLASSES: [Class; 13] = [
    Class { regex: "[0-9]", size: 10, contains: |b| b.is_ascii_digit() },
    Class { regex: "[0-9a-f]", size: 16, contains: |b| matches!(b, b'0'..=b'9' | b'a'..=b'f') },
    Class { regex: "[0-9A-F]", size: 16, contains: |b| matches!(b, b'0'..=b'9' | b'A'..=b'F') },
    Class { regex: "[a-z]", size: 26, contains: |b| b.is_ascii_lowercase() },
    Class { regex: "[A-Z]", size: 26, contains: |b| b.is_ascii_uppercase() },
    Class { regex: "[2-7A-Z]", size: 32, contains: |b| matches!(b, b'2'..=b'7' | b'A'..=b'Z') },
    Class { regex: "[0-9a-z]", size: 36, contains: |b| b.is_ascii_digit() || b.is_ascii_lowercase() },
    Class { regex: "[0-9A-Z]", size: 36, contains: |b| b.is_ascii_digit() || b.is_ascii_uppercase() },
    Class { regex: "[0-9A-Za-z]", size: 62, contains: |b| b.is_ascii_alphanumeric() },
    Class { regex: "[0-9A-Za-z_-]", size: 64, contains: |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') },
    Class {
        regex: "[0-9A-Za-z+/=]",
        size: 65,
        contains: |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='),
    },
    Class {
        regex: "[0-9A-Za-z_.~-]",
        size: 66,
        contains: |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'~' | b'-'),
    },
    Class {
        regex: "[0-9A-Za-z_.~+/=:-]",
        size: 70,
        contains: |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'~' | b'+' | b'/' | b'=' | b':' | b'-'),
    },
];
