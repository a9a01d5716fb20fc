//! Hands findings out once their components are known.

use std::collections::BTreeSet;

use crate::{Finding, Located, Location, Locator, Unit, detect::Detector, span::Mark};

/// Findings that wait for those of the following lines.
#[derive(Debug)]
pub(super) struct Parts {
    /// The rules that have components, or are some.
    rules: BTreeSet<String>,
    /// How many lines apart components may be.
    within: usize,
    waiting: Vec<Finding>,
    /// Where each lies.
    places: Vec<Location>,
    /// So many of them have all the components that they will ever have.
    ready: usize,
    /// The line of the last of these rules' findings.
    last: Option<usize>,
    unit: Unit,
    /// Where the text goes on.
    mark: Mark,
}

impl Parts {
    pub(super) fn new(detector: &Detector, unit: Unit) -> Self {
        let mut rules = BTreeSet::new();
        let mut within = 0;
        for (name, rule) in detector.rules().filter(|(_, rule)| !rule.components.is_empty()) {
            rules.insert(name.to_owned());
            for component in &rule.components {
                rules.insert(component.rule.clone());
                within = within.max(component.within_lines);
            }
        }
        let (waiting, places) = (Vec::new(), Vec::new());
        Self { rules, within, waiting, places, ready: 0, last: None, unit, mark: Mark::default() }
    }

    /// Adds what was found in the next piece of the text, which starts at `offset` of the whole.
    pub(super) fn add(&mut self, findings: Vec<Finding>, piece: &[u8], offset: usize) {
        let mut locator = Locator::of_piece(piece, self.unit, self.mark);
        for mut finding in findings {
            let place = locator.locate(finding.span);
            if self.rules.contains(&*finding.rule) {
                if self.is_past(place.line) {
                    self.ready = self.waiting.len();
                }
                self.last = Some(place.line);
            }
            finding.span = finding.span.shifted(offset);
            finding.cover = finding.cover.shifted(offset);
            self.waiting.push(finding);
            self.places.push(place);
        }
        self.mark = locator.end();
        if self.is_past(self.mark.line()) {
            self.last = None;
            self.ready = self.waiting.len();
        }
    }

    /// What need not wait any more, and where it lies.
    pub(super) fn take(&mut self, detector: &Detector) -> Vec<(Finding, Located)> {
        let rest = self.waiting.split_off(self.ready);
        let mut findings = std::mem::replace(&mut self.waiting, rest);
        let places: Vec<Location> = self.places.drain(..self.ready).collect();
        self.ready = 0;
        let lines: Vec<usize> = places.iter().map(|place| place.line).collect();
        detector.attach_components(&lines, &mut findings);
        let located = located(&findings, &places);
        findings.into_iter().zip(located).collect()
    }

    /// What is left when no more comes.
    pub(super) fn finish(&mut self, detector: &Detector) -> Vec<(Finding, Located)> {
        self.ready = self.waiting.len();
        self.take(detector)
    }

    /// True when no component of what was found can stand in this line or later.
    fn is_past(&self, line: usize) -> bool {
        self.last.is_none_or(|last| line - last > self.within)
    }
}

/// Where findings and their components, which are among them, lie.
pub(crate) fn located(findings: &[Finding], places: &[Location]) -> Vec<Located> {
    let of_part = |part: &crate::Part| {
        let index = findings.binary_search_by_key(&part.span, |finding| finding.span).ok()?;
        Some((part.rule.clone(), places[index]))
    };
    let of = |(finding, at): (&Finding, &Location)| Located {
        at: *at,
        components: finding.components.iter().filter_map(of_part).collect(),
    };
    findings.iter().zip(places).map(of).collect()
}
