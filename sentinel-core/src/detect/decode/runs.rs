//! Runs of characters of one alphabet.

use crate::Span;

/// The longest runs of at least `shortest` bytes of which each is in the alphabet.
pub(super) fn runs(text: &[u8], alphabet: &'static [bool; 256], shortest: usize) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + shortest <= text.len() {
            // A run of that length holds every byte of its first stretch: its last tells soonest.
            let window = &text[at..at + shortest];
            if let Some(outside) = window.iter().rposition(|byte| !alphabet[usize::from(*byte)]) {
                at += outside + 1;
                continue;
            }
            let start = at;
            let more = text[at + shortest..].iter().take_while(|byte| alphabet[usize::from(**byte)]).count();
            at = start + shortest + more;
            return Some(Span::new(start, at));
        }
        None
    })
}

/// A table of the bytes for which `contains` holds.
pub(super) const fn alphabet(others: &[u8], hexadecimal: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if hexadecimal { b.is_ascii_hexdigit() } else { b.is_ascii_alphanumeric() };
        byte += 1;
    }
    let mut other = 0;
    while other < others.len() {
        table[others[other] as usize] = true;
        other += 1;
    }
    table
}
