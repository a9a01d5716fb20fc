//! What a stream gives out, and when.

use std::sync::Arc;

use super::Settled;
use crate::{Replacement, Span, TreatmentKind, WITHHELD_BLOCKED, counters::Counting, redact::Piece};

/// Where the redacted text goes.
#[derive(Debug)]
pub(super) struct Output {
    state: State,
    /// How many bytes of redacted text there were.
    length: usize,
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
    pub(super) fn new(may_block: bool) -> Self {
        let waiting = || State::Waiting { text: Vec::new(), replacements: Vec::new() };
        Self { state: if may_block { waiting() } else { State::Open }, length: 0 }
    }

    /// How many bytes wait.
    pub(super) fn held(&self) -> usize {
        match &self.state {
            State::Waiting { text, .. } => text.len(),
            _ => 0,
        }
    }

    /// Takes the next piece, which starts at `offset` of the text.
    pub(super) fn give(&mut self, piece: &Piece, offset: usize, counters: &Counting, out: &mut Settled) {
        let length = self.length;
        self.length += piece.text().len();
        if let (Some(rule), State::Waiting { .. }) = (&piece.blocked, &self.state) {
            counters.blocked();
            self.state = State::Blocked(Arc::clone(rule));
            out.text.extend_from_slice(WITHHELD_BLOCKED.as_bytes());
        }
        let in_whole = |replacement: &Replacement| Replacement {
            input: replacement.input.shifted(offset),
            output: replacement.output.shifted(length),
            ..replacement.clone()
        };
        let (text, replacements) = match &mut self.state {
            State::Open => {
                counters.redacted(piece.replacements.len());
                (&mut out.text, &mut out.replacements)
            }
            State::Waiting { text, replacements } => (text, replacements),
            State::Blocked(_) | State::Failed => return,
        };
        text.extend_from_slice(piece.text());
        replacements.extend(piece.replacements.iter().map(in_whole));
    }

    /// Lets out what waited, at the end of a text of so many bytes.
    pub(super) fn finish(&mut self, bytes: usize, counters: &Counting, out: &mut Settled) {
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Waiting { text, replacements } => {
                counters.redacted(replacements.len());
                out.text.extend(text);
                out.replacements.extend(replacements);
            }
            State::Blocked(rule) => {
                let (input, output) = (Span::new(0, bytes), Span::new(0, WITHHELD_BLOCKED.len()));
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
