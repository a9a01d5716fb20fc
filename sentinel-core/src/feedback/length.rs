//! How long a part of a token may be, from how long a few were.

/// The shortest and the longest that the lengths of a few samples make likely. One length that all
/// share is taken to be fixed; else each end is widened by the mean gap between samples, as in the
/// estimate of a range's end from draws out of it.
pub(super) fn widen(lengths: impl Iterator<Item = usize> + Clone) -> (usize, usize) {
    let shortest = lengths.clone().min().unwrap_or(0);
    let longest = lengths.clone().max().unwrap_or(0);
    let count = lengths.count();
    if shortest == longest {
        return (shortest, longest);
    }
    let gap = (longest - shortest).div_ceil(count.saturating_sub(1).max(1));
    (shortest.saturating_sub(gap).max(1), (longest + gap).min(LONGEST))
}

/// No part of a drafted rule is longer.
const LONGEST: usize = 512;

#[cfg(test)]
mod tests {
    use super::widen;

    #[test]
    fn a_shared_length_is_fixed_and_a_range_is_widened() {
        assert_eq!(widen([28, 28, 28].into_iter()), (28, 28));
        assert_eq!(widen([20, 24, 28].into_iter()), (16, 32));
        assert_eq!(widen([1, 2].into_iter()), (1, 3));
    }
}
