//! The labelled text: what the repository makes, and the corpora where they are.

use sentinel_core::{Category, Finding, Patterns, Result, Scanner, Span, builtin_packs};

use super::{Calibration, Calibrations};
use crate::accuracy::{accepted_strings, files, has_own_form, labelled_lines, placeholder_lines};

/// How many strings are made of a rule's own format, where values have one. Of values that only a name tells, made ones
/// show nothing: there the names mislead, not the values.
const MADE: usize = 200;
/// Documents and templates hold sample passwords that a scanner may rightly flag: nobody judged them.
const UNJUDGED: &[&str] = &["benign/docs", "benign/yaml-templates"];

/// Counts every rule's findings, and says what could not be read.
///
/// # Errors
///
/// Rules that cannot be compiled, or a text that cannot be scanned.
pub fn sampled() -> Result<(Calibrations, Vec<String>)> {
    let scanner = Scanner::builder().pii(true).build()?;
    let mut sample = Sample { calibrations: stated(&scanner), scanner };
    for pack in builtin_packs() {
        sample.own(&pack.patterns()?)?;
    }
    for line in placeholder_lines() {
        sample.nothing(&line)?;
    }
    let mut absent = Vec::new();
    match labelled_lines() {
        Ok(lines) => {
            for line in lines {
                if line.secret { sample.secrets(&line.text, &line.spans)? } else { sample.nothing(&line.text)? }
            }
        }
        Err(reason) => absent.push(reason),
    }
    match files() {
        Ok(files) => {
            for file in files.iter().filter(|file| !UNJUDGED.contains(&&*file.kind)) {
                sample.nothing(&file.text)?;
            }
        }
        Err(reason) => absent.push(reason),
    }
    Ok((sample.calibrations, absent))
}

struct Sample {
    scanner: Scanner,
    calibrations: Calibrations,
}

impl Sample {
    /// What a pack says of its rules, and strings of their formats.
    fn own(&mut self, patterns: &Patterns) -> Result<()> {
        for (name, rule) in patterns.patterns.iter().filter(|(_, rule)| rule.active) {
            for example in &rule.examples {
                self.count_own(name, &self.scanner.scan(example)?, Calibration::add_right);
            }
            for counterexample in &rule.counterexamples {
                self.count_own(name, &self.scanner.scan(counterexample)?, Calibration::add_wrong);
            }
            if !has_own_form(rule) {
                continue;
            }
            let mut texts = Vec::new();
            accepted_strings(name, rule, MADE, &mut 0, |text, _| texts.push(text.to_vec()))?;
            for text in texts {
                self.count_own(name, &self.scanner.scan(text)?, Calibration::add_right);
            }
        }
        Ok(())
    }

    /// Of secrets that stand beside others, nobody said whose they are: they count for nobody.
    fn secrets(&mut self, text: &str, spans: &[Span]) -> Result<()> {
        for finding in self.scanner.scan(text)? {
            if finding.category == Category::Secret && spans.iter().any(|span| finding.span.overlaps(*span)) {
                self.count(&finding.rule, Calibration::add_right);
            }
        }
        Ok(())
    }

    /// Text without secrets. It may well hold personal data.
    fn nothing(&mut self, text: &str) -> Result<()> {
        for finding in self.scanner.scan(text)? {
            if finding.category == Category::Secret {
                self.count(&finding.rule, Calibration::add_wrong);
            }
        }
        Ok(())
    }

    fn count_own(&mut self, name: &str, findings: &[Finding], count: fn(&mut Calibration)) {
        if findings.iter().any(|finding| &*finding.rule == name) {
            self.count(name, count);
        }
    }

    fn count(&mut self, rule: &str, count: fn(&mut Calibration)) {
        if let Some(calibration) = self.calibrations.get_mut(rule) {
            count(calibration);
        }
    }
}

impl Calibration {
    fn add_right(&mut self) {
        self.right += 1;
    }

    fn add_wrong(&mut self) {
        self.wrong += 1;
    }
}

fn stated(scanner: &Scanner) -> Calibrations {
    let calibration = |rule: &sentinel_core::Rule| Calibration {
        stated: rule.confidence,
        category: rule.category,
        right: 0,
        wrong: 0,
    };
    scanner.rules().map(|(name, rule)| (name.to_owned(), calibration(rule))).collect()
}
