//! The kernel for every machine.

use super::{BLOCK, WINDOW, buckets::Buckets, kernel::Masks};

/// For each position and byte, the buckets in which the byte may stand there; for each byte, its
/// classes.
#[derive(Debug)]
pub(super) struct Tables {
    buckets: [[u32; 256]; WINDOW],
    classes: [u8; 256],
}

impl Tables {
    pub(super) fn new(buckets: impl Fn(usize) -> Buckets, classes: &[u8; 256]) -> Self {
        let shared = buckets(32);
        let of = |position| std::array::from_fn(|byte| shared.of(position, byte as u8));
        Self { buckets: std::array::from_fn(of), classes: *classes }
    }

    pub(super) fn pass(&self, text: &[u8], masks: &mut [Masks], classes: usize) {
        for (index, masks) in masks.iter_mut().enumerate() {
            let bytes = &text[index * BLOCK..][..BLOCK + WINDOW];
            *masks = Masks::default();
            for (bit, window) in bytes.windows(WINDOW).take(BLOCK).enumerate() {
                let stands = (0..WINDOW).fold(u32::MAX, |all, at| all & self.buckets[at][usize::from(window[at])]);
                masks.windows |= u64::from(stands != 0) << bit;
                let of = self.classes[usize::from(window[0])];
                for (class, mask) in masks.classes[..classes].iter_mut().enumerate() {
                    *mask |= u64::from(of >> class & 1) << bit;
                }
            }
        }
    }
}
