//! Decides, from a regex alone, how its matches are found in a text without running it everywhere.

mod literals;

use regex_syntax::hir::{Class, Hir, HirKind};

use self::literals::{inner, prefixes};

/// How a rule's matches are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Every match starts with one of these literals: try the regex where one stands.
    Prefix(Vec<Vec<u8>>),
    /// Every match holds one of these literals and no line break: try the lines that hold one.
    Line(Vec<Vec<u8>>),
    /// Nothing is known: search the whole text. Slow.
    Whole,
}

impl Plan {
    /// The literals to look for, in lower case; a text is compared without regard to ASCII case.
    pub(crate) fn literals(&self) -> &[Vec<u8>] {
        match self {
            Self::Prefix(literals) | Self::Line(literals) => literals,
            Self::Whole => &[],
        }
    }
}

/// Shorter literals occur too often in any text to be worth a try.
const SHORTEST_PREFIX: usize = 2;

/// The plan for a regex.
pub(crate) fn plan(hir: &Hir) -> Plan {
    if let Some(literals) = prefixes(hir)
        && literals.iter().all(|literal| literal.len() >= SHORTEST_PREFIX)
    {
        return Plan::Prefix(literals);
    }
    match inner(hir) {
        Some(literals) if !can_match_newline(hir) => Plan::Line(literals),
        _ => Plan::Whole,
    }
}

fn can_match_newline(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(Class::Bytes(class)) => class.iter().any(|range| (range.start()..=range.end()).contains(&b'\n')),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&'\n'))
        }
        HirKind::Repetition(repetition) => can_match_newline(&repetition.sub),
        HirKind::Capture(capture) => can_match_newline(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(can_match_newline),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(regex: &str) -> Plan {
        let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
        plan(&parser.parse(regex).unwrap())
    }

    fn strings(literals: &[&str]) -> Vec<Vec<u8>> {
        literals.iter().map(|literal| literal.as_bytes().to_vec()).collect()
    }

    #[test]
    fn regexes_are_planned_by_what_their_matches_must_hold() {
        let prefix = |literals: &[&str]| Plan::Prefix(strings(literals));
        let line = |literals: &[&str]| Plan::Line(strings(literals));
        let table = [
            (r"\bAKIA[0-9A-Z]{16}\b", prefix(&["akia"])),
            (r"\b(?:AKIA|ASIA)[A-Z2-7]{16}", prefix(&["akia", "asia"])),
            (r"gh[po]_[0-9A-Za-z]{36}", prefix(&["gho_", "ghp_"])),
            (r"(?i)api[_-]?key\s*=", prefix(&["apikey", "api-key", "api_key"])),
            (r"(?i)(?:password|passwd)=\S+", prefix(&["password=", "passwd="])),
            (r"(?:abc){2}x?", prefix(&["abcabc"])),
            (r"[a-z]+@[a-z]+\.example", line(&[".example"])),
            (r"[a-z]{2,9}(?:_key|_token)=[0-9]+", line(&["_key=", "_token="])),
            (r"[a-z]+\s+secret", Plan::Whole),
            (r"\b[0-9]{16}\b", Plan::Whole),
        ];
        for (regex, expected) in table {
            let mut got = planned(regex);
            let mut expected = expected;
            for plan in [&mut got, &mut expected] {
                if let Plan::Prefix(literals) | Plan::Line(literals) = plan {
                    literals.sort();
                }
            }
            assert_eq!(got, expected, "{regex}");
        }
    }
}
