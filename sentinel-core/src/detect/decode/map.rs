//! A decoded text, and the way back from its offsets.

use super::{Encoding, MARGIN};
use crate::Span;

/// A decoded text.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) encoding: Encoding,
    pub(crate) text: Vec<u8>,
    map: Map,
}

#[derive(Debug)]
enum Map {
    /// Pieces in order; each goes on to the start of the next. What was decoded starts and ends at
    /// `joints`.
    Pieces { pieces: Vec<Piece>, joints: Vec<usize> },
    /// Every `decoded` bytes come from `outer` bytes, from `start` to `end` at most.
    Ratio { start: usize, end: usize, decoded: usize, outer: usize },
}

/// Where a piece of the decoded text comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where it starts in the decoded text.
    pub(super) decoded: usize,
    /// What it comes from in the outer text.
    pub(super) outer: Span,
    pub(super) kind: Kind,
}

/// How a piece relates to what it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same bytes.
    Same,
    /// Other bytes, all of which stand for all of the outer ones.
    Decoded,
}

impl View {
    /// A view of pieces, in order; at `joints` something of the outer text was decoded or left out.
    pub(super) fn of_pieces(encoding: Encoding, text: Vec<u8>, pieces: Vec<Piece>, joints: Vec<usize>) -> Self {
        Self { encoding, text, map: Map::Pieces { pieces, joints } }
    }

    /// A view in which every `decoded` bytes come from `outer` bytes of `span`.
    pub(super) fn of_ratio(encoding: Encoding, text: Vec<u8>, span: Span, decoded: usize, outer: usize) -> Self {
        Self { encoding, text, map: Map::Ratio { start: span.start, end: span.end, decoded, outer } }
    }

    /// Where a span of the decoded text comes from.
    pub(crate) fn outer(&self, span: Span) -> Option<Span> {
        match &self.map {
            Map::Ratio { start, end, decoded, outer } => Some(Span::new(
                start + span.start * outer / decoded,
                (start + (span.end * outer).div_ceil(*decoded)).min(*end),
            )),
            Map::Pieces { pieces, .. } => {
                let first = pieces.partition_point(|piece| piece.decoded <= span.start).checked_sub(1)?;
                let last = pieces.partition_point(|piece| piece.decoded < span.end).checked_sub(1)?.max(first);
                let (first, last) = (pieces[first], pieces[last]);
                let start = match first.kind {
                    Kind::Same => first.outer.start + (span.start - first.decoded),
                    Kind::Decoded => first.outer.start,
                };
                let end = match last.kind {
                    Kind::Same => last.outer.start + (span.end - last.decoded),
                    Kind::Decoded => last.outer.end,
                };
                Some(Span::new(start, end.max(start)))
            }
        }
    }

    /// What of the outer text was looked at for a finding that looked at `extent` of this one.
    pub(crate) fn outer_extent(&self, extent: Span) -> Option<Span> {
        match &self.map {
            Map::Ratio { start, end, .. } => Some(Span::new(*start, *end)),
            Map::Pieces { .. } => self.outer(extent),
        }
    }

    /// True when what stands in `span` differs from the outer text: something in it or just beside it
    /// was decoded. What does not is found in the outer text.
    pub(crate) fn differs(&self, span: Span) -> bool {
        let Map::Pieces { joints, .. } = &self.map else { return true };
        let near = span.start.saturating_sub(MARGIN)..=span.end + MARGIN;
        let next = joints.partition_point(|joint| joint < near.start());
        joints.get(next).is_some_and(|joint| near.contains(joint))
    }

    /// How many bytes before the end of the text the last escape stands; none when it holds none.
    pub(crate) fn since_escape(&self) -> Option<usize> {
        match &self.map {
            Map::Pieces { joints, .. } => joints.last().map(|joint| self.text.len() - joint),
            Map::Ratio { .. } => None,
        }
    }
}
