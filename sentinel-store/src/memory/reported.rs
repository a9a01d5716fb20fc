//! Reported evidence.

use sentinel_core::Reported;

pub(super) fn select(reported: &[Reported], secret_type: &str) -> Vec<Reported> {
    reported.iter().filter(|row| row.secret_type == secret_type).cloned().collect()
}
