//! The hybrid check of ISO 7064.

/// ISO 7064, MOD 11,10 over decimal digits, the last of which is the check digit.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let carried = body.iter().fold(10, |carried, digit| {
        let sum = (carried + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (carried + check) % 10 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_of_the_standard() {
        assert!(mod_11_10(&[0, 7, 9, 4, 5]));
        assert!((0..10).filter(|&last| mod_11_10(&[0, 7, 9, 4, last])).eq([5]));
    }
}
