//! Decides, from a regex alone, how its matches are found in a text without running it everywhere.

mod literals;

use regex_syntax::hir::{Class, Hir, HirKind};

pub(crate) use self::literals::Literal;
use self::literals::{inner, prefixes};

/// How a rule's matches are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Every match starts with one of these literals: try the regex where one stands.
    Prefix(Vec<Literal>),
    /// Every match holds one of these literals and no line break: try the lines that hold one.
    Line(Vec<Literal>),
    /// Nothing is known: search the whole text. Slow.
    Whole,
}

impl Plan {
    /// The literals to look for.
    pub(crate) fn literals(&self) -> &[Literal] {
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
        && literals.iter().all(|literal| literal.bytes().len() >= SHORTEST_PREFIX)
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

    /// The kind of the plan, and its literals in order; `~` marks those for which case does not count.
    fn shown(plan: &Plan) -> (char, Vec<String>) {
        let kind = match plan {
            Plan::Prefix(_) => 'P',
            Plan::Line(_) => 'L',
            Plan::Whole => 'W',
        };
        let mut literals: Vec<String> = plan.literals().iter().map(ToString::to_string).collect();
        literals.sort();
        (kind, literals)
    }

    #[test]
    fn regexes_are_planned_by_what_their_matches_must_hold() {
        let table: [(&str, char, &[&str]); 12] = [
            (r"\bAKIA[0-9A-Z]{16}\b", 'P', &["AKIA"]),
            (r"\b(?:AKIA|ASIA)[A-Z2-7]{16}", 'P', &["AKIA", "ASIA"]),
            (r"gh[po]_[0-9A-Za-z]{36}", 'P', &["gho_", "ghp_"]),
            (r"(?i)api[_-]?key\s*=", 'P', &["~api-key", "~api_key", "~apikey"]),
            (r"X(?i:a)b", 'P', &["~xab"]),
            (r"(?i)(?:password|passwd)=\S+", 'P', &["~passwd=", "~password="]),
            (r"(?:abc){2}x?", 'P', &["abcabc"]),
            (r"(?:(?i:ab)|AB|abc)\d", 'P', &["~ab"]),
            (r"[a-z]+@[a-z]+\.example", 'L', &[".example"]),
            (r"[a-z]{2,9}(?:_key|_token)=[0-9]+", 'L', &["_key=", "_token="]),
            (r"[a-z]+\s+secret", 'W', &[]),
            (r"\b[0-9]{16}\b", 'W', &[]),
        ];
        for (regex, kind, literals) in table {
            let (got_kind, got) = shown(&planned(regex));
            assert_eq!(
                (got_kind, got.iter().map(String::as_str).collect::<Vec<_>>()),
                (kind, literals.to_vec()),
                "{regex}"
            );
        }
    }
}
