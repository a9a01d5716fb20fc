//! Findings that somebody does not want to see again.

use std::fmt;

use serde::Serialize;
use sha1::{Digest, Sha1};

/// A finding of another tool that somebody has looked at and does not want to see again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suppression {
    /// The file, as the other tool names it: mostly relative to the root of the repository.
    pub path: String,
    /// The line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The rule or detector, by its name in the other tool.
    pub rule: String,
    /// The commit, in hexadecimal; none when it holds for every commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The value, where the other tool keeps a hash of it.
    #[serde(skip)]
    pub(super) hash: Option<ValueHash>,
}

impl Suppression {
    /// True when it is for what was found at this place: the path must be the same, and so must the value, where a hash
    /// of it is kept; otherwise the line.
    ///
    /// ```
    /// use sentinel_core::{ImportFormat, import};
    ///
    /// let list = import("src/a.py:house-token:7\n", ImportFormat::Gitleaksignore)?.suppressions;
    /// assert!(list[0].covers("src/a.py", 7, b"any"));
    /// assert!(!list[0].covers("src/a.py", 8, b"any"));
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    pub fn covers(&self, path: &str, line: u32, value: &[u8]) -> bool {
        let same = match &self.hash {
            Some(hash) => hash.is_of(value),
            None => self.line == Some(line),
        };
        same && self.path == path
    }
}

/// SHA-1 of a value, without a key. A weak value can be guessed from it, so it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ValueHash([u8; 20]);

impl ValueHash {
    /// Reads 40 hexadecimal digits.
    pub(super) fn parse(digits: &str) -> Option<Self> {
        if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut hash = [0; 20];
        for (byte, at) in hash.iter_mut().zip((0..40).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
        }
        Some(Self(hash))
    }

    fn is_of(&self, value: &[u8]) -> bool {
        Sha1::digest(value)[..] == self.0
    }
}

impl fmt::Debug for ValueHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ValueHash(..)")
    }
}
