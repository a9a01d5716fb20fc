//! Strings generated from each structured rule's format: are all that the rule accepts found?

use sentinel_core::{Finding, Patterns, Result, Rule, Scanner, Span, builtin_packs};
use serde::Serialize;

use super::strings::Strings;
use crate::Rng;

/// How many accepted strings are made for a rule.
pub(super) const STRINGS: usize = 200;
/// How many are tried at most: one of 97 numbers has the right check digits, by chance.
const TRIES: usize = 20_000;
/// A regex that so many strings do not match is one that strings cannot be made from.
const HOPELESS: usize = 400;
/// Packs so named hold rules that go by names, and say little about the values.
const WITHOUT_STRUCTURE: &str = "generic";

/// What became of the strings of one rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Generated {
    /// The rule.
    pub rule: String,
    /// Strings that the rule accepts, of which 200 are wanted.
    pub accepted: usize,
    /// Of those, how many all rules together find.
    pub found: usize,
    /// Of those, how many are covered to at least nine tenths.
    pub covered: usize,
    /// Strings of the right form that the rule's checks refuse.
    pub refused: usize,
    /// True when the checks hold a checksum or another proof, rather than plausibility alone.
    pub proof: bool,
}

/// Makes strings for every structured rule and looks for them with `all`, in which every rule runs.
///
/// # Errors
///
/// A rule that cannot be compiled alone.
pub(super) fn generated(all: &Scanner) -> Result<Vec<Generated>> {
    let mut rows = Vec::new();
    for pack in builtin_packs().iter().filter(|pack| !pack.name.starts_with(WITHOUT_STRUCTURE)) {
        for (name, rule) in pack.patterns()?.patterns.iter().filter(|(_, rule)| rule.active) {
            rows.push(of_rule(name, rule, all)?);
        }
    }
    Ok(rows)
}

/// Accepted strings of one rule, at most `wanted`; with each what its rule finds in it.
pub(crate) fn accepted_strings(
    name: &str,
    rule: &Rule,
    wanted: usize,
    refused: &mut usize,
    mut take: impl FnMut(&[u8], Span),
) -> Result<()> {
    let Some(strings) = Strings::of(rule) else { return Ok(()) };
    let whole = alone(name, rule.clone())?;
    let mut bare = rule.clone();
    (bare.validate, bare.entropy, bare.exceptions) = Default::default();
    let bare = alone(name, bare)?;
    // Each rule has its own: a new rule changes no other's strings.
    let mut rng = Rng::new(name.bytes().fold(1, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into())));
    let (mut accepted, mut unmatched) = (0, 0);
    for _ in 0..TRIES {
        if accepted == wanted || (accepted == 0 && unmatched >= HOPELESS) {
            break;
        }
        let text = strings.make(&mut rng);
        match (whole.scan(&text)?.first(), bare.scan(&text)?.is_empty()) {
            (Some(found), _) => {
                accepted += 1;
                take(&text, found.span);
            }
            (None, true) => unmatched += 1,
            (None, false) => *refused += 1,
        }
    }
    Ok(())
}

fn of_rule(name: &str, rule: &Rule, all: &Scanner) -> Result<Generated> {
    let mut row = Generated { rule: name.to_owned(), proof: has_proof(rule), ..Generated::default() };
    let mut failed = None;
    let (mut accepted, mut found, mut covers) = (0, 0, 0);
    accepted_strings(name, rule, STRINGS, &mut row.refused, |text, span| {
        accepted += 1;
        match all.scan(text) {
            Ok(findings) => {
                found += usize::from(findings.iter().any(|finding| finding.span.overlaps(span)));
                covers += usize::from(covered(&findings, span));
            }
            Err(error) => failed = Some(error),
        }
    })?;
    (row.accepted, row.found, row.covered) = (accepted, found, covers);
    failed.map_or(Ok(row), Err)
}

fn alone(name: &str, mut rule: Rule) -> Result<Scanner> {
    let mut patterns = Patterns::default();
    rule.components.clear();
    patterns.patterns.insert(name.to_owned(), rule);
    Scanner::builder().builtin(false).patterns(patterns).build()
}

/// True when a value says itself what it is: by its prefix, or by what the rule's checks prove.
pub(crate) fn has_own_form(rule: &Rule) -> bool {
    has_proof(rule) || Strings::of(rule).is_some_and(|strings| strings.have_own_prefix())
}

fn has_proof(rule: &Rule) -> bool {
    rule.validate.iter().any(|check| !check.starts_with("not_") && !check.ends_with("_free"))
}

/// True when findings cover at least nine tenths of `span`.
pub(crate) fn covered(findings: &[Finding], span: Span) -> bool {
    let common = |finding: &Finding| finding.span.end.min(span.end).saturating_sub(finding.span.start.max(span.start));
    findings.iter().map(common).sum::<usize>() * 10 >= span.len() * 9
}
