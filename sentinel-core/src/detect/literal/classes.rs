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
/// How many classes a kernel can tell.
pub(super) const MOST: usize = 8;

impl Classes {
    /// The classes that decoding needs.
    pub(super) fn encodings() -> Self {
        let alphanumeric = (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z');
        let encoded = ByteSet::of(alphanumeric.chain(*b"+/-_"));
        // Zero-width and full-width characters and soft hyphens start with the last three.
        let escapes = ByteSet::of(*b"\\%&\x1b\xc2\xe2\xef");
        Self { sets: vec![encoded, escapes] }
    }

    /// The index of a class, if there is room for it.
    pub(super) fn add(&mut self, set: ByteSet) -> Option<usize> {
        if let Some(known) = self.sets.iter().position(|known| *known == set) {
            return Some(known);
        }
        (self.sets.len() < MOST).then(|| {
            self.sets.push(set);
            self.sets.len() - 1
        })
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
