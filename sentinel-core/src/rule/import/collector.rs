//! Gathers what a document holds: rules that compile, and notes on everything else.

use super::{
    ImportEffect, ImportNote, Imported, Suppression,
    dialect::Translated,
    document::Fields,
    group::{Wanted, select},
    name::Names,
};
use crate::{Exceptions, Patterns, Problem, Rule, check_rules};

pub(super) const DOCUMENT: &str = "document";

pub(super) struct Collector {
    imported: Imported,
    names: Names,
}

impl Collector {
    pub(super) fn new() -> Self {
        let mut imported = Imported::default();
        imported.patterns.version = 3;
        Self { imported, names: Names::new() }
    }

    pub(super) fn finish(self) -> Imported {
        self.imported
    }

    pub(super) fn note(
        &mut self,
        item: &str,
        field: impl Into<String>,
        effect: ImportEffect,
        reason: impl Into<String>,
    ) {
        let (item, field, reason) = (item.to_owned(), field.into(), reason.into());
        let note = ImportNote { item, field, effect, reason };
        if !self.imported.notes.contains(&note) {
            self.imported.notes.push(note);
        }
    }

    /// Notes the fields that are there, and takes them.
    pub(super) fn leave(&mut self, item: &str, fields: &mut Fields, keys: &[&str], effect: ImportEffect, reason: &str) {
        for key in keys {
            if fields.take(key) {
                self.note(item, *key, effect, reason);
            }
        }
    }

    /// Notes the fields that nobody has taken.
    pub(super) fn leave_rest(&mut self, item: &str, fields: &Fields, under: &str) {
        for key in fields.rest() {
            self.note(item, format!("{under}{key}"), ImportEffect::Ignored, "not a known field of this format");
        }
    }

    /// A rule with the regex and the value's group, and what changed with them noted.
    pub(super) fn rule(&mut self, id: &str, field: &str, translated: Translated, wanted: Wanted<'_>) -> Rule {
        for difference in translated.differences {
            self.note(id, field, ImportEffect::Changed, difference);
        }
        let selected = select(&translated.regex, wanted);
        if let Some(note) = selected.note {
            self.note(id, field, ImportEffect::Changed, note);
        }
        let mut rule = Rule::new(selected.regex);
        rule.unicode = translated.unicode;
        rule
    }

    /// Takes a rule if it compiles.
    pub(super) fn add(&mut self, id: &str, field: &str, rule: Rule) {
        let name = self.names.unique(id);
        let mut alone = Patterns { version: 3, ..Patterns::default() };
        alone.patterns.insert(name.clone(), rule);
        for problem in check_rules(&alone).into_iter().flat_map(|check| check.problems) {
            match problem {
                Problem::Invalid(error) => {
                    // What became of its fields no longer matters.
                    self.imported.notes.retain(|note| note.item != id);
                    return self.note(id, field, ImportEffect::Skipped, error);
                }
                problem => self.note(id, "examples", ImportEffect::Changed, problem.to_string()),
            }
        }
        self.imported.names.push((id.to_owned(), name));
        self.imported.patterns.patterns.append(&mut alone.patterns);
    }

    /// The exceptions of these regexes that compile.
    pub(super) fn exceptions(&mut self, item: &str, field: &str, regexes: Vec<Translated>) -> Exceptions {
        let mut exceptions = Exceptions::default();
        for (index, translated) in regexes.into_iter().enumerate() {
            let field = format!("{field}[{index}]");
            let mut probe = Rule::new("x");
            probe.exceptions.regexes.push(translated.regex.clone());
            let mut alone = Patterns::default();
            alone.patterns.insert("EXCEPTION".to_owned(), probe);
            let problem = check_rules(&alone).into_iter().flat_map(|check| check.problems).next();
            if let Some(problem) = problem {
                self.note(item, field, ImportEffect::Ignored, format!("the exception cannot be used: {problem}"));
                continue;
            }
            for difference in translated.differences {
                self.note(item, field.as_str(), ImportEffect::Changed, difference);
            }
            exceptions.regexes.push(translated.regex);
        }
        exceptions
    }

    /// An entropy, if it is one.
    pub(super) fn entropy(&mut self, id: &str, field: &str, entropy: Option<f64>) -> Option<f64> {
        let entropy = entropy.filter(|&bits| bits != 0.0)?;
        if (0.0..=8.0).contains(&entropy) {
            return Some(entropy);
        }
        self.note(id, field, ImportEffect::Ignored, "the entropy of a byte is 0 to 8 bits");
        None
    }

    pub(super) fn suppress(&mut self, suppression: Suppression) {
        self.imported.suppressions.push(suppression);
    }
}
