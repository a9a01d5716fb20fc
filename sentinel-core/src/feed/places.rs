//! Where findings lie in an input that comes piece by piece.

use crate::{Finding, Located, Location, Locator, Replacement, Replacements, Span, Unit, span::Mark, stream::located};

/// Goes along with the input, and says where what is found in its pieces lies in the whole.
#[derive(Debug)]
pub(super) struct Places {
    unit: Unit,
    taken: usize,
    mark: Mark,
    /// Where what is given out goes on.
    output: Mark,
}

impl Places {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, taken: 0, mark: Mark::default(), output: Mark::default() }
    }

    /// Passes over the next piece of what is given out, and says what was replaced in it, in the whole texts: what
    /// stands for the next piece of the input, which is to be taken after it.
    pub(super) fn replaced(&mut self, piece: &[u8], given: &[u8], replacements: Replacements) -> Vec<Replacement> {
        let mut input = Locator::of_piece(piece, self.unit, self.mark);
        let mut output = Locator::of_piece(given, self.unit, self.output);
        let in_whole = |replacement: Replacement| {
            let (from, to) = (input.locate(replacement.input), output.locate(replacement.output));
            let (input, output) = (Span::new(from.start, from.end), Span::new(to.start, to.end));
            Replacement { input, output, ..replacement }
        };
        let replacements = replacements.into_iter().map(in_whole).collect();
        self.output = output.end();
        replacements
    }

    /// Passes over what is given out and stands for nothing that was replaced.
    pub(super) fn give(&mut self, given: &[u8]) {
        self.output = Locator::of_piece(given, self.unit, self.output).end();
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
