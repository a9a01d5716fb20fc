//! The kernel for every machine: tries every offset.

use super::{Candidate, confirm::Confirm};

pub(super) fn pass(text: &[u8], confirm: &Confirm, found: &mut Vec<Candidate>) {
    for at in 0..text.len() {
        confirm.at(text, at, found);
    }
}
