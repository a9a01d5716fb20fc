//! One pass over the text for the literals of all rules.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::plan::Literal;
use crate::{Error, ErrorKind, Result};

/// Finds where literals stand.
#[derive(Debug)]
pub(crate) struct LiteralFilter {
    /// Disregards ASCII case; what it finds is compared with the literals themselves.
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, the literals that it stands for and the rules that look
    /// for them.
    wanted: Vec<Vec<(Literal, u32)>>,
}

/// A literal of a rule stands at an offset. Sorts by rule, then by offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) rule: u32,
    pub(crate) start: usize,
}

impl LiteralFilter {
    /// A filter for each rule's literals, in the order of the rules.
    pub(crate) fn new<'r>(rules: impl IntoIterator<Item = &'r [Literal]>) -> Result<Self> {
        let mut wanted = BTreeMap::<Vec<u8>, Vec<(Literal, u32)>>::new();
        for (rule, literals) in (0..).zip(rules) {
            for literal in literals {
                wanted.entry(literal.bytes().to_ascii_lowercase()).or_default().push((literal.clone(), rule));
            }
        }
        if wanted.is_empty() {
            return Ok(Self { automaton: None, wanted: Vec::new() });
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(wanted.keys())
            .map_err(|_| Error::new(ErrorKind::InvalidRule, "compile rules", "too many literals"))?;
        Ok(Self { automaton: Some(automaton), wanted: wanted.into_values().collect() })
    }

    /// Every place where a rule's literal stands, by rule and offset.
    pub(crate) fn candidates(&self, text: &[u8]) -> Vec<Candidate> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        for hit in automaton.find_overlapping_iter(text) {
            let start = hit.start();
            let there = self.wanted[hit.pattern()].iter().filter(|(literal, _)| literal.starts(&text[start..]));
            found.extend(there.map(|&(_, rule)| Candidate { rule, start }));
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::plan::plan;

    #[test]
    fn overlapping_literals_are_all_found_in_order_and_in_their_case() {
        let parse = |regex| regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
        let plans: Vec<_> =
            ["(?i)abcd|(?i)bc", "(?i)bc", "[0-9]{3}", "bC", "bc"].map(|regex| plan(&parse(regex))).into();
        let filter = LiteralFilter::new(plans.iter().map(|plan| plan.literals())).unwrap();
        let found: Vec<_> = filter.candidates(b"xAbCd").into_iter().map(|c| (c.rule, c.start)).collect();
        assert_eq!(found, [(0, 1), (0, 2), (1, 2), (3, 2)]);
    }
}
