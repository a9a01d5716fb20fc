//! How sure a few trials make one.

/// Lower end of the Wilson score interval for `successes` out of `trials`, at 95 % (z = 1.96):
/// the share of successes that the trials still allow at worst. 5 of 5 give 0.57, 73 of 73 give
/// 0.95. Source: E. B. Wilson, 1927.
///
/// ```
/// let bound = sentinel_core::wilson_lower_bound(73, 73);
/// assert!(bound > 0.95 && sentinel_core::wilson_lower_bound(72, 72) <= 0.95);
/// ```
pub fn wilson_lower_bound(successes: usize, trials: usize) -> f64 {
    const Z: f64 = 1.96;
    if trials == 0 {
        return 0.0;
    }
    let (n, share) = (trials as f64, successes as f64 / trials as f64);
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((centre - spread) / (1.0 + Z * Z / n)).max(0.0)
}
