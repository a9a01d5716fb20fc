//! Redaction of a text of which more is to come, as far as it is final.

use super::{ROUNDS, Spliced, add_apart, cover, never_clean, splice};
use crate::{
    Finding, Result, Span,
    detect::{Decided, cut_before},
};

/// A text after so many rounds of redaction, to be scanned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level<'t> {
    pub(crate) round: usize,
    pub(crate) text: &'t [u8],
    /// True when it is the beginning of the text of the round before, in which nothing is found.
    pub(crate) seen: bool,
}

/// The beginning of a text, redacted.
pub(crate) struct Piece {
    /// How many bytes of the text it stands for.
    pub(crate) taken: usize,
    pub(crate) findings: Vec<Finding>,
    /// It after each round of redaction; the last is the result.
    pub(crate) levels: Vec<Vec<u8>>,
}

/// Redacts as much of `text` as is final, as [`redact`](super::redact) would redact the text and all
/// that follows it. `scan` is called for the first `contexts` rounds at least, since what stands
/// before the text differs in them.
pub(crate) fn redact_decided(
    text: &[u8],
    ended: bool,
    contexts: usize,
    mut scan: impl FnMut(Level<'_>) -> Result<Decided>,
) -> Result<Piece> {
    let mut end = text.len();
    let (mut findings, mut covers, mut uncut) = (Vec::new(), Vec::new(), Vec::new());
    let mut levels: Vec<Spliced> = Vec::new();
    for round in 0..=ROUNDS {
        let spliced = splice(&text[..end], &covers);
        let seen = round >= contexts && round > 0 && covers.is_empty();
        let known = scan(Level { round, text: &spliced.text, seen })?;
        let mut fresh = known.findings;
        fresh.retain(|finding| !spliced.in_placeholder(finding.span));
        if round > 0 {
            fresh.iter_mut().for_each(|finding| spliced.bring_out(finding));
        }
        uncut.extend(known.uncut.into_iter().map(|span| spliced.outer(span)));
        add_apart(&mut findings, &fresh);
        let before = end;
        if !ended {
            end = spliced.outer_offset(known.end, true);
            cover(text, &mut covers, &fresh);
            uncut.extend(covers.iter().map(|(span, _)| *span));
            end = cut(text, end, &uncut);
            covers.retain(|(span, _): &(Span, String)| span.start < end);
            fresh.retain(|finding| finding.cover.start < end);
            findings.retain(|finding| finding.span.start < end);
        } else {
            cover(text, &mut covers, &fresh);
        }
        levels.push(spliced);
        if fresh.is_empty() && end == before && round + 1 >= contexts {
            break;
        }
        if round == ROUNDS && !fresh.is_empty() {
            return Err(never_clean());
        }
    }
    findings.sort_by_key(|finding| finding.span);
    let levels = levels.into_iter().map(|mut spliced| {
        spliced.text.truncate(spliced.inner_offset(end));
        spliced.text
    });
    Ok(Piece { taken: end, findings, levels: levels.collect() })
}

/// The last offset up to `end` at which the text may be cut, and no character is.
fn cut(text: &[u8], mut end: usize, uncut: &[Span]) -> usize {
    loop {
        let next = cut_before(character_start(text, end), uncut);
        if next == end {
            return end;
        }
        end = next;
    }
}

/// The start of the character in which `end` lies; `end` between characters.
fn character_start(text: &[u8], end: usize) -> usize {
    let lead = |back: &usize| end.checked_sub(*back).filter(|at| text[*at] & 0xc0 != 0x80);
    let Some(at) = (1..4).find_map(|back| lead(&back)) else { return end };
    let length = match text[at] {
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => 1,
    };
    let inside = at + length > end && text[at + 1..end].iter().all(|byte| byte & 0xc0 == 0x80);
    let goes_on = text.get(end).is_none_or(|byte| byte & 0xc0 == 0x80);
    if inside && goes_on { at } else { end }
}
