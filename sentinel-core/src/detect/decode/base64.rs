//! Base64 and base64url (RFC 4648), in all alignments, with or without padding.

use super::{Encoding, View, is_odd, reads_like_text};
use crate::Span;

/// So many digits at its start show whether a run decodes to text.
const GLANCE: usize = 32;

/// A run, decoded from each of its first four characters on.
pub(super) fn views(text: &[u8], run: Span, views: &mut Vec<View>) {
    let digits = run.of(text);
    for skipped in starts(digits) {
        let decoded = decode(&digits[skipped..]);
        if reads_like_text(&decoded) {
            let span = Span::new(run.start + skipped, run.end);
            views.push(View::of_ratio(Encoding::Base64, decoded, span, 3, 4));
        }
    }
}

/// True when a run may decode to text from one of its first four characters on.
pub(super) fn may_have_views(digits: &[u8]) -> bool {
    starts(digits).next().is_some()
}

/// From which of its first four characters on a run may decode to text.
#[inline]
fn starts(digits: &[u8]) -> impl Iterator<Item = usize> {
    let odd = if is_mixed(digits) { odd_bytes(&digits[..digits.len().min(GLANCE)]) } else { [u8::MAX; 4] };
    (0..4).filter(move |skipped| odd[*skipped] <= MOST_ODD && may_be_text(&digits[*skipped..]))
}

/// False when the first digits show that they do not decode to text.
fn may_be_text(digits: &[u8]) -> bool {
    let mut decoded = [0; GLANCE];
    let count = decode_to(&mut decoded, &digits[..digits.len().min(GLANCE)]);
    reads_like_text(&decoded[..count])
}

/// False when the first digits show that a run does not decode to text.
pub(super) fn may_decode(run: &[u8]) -> bool {
    (0..4.min(run.len())).any(|skipped| may_be_text(&run[skipped..]))
}

/// True when a run that starts with these digits may decode to text, however it goes on.
pub(super) fn may_become_text(run: &[u8]) -> bool {
    (0..4.min(run.len())).any(|skipped| {
        let glance = decode(&run[skipped..run.len().min(skipped + GLANCE)]);
        // Of a longer run no more than so many may be odd.
        glance.iter().filter(is_odd).count() <= usize::from(MOST_ODD)
    })
}

/// More than a quarter of what a glance decodes to.
const MOST_ODD: u8 = (GLANCE / 4 * 3 / 4) as u8;

/// At least how many of the bytes that the digits decode to are past ASCII, for each of the four
/// places to start: that bit of a byte is one of one digit's.
fn odd_bytes(digits: &[u8]) -> [u8; 4] {
    // From where on every place to start has all of them.
    let each = digits.iter().enumerate().skip(3);
    each.fold(0_u32, |sum, (at, digit)| sum + ODD[usize::from(*digit)].rotate_left(8 * (at as u32 & 3))).to_le_bytes()
}

/// For each character, whether it makes a byte odd for each place to start, when it stands at the
/// first place: a byte each.
static ODD: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let value = value(at as u8);
        table[at] = (value >> 5 & 1) | (value >> 1 & 1) << 16 | (value >> 3 & 1) << 24;
        at += 1;
    }
    table
};

/// Encoded text has letters in both cases; paths and hashes have not.
fn is_mixed(run: &[u8]) -> bool {
    let Some(last) = run.last_chunk() else {
        return run.iter().any(u8::is_ascii_uppercase) && run.iter().any(u8::is_ascii_lowercase);
    };
    // The last, some of them once more.
    let chunks = run.as_chunks().0.iter().chain([last]);
    let mut cases = (false, false);
    for chunk in chunks {
        let (upper, lower) = cases_of(chunk);
        cases = (cases.0 | upper, cases.1 | lower);
        if cases == (true, true) {
            return true;
        }
    }
    false
}

/// Whether there are upper-case, and whether there are lower-case letters.
// In line, the characters are not looked at at once.
#[inline(never)]
fn cases_of(characters: &[u8; 16]) -> (bool, bool) {
    let any = |first: u8| characters.iter().fold(false, |any, byte| any | (byte.wrapping_sub(first) < 26));
    (any(b'A'), any(b'a'))
}

/// Whole bytes only: bits at the end that make none are dropped.
fn decode(digits: &[u8]) -> Vec<u8> {
    let mut decoded = vec![0; digits.len() / 4 * 3 + 2];
    let count = decode_to(&mut decoded, digits);
    decoded.truncate(count);
    decoded
}

/// Gives how many bytes it has decoded; there is room for them.
fn decode_to(decoded: &mut [u8], digits: &[u8]) -> usize {
    let bits = |group: &[u8]| group.iter().fold(0, |bits, digit| bits << 6 | u32::from(VALUES[usize::from(*digit)]));
    let groups = digits.chunks_exact(4);
    let (whole, rest) = (digits.len() / 4 * 3, groups.remainder());
    for (group, three) in groups.zip(decoded.chunks_exact_mut(3)) {
        three.copy_from_slice(&bits(group).to_be_bytes()[1..]);
    }
    let count = rest.len().saturating_sub(1);
    let last = bits(rest) << (6 * (4 - rest.len()));
    decoded[whole..whole + count].copy_from_slice(&last.to_be_bytes()[1..=count]);
    whole + count
}

static VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let mut at = 0;
    while at < 256 {
        values[at] = value(at as u8) as u8;
        at += 1;
    }
    values
};

const fn value(digit: u8) -> u32 {
    (match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }) as u32
}

#[cfg(test)]
mod tests {
    use ::base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

    use proptest::prelude::*;

    use super::{decode, is_mixed};

    proptest! {
        #[test]
        fn letters_in_both_cases_are_told_from_all_else(run in "[A-Z0-9+/_-]{0,20}[a-z0-9+/_-]{0,20}|[_0-9]{0,9}[A-Za-z]{0,2}_{0,9}") {
            let has = |of: fn(&u8) -> bool| run.bytes().any(|byte| of(&byte));
            prop_assert_eq!(is_mixed(run.as_bytes()), has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase));
        }
    }

    #[test]
    fn decoding_agrees_with_the_library() {
        for length in 0..20_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(73)).collect();
            assert_eq!(decode(STANDARD_NO_PAD.encode(&bytes).as_bytes()), bytes);
        }
    }
}
