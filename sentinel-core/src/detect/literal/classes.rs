//! Classes of bytes that the kernels tell.

use crate::detect::plan::ByteSet;

/// Up to eight classes, a bit each.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    sets: Vec<ByteSet>,
}

/// The characters of base64 and base64url: runs of them may be encoded.
pub(super) const ENCODED: usize = 0;
/// The bytes that escapes and disguised characters start with.
pub(super) const ESCAPES: usize = 1;
/// The bytes that may stand in what breaks a word in two, and zeros, which UTF-16 holds.
pub(super) const BREAKS: usize = 2;
pub(super) const DIGITS: usize = 3;
/// How many classes a kernel can tell.
pub(super) const MOST: usize = 8;

impl Classes {
    /// The classes that decoding needs.
    pub(super) fn encodings() -> Self {
        let alphanumeric = (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z');
        let encoded = ByteSet::of(alphanumeric.chain(*b"+/-_"));
        // Zero-width and full-width characters and soft hyphens start with the last three.
        let escapes = ByteSet::of(*b"\\%&\x1b\xc2\xe2\xef");
        let breaks = ByteSet::of(*b"\0\n+");
        Self { sets: vec![encoded, escapes, breaks, digit()] }
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
