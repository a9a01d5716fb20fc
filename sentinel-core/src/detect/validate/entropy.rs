//! Shannon entropy.

use std::sync::LazyLock;

/// Shannon entropy of the bytes, in bits per byte: `−Σ p·log₂ p` over their frequencies.
pub(crate) fn shannon(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    // −Σ (n/N)·log₂(n/N) = log₂ N − Σ n·log₂ n / N
    let length = value.len() as f64;
    let sum: f64 = counts.iter().filter(|&&count| count > 1).map(|&count| weighted(count)).sum();
    if value.is_empty() { 0.0 } else { length.log2() - sum / length }
}

/// `n·log₂ n`.
fn weighted(count: u32) -> f64 {
    static SMALL: LazyLock<[f64; 64]> = LazyLock::new(|| {
        std::array::from_fn(|count| if count == 0 { 0.0 } else { count as f64 * (count as f64).log2() })
    });
    let exact = || f64::from(count) * f64::from(count).log2();
    SMALL.get(count as usize).copied().unwrap_or_else(exact)
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
