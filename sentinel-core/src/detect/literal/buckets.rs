//! Shares windows out over buckets, so that a kernel can test many at once: a bucket may stand where
//! each byte is one that some window of it has in that position.

use super::{WINDOW, placement::Placement};
use crate::detect::plan::{ByteSet, frequency_of_set};

/// The bytes that may stand in each of a literal's four positions that a kernel looks at.
pub(super) type Window = [ByteSet; WINDOW];

/// Buckets of windows.
#[derive(Debug)]
pub(super) struct Buckets<'w> {
    buckets: Vec<Bucket<'w>>,
}

#[derive(Clone, Debug)]
struct Bucket<'w> {
    members: Vec<&'w Window>,
    /// What may stand in each position of any of them.
    window: Window,
    /// How common the bytes of each position are, in ten thousand.
    common: [u32; WINDOW],
}

impl<'w> Buckets<'w> {
    /// Shares windows out: each goes where it is placed, or where it makes wrong stops least more likely.
    pub(super) fn new(windows: &'w [Window], count: usize, placement: &Placement) -> Self {
        let empty = Bucket { members: Vec::new(), window: [ByteSet::NONE; WINDOW], common: [0; WINDOW] };
        let mut buckets = vec![empty; count];
        let (placed, rest) = placement.part(windows);
        placed.into_iter().for_each(|(window, bucket)| buckets[bucket].add(window));
        for window in rest {
            let added = |bucket: &Bucket<'_>| product(bucket.with(window)) - product(bucket.common);
            if let Some(best) = buckets.iter_mut().min_by_key(|bucket| added(bucket)) {
                best.add(window);
            }
        }
        Self { buckets }
    }

    /// The windows of each bucket.
    pub(super) fn members(&self) -> impl Iterator<Item = &[&'w Window]> {
        self.buckets.iter().map(|bucket| &*bucket.members)
    }
}

impl<'w> Bucket<'w> {
    /// How common the bytes would be with another window.
    fn with(&self, window: &Window) -> [u32; WINDOW] {
        std::array::from_fn(|position| {
            let new = window[position].without(self.window[position]);
            (self.common[position] + frequency_of_set(new)).min(10_000)
        })
    }

    fn add(&mut self, window: &'w Window) {
        self.members.push(window);
        self.common = self.with(window);
        for (known, set) in self.window.iter_mut().zip(window) {
            *known = known.union(*set);
        }
    }
}

fn product(common: [u32; WINDOW]) -> u64 {
    common.iter().map(|&common| u64::from(common)).product()
}
