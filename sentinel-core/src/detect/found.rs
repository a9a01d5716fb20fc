//! What is found before overlaps are settled. Much of it is dropped then, so it is small: findings are made of what stays.

use super::{
    Detector,
    decode::View,
    overlap::{Claim, Kept, settle},
};
use crate::{Finding, FingerprintKey, Proof, Span};

/// Something that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where its value stands.
    pub(super) span: Span,
    /// The bytes that its match was made of.
    pub(super) extent: Span,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    /// By a rule, in the text that is searched.
    Rule { index: u32, proof: Proof },
    /// In another way. Where it lies is not for the finding to tell.
    Other(Box<Finding>),
}

impl Found {
    /// What a rule found in the text that is searched.
    #[inline]
    pub(super) fn by_rule(index: u32, proof: Proof, span: Span, extent: Span) -> Self {
        Self { span, extent, by: By::Rule { index, proof } }
    }

    /// The same, where it lies in the text that the view is of.
    pub(super) fn out_of(self, view: &View, detector: &Detector, key: Option<&FingerprintKey>) -> Option<Self> {
        let (span, extent) = (view.outer(self.span)?, view.outer_extent(self.extent)?);
        let mut finding = self.into_finding(span, &view.text, detector, key);
        finding.encodings.insert(0, view.encoding);
        Some(Self { span, extent, by: By::Other(Box::new(finding)) })
    }

    pub(super) fn shifted(self, by: usize) -> Self {
        self.moved(|span| span.shifted(by))
    }

    pub(super) fn back(self, by: usize) -> Self {
        self.moved(|span| span.back(by))
    }

    fn moved(self, to: impl Fn(Span) -> Span) -> Self {
        Self { span: to(self.span), extent: to(self.extent), ..self }
    }

    /// Where a text must not be cut, so that the finding stays whole, and on one side.
    pub(super) fn uncut(&self) -> Span {
        let Self { span, extent, .. } = *self;
        let whole = extent.union(span);
        if span.is_empty() { whole.union(Span::new(span.start, span.end + 1)) } else { whole }
    }

    fn claim<'f>(&'f self, detector: &'f Detector) -> Claim<'f> {
        match &self.by {
            By::Rule { index, proof } => detector.rules[*index as usize].claim(self.span, *proof),
            By::Other(finding) => Claim { span: self.span, ..Claim::of(finding) },
        }
    }

    fn into_finding(self, cover: Span, text: &[u8], detector: &Detector, key: Option<&FingerprintKey>) -> Finding {
        match self.by {
            By::Rule { index, proof } => {
                let rule = &detector.rules[index as usize];
                let mut finding = rule.finding(text, self.span, proof, key, detector.digest());
                finding.cover = cover;
                finding
            }
            By::Other(finding) => Finding { span: self.span, cover, ..*finding },
        }
    }
}

impl From<Finding> for Found {
    /// Of a match that is all value.
    fn from(finding: Finding) -> Self {
        Self { span: finding.span, extent: finding.span, by: By::Other(Box::new(finding)) }
    }
}

impl Detector {
    /// The findings that stay of all that was found in a text, where they count: in order of position, and none overlaps
    /// another.
    pub(super) fn settled(
        &self,
        found: Vec<Found>,
        text: &[u8],
        key: Option<&FingerprintKey>,
        counts: impl Fn(Span) -> bool,
    ) -> Vec<Finding> {
        let mut kept = settle(&found, |found| found.span, |found| found.claim(self));
        kept.retain(|kept| counts(found[kept.index].span));
        let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
        let finding = |Kept { index, cover }| {
            let found = found[index].take().expect("what stays is found once");
            found.into_finding(cover, text, self, key)
        };
        kept.into_iter().map(finding).collect()
    }
}
