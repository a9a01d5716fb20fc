//! Classes of bytes that the kernels tell.

use crate::detect::plan::ByteSet;

/// Up to eight classes, a bit each.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    sets: Vec<ByteSet>,
}

/// The characters of base64 and base64url, runs of which may be encoded, are of either of two classes. Of the first are all
/// but the digits of hexadecimal, of the second are these. Capitals are of both: what has some is told apart anyway.
pub(super) const LETTERS: usize = 0;
pub(super) const HEX: usize = 1;
/// The bytes that escapes and disguised characters start with, those that may stand in what breaks a word in two, and
/// zeros, which UTF-16 holds.
pub(super) const MARKS: usize = 2;
pub(super) const DIGITS: usize = 3;
/// How many classes a kernel can tell.
pub(super) const MOST: usize = 8;

impl Classes {
    /// The classes that decoding needs.
    pub(super) fn encodings() -> Self {
        let letters = ByteSet::of((b'A'..=b'Z').chain(b'g'..=b'z').chain(*b"+/-_"));
        let hex = ByteSet::of((b'0'..=b'9').chain(b'a'..=b'f').chain(b'A'..=b'Z'));
        // Zero-width and full-width characters and soft hyphens start with the last three.
        let marks = ByteSet::of(*b"\0\n+\\%&\x1b\xc2\xe2\xef");
        Self { sets: vec![letters, hex, marks, digit()] }
    }

    /// The index of a class, and true; where there is no room for it, that of one that holds it, if there is one, and
    /// false.
    pub(super) fn holding(&mut self, set: ByteSet) -> (Option<usize>, bool) {
        if let Some(known) = self.sets.iter().position(|known| *known == set) {
            return (Some(known), true);
        }
        if self.sets.len() < MOST {
            self.sets.push(set);
            return (Some(self.sets.len() - 1), true);
        }
        (self.sets.iter().position(|known| set.without(*known) == ByteSet::NONE), false)
    }

    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// For each byte, its classes.
    pub(super) fn of_bytes(&self) -> [u8; 256] {
        let of = |byte: u8| (0..).zip(&self.sets).map(|(bit, set)| u8::from(set.contains(byte)) << bit).sum();
        std::array::from_fn(|byte| of(byte as u8))
    }
}

pub(super) fn digit() -> ByteSet {
    ByteSet::of(b'0'..=b'9')
}
