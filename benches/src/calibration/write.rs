//! Sets what was measured in the packs, and leaves the rest of them as it is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sentinel_core::{Patterns, builtin_packs, edit_patterns};

use super::Calibrations;

/// Sets the `confidence` of every rule that was measured, and gives how many changed.
///
/// # Errors
///
/// A file that cannot be read, edited or written.
pub fn write_packs(calibrations: &Calibrations) -> Result<usize, String> {
    let mut changed = 0;
    for pack in builtin_packs() {
        let path = pack_file(pack.name);
        let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let edited = edit_patterns(&text, |patterns| changed += set(patterns, calibrations));
        let edited = edited.map_err(|error| failed(&error))?;
        if edited != text {
            fs::write(&path, edited).map_err(|error| failed(&error))?;
        }
    }
    Ok(changed)
}

fn set(patterns: &mut Patterns, calibrations: &Calibrations) -> usize {
    let mut changed = 0;
    for (name, rule) in &mut patterns.patterns {
        let proposed = calibrations.get(name).and_then(|calibration| calibration.proposed());
        if let Some(proposed) = proposed.filter(|proposed| *proposed != rule.confidence && !rule.locked) {
            rule.confidence = proposed;
            changed += 1;
        }
    }
    changed
}

fn pack_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sentinel-core/rules").join(name).with_extension("yaml")
}

#[cfg(test)]
mod tests {
    use sentinel_core::Category;

    use super::*;
    use crate::calibration::Calibration;

    #[test]
    fn what_was_measured_is_set_and_a_locked_rule_stays() {
        let yaml = "patterns: {A: {regex: a_b}, B: {regex: b_c, locked: true}, C: {regex: c_d}}";
        let mut patterns = Patterns::parse(yaml).unwrap();
        let of = |right| Calibration { stated: 0.8, category: Category::Secret, right, wrong: 0 };
        let measured = [("A", of(30)), ("B", of(30)), ("C", of(3))];
        let measured = measured.map(|(name, calibration)| (name.to_owned(), calibration));
        assert_eq!(set(&mut patterns, &measured.into()), 1);
        let confidences: Vec<f64> = patterns.patterns.values().map(|rule| rule.confidence).collect();
        assert_eq!(confidences, [0.89, 0.8, 0.8]);
    }
}
