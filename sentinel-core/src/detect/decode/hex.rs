//! Hexadecimal: two digits a byte.

use super::{Encoding, View, reads_like_text};
use crate::Span;

/// Fewer digits hold no secret.
const SHORTEST: usize = 28;

/// The stretches of digits in a run, decoded. One of odd length may start with a digit that is not
/// part of it.
pub(super) fn views(text: &[u8], run: Span, views: &mut Vec<View>) {
    for Span { start, end } in stretches(text, run) {
        views.extend((start..=start + (end - start) % 2).filter_map(|from| view(text, Span::new(from, end))));
    }
}

/// True when one of the stretches of digits in a run may decode to text.
pub(super) fn may_have_views(text: &[u8], run: Span) -> bool {
    stretches(text, run).any(|digits| may_decode(digits.of(text)))
}

/// The stretches of digits in a run that are long enough.
fn stretches(text: &[u8], run: Span) -> impl Iterator<Item = Span> {
    // Every one of them has a digit at one of these places.
    let mut at = run.start + SHORTEST - 1;
    std::iter::from_fn(move || {
        while at < run.end {
            if is_other(&text[at]) {
                at += SHORTEST;
                continue;
            }
            let start = start_of(text, run.start, at);
            let end = text[at..run.end].iter().position(is_other).map_or(run.end, |other| at + other);
            at = end + SHORTEST;
            if end - start >= SHORTEST {
                return Some(Span::new(start, end));
            }
        }
        None
    })
}

/// Where the stretch of digits starts that goes on at `at`.
fn start_of(text: &[u8], from: usize, at: usize) -> usize {
    // Most start where the run does.
    if at - from == SHORTEST - 1 && text[from..].first_chunk().is_some_and(are_digits) {
        return from;
    }
    text[from..at].iter().rposition(is_other).map_or(from, |other| from + other + 1)
}

/// Without a branch for each.
fn are_digits(bytes: &[u8; SHORTEST]) -> bool {
    let is_digit = |byte: &u8| (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 6);
    bytes.iter().fold(true, |all, byte| all & is_digit(byte))
}

fn view(text: &[u8], span: Span) -> Option<View> {
    let digits = span.of(text);
    if !may_be_text(digits) {
        return None;
    }
    let decoded = decode(digits);
    reads_like_text(&decoded).then(|| View::of_ratio(Encoding::Hex, decoded, span, 1, 2))
}

/// False when the first digits of a stretch show that it does not decode to text.
fn may_be_text(digits: &[u8]) -> bool {
    let digits = &digits[..SHORTEST.min(digits.len())];
    // The first digit of a byte shows of most that do not print that they do not: it tells hashes from text.
    let odd: u8 = digits.chunks_exact(2).map(|pair| ODD[usize::from(pair[0])]).sum();
    usize::from(odd) * 4 <= digits.len() / 2 && reads_like_text(&decode(digits))
}

const NONE_PRINT: &[u8] = b"189abcdefABCDEF";

/// 1 for each digit with which no byte starts that prints.
static ODD: [u8; 256] = {
    let mut odd = [0; 256];
    let mut at = 0;
    // Of bytes that start with 0 some are white space.
    while at < NONE_PRINT.len() {
        odd[NONE_PRINT[at] as usize] = 1;
        at += 1;
    }
    odd
};

/// False when the first digits show that a stretch does not decode to text.
pub(super) fn may_decode(digits: &[u8]) -> bool {
    digits.len() >= SHORTEST && (may_be_text(digits) || may_be_text(&digits[1..]))
}

/// True when a stretch that starts with these digits may decode to text, however it goes on.
pub(super) fn may_become_text(digits: &[u8]) -> bool {
    digits.len() <= SHORTEST || may_be_text(digits) || may_be_text(&digits[1..])
}

fn decode(digits: &[u8]) -> Vec<u8> {
    digits.chunks_exact(2).map(decoded).collect()
}

/// The byte that two digits are.
#[inline]
pub(super) fn byte(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| VALUES[usize::from(digit)]);
    ((high | low) & OTHER == 0).then_some(high << 4 | low)
}

fn decoded(pair: &[u8]) -> u8 {
    VALUES[usize::from(pair[0])] << 4 | VALUES[usize::from(pair[1])] & 0xf
}

fn is_other(byte: &u8) -> bool {
    VALUES[usize::from(*byte)] == OTHER
}

/// What digits stand for.
static VALUES: [u8; 256] = {
    let mut values = [OTHER; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        values[digit as usize] = value;
        values[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    values
};

/// Of what is no digit.
const OTHER: u8 = 0xf0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_digits_of_bytes_turn_down_no_text(digits in "([0-9a-fA-F]{2}|[2-7][0-9a-f]|0[9ad]){0,30}[0-9a-f]?") {
            let glance = decode(&digits.as_bytes()[..SHORTEST.min(digits.len())]);
            prop_assert_eq!(may_be_text(digits.as_bytes()), reads_like_text(&glance));
        }

        #[test]
        fn a_stretch_starts_where_a_look_at_each_byte_says(run in "[0-9a-fA-F]{0,8}[g_]?[0-9a-fA-F]{20,40}", from in 0..4_usize) {
            let run = run.as_bytes();
            for at in (from + SHORTEST - 1..run.len()).filter(|at| !is_other(&run[*at])) {
                let start = (from..at).rev().take_while(|before| !is_other(&run[*before])).last().unwrap_or(at);
                prop_assert_eq!(start_of(run, from, at), start);
            }
        }

        #[test]
        fn two_digits_are_a_byte_and_nothing_else_is(digits in prop::array::uniform2(b'/'..=b'h')) {
            let both = digits.iter().all(u8::is_ascii_hexdigit);
            prop_assert_eq!(byte(digits), both.then(|| decoded(&digits)));
        }

        #[test]
        fn each_digit_is_decoded(bytes in prop::collection::vec(any::<u8>(), 0..40), upper: bool) {
            let mut digits = crate::fingerprint::hex(&bytes);
            if upper {
                digits.make_ascii_uppercase();
            }
            prop_assert_eq!(decode(digits.as_bytes()), bytes);
        }
    }
}
