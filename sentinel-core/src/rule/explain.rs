//! What a rule is and how it is looked for, in words and without running it.

use regex_syntax::ParserBuilder;
use serde::Serialize;

use super::{Check, Note, Patterns, Problem, Rule, builtin_packs, check_rules, edit::split_runs};
use crate::{Error, ErrorKind, Result, detect::Prepared, words::words};

words! {
    /// How a rule is looked for, cheapest first.
    Search {
        /// Its regex is tried where one of its literals stands.
        Literals = "literals",
        /// Its regex is tried in long runs of one kind of character.
        Runs = "runs",
        /// Its regex is run over every byte.
        EveryByte = "every_byte",
        /// Its regex is run over every byte on a backtracking engine with a budget.
        Backtracking = "backtracking",
    }
}

/// What a rule is and how it is looked for, by [`explain_rule`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Its name.
    pub name: String,
    /// The rule. Its examples are split, so that no scanner fires on them.
    pub rule: Rule,
    /// How it is looked for.
    pub search: Search,
    /// The literals of which one stands in every match, as a regex would write them; a letter may stand in either case
    /// where the rule does not care.
    pub literals: Vec<String>,
    /// Length of the longest match in bytes; none when it has no bound, or look-around hides it.
    pub longest: Option<usize>,
    /// True when a group of the regex is the value; otherwise the whole match is.
    pub value_is_group: bool,
}

/// Says what a rule is and how it is looked for. [`measure_unplanned`](super::measure_unplanned) says what a rule costs
/// that is not looked for by literals.
///
/// ```
/// use sentinel_core::{Rule, Search, explain_rule};
///
/// let explanation = explain_rule("HOUSE", &Rule::new("hsk_[0-9a-f]{8}"))?;
/// assert_eq!((explanation.search, explanation.longest), (Search::Literals, Some(12)));
/// assert_eq!(explanation.literals, ["hsk_"]);
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `InvalidRule` when the rule cannot be used.
pub fn explain_rule(name: &str, rule: &Rule) -> Result<Explanation> {
    let check = checked(name, rule)?;
    let hir = ParserBuilder::new().unicode(rule.unicode).utf8(false).build().parse(&rule.regex);
    let prepared = hir.ok().as_ref().map(|hir| Prepared::new(hir, None));
    let literals: Vec<String> = prepared
        .iter()
        .flat_map(|prepared| prepared.plan.literals())
        .map(|literal| literal.bytes().escape_ascii().to_string())
        .collect();
    let search = if check.notes.contains(&Note::NeedsBacktracking) {
        Search::Backtracking
    } else if check.notes.contains(&Note::SearchesEveryByte) {
        Search::EveryByte
    } else if literals.is_empty() && prepared.is_some() {
        Search::Runs
    } else {
        Search::Literals
    };
    let mut rule = with_examples(name, rule);
    for example in rule.examples.iter_mut().chain(&mut rule.counterexamples) {
        *example = split_runs(example);
    }
    Ok(Explanation {
        name: name.to_owned(),
        search,
        literals,
        longest: prepared.as_ref().and_then(|prepared| prepared.shape.longest),
        value_is_group: rule.regex.contains("<secret>"),
        rule,
    })
}

/// A scanner keeps no examples of built-in rules: they are in their pack.
fn with_examples(name: &str, rule: &Rule) -> Rule {
    let bare = rule.examples.is_empty() && rule.counterexamples.is_empty() && rule.references.is_empty();
    let packs = builtin_packs().iter().filter(|pack| bare && pack.yaml.contains(name));
    let mut same = packs.filter_map(|pack| pack.patterns().ok()?.patterns.remove(name));
    same.find(|packed| packed.regex == rule.regex).unwrap_or_else(|| rule.clone())
}

fn checked(name: &str, rule: &Rule) -> Result<Check> {
    let mut alone = Patterns { version: 3, ..Patterns::default() };
    // Its examples are not run: that is what a check is for.
    let bare = Rule { examples: Vec::new(), counterexamples: Vec::new(), ..rule.clone() };
    alone.patterns.insert(name.to_owned(), bare);
    let check = check_rules(&alone).remove(0);
    match check.problems.first() {
        Some(Problem::Invalid(problem)) => Err(Error::new(ErrorKind::InvalidRule, "explain rule", problem.clone())),
        _ => Ok(check),
    }
}
