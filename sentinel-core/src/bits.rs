//! Masks of 64 bits.

/// A bit for each byte: those are set that are 1, and the others are 0.
#[inline]
pub(crate) fn bits(flags: &[u8; 64]) -> u64 {
    let eights = flags.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |bits, (at, flags)| bits | gathered(u64::from_le_bytes(*flags)) << (8 * at))
}

/// The lowest bits of eight bytes, beside each other.
#[inline]
fn gathered(flags: u64) -> u64 {
    flags.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The first so many of 64 bits, or all of them.
#[inline]
pub(crate) fn first(count: usize) -> u64 {
    if count < 64 { (1 << count) - 1 } else { u64::MAX }
}

/// The places of the bits that are set.
#[inline]
pub(crate) fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        let any = bits != 0;
        bits &= bits.wrapping_sub(1);
        any.then_some(place)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_are_those_of_the_flags(flags in proptest::array::uniform32(0..2_u8), count in 0..100_usize) {
            let both: [u8; 64] = std::array::from_fn(|at| flags[at % 32] ^ u8::from(at > 40));
            let set: Vec<usize> = (0..64).filter(|at| both[*at] == 1).collect();
            prop_assert_eq!(ones(bits(&both)).collect::<Vec<_>>(), set);
            prop_assert!(ones(first(count)).eq(0..count.min(64)));
        }
    }
}
