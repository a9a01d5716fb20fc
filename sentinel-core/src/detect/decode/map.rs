//! A decoded text, and the way back from its offsets.

use super::Encoding;
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
    /// Pieces in order; each goes on to the start of the next.
    Pieces(Vec<Piece>),
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
    /// Nothing of the outer text: it keeps apart what does not belong together.
    Apart,
}

impl View {
    pub(super) fn of_pieces(encoding: Encoding, text: Vec<u8>, pieces: Vec<Piece>) -> Self {
        Self { encoding, text, map: Map::Pieces(pieces) }
    }

    /// A view in which every `decoded` bytes come from `outer` bytes of `span`.
    pub(super) fn of_ratio(encoding: Encoding, text: Vec<u8>, span: Span, decoded: usize, outer: usize) -> Self {
        Self { encoding, text, map: Map::Ratio { start: span.start, end: span.end, decoded, outer } }
    }

    /// Where a span of the decoded text comes from; none when it covers text that does not belong
    /// together.
    pub(crate) fn outer(&self, span: Span) -> Option<Span> {
        match &self.map {
            Map::Ratio { start, end, decoded, outer } => Some(Span::new(
                start + span.start * outer / decoded,
                (start + (span.end * outer).div_ceil(*decoded)).min(*end),
            )),
            Map::Pieces(pieces) => {
                let first = pieces.partition_point(|piece| piece.decoded <= span.start).checked_sub(1)?;
                let last = pieces.partition_point(|piece| piece.decoded < span.end).checked_sub(1)?.max(first);
                if pieces[first..=last].iter().any(|piece| piece.kind == Kind::Apart) {
                    return None;
                }
                let (first, last) = (pieces[first], pieces[last]);
                let start = match first.kind {
                    Kind::Same => first.outer.start + (span.start - first.decoded),
                    _ => first.outer.start,
                };
                let end = match last.kind {
                    Kind::Same => last.outer.start + (span.end - last.decoded),
                    _ => last.outer.end,
                };
                Some(Span::new(start, end.max(start)))
            }
        }
    }
}
