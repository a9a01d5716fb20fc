//! Redaction of a text of which more is to come, as far as it is final.

use std::sync::Arc;

use super::{Author, Cover, ROUNDS, Replacement, Spliced, Treating, add_apart, evidence_of, never_clean, splice};
use crate::{
    Finding, Result, Span,
    detect::{Decided, Frontier, cut_before},
};

/// A text after so many rounds of redaction, to be scanned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level<'t> {
    pub(crate) round: usize,
    pub(crate) text: &'t [u8],
    /// True when it is the beginning of the text of the round before, in which nothing is found.
    pub(crate) seen: bool,
    /// What comes next, unless something that redaction writes of its own stands in its place somewhere.
    pub(crate) after: &'t [u8],
}

/// The beginning of a text, redacted.
pub(crate) struct Piece {
    /// How many bytes of the text it stands for.
    pub(crate) taken: usize,
    pub(crate) findings: Vec<Finding>,
    /// It after each round of redaction; the last is the result but for numbers.
    pub(crate) levels: Vec<Vec<u8>>,
    /// The result, where values in it have numbers.
    pub(crate) numbered: Option<Vec<u8>>,
    /// What was replaced, and where in the piece and in the result.
    pub(crate) replacements: Vec<Replacement>,
    /// The rule because of which the whole text is withheld.
    pub(crate) blocked: Option<Arc<str>>,
}

impl Piece {
    /// The result.
    pub(crate) fn text(&self) -> &[u8] {
        self.numbered.as_deref().or(self.levels.last().map(Vec::as_slice)).unwrap_or_default()
    }
}

/// Redacts as much of `text` as is final, as [`redact`](super::redact) would redact the text and all
/// that follows it. `scan` is called for the first `contexts` rounds at least, since what stands
/// before the text differs in them.
pub(crate) fn redact_decided(
    text: &[u8],
    ended: bool,
    contexts: usize,
    treating: &mut Treating<'_, impl Author>,
    mut scan: impl FnMut(Level<'_>) -> Result<Decided>,
) -> Result<Piece> {
    // What is beyond may yet be replaced, and then the next round sees something else there.
    let mut reached = Frontier::at(text.len());
    let (mut findings, mut covers, mut uncut) = (Vec::new(), Vec::<Cover>::new(), Vec::new());
    let mut levels: Vec<Spliced> = Vec::new();
    for round in 0..=ROUNDS {
        let spliced = splice(&text[..reached.firm], &covers);
        let seen = round >= contexts && round > 0 && covers.is_empty();
        let after = if treating.policy.writes_marks() { &text[reached.firm..] } else { &[] };
        let known = scan(Level { round, text: &spliced.text, seen, after })?;
        let mut fresh = known.findings;
        fresh.retain(|finding| !spliced.in_written(finding.span));
        if round > 0 {
            fresh.iter_mut().for_each(|finding| spliced.bring_out(finding));
        }
        uncut.extend(known.uncut.into_iter().map(|span| spliced.outer(span)));
        let before = reached;
        treating.cover(text, &mut covers, &fresh)?;
        if !ended {
            reached.limit(known.known.mapped(|offset| spliced.outer_offset(offset)));
            uncut.extend(covers.iter().map(|cover| cover.span));
            reached.end = cut(text, reached.end, &uncut);
            let later = covers.partition_point(|cover| cover.span.start < reached.end);
            reached.firm = covers.drain(later..).map(|cover| cover.span.start).fold(reached.firm, usize::min);
            fresh.retain(|finding| finding.cover.start < reached.end);
            findings.retain(|finding: &Finding| finding.span.start < reached.end);
        }
        levels.push(spliced);
        let unchanged = fresh.is_empty();
        // An empty one may stand at the very end.
        fresh.retain(|finding| ended || finding.span.start < reached.end);
        add_apart(&mut findings, fresh);
        if unchanged && reached == before && round + 1 >= contexts {
            break;
        }
        if round == ROUNDS && !unchanged {
            return Err(never_clean());
        }
    }
    let end = reached.end;
    let numbered = treating.number(&mut covers).then(|| splice(&text[..end], &covers));
    treating.fits(numbered.as_ref().map_or(0, |spliced| spliced.text.len()))?;
    let replacements = numbered.as_ref().or(levels.last()).map(|last| evidence_of(last, &covers));
    let blocked = covers.iter().find(|cover| cover.blocks).map(|cover| Arc::clone(&cover.rule));
    let levels = levels.into_iter().map(|mut spliced| {
        spliced.text.truncate(spliced.inner_offset(end));
        spliced.text
    });
    Ok(Piece {
        taken: end,
        findings,
        levels: levels.collect(),
        numbered: numbered.map(|spliced| spliced.text),
        replacements: replacements.unwrap_or_default(),
        blocked,
    })
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
