//! Shares windows out over buckets, so that a kernel can test many at once: a bucket may stand where
//! each byte is one that some window of it has in that position.

use super::{
    WINDOW,
    confirm::{Window, frequency_of},
};

/// For each position and byte, the buckets in which the byte may stand there, a bit each.
#[derive(Debug)]
pub(super) struct Buckets {
    classes: Vec<[u32; 256]>,
}

struct Bucket {
    classes: [[bool; 256]; WINDOW],
    /// How common the bytes of each class are, in ten thousand.
    common: [u32; WINDOW],
}

const ALL: u32 = 10_000;

impl Buckets {
    /// Shares windows out over at most 32 buckets: each goes where it makes wrong stops least more
    /// likely.
    pub(super) fn new(windows: &[Window], count: usize) -> Self {
        let mut buckets: Vec<Bucket> = (0..count).map(|_| Bucket::empty()).collect();
        for window in windows {
            let added = |bucket: &Bucket| bucket.with(window).iter().product::<u64>() - bucket.cost();
            let best = buckets.iter().enumerate().min_by_key(|(_, bucket)| added(bucket)).map_or(0, |(at, _)| at);
            buckets[best].add(window);
        }
        let mut classes = vec![[0_u32; 256]; WINDOW];
        for (bit, bucket) in buckets.iter().enumerate() {
            for (position, class) in bucket.classes.iter().enumerate() {
                for (byte, member) in class.iter().enumerate() {
                    classes[position][byte] |= u32::from(*member) << bit;
                }
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
    fn empty() -> Self {
        Self { classes: [[false; 256]; WINDOW], common: [0; WINDOW] }
    }

    fn cost(&self) -> u64 {
        self.common.iter().map(|&common| u64::from(common)).product()
    }

    /// How common the classes would be with another window.
    fn with(&self, window: &Window) -> [u64; WINDOW] {
        std::array::from_fn(|position| {
            let common = match window.0.get(position) {
                None => ALL,
                Some(&(one, _)) if self.classes[position][usize::from(one)] => self.common[position],
                Some(&bytes) => (self.common[position] + frequency_of(bytes)).min(ALL),
            };
            u64::from(common)
        })
    }

    fn add(&mut self, window: &Window) {
        self.common = self.with(window).map(|common| common as u32);
        for (position, class) in self.classes.iter_mut().enumerate() {
            match window.0.get(position) {
                Some(&(one, other)) => {
                    class[usize::from(one)] = true;
                    class[usize::from(other)] = true;
                }
                None => *class = [true; 256],
            }
        }
    }
}
