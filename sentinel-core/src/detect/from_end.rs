//! Where the value stands in a match when the end of the match tells it: when the value, and what follows it, have the same
//! length in every match. Of a regex whose last run is counted, that is what it matches without the rest of the run.

use regex_syntax::hir::{Hir, HirKind};

use super::plan::SECRET;
use crate::Span;

/// How far from the end of every match the value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FromEnd {
    start: usize,
    end: usize,
}

impl FromEnd {
    /// None where matches differ, or where there is no value.
    pub(super) fn of(hir: &Hir) -> Option<Self> {
        let parts = parts(hir);
        let at = parts.iter().position(is_value)?;
        let end = fixed_length(&parts[at + 1..])?;
        let length = fixed_length(&parts[at..=at]).filter(|length| *length > 0)?;
        Some(Self { start: end + length, end })
    }

    /// The value in a match.
    #[inline]
    pub(super) fn in_match(self, whole: Span) -> Span {
        Span::new(whole.end - self.start, whole.end - self.end)
    }
}

/// What a regex is made of, one after another.
pub(super) fn parts(hir: &Hir) -> &[Hir] {
    match hir.kind() {
        HirKind::Concat(parts) => parts,
        _ => std::slice::from_ref(hir),
    }
}

/// True for the group that selects the value.
pub(super) fn is_value(part: &Hir) -> bool {
    matches!(part.kind(), HirKind::Capture(capture) if capture.name.as_deref() == Some(SECRET))
}

/// In bytes; none where parts may match texts of different lengths.
pub(super) fn fixed_length(parts: &[Hir]) -> Option<usize> {
    let length = |part: &Hir| {
        let properties = part.properties();
        properties.minimum_len().filter(|shortest| properties.maximum_len() == Some(*shortest))
    };
    parts.iter().map(length).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use regex_automata::{Anchored, Input};

    use super::*;
    use crate::detect::engine::{Engine, linear_regex, parse};

    #[test]
    fn a_value_of_one_length_that_one_length_follows_is_told_by_the_end_of_a_match() {
        let table: [(&str, Option<(usize, usize)>); 9] = [
            ("a[bc]*=(?P<secret>[a-z]{4})", Some((4, 0))),
            (r"a*(?P<secret>b[a-z]{3}|bcde)\b;", Some((5, 1))),
            ("(?P<secret>bc)", Some((2, 0))),
            ("a*(?P<secret>[a-z]{3,4})", None),
            ("a*(?P<secret>[a-z]{3});?", None),
            ("a*(?P<secret>é|[à-ü]{1})x", Some((3, 1))),
            ("a*(?P<secret>é|e)x", None),
            ("a*(?P<secret>)x", None),
            ("a*(?:(?P<secret>bc)|d)", None),
        ];
        for (regex, expected) in table {
            let told = FromEnd::of(&parse(regex, true).unwrap());
            assert_eq!(told, expected.map(|(start, end)| FromEnd { start, end }), "{regex}");
        }
    }

    #[test]
    fn a_value_stands_where_a_search_for_groups_sees_it() {
        let regexes = [
            "[ab]*=(?P<secret>[bc]{3})",
            "(?:a|ab|abc)(?P<secret>[abc][bc]{2})[abc]",
            "(?:a|ab|abc)(?P<secret>[ab][abc]{2,40})",
            "[ab]{1,3}(?P<secret>[abc]{2,40})",
            "[ab]{1,3}?(?P<secret>[bc]{3})[abc]{0,30}",
            "(?:a|ab|abc)(?P<secret>[ab][abc]{1,40}[ac])",
            "a*?(?P<secret>[abc]{1,40}[bc])",
            "(?:a|=)(?P<secret>[ab]{1,2})[bc]{0,20}",
        ];
        for regex in regexes {
            let hir = parse(regex, false).unwrap();
            let (engine, plain) = (Engine::linear(&hir, &Arc::default()).unwrap(), linear_regex(&hir).unwrap());
            let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[abc=]{0,8}[abc]{0,50}", at in 0..8_usize)| {
                let text = text.as_bytes();
                let at = at.min(text.len());
                let mut groups = plain.create_captures();
                plain.search_captures(&Input::new(text).range(at..).anchored(Anchored::Yes), &mut groups);
                let seen = groups.get_group_by_name(SECRET).map(|value| Span::new(value.start, value.end));
                let found = engine.match_at(text, at).unwrap().map(|matched| engine.value(text, matched));
                prop_assert_eq!(found, seen, "{}", regex);
            });
        }
    }
}
