//! Where findings lie in an input that comes piece by piece.

use crate::{Finding, Located, Location, Locator, Span, Unit, span::Mark, stream::located};

/// Goes along with the input, and says where what is found in its pieces lies in the whole.
#[derive(Debug)]
pub(super) struct Places {
    unit: Unit,
    taken: usize,
    mark: Mark,
}

impl Places {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, taken: 0, mark: Mark::default() }
    }

    /// Passes over the next piece of the input. `findings` have spans in a text that was made of it, and `outer`
    /// leads from one of its offsets to one of the piece.
    pub(super) fn take(
        &mut self,
        piece: &[u8],
        mut findings: Vec<Finding>,
        outer: impl Fn(usize) -> usize,
    ) -> Vec<(Finding, Located)> {
        let out = |span: Span| Span::new(outer(span.start), outer(span.end));
        let mut locator = Locator::of_piece(piece, self.unit, self.mark);
        for finding in &mut findings {
            (finding.span, finding.cover) = (out(finding.span), out(finding.cover));
            finding.components.iter_mut().for_each(|part| part.span = out(part.span));
        }
        let places: Vec<Location> = findings.iter().map(|finding| locator.locate(finding.span)).collect();
        self.mark = locator.end();
        let located = located(&findings, &places);
        for finding in &mut findings {
            (finding.span, finding.cover) = (finding.span.shifted(self.taken), finding.cover.shifted(self.taken));
            finding.components.iter_mut().for_each(|part| part.span = part.span.shifted(self.taken));
        }
        self.taken += piece.len();
        findings.into_iter().zip(located).collect()
    }

    /// Passes over a piece of the input in which nothing is looked for.
    pub(super) fn pass(&mut self, piece: &[u8]) {
        self.take(piece, Vec::new(), |offset| offset);
    }
}
