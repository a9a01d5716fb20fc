//! Shannon entropy.

/// Shannon entropy of the bytes, in bits per byte: `−Σ p·log₂ p` over their frequencies.
pub(crate) fn shannon(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    let length = value.len() as f64;
    counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| f64::from(count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::shannon;

    #[test]
    fn known_values() {
        let table: [(&[u8], f64); 4] = [(b"", 0.0), (b"aaaa", 0.0), (b"abab", 1.0), (b"abcd", 2.0)];
        for (value, bits) in table {
            assert!((shannon(value) - bits).abs() < 1e-12);
        }
    }
}
