//! Shares windows out over buckets, so that a kernel can test many at once: a bucket may stand where
//! each byte is one that some window of it has in that position.

use super::{WINDOW, frequency::frequency_of_set};
use crate::detect::plan::ByteSet;

/// The bytes that may stand in each of a literal's four positions that a kernel looks at.
pub(super) type Window = [ByteSet; WINDOW];

/// For each position and byte, the buckets in which the byte may stand there, a bit each.
#[derive(Debug)]
pub(super) struct Buckets {
    classes: Vec<[u32; 256]>,
}

#[derive(Clone)]
struct Bucket {
    window: Window,
    /// How common the bytes of each position are, in ten thousand.
    common: [u32; WINDOW],
}

impl Buckets {
    /// Shares windows out over at most 32 buckets: each goes where it makes wrong stops least more
    /// likely.
    pub(super) fn new(windows: &[Window], count: usize) -> Self {
        let mut buckets = vec![Bucket { window: [ByteSet::NONE; WINDOW], common: [0; WINDOW] }; count];
        for window in windows {
            let added = |bucket: &Bucket| product(bucket.with(window)) - product(bucket.common);
            let best = buckets.iter_mut().min_by_key(|bucket| added(bucket));
            if let Some(bucket) = best {
                bucket.add(window);
            }
        }
        let mut classes = vec![[0_u32; 256]; WINDOW];
        for (bit, bucket) in buckets.iter().enumerate() {
            for (class, set) in classes.iter_mut().zip(bucket.window) {
                set.iter().for_each(|byte| class[usize::from(byte)] |= 1 << bit);
            }
        }
        Self { classes }
    }

    /// The buckets in which `byte` may stand in a position.
    pub(super) fn of(&self, position: usize, byte: u8) -> u32 {
        self.classes[position][usize::from(byte)]
    }
}

impl Bucket {
    /// How common the bytes would be with another window.
    fn with(&self, window: &Window) -> [u32; WINDOW] {
        std::array::from_fn(|position| {
            let new = window[position].without(self.window[position]);
            (self.common[position] + frequency_of_set(new)).min(10_000)
        })
    }

    fn add(&mut self, window: &Window) {
        self.common = self.with(window);
        for (known, set) in self.window.iter_mut().zip(window) {
            *known = known.union(*set);
        }
    }
}

fn product(common: [u32; WINDOW]) -> u64 {
    common.iter().map(|&common| u64::from(common)).product()
}
