//! What a redaction did, without values.

use std::{collections::BTreeMap, ops::Deref, sync::Arc};

use serde::{Deserialize, Serialize};

use super::policy::TreatmentKind;
use crate::{Locator, Span, Unit};

/// One stretch that a redaction replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Replacement {
    /// The rule that found what stood there; of several that overlap, the first.
    #[serde(rename = "type")]
    pub rule: Arc<str>,
    /// What was done with it: what the policy says, or `Placeholder` where the result was found again.
    pub treatment: TreatmentKind,
    /// Where it lay in the text that was redacted.
    pub input: Span,
    /// Where what stands for it lies in the redacted text.
    pub output: Span,
}

/// What a redaction replaced, in order of position.
///
/// ```
/// use sentinel_core::Scanner;
///
/// let line = ["key=AKIA", "QYLPMN5HHHFPZAM2 user=7"].concat();
/// let replacements = Scanner::builtin().redact(&line).replacements;
/// assert_eq!((replacements[0].input.end, replacements[0].output.end), (24, 29));
/// assert_eq!(replacements.input_offset(30), 25, "where `user` stood");
/// assert_eq!(replacements.counts().into_values().sum::<usize>(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Replacements(Vec<Replacement>);

impl Replacements {
    pub(crate) fn new(replacements: Vec<Replacement>) -> Self {
        Self(replacements)
    }

    /// How often each rule's findings were treated in each way.
    pub fn counts(&self) -> BTreeMap<(Arc<str>, TreatmentKind), usize> {
        let mut counts = BTreeMap::new();
        for replacement in &self.0 {
            *counts.entry((Arc::clone(&replacement.rule), replacement.treatment)).or_default() += 1;
        }
        counts
    }

    /// Where in the input the text at an offset of the output stood. Of an offset inside what stands for a value: the
    /// start of the value.
    pub fn input_offset(&self, output: usize) -> usize {
        offset(&self.0, output, |replacement| (replacement.output, replacement.input))
    }

    /// Where in the output the text at an offset of the input stands. Of an offset inside a value: the start of what
    /// stands for it.
    pub fn output_offset(&self, input: usize) -> usize {
        offset(&self.0, input, |replacement| (replacement.input, replacement.output))
    }

    /// The same, counted in another unit than bytes. `input` and `output` are the whole texts.
    #[must_use]
    pub fn counted_in(&self, unit: Unit, input: &[u8], output: &[u8]) -> Self {
        let (mut input, mut output) = (Locator::new(input, unit), Locator::new(output, unit));
        let count = |locator: &mut Locator<'_>, span| {
            let place = locator.locate(span);
            Span::new(place.start, place.end)
        };
        let counted = self.0.iter().map(|replacement| Replacement {
            input: count(&mut input, replacement.input),
            output: count(&mut output, replacement.output),
            ..replacement.clone()
        });
        Self(counted.collect())
    }
}

fn offset(replacements: &[Replacement], offset: usize, sides: impl Fn(&Replacement) -> (Span, Span)) -> usize {
    let before = replacements.partition_point(|replacement| sides(replacement).0.end <= offset);
    if let Some((from, to)) = replacements.get(before).map(&sides)
        && offset >= from.start
    {
        return to.start;
    }
    match before.checked_sub(1).map(|last| sides(&replacements[last])) {
        Some((from, to)) => offset - from.end + to.end,
        None => offset,
    }
}

impl Deref for Replacements {
    type Target = [Replacement];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl IntoIterator for Replacements {
    type Item = Replacement;
    type IntoIter = std::vec::IntoIter<Replacement>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacement(input: (usize, usize), output: (usize, usize)) -> Replacement {
        let (input, output) = (Span::new(input.0, input.1), Span::new(output.0, output.1));
        Replacement { rule: Arc::from("A"), treatment: TreatmentKind::Placeholder, input, output }
    }

    #[test]
    fn offsets_lead_there_and_back() {
        let map = Replacements::new(vec![replacement((2, 4), (2, 8)), replacement((6, 9), (10, 10))]);
        for (input, output) in [(0, 0), (2, 2), (3, 2), (4, 8), (5, 9), (6, 10), (8, 10), (9, 10), (11, 12)] {
            assert_eq!(map.output_offset(input), output, "{input}");
        }
        for (output, input) in [(1, 1), (2, 2), (7, 2), (8, 4), (9, 5), (10, 9), (12, 11)] {
            assert_eq!(map.input_offset(output), input, "{output}");
        }
    }

    #[test]
    fn other_units_count_alike() {
        let map = Replacements::new(vec![replacement((3, 6), (3, 7))]);
        let counted = map.counted_in(Unit::CodePoints, "é=abc é".as_bytes(), "é=**** é".as_bytes());
        assert_eq!((counted[0].input, counted[0].output), (Span::new(2, 5), Span::new(2, 6)));
        assert_eq!(counted.input_offset(7), 6);
    }
}
