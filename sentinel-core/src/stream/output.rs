//! What a stream gives out, and when.

use std::sync::Arc;

use super::Settled;
use crate::{
    Locator, Replacement, Span, TreatmentKind, Unit, WITHHELD_BLOCKED, counters::Counting, redact::Piece, span::Mark,
};

/// Where the redacted text goes.
#[derive(Debug)]
pub(super) struct Output {
    state: State,
    unit: Unit,
    /// Where the text goes on, and the redacted text.
    input: Mark,
    output: Mark,
}

#[derive(Debug)]
enum State {
    /// It is given out as it comes.
    Open,
    /// It waits for the end of the text, since all of it may have to be withheld.
    Waiting { text: Vec<u8>, replacements: Vec<Replacement> },
    /// It is withheld because of this rule.
    Blocked(Arc<str>),
    /// It is withheld because of an error.
    Failed,
}

impl Output {
    pub(super) fn new(may_block: bool, unit: Unit) -> Self {
        let waiting = || State::Waiting { text: Vec::new(), replacements: Vec::new() };
        let state = if may_block { waiting() } else { State::Open };
        Self { state, unit, input: Mark::default(), output: Mark::default() }
    }

    /// How many bytes wait.
    pub(super) fn held(&self) -> usize {
        match &self.state {
            State::Waiting { text, .. } => text.len(),
            _ => 0,
        }
    }

    /// Takes the next piece, and what it is redacted to.
    pub(super) fn give(&mut self, held: &[u8], piece: &Piece, counters: &Counting, out: &mut Settled) {
        let located = self.locate(held, piece);
        if let (Some(rule), State::Waiting { .. }) = (&piece.blocked, &self.state) {
            counters.blocked();
            self.state = State::Blocked(Arc::clone(rule));
            out.text.extend_from_slice(WITHHELD_BLOCKED.as_bytes());
        }
        let (text, replacements) = match &mut self.state {
            State::Open => {
                counters.redacted(located.len());
                (&mut out.text, &mut out.replacements)
            }
            State::Waiting { text, replacements } => (text, replacements),
            State::Blocked(_) | State::Failed => return,
        };
        text.extend_from_slice(piece.text());
        replacements.extend(located);
    }

    /// What was replaced in the next piece, where it lies in the whole.
    fn locate(&mut self, held: &[u8], piece: &Piece) -> Vec<Replacement> {
        let mut input = Locator::of_piece(held, self.unit, self.input);
        let mut output = Locator::of_piece(piece.text(), self.unit, self.output);
        let in_whole = |replacement: &Replacement| {
            let (from, to) = (input.locate(replacement.input), output.locate(replacement.output));
            let (input, output) = (Span::new(from.start, from.end), Span::new(to.start, to.end));
            Replacement { input, output, ..replacement.clone() }
        };
        let located = piece.replacements.iter().map(in_whole).collect();
        (self.input, self.output) = (input.end(), output.end());
        located
    }

    /// Lets out what waited, at the end of the text.
    pub(super) fn finish(&mut self, counters: &Counting, out: &mut Settled) {
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Waiting { text, replacements } => {
                counters.redacted(replacements.len());
                out.text.extend(text);
                out.replacements.extend(replacements);
            }
            State::Blocked(rule) => {
                let (input, output) = (Span::new(0, self.input.units()), Span::new(0, WITHHELD_BLOCKED.len()));
                out.replacements.push(Replacement { rule, treatment: TreatmentKind::Block, input, output });
            }
            State::Open | State::Failed => {}
        }
    }

    /// Gives the marker of an error for all that was not given out, unless another stands for it already.
    pub(super) fn withhold(&mut self, marker: &str, out: &mut Settled) {
        if !matches!(self.state, State::Blocked(_)) {
            out.text.extend_from_slice(marker.as_bytes());
            self.state = State::Failed;
        }
    }
}
