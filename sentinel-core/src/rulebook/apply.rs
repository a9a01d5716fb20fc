//! Makes a decided change in the document. A pure function.

use crate::{
    Action, Error, ErrorKind, Patterns, PendingUpdate, Problem, Result, Rule, check_rules, quarantine::shorten,
};

/// Applies `update` to `patterns`. A built-in rule that changes is copied into the document, where
/// it replaces the one that it was copied from.
pub(super) fn apply(update: &PendingUpdate, patterns: &mut Patterns, builtin: Option<&Rule>) -> Result<()> {
    let name = &update.regex_name;
    let existing = patterns.patterns.get(name).or(builtin);
    if existing.is_some_and(|rule| rule.locked) {
        return Err(refused(ErrorKind::Conflict, "the rule is locked", update));
    }
    let mut rule = match (existing, &update.new_regex) {
        (Some(rule), _) => rule.clone(),
        (None, Some(regex)) if update.action == Action::Add => drafted(regex, update),
        (None, _) => return Err(refused(ErrorKind::NotFound, "no such rule", update)),
    };
    let copied = !patterns.patterns.contains_key(name);
    if update.action == Action::Remove {
        rule.active = false;
    } else {
        if let Some(regex) = update.new_regex.as_ref().filter(|regex| **regex != rule.regex) {
            rule.regex.clone_from(regex);
            if copied {
                drop_examples_of_the_old_regex(name, &mut rule);
            }
        }
        rule.exceptions.merge(&update.exceptions);
    }
    patterns.patterns.insert(name.clone(), rule);
    Ok(())
}

/// The examples of a built-in rule are those of its own regex. A copy with another keeps the ones that
/// hold for it; in a rule that people wrote, their examples must hold, or the change is refused.
fn drop_examples_of_the_old_regex(name: &str, rule: &mut Rule) {
    let mut alone = Patterns::default();
    alone.patterns.insert(name.to_owned(), Rule { components: Vec::new(), ..rule.clone() });
    let problems: Vec<Problem> = check_rules(&alone).into_iter().flat_map(|check| check.problems).collect();
    let keep = |examples: &mut Vec<String>, wrong: fn(usize) -> Problem| {
        let mut index = 0..;
        examples.retain(|_| index.next().is_some_and(|index| !problems.contains(&wrong(index))));
    };
    keep(&mut rule.examples, Problem::ExampleMissed);
    keep(&mut rule.counterexamples, Problem::CounterexampleFound);
}

fn drafted(regex: &str, update: &PendingUpdate) -> Rule {
    let mut rule = Rule::new(regex);
    rule.description = "Drafted from reports of missed secrets".to_owned();
    rule.confidence = update.confidence;
    rule
}

fn refused(kind: ErrorKind, problem: &str, update: &PendingUpdate) -> Error {
    Error::new(kind, "apply update", problem).with("rule", &update.regex_name).with("update", shorten(&update.id()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Exceptions, Timestamp};

    fn update(action: Action, regex: Option<&str>) -> PendingUpdate {
        let mut update = PendingUpdate::new("upd_1".into(), "A", action, "alice", Timestamp::from_millis(0));
        update.new_regex = regex.map(str::to_owned);
        update.exceptions = Exceptions { prefixes: vec!["TESTKEY".into()], ..Exceptions::default() };
        update
    }

    #[test]
    fn changes_do_what_they_say() {
        let mut patterns = Patterns::default();
        apply(&update(Action::Add, Some("a_[0-9]{8}")), &mut patterns, None).unwrap();
        apply(&update(Action::Modify, Some("a_[0-9]{9}")), &mut patterns, None).unwrap();
        assert_eq!(patterns.patterns["A"].regex, "a_[0-9]{9}");
        assert_eq!(patterns.patterns["A"].exceptions.prefixes, ["TESTKEY"]);
        apply(&update(Action::Remove, None), &mut patterns, None).unwrap();
        assert!(!patterns.patterns["A"].active);
    }

    #[test]
    fn a_built_in_rule_is_copied_before_it_changes() {
        let mut patterns = Patterns::default();
        apply(&update(Action::Modify, None), &mut patterns, Some(&Rule::new("b_[0-9]{8}"))).unwrap();
        assert_eq!(patterns.patterns["A"].regex, "b_[0-9]{8}");
    }

    #[test]
    fn a_copy_keeps_the_examples_that_hold_for_its_new_regex() {
        let mut builtin = Rule::new("(?:b|c)_[0-9]{8}");
        builtin.examples = vec!["b_12345678".into(), "c_12345678".into()];
        builtin.counterexamples = vec!["b_1".into()];
        let mut patterns = Patterns::default();
        apply(&update(Action::Modify, Some("b_[0-9]{8}")), &mut patterns, Some(&builtin)).unwrap();
        assert_eq!(patterns.patterns["A"].examples, ["b_12345678"]);
        assert_eq!(patterns.patterns["A"].counterexamples, ["b_1"]);
    }

    #[test]
    fn unknown_and_locked_rules_are_refused() {
        let mut patterns = Patterns::default();
        let unknown = apply(&update(Action::Modify, Some("x{9}")), &mut patterns, None).unwrap_err();
        assert_eq!(unknown.kind(), ErrorKind::NotFound);
        let mut locked = Rule::new("b_[0-9]{8}");
        locked.locked = true;
        let error = apply(&update(Action::Modify, None), &mut patterns, Some(&locked)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
    }
}
