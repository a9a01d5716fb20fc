//! A document, and what is found in it and planned for it while it is walked.

use std::ops::Range;

use super::unescape::Unescaped;
use crate::{
    Encoding, Finding, Span,
    redact::{
        add_apart,
        planned::{Placed, Plan},
    },
};

/// A text in which JSON stands: the whole, or the text that a string stands for.
pub(super) struct Level<'t> {
    pub(super) text: &'t [u8],
    /// In how many strings it stands.
    pub(super) depth: u8,
    pub(super) findings: Vec<Finding>,
    /// What they cover, in order, apart from each other, and which it was.
    pub(super) found: Vec<(Span, usize)>,
    /// The first of `found` that may reach what comes next.
    at: usize,
    /// Findings by name.
    pub(super) named: Vec<Finding>,
    pub(super) places: Vec<Placed>,
}

impl<'t> Level<'t> {
    pub(super) fn new(text: &'t [u8], depth: u8, findings: Vec<Finding>) -> Self {
        let mut found: Vec<_> = findings.iter().enumerate().map(|(index, finding)| (finding.cover, index)).collect();
        found.sort_by_key(|(cover, _)| (cover.start, usize::MAX - cover.end));
        found.dedup_by(|next, kept| {
            let joined = next.0.start < kept.0.end;
            if joined {
                kept.0 = kept.0.union(next.0);
            }
            joined
        });
        Self { text, depth, findings, found, at: 0, named: Vec::new(), places: Vec::new() }
    }

    /// What covers touch of a span: their places in `found`.
    pub(super) fn touching(&mut self, span: Span) -> Range<usize> {
        while self.found.get(self.at).is_some_and(|(cover, _)| cover.end <= span.start) {
            self.at += 1;
        }
        let mut end = self.at;
        while self.found.get(end).is_some_and(|(cover, _)| cover.start < span.end) {
            end += 1;
        }
        self.at..end
    }

    /// What was found, as far as it lies in `piece`.
    pub(super) fn found_in(&self, found: usize, piece: Span) -> Finding {
        let finding = &self.findings[self.found[found].1];
        let span = Span { start: finding.span.start.max(piece.start), end: finding.span.end.min(piece.end) };
        let span = if span.start < span.end { span } else { piece };
        Finding { span, cover: piece, ..finding.clone() }
    }

    pub(super) fn plan(mut self) -> Plan {
        if !self.named.is_empty() {
            self.named.sort_by_key(|finding| finding.span);
            add_apart(&mut self.findings, self.named);
        }
        Plan { findings: self.findings, places: self.places }
    }
}

/// A plan for a text that was decoded, as one for the text in which it stands at `span`.
pub(super) fn brought_out(plan: Plan, span: Span, decoded: &Unescaped) -> Plan {
    let out = |inner: Span| decoded.outer(inner).shifted(span.start);
    let places = plan.places.into_iter().map(|place| {
        let Finding { span, cover, .. } = place.finding;
        Placed { finding: Finding { span: out(span), cover: out(cover), ..place.finding }, ..place }
    });
    let findings = plan.findings.into_iter().map(|finding| {
        let mut finding = Finding { span: out(finding.span), cover: out(finding.cover), ..finding };
        if !decoded.is_plain() && finding.encodings.is_empty() {
            finding.encodings.push(Encoding::Escape);
        }
        finding
    });
    Plan { places: places.collect(), findings: findings.collect() }
}
