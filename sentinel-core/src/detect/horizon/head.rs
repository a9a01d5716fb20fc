//! Where the value of a match may start at the earliest.

use std::sync::Arc;

use regex_syntax::hir::{Hir, HirKind};

use super::automaton::{Automaton, Fate};
use crate::detect::{caches::Spare, looks::without_looks, plan::SECRET};

/// What a regex matches before its value, as far as that is in every match.
#[derive(Debug)]
pub(super) struct Head(Automaton);

impl Head {
    /// None where the value may start with the match.
    pub(super) fn new(hir: &Hir, spare: &Arc<Spare>) -> Option<Self> {
        Automaton::new(&without_looks(&before_value(hir)?), spare).ok().map(Self)
    }

    /// The first place at which the value of a match from `start` may start, and the end of the text at the latest.
    pub(super) fn value_start(&self, text: &[u8], start: usize) -> usize {
        let (Fate::Dead { matched, .. } | Fate::Alive { matched }) = self.0.run(text, start);
        // A match is seen at the byte after its end.
        matched.map_or(text.len(), |seen| seen - 1).max(start)
    }
}

/// True when values of the regex start after its matches do.
pub(super) fn has_head(hir: &Hir) -> bool {
    before_value(hir).is_some_and(|before| before.properties().minimum_len() > Some(0))
}

/// What stands before the group of the value, which is in every match.
fn before_value(hir: &Hir) -> Option<Hir> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some(SECRET) => Some(Hir::empty()),
        HirKind::Capture(capture) => before_value(&capture.sub),
        HirKind::Concat(parts) => {
            let (at, inner) = parts.iter().enumerate().find_map(|(at, part)| Some((at, before_value(part)?)))?;
            Some(Hir::concat(parts[..at].iter().cloned().chain([inner]).collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_starts_no_earlier_than_what_stands_before_it_ends() {
        let table: [(&str, &str, Option<usize>); 7] = [
            ("key=(?P<secret>[a-z]+)", "key", Some(3)),
            ("key=(?P<secret>[a-z]+)", "key=ab", Some(4)),
            ("[a-z]{2,}=?(?P<secret>[a-z]+)", "key=ab", Some(2)),
            (r"(k(ey|\b)=(?P<secret>x))y", "key=ab", Some(4)),
            ("key=(?P<secret>[a-z]+)", "kind", Some(4)),
            ("key=(?:(?P<secret>[a-z]+)|x)", "key=ab", None),
            ("key=[a-z]+", "key=ab", None),
        ];
        for (regex, text, value) in table {
            let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
            let found = Head::new(&hir, &Arc::default()).map(|head| head.value_start(text.as_bytes(), 0));
            assert_eq!(has_head(&hir), value.is_some(), "{regex}");
            // One byte less may be told, and no more.
            assert_eq!(found.is_some(), value.is_some(), "{regex}");
            assert!(
                found.zip(value).is_none_or(|(found, value)| found == value || found + 1 == value),
                "{regex} {found:?}"
            );
        }
    }
}
