//! The built-in rules against their own examples.

use sentinel_core::{Category, Note, Scanner, builtin_packs, check_rules};

#[test]
fn every_rule_finds_its_examples_and_nothing_in_its_counterexamples() {
    let mut wrong = Vec::new();
    for pack in builtin_packs() {
        for check in check_rules(&pack.patterns().unwrap()) {
            wrong.extend(check.problems.iter().map(|problem| format!("{}: {}: {problem}", pack.name, check.rule)));
            let few = check.notes.contains(&Note::FewExamples);
            wrong.extend(few.then(|| format!("{}: {}: {}", pack.name, check.rule, Note::FewExamples)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_secret_rule_searches_every_byte() {
    let slow: Vec<String> = builtin_packs()
        .iter()
        .flat_map(|pack| {
            let mut patterns = pack.patterns().unwrap();
            patterns.patterns.retain(|_, rule| rule.category == Category::Secret);
            check_rules(&patterns)
        })
        .filter(|check| check.notes.contains(&Note::SearchesEveryByte))
        .map(|check| check.rule)
        .collect();
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn the_promised_rules_are_there() {
    let scanner = Scanner::builtin();
    let names: Vec<&str> = scanner.rules().map(|(name, _)| name).collect();
    assert!(names.len() >= 45, "only {} rules", names.len());
    for name in ["AWS_ACCESS_KEY", "GITHUB_TOKEN", "GITLAB_TOKEN", "SLACK_TOKEN", "JWT", "SSH_KEY"] {
        assert!(names.contains(&name), "{name} is missing");
    }
}

#[test]
fn an_example_is_attributed_to_the_rule_that_it_belongs_to() {
    let scanner = Scanner::builder().pii(true).build().unwrap();
    let mut stolen = Vec::new();
    for pack in builtin_packs() {
        for (name, rule) in pack.patterns().unwrap().patterns.into_iter().filter(|(_, rule)| rule.active) {
            for (index, example) in rule.examples.iter().enumerate() {
                let findings = scanner.scan(example).unwrap();
                if !findings.iter().any(|finding| *finding.rule == *name) {
                    let by: Vec<&str> = findings.iter().map(|finding| &*finding.rule).collect();
                    stolen.push(format!("{name}: examples[{index}] goes to {by:?}"));
                }
            }
        }
    }
    assert!(stolen.is_empty(), "{}", stolen.join("\n"));
}
