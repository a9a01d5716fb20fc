//! Bits out of bytes.

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
