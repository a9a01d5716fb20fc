//! A text with stretches replaced, and the way between its offsets and those of the original.

use super::cover::Cover;
use crate::{Finding, Span};

pub(crate) struct Spliced {
    pub(crate) text: Vec<u8>,
    pub(super) replaced: Vec<Replaced>,
}

/// A stretch that was replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replaced {
    /// Where what stands for it lies.
    pub(super) inner: Span,
    /// Where it lay.
    pub(super) outer: Span,
    /// True when it is known again by its form.
    written: bool,
}

/// Replaces covers, which are in order.
pub(super) fn splice(text: &[u8], covers: &[Cover]) -> Spliced {
    let mut spliced = Spliced { text: Vec::with_capacity(text.len()), replaced: Vec::with_capacity(covers.len()) };
    let mut at = 0;
    for cover in covers {
        spliced.text.extend_from_slice(&text[at..cover.span.start]);
        let start = spliced.text.len();
        spliced.text.extend_from_slice(cover.text.as_bytes());
        let inner = Span::new(start, spliced.text.len());
        spliced.replaced.push(Replaced { inner, outer: cover.span, written: cover.written });
        at = cover.span.end;
    }
    spliced.text.extend_from_slice(&text[at..]);
    spliced
}

impl Spliced {
    /// Where what stands for something lies, in order.
    pub(crate) fn written(&self) -> impl Iterator<Item = Span> {
        self.replaced.iter().map(|replaced| replaced.inner)
    }

    /// True for what lies in something that is known again by its form.
    pub(super) fn in_written(&self, span: Span) -> bool {
        let after = self.replaced.partition_point(|replaced| replaced.inner.start <= span.start);
        let before = after.checked_sub(1).map(|last| &self.replaced[last]);
        before.is_some_and(|replaced| replaced.written && replaced.inner.contains(span))
    }

    /// True for what lies in something that stands for a value.
    pub(super) fn in_replaced(&self, span: Span) -> bool {
        let after = self.replaced.partition_point(|replaced| replaced.inner.start <= span.start);
        after.checked_sub(1).is_some_and(|last| self.replaced[last].inner.contains(span))
    }

    /// Makes what was found in this text a finding in the original.
    pub(super) fn bring_out(&self, finding: &mut Finding) {
        finding.span = self.outer(finding.span);
        finding.cover = self.outer(finding.cover);
    }

    /// Where an offset of the original that nothing replaces stands.
    pub(super) fn inner_offset(&self, offset: usize) -> usize {
        let before = self.replaced.partition_point(|replaced| replaced.outer.end <= offset);
        match before.checked_sub(1).map(|last| self.replaced[last]) {
            Some(Replaced { inner, outer, .. }) => offset - outer.end + inner.end,
            None => offset,
        }
    }

    /// Where a span of the original stands; what of it was replaced, by all that stands for that.
    pub(crate) fn inner(&self, span: Span) -> Span {
        let (before, upto) = (
            |replaced: &Replaced| replaced.outer.end <= span.start,
            |replaced: &Replaced| replaced.outer.start < span.end,
        );
        let start = match self.replaced.get(self.replaced.partition_point(before)) {
            Some(replaced) if replaced.outer.start < span.start => replaced.inner.start,
            _ => self.inner_offset(span.start),
        };
        let end = match self.replaced.partition_point(upto).checked_sub(1).map(|last| self.replaced[last]) {
            Some(replaced) if replaced.outer.end > span.end => replaced.inner.end,
            _ => self.inner_offset(span.end),
        };
        Span::new(start, end.max(start))
    }

    pub(super) fn outer(&self, span: Span) -> Span {
        let start = self.outer_offset(span.start);
        Span::new(start, self.outer_end(span.end).max(start))
    }

    /// Where what starts at `offset` starts in the original; inside a replacement, the start of what it replaced.
    pub(super) fn outer_offset(&self, offset: usize) -> usize {
        let before = self.replaced.partition_point(|replaced| replaced.inner.end <= offset);
        match self.replaced.get(before) {
            Some(replaced) if offset > replaced.inner.start => replaced.outer.start,
            _ => self.outer_after(before, offset),
        }
    }

    /// Where what ends at `offset` ends in the original. A removed stretch at the very end is not in it.
    fn outer_end(&self, offset: usize) -> usize {
        let is_before = |replaced: &Replaced| {
            replaced.inner.end < offset || replaced.inner.end == offset && replaced.inner.start < offset
        };
        let before = self.replaced.partition_point(is_before);
        match self.replaced.get(before) {
            Some(replaced) if offset > replaced.inner.start => replaced.outer.end,
            _ => self.outer_after(before, offset),
        }
    }

    /// The offset in the original of what stands after so many replacements.
    fn outer_after(&self, replacements: usize, offset: usize) -> usize {
        match replacements.checked_sub(1).map(|last| self.replaced[last]) {
            Some(Replaced { inner, outer, .. }) => offset - inner.end + outer.end,
            None => offset,
        }
    }
}
