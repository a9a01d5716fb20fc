//! One pass over the text for the literals of all rules.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::{Error, ErrorKind, Result};

/// Finds where literals stand, without regard to ASCII case.
#[derive(Debug)]
pub(crate) struct LiteralFilter {
    automaton: Option<AhoCorasick>,
    /// For each literal of the automaton, the rules that look for it.
    rules: Vec<Vec<u32>>,
}

/// A literal of a rule stands at an offset. Sorts by rule, then by offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) rule: u32,
    pub(crate) start: usize,
}

impl LiteralFilter {
    /// A filter for each rule's literals, in the order of the rules.
    pub(crate) fn new<'r>(rules: impl IntoIterator<Item = &'r [Vec<u8>]>) -> Result<Self> {
        let mut wanted = std::collections::BTreeMap::<&[u8], Vec<u32>>::new();
        for (rule, literals) in (0..).zip(rules) {
            for literal in literals {
                wanted.entry(literal).or_default().push(rule);
            }
        }
        if wanted.is_empty() {
            return Ok(Self { automaton: None, rules: Vec::new() });
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(wanted.keys())
            .map_err(|_| Error::new(ErrorKind::InvalidRule, "compile rules", "too many literals"))?;
        Ok(Self { automaton: Some(automaton), rules: wanted.into_values().collect() })
    }

    /// Every place where a rule's literal stands, by rule and offset.
    pub(crate) fn candidates(&self, text: &[u8]) -> Vec<Candidate> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        for hit in automaton.find_overlapping_iter(text) {
            let start = hit.start();
            found.extend(self.rules[hit.pattern()].iter().map(|&rule| Candidate { rule, start }));
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_literals_are_all_found_in_order() {
        let rules = [vec![b"abcd".to_vec(), b"bc".to_vec()], vec![b"bc".to_vec()], vec![]];
        let filter = LiteralFilter::new(rules.iter().map(Vec::as_slice)).unwrap();
        let found: Vec<_> = filter.candidates(b"xABCd").into_iter().map(|c| (c.rule, c.start)).collect();
        assert_eq!(found, [(0, 1), (0, 2), (1, 2)]);
    }
}
