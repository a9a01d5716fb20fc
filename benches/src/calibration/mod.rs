//! Is a rule right as often as its `confidence` says? Counts over labelled text, their lower bounds, and a plot.

mod plot;
mod sample;
mod write;

use std::collections::BTreeMap;

use sentinel_core::{Category, wilson_lower_bound};

pub use self::{
    plot::{Point, points, write_png},
    sample::sampled,
    write::write_packs,
};

/// Below so many findings a rule's precision counts as not measured.
pub const ENOUGH: usize = 30;
/// No measurement makes a rule certain.
const MOST: f64 = 0.99;

/// One rule's findings in labelled text.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// What the rule says of itself.
    pub stated: f64,
    /// What it looks for.
    pub category: Category,
    /// Findings that are what the rule says.
    pub right: usize,
    /// Findings that are not.
    pub wrong: usize,
}

/// By rule.
pub type Calibrations = BTreeMap<String, Calibration>;

impl Calibration {
    /// All findings.
    pub fn findings(&self) -> usize {
        self.right + self.wrong
    }

    /// The measured precision: what so many trials allow at worst, with 95 % certainty, in hundredths.
    pub fn measured(&self) -> f64 {
        (wilson_lower_bound(self.right, self.findings()).min(MOST) * 100.0).round() / 100.0
    }

    /// What its rule is to say: what was measured, where that was enough.
    pub fn proposed(&self) -> Option<f64> {
        (self.findings() >= ENOUGH).then(|| self.measured())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_findings_propose_nothing_and_many_never_certainty() {
        let of = |right, wrong| Calibration { stated: 0.8, category: Category::Secret, right, wrong };
        assert_eq!(of(29, 0).proposed(), None);
        assert_eq!(of(30, 0).proposed(), Some(0.89));
        assert_eq!(of(100_000, 0).proposed(), Some(0.99));
        assert_eq!(of(50, 50).proposed(), Some(0.4));
    }
}
