//! The check digit of Verhoeff.

/// True when the last digit is Verhoeff's check digit of those before it: permuted by place and multiplied in the
/// dihedral group of ten elements, all digits give its neutral element. Source: J. Verhoeff, "Error detecting decimal
/// codes", 1969.
pub(super) fn verhoeff_holds(digits: &[u32]) -> bool {
    let product = digits.iter().rev().enumerate().fold(0, |product, (place, &digit)| {
        let permuted = (0..place % 8).fold(digit as usize, |digit, _| PERMUTATION[digit]);
        multiply(product, permuted)
    });
    product == 0
}

const PERMUTATION: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// In the dihedral group of order ten: 0 to 4 are rotations, 5 to 9 reflections.
fn multiply(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => (left + right) % 5 + 5,
        (false, true) => (left + 5 - right) % 5 + 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_check_digit_holds_and_neighbours_that_change_places_are_refused() {
        assert!(verhoeff_holds(&[2, 3, 6, 3]));
        for number in 0..10_000_u32 {
            let body = [number / 1000, number / 100 % 10, number / 10 % 10, number % 10];
            let whole = |check| [body[0], body[1], body[2], body[3], check];
            let held: Vec<u32> = (0..10).filter(|check| verhoeff_holds(&whole(*check))).collect();
            assert_eq!(held.len(), 1);
            for at in 0..4 {
                let mut swapped = whole(held[0]);
                swapped.swap(at, at + 1);
                assert_eq!(verhoeff_holds(&swapped), swapped == whole(held[0]));
            }
        }
    }
}
