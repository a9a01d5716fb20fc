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
    /// With all rules of the document, the example is claimed by another rule that is surer of it.
    #[non_exhaustive]
    ExampleClaimed {
        /// Which example, from 0.
        index: usize,
        /// The rule that claims it.
        by: String,
    },
}

/// Something worth knowing about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// It has fewer than three examples or three counterexamples.
    FewExamples,
    /// It does not say where the format is documented.
    NoReferences,
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
            Self::ExampleClaimed { index, by } => write!(f, "examples[{index}] is claimed by {by}, which is surer"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FewExamples => "has fewer than three examples or three counterexamples",
            Self::NoReferences => "has no references",
            Self::SearchesEveryByte => "slow: no literal stands in every match, so every byte is searched",
            Self::NeedsBacktracking => "slow: look-around inside needs the backtracking engine",
        })
    }
}

/// Checks every rule of a document on its own, and then its examples with all of them.
pub fn check_rules(patterns: &Patterns) -> Vec<Check> {
    let mut checks: Vec<Check> = patterns.patterns.iter().map(|(name, rule)| check_rule(name, rule)).collect();
    // Where one does not compile, nobody knows yet what the others lose to it.
    let rules = patterns.patterns.iter().map(|(name, rule)| (name.clone(), rule.clone(), None));
    if let Ok(together) = Detector::new(rules) {
        for (check, rule) in checks.iter_mut().zip(patterns.patterns.values()).filter(|(_, rule)| rule.active) {
            check.problems.extend(claimed(&together, &check.rule, rule));
        }
    }
    checks
}

/// The examples that go to surer rules.
fn claimed(together: &Detector, name: &str, rule: &Rule) -> Vec<Problem> {
    let claimed = |(index, example): (usize, &String)| {
        let findings = together.find(example.as_bytes(), Limits::default(), None).ok()?;
        if findings.iter().any(|finding| *finding.rule == *name) {
            return None;
        }
        let surer = findings.iter().find(|finding| finding.confidence > rule.confidence)?;
        Some(Problem::ExampleClaimed { index, by: surer.rule.to_string() })
    };
    rule.examples.iter().enumerate().filter_map(claimed).collect()
}

fn check_rule(name: &str, rule: &Rule) -> Check {
    let mut check = Check { rule: name.to_owned(), problems: Vec::new(), notes: Vec::new() };
    if rule.examples.len() < 3 || rule.counterexamples.len() < 3 {
        check.notes.push(Note::FewExamples);
    }
    if rule.references.is_empty() {
        check.notes.push(Note::NoReferences);
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
        let notes = |regex| check(&format!("patterns: {{A: {{regex: '{regex}'}}}}")).notes;
        assert_eq!(notes("[a-z]{9}"), [Note::FewExamples, Note::NoReferences, Note::SearchesEveryByte]);
        assert_eq!(notes("a+(?=b)b"), [Note::FewExamples, Note::NoReferences, Note::NeedsBacktracking]);
        for regex in ["a(", "(?:a{1000}){1000}", "a*", r"(a)\1"] {
            let check = check(&format!("patterns: {{A: {{regex: '{regex}'}}}}"));
            assert!(matches!(check.problems[..], [Problem::Invalid(_)]), "{regex}");
        }
    }

    #[test]
    fn an_example_that_a_surer_rule_claims_is_a_problem() {
        let two = |confidence| {
            let yaml = format!(
                "patterns:\n  A:\n    regex: 'a_[0-9]{{4}}'\n    confidence: 0.5\n    examples: ['x a_1234', 'xa_5678']\n  \
                 B:\n    regex: 'x a_[0-9]{{4}}'\n    confidence: {confidence}\n"
            );
            check_rules(&Patterns::parse(&yaml).unwrap()).remove(0).problems
        };
        assert_eq!(two(0.9), [Problem::ExampleClaimed { index: 0, by: "B".to_owned() }]);
        assert_eq!(two(0.4), []);
    }
}
