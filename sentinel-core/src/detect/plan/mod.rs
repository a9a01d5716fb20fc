//! Decides, from a regex alone, how its matches are found in a text without running it everywhere.

mod before;
mod bytes;
mod frequency;
mod literals;
mod shape;
mod truncated;

use std::sync::Arc;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use self::{
    before::{bytes_at_end, bytes_before},
    literals::{inner, prefixes},
    truncated::truncated,
};
pub(crate) use self::{
    bytes::{AHEAD, ByteSet, first_bytes, last_bytes},
    frequency::{common_fours, commonness_of_four, frequency_of_set},
    literals::Literal,
    shape::{SECRET, Shape},
};

/// What is worked out of a regex beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prepared {
    pub(crate) plan: Plan,
    pub(crate) shape: Shape,
}

impl Prepared {
    /// For a regex and what a match must have before it, if anything. For the build, and for the test that it does the
    /// same.
    #[allow(dead_code)]
    pub(crate) fn new(hir: &Hir, before: Option<&Hir>) -> Self {
        let plan = before.into_iter().fold(plan(hir), Plan::preceded_by);
        Self { plan, shape: Shape::of(hir) }
    }
}

/// How a rule's matches are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Plan {
    /// Every match starts with one of these literals: try the regex where one stands.
    Prefix(Vec<Literal>, Arc<Outlook>),
    /// Every match starts with a run of bytes of one class: try the regex inside such runs.
    Run(Run, Arc<Outlook>),
    /// Every match holds one of these literals and no line break: try the lines that hold one.
    Line(Vec<Literal>, Arc<Outlook>),
    /// Nothing is known: search the whole text. Slow.
    Whole,
}

/// What must stand round the place that a rule is looked for at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outlook {
    /// The bytes that may stand before it; nothing may stand there too.
    pub(crate) before: ByteSet,
    /// The first bytes from it on.
    pub(crate) bytes: [ByteSet; NEAR],
}

/// So many bytes of a class, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) class: ByteSet,
    pub(crate) length: usize,
}

impl Plan {
    /// The literals to look for.
    pub(crate) fn literals(&self) -> &[Literal] {
        match self {
            Self::Prefix(literals, _) | Self::Line(literals, _) => literals,
            Self::Run(..) | Self::Whole => &[],
        }
    }

    /// The same for matches that have a match of `before` before them.
    fn preceded_by(mut self, before: &Hir) -> Self {
        if let Self::Prefix(_, outlook) | Self::Run(_, outlook) = &mut self {
            let outlook = Arc::make_mut(outlook);
            outlook.before = outlook.before.intersection(bytes_at_end(before));
        }
        self
    }

    pub(crate) fn outlook(&self) -> Option<&Arc<Outlook>> {
        match self {
            Self::Prefix(_, outlook) | Self::Run(_, outlook) | Self::Line(_, outlook) => Some(outlook),
            Self::Whole => None,
        }
    }
}

impl Run {
    /// True when literals that say little, a byte or digits, tell less than a run that is longer than they are and of fewer
    /// kinds of bytes than words have.
    fn tells_more_than(&self, literals: &[Literal]) -> bool {
        let little = literals.iter().any(|literal| {
            literal.bytes().len() == 1 || literal.bytes().len() < 4 && literal.bytes().iter().all(u8::is_ascii_digit)
        });
        little && self.length >= LONG_FOR_LITERALS && frequency_of_set(self.class) < COMMON_CLASS
    }
}

/// Bytes.
const LONG_FOR_LITERALS: usize = 7;

/// How many bytes an outlook tells of.
pub(crate) const NEAR: usize = 4;

impl Outlook {
    fn new(before: ByteSet, start: &Hir) -> Arc<Self> {
        let first = first_bytes(start);
        Arc::new(Self { before, bytes: std::array::from_fn(|at| first[at]) })
    }
}

/// What of a regex stands where its plan looks for it, no deeper than is worth looking at.
pub(crate) fn start(hir: &Hir, plan: &Plan) -> Hir {
    match plan {
        Plan::Line(..) => inner(hir).map_or_else(Hir::empty, |found| truncated(&found.tail)),
        Plan::Prefix(..) | Plan::Run(..) | Plan::Whole => truncated(hir),
    }
}

/// The plan for a regex.
pub(crate) fn plan(hir: &Hir) -> Plan {
    let outlook = Outlook::new(bytes_before(hir), hir);
    let run = run(hir);
    if let Some(literals) = prefixes(hir)
        && literals.iter().all(|literal| literal.is_rare(&outlook.bytes))
        && !run.is_some_and(|run| run.tells_more_than(&literals))
    {
        return Plan::Prefix(literals, outlook);
    }
    if let Some(found) = inner(hir)
        && found.literals.iter().all(|literal| literal.is_rare(&[ByteSet::ALL; NEAR]))
        && !can_match_newline(hir)
    {
        return Plan::Line(found.literals, Outlook::new(found.before, &found.tail));
    }
    match run {
        Some(run) => Plan::Run(run, outlook),
        None => Plan::Whole,
    }
}

/// A start of so many bytes of one class that it is rare in text.
fn run(hir: &Hir) -> Option<Run> {
    let bytes = first_bytes(hir);
    let longest = hir.properties().minimum_len()?.min(AHEAD);
    let mut class = ByteSet::NONE;
    let runs = (1..=longest).map(|length| {
        class = class.union(bytes[length - 1]);
        (f64::from(frequency_of_set(class)) / 10_000.0).powi(length as i32)
    });
    let chances: Vec<f64> = runs.collect();
    let (best, chance) = chances.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
    // Shorter runs of what most text is made of are words.
    let class = bytes[..=best].iter().copied().fold(ByteSet::NONE, ByteSet::union);
    let length = best + 1;
    let is_rare = frequency_of_set(class) < COMMON_CLASS || length >= LONG_RUN;
    (*chance < RARE_RUN && is_rare).then_some(Run { class, length })
}

/// Of runs that are less likely than this where bytes follow each other at random, text has few.
const RARE_RUN: f64 = 1e-3;
/// Longer than words.
const LONG_RUN: usize = 18;
/// In ten thousand bytes.
const COMMON_CLASS: u32 = 3_500;

/// True when a match may hold a line break.
pub(crate) fn can_match_newline(hir: &Hir) -> bool {
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
            Plan::Prefix(..) => 'P',
            Plan::Run(..) => 'R',
            Plan::Line(..) => 'L',
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
            (r"\b[0-9]{16}\b", 'R', &[]),
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
