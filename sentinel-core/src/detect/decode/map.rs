//! A decoded text, and the way back from its offsets.

use std::ops::RangeInclusive;

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
    Pieces { pieces: Vec<Piece>, joints: Joints },
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
    /// Other bytes, each of which stands for so many of the outer ones.
    Each(u8),
}

/// Where something of the outer text was decoded or left out, in the decoded text: of those side by side the first and the
/// last.
#[derive(Debug, Default)]
pub(super) struct Joints(Vec<(usize, usize)>);

impl Joints {
    pub(super) fn with_room(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// Adds one that is not before any other.
    #[inline]
    pub(super) fn push(&mut self, at: usize) {
        match self.0.last_mut() {
            Some((_, last)) if at <= *last + 1 => *last = at,
            _ => self.0.push((at, at)),
        }
    }

    /// From the last on there is one at each place, up to this.
    pub(super) fn go_on_to(&mut self, at: usize) {
        if let Some((_, last)) = self.0.last_mut() {
            *last = at;
        }
    }

    fn any_in(&self, span: RangeInclusive<usize>) -> bool {
        let next = self.0.partition_point(|(_, last)| last < span.start());
        self.0.get(next).is_some_and(|(first, _)| first <= span.end())
    }

    fn first(&self) -> Option<usize> {
        self.0.first().map(|(first, _)| *first)
    }

    fn last(&self) -> Option<usize> {
        self.0.last().map(|(_, last)| *last)
    }
}

impl Piece {
    /// True for one that is the start of the outer text.
    fn begins(&self) -> bool {
        self.kind == Kind::Same && self.outer.start == 0
    }

    /// Where the byte at `at` of the decoded text comes from.
    fn start_of(&self, at: usize) -> usize {
        let offset = at - self.decoded;
        match self.kind {
            Kind::Same => self.outer.start + offset,
            Kind::Decoded => self.outer.start,
            Kind::Each(bytes) => {
                let bytes = usize::from(bytes);
                self.outer.start + (offset * bytes).min(self.outer.len() - bytes)
            }
        }
    }

    /// Where what the decoded text has before `at` ends; something of it is of this piece.
    fn end_of(&self, at: usize) -> usize {
        let offset = at - self.decoded;
        match self.kind {
            Kind::Same => self.outer.start + offset,
            Kind::Decoded => self.outer.end,
            Kind::Each(bytes) => self.outer.start + offset * usize::from(bytes),
        }
    }

    /// Where nothing, at `at` of the decoded text, comes from: what is decoded there stands for it.
    fn nothing_at(&self, at: usize) -> Span {
        let start = self.start_of(at);
        match self.kind {
            Kind::Same => Span::new(start, start),
            Kind::Decoded => self.outer,
            Kind::Each(bytes) => Span::new(start, start + usize::from(bytes)),
        }
    }
}

impl View {
    /// A view of pieces, in order; at `joints` something of the outer text was decoded or left out.
    pub(super) fn of_pieces(encoding: Encoding, text: Vec<u8>, pieces: Vec<Piece>, joints: Joints) -> Self {
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
                if span.is_empty() {
                    return Some(pieces[first].nothing_at(span.start));
                }
                let last = pieces.partition_point(|piece| piece.decoded < span.end).checked_sub(1)?.max(first);
                let (start, end) = (pieces[first].start_of(span.start), pieces[last].end_of(span.end));
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
        joints.any_in(span.start.saturating_sub(MARGIN)..=span.end + MARGIN)
    }

    /// How many bytes at its start are those that the outer text starts with.
    pub(crate) fn beginning(&self) -> usize {
        match &self.map {
            Map::Pieces { pieces, joints } if pieces.first().is_some_and(Piece::begins) => {
                joints.first().unwrap_or(self.text.len())
            }
            _ => 0,
        }
    }

    /// How many bytes before the end of the text the last escape stands; none when it holds none.
    pub(crate) fn since_escape(&self) -> Option<usize> {
        match &self.map {
            Map::Pieces { joints, .. } => joints.last().map(|joint| self.text.len() - joint),
            Map::Ratio { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn view(pieces: Vec<Piece>, length: usize) -> View {
        View::of_pieces(Encoding::Escape, vec![0; length], pieces, Joints::default())
    }

    proptest! {
        #[test]
        fn escapes_side_by_side_lead_back_as_one_at_a_time(runs in prop::collection::vec((0..3_usize, 1..4_usize, 2..5_usize), 1..5)) {
            let (mut together, mut alone) = (Vec::new(), Vec::new());
            let (mut decoded, mut outer) = (0, 0);
            for (same, count, bytes) in runs {
                let piece = Piece { decoded, outer: Span::new(outer, outer + same), kind: Kind::Same };
                if same > 0 {
                    together.push(piece);
                    alone.push(piece);
                }
                (decoded, outer) = (decoded + same, outer + same);
                let run = Span::new(outer, outer + count * bytes);
                together.push(Piece { decoded, outer: run, kind: Kind::Each(bytes as u8) });
                for _ in 0..count {
                    alone.push(Piece { decoded, outer: Span::new(outer, outer + bytes), kind: Kind::Decoded });
                    (decoded, outer) = (decoded + 1, outer + bytes);
                }
            }
            let (together, alone) = (view(together, decoded), view(alone, decoded));
            for start in 0..=decoded {
                for end in start..=decoded {
                    let span = Span::new(start, end);
                    prop_assert_eq!(together.outer(span), alone.outer(span), "{:?}", span);
                }
            }
        }

        #[test]
        fn joints_are_where_they_were_put(steps in prop::collection::vec(0..6_usize, 1..12), start in 0..40_usize, length in 0..6_usize) {
            let at: Vec<usize> = steps.iter().scan(0, |at, step| { *at += step; Some(*at) }).collect();
            let mut joints = Joints::default();
            at.iter().for_each(|at| joints.push(*at));
            let near = start..=start + length;
            prop_assert_eq!(joints.any_in(near.clone()), at.iter().any(|at| near.contains(at)));
            prop_assert_eq!(joints.last(), at.last().copied());
        }
    }
}
