//! The kernel for every machine.

use super::{BLOCK, WINDOW, buckets::Window, kernel::Masks, pairs::Pairs};
use crate::bits::bits;

/// For each byte, its classes.
#[derive(Debug)]
pub(super) struct Tables {
    pairs: Pairs,
    classes: [u8; 256],
}

impl Tables {
    pub(super) fn new(windows: &[Window], classes: &[u8; 256]) -> Self {
        Self { pairs: Pairs::new(windows), classes: *classes }
    }

    /// Tells of so many blocks; `text` goes on for a window past the last.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub(super) fn pass(&self, text: &[u8], count: usize, masks: &mut Masks, classes: usize) {
        for index in 0..count {
            // A block that is left out would be a secret that is not seen.
            let block: &[u8; BLOCK + WINDOW] = text[index * BLOCK..].first_chunk().expect("a window past each block");
            masks.windows[index] = self.pairs.mask(block);
            let of: [u8; BLOCK] = std::array::from_fn(|at| self.classes[usize::from(block[at])]);
            for (class, row) in masks.classes[..classes].iter_mut().enumerate() {
                row[index] = bits(&of.map(|of| of >> class & 1));
            }
        }
    }
}
