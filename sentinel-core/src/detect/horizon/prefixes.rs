//! Finds, at the end of a text, the beginnings of literals.

use std::ops::Range;

use crate::detect::{
    literal::{Candidate, LOOKS_AHEAD},
    plan::Literal,
};

/// A trie of literals, without regard to case.
#[derive(Debug)]
pub(super) struct Prefixes {
    /// The first is the root.
    nodes: Vec<Node>,
    /// For each byte the child of the root; the root itself where there is none.
    roots: Box<[u32; 256]>,
    longest: usize,
    /// Of those that hold a line break.
    longest_with_break: usize,
}

#[derive(Debug, Default)]
struct Node {
    /// The byte that leads to each child, in order.
    children: Vec<(u8, u32)>,
    /// The rules of the literal that ends here.
    rules: Vec<u32>,
}

impl Prefixes {
    /// Literals, each with a rule.
    pub(super) fn new<'l>(literals: impl IntoIterator<Item = (&'l Literal, u32)>) -> Self {
        let roots = Box::new([0; 256]);
        let mut prefixes = Self { nodes: vec![Node::default()], roots, longest: 0, longest_with_break: 0 };
        for (literal, rule) in literals {
            prefixes.insert(literal.bytes(), rule);
        }
        for (byte, child) in &prefixes.nodes[0].children {
            prefixes.roots[usize::from(*byte)] = *child;
            prefixes.roots[usize::from(byte.to_ascii_uppercase())] = *child;
        }
        prefixes
    }

    /// The first offset, `from` or after, from which `text` up to its end begins a literal that is longer.
    pub(super) fn start_at_end(&self, text: &[u8], from: usize) -> Option<usize> {
        let first = |longest: usize| from.max((text.len() + 1).saturating_sub(longest));
        // Few literals go on in the next line.
        let line = memchr::memrchr(b'\n', &text[from..]).map_or(from, |newline| from + newline + 1);
        let first = first(self.longest).max(line.min(first(self.longest_with_break)));
        (first..text.len()).find(|&start| {
            let (node, length) = self.walk(&text[start..], |_| ());
            length == text.len() - start && !self.nodes[node].children.is_empty()
        })
    }

    /// The literals that start within these bounds, and so near the end of the text that it is not yet seen whether a
    /// match follows.
    pub(super) fn literals_at_end(&self, text: &[u8], within: Range<usize>) -> Vec<Candidate> {
        let first = within.start.max(text.len().saturating_sub(self.longest + AHEAD));
        let mut found = Vec::new();
        for start in first..within.end {
            self.walk(&text[start..], |node| {
                found.extend(self.nodes[node].rules.iter().map(|&rule| Candidate { rule, start }));
            });
        }
        found
    }

    /// Walks down as far as literals go on, and says where that ends and after how many bytes.
    fn walk(&self, text: &[u8], mut visit: impl FnMut(usize)) -> (usize, usize) {
        let mut node = text.first().map_or(0, |first| self.roots[usize::from(*first)] as usize);
        if node == 0 {
            return (0, 0);
        }
        visit(node);
        for (length, byte) in (1..).zip(&text[1..]) {
            let Ok(child) = self.child(node, byte.to_ascii_lowercase()) else { return (node, length) };
            node = child;
            visit(node);
        }
        (node, text.len())
    }

    fn child(&self, node: usize, byte: u8) -> Result<usize, usize> {
        let children = &self.nodes[node].children;
        children.binary_search_by_key(&byte, |(byte, _)| *byte).map(|index| children[index].1 as usize)
    }

    fn insert(&mut self, literal: &[u8], rule: u32) {
        self.longest = self.longest.max(literal.len());
        if literal.contains(&b'\n') {
            self.longest_with_break = self.longest_with_break.max(literal.len());
        }
        let mut node = 0;
        for byte in literal.to_ascii_lowercase() {
            node = self.child(node, byte).unwrap_or_else(|index| {
                let next = self.nodes.len();
                self.nodes[node].children.insert(index, (byte, next as u32));
                self.nodes.push(Node::default());
                next
            });
        }
        self.nodes[node].rules.push(rule);
    }
}

/// So many bytes after a literal are looked at before its rule is tried, at most.
const AHEAD: usize = LOOKS_AHEAD + 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::plan::plan;

    fn of(regex: &str) -> Prefixes {
        let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
        Prefixes::new(plan(&hir).literals().iter().map(|literal| (literal, 7)))
    }

    #[test]
    fn only_what_begins_a_literal_and_is_not_all_of_it_counts() {
        let prefixes = of("AKIA|AKI|ghp_|(?i)key=");
        let table =
            [("x A", Some(2)), ("x akI", None), ("x gh", Some(2)), ("x ghp_", None), ("xKEY", Some(1)), ("", None)];
        for (text, start) in table {
            assert_eq!(prefixes.start_at_end(text.as_bytes(), 0), start, "{text}");
        }
        assert_eq!(prefixes.start_at_end(b"ghp", 1), None);
        let breaks = of("end\\nkey|gh");
        for (text, start) in [("gh\nen", Some(3)), ("x end\n", Some(2)), ("x end\nk", Some(2)), ("g\n", None)] {
            assert_eq!(breaks.start_at_end(text.as_bytes(), 0), start, "{text}");
        }
        assert_eq!(Prefixes::new([]).start_at_end(b"gh", 0), None);
        let near: Vec<usize> =
            prefixes.literals_at_end(b"x AKIA key= gh", 0..14).iter().map(|found| found.start).collect();
        assert_eq!(near, [2, 7]);
    }
}
