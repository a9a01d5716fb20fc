//! Which bucket each window of the built-in rules goes to: worked out beforehand, on text, by [`search`]. What of a set of
//! buckets looks like a window is foretold badly by how common bytes are: half as much text does when it is counted.

#[cfg(test)]
mod search;

use super::buckets::Window;

/// Windows, each with its bucket.
pub(super) struct Placement {
    /// A window's key in hexadecimal and its bucket, by key.
    lines: Vec<&'static str>,
}

const KEY_DIGITS: usize = 8;

impl Placement {
    /// For the buckets of [`hashes`](super::hashes).
    #[cfg(target_arch = "x86_64")]
    pub(super) fn hashes() -> Self {
        Self::read(include_str!("hashes.txt"))
    }

    /// For the buckets of [`pairs`](super::pairs).
    pub(super) fn pairs() -> Self {
        Self::read(include_str!("pairs.txt"))
    }

    fn read(list: &'static str) -> Self {
        Self { lines: list.lines().collect() }
    }

    /// The windows that are listed, with their buckets, and the others.
    pub(super) fn part<'w>(&self, windows: &'w [Window]) -> (Vec<(&'w Window, usize)>, Vec<&'w Window>) {
        let (mut placed, mut rest) = (Vec::new(), Vec::new());
        for window in windows {
            match self.bucket(window) {
                Some(bucket) => placed.push((window, bucket)),
                None => rest.push(window),
            }
        }
        (placed, rest)
    }

    /// None for a window that is not listed, as those of other rules.
    fn bucket(&self, window: &Window) -> Option<usize> {
        let key = key(window);
        let found = self.lines.binary_search_by(|line| line[..KEY_DIGITS].cmp(&key)).ok()?;
        self.lines[found][KEY_DIGITS + 1..].parse().ok()
    }
}

/// A hash of all the bytes that a window may be made of.
fn key(window: &Window) -> String {
    let words = window.iter().flat_map(|set| set.words());
    let hash = words.fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 29
    });
    format!("{:0KEY_DIGITS$x}", hash >> 32)
}
