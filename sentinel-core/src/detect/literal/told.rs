//! What was told of a text, for another that starts with the same bytes: only the rest of that is passed over.

use super::{
    Candidate, Changed, LiteralFilter, Rest, Sweep,
    classes::{HEX, LETTERS},
};

/// What is known of a text before it is passed over.
#[derive(Clone, Copy)]
pub(crate) enum Before<'t> {
    Nothing,
    /// It starts as another.
    Start(&'t Told<'t>),
    /// It is the same as another, but for what is to be looked at.
    Changed(&'t Changed),
}

/// What a pass over a text told of its start.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t> {
    pub(crate) candidates: &'t [Candidate],
    pub(crate) rest: &'t Rest,
    /// So many bytes are those that the other text starts with.
    pub(crate) same: usize,
}

impl<'t> Before<'t> {
    /// What was told of a text that starts as this one.
    pub(crate) fn start(self) -> Option<&'t Told<'t>> {
        match self {
            Self::Start(told) => Some(told),
            Self::Nothing | Self::Changed(_) => None,
        }
    }
}

impl LiteralFilter {
    /// Adds what the bytes that are the same decide alone, and gives from where on the text is passed over. Encoded runs
    /// before that are not told again.
    pub(super) fn go_on(&self, text: &[u8], told: &Told<'_>, sweep: &mut Sweep<'_>) -> usize {
        let decided = &text[..told.same.saturating_sub(self.ahead)];
        // No run is cut in two.
        let is_other = |byte: &u8| !self.kernel.is_of(LETTERS, *byte) && !self.kernel.is_of(HEX, *byte);
        let from = decided.iter().rposition(is_other).map_or(0, |last| last + 1);
        sweep.candidates.extend(told.candidates.iter().filter(|candidate| candidate.start < from));
        let rest = &mut sweep.rest;
        rest.escapes.extend_from_slice(before(&told.rest.escapes, from));
        rest.breaks.extend_from_slice(before(&told.rest.breaks, from));
        rest.zero = told.rest.zero.filter(|zero| *zero < from);
        from
    }
}

fn before(offsets: &[usize], end: usize) -> &[usize] {
    &offsets[..offsets.partition_point(|offset| *offset < end)]
}
