//! What stands where a value stood.

use crate::{Encoding, Finding};

/// `[REDACTED:RULE]`.
pub(crate) fn placeholder(rule: &str) -> String {
    ["[REDACTED:", rule, "]"].concat()
}

/// How the characters of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Utf8,
    Utf16Be,
    Utf16Le,
}

impl Width {
    /// That of the text where a finding lies.
    pub(super) fn at(text: &[u8], finding: &Finding) -> Self {
        match finding.encodings.first() {
            Some(Encoding::Utf16) if text.get(finding.cover.start) == Some(&0) => Self::Utf16Be,
            Some(Encoding::Utf16) => Self::Utf16Le,
            _ => Self::Utf8,
        }
    }

    /// ASCII in this width.
    pub(super) fn write(self, plain: String) -> String {
        match self {
            Self::Utf8 => plain,
            Self::Utf16Be => plain.chars().flat_map(|letter| ['\0', letter]).collect(),
            Self::Utf16Le => plain.chars().flat_map(|letter| [letter, '\0']).collect(),
        }
    }
}
