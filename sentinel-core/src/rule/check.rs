//! Checks rules against their own examples, and says what a rule costs.

use std::fmt;

use super::{Patterns, Rule};
use crate::{
    Finding, Limits, Result,
    detect::{Detector, Unplanned},
};

/// What a check of one rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// The rule.
    pub rule: String,
    /// What is wrong with it. A rule with problems is not fit for use.
    pub problems: Vec<Problem>,
    /// What is worth knowing about it.
    pub notes: Vec<Note>,
}

/// Something wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The rule does not compile; the text of the error.
    Invalid(String),
    /// The example of this index, from 0, is not found.
    ExampleMissed(usize),
    /// Something is found in the counterexample of this index, from 0.
    CounterexampleFound(usize),
}

/// Something worth knowing about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// It has fewer than two examples or two counterexamples.
    FewExamples,
    /// No literal stands in all its matches: it is searched for in every byte, which costs about as
    /// much as all planned rules together.
    SearchesEveryByte,
    /// It has look-around that cannot be translated, and runs on a slow engine with a budget.
    NeedsBacktracking,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => f.write_str(error),
            Self::ExampleMissed(index) => write!(f, "examples[{index}] is not found"),
            Self::CounterexampleFound(index) => write!(f, "counterexamples[{index}] is found"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FewExamples => "has fewer than two examples or two counterexamples",
            Self::SearchesEveryByte => "slow: no literal stands in every match, so every byte is searched",
            Self::NeedsBacktracking => "slow: look-around inside needs the backtracking engine",
        })
    }
}

/// Checks every rule of a document on its own.
pub fn check_rules(patterns: &Patterns) -> Vec<Check> {
    patterns.patterns.iter().map(|(name, rule)| check_rule(name, rule)).collect()
}

fn check_rule(name: &str, rule: &Rule) -> Check {
    let mut check = Check { rule: name.to_owned(), problems: Vec::new(), notes: Vec::new() };
    if rule.examples.len() < 2 || rule.counterexamples.len() < 2 {
        check.notes.push(Note::FewExamples);
    }
    // An inactive rule is checked as if it ran.
    let active = Rule { active: true, ..rule.clone() };
    let detector = match Detector::new([(name.to_owned(), active, None)]) {
        Ok(detector) => detector,
        Err(error) => {
            check.problems.push(Problem::Invalid(error.to_string()));
            return check;
        }
    };
    check.notes.extend(detector.unplanned().map(|(_, why)| match why {
        Unplanned::NoLiteral => Note::SearchesEveryByte,
        Unplanned::LookAround => Note::NeedsBacktracking,
    }));
    let found = |text: &String| -> Result<Vec<Finding>> { detector.find(text.as_bytes(), Limits::default(), None) };
    for (index, example) in rule.examples.iter().enumerate() {
        if !found(example).is_ok_and(|findings| !findings.is_empty()) {
            check.problems.push(Problem::ExampleMissed(index));
        }
    }
    for (index, counterexample) in rule.counterexamples.iter().enumerate() {
        if !found(counterexample).is_ok_and(|findings| findings.is_empty()) {
            check.problems.push(Problem::CounterexampleFound(index));
        }
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(yaml: &str) -> Check {
        check_rules(&Patterns::parse(yaml).unwrap()).remove(0)
    }

    #[test]
    fn examples_are_run() {
        let yaml = "patterns:\n  A:\n    regex: 'a_[0-9]{4}'\n    examples: ['a_1234', 'a_12']\n    \
                    counterexamples: ['a_12', 'xa_1234']\n";
        let problems = check(yaml).problems;
        assert_eq!(problems, [Problem::ExampleMissed(1), Problem::CounterexampleFound(1)]);
    }

    #[test]
    fn costs_and_refusals_are_told() {
        assert_eq!(check("patterns: {A: {regex: '[a-z]{9}'}}").notes, [Note::FewExamples, Note::SearchesEveryByte]);
        assert_eq!(check("patterns: {A: {regex: 'a+(?=b)b'}}").notes, [Note::FewExamples, Note::NeedsBacktracking]);
        for regex in ["a(", "(?:a{1000}){1000}", "a*", r"(a)\1"] {
            let check = check(&format!("patterns: {{A: {{regex: '{regex}'}}}}"));
            assert!(matches!(check.problems[..], [Problem::Invalid(_)]), "{regex}");
        }
    }
}
