//! The checksum at the end of an npm access token.

use super::{Validator, Verdict, github_checksum};
use crate::Proof;

/// `npm_`, thirty characters, and their checksum, as in GitHub's tokens.
/// Source: GitHub changelog, "npm has a new access token format", 2021.
pub(super) struct NpmChecksum;

impl Validator for NpmChecksum {
    fn check(&self, value: &[u8]) -> Verdict {
        if github_checksum::holds(value) { Verdict::Proven(Proof::Checksum) } else { Verdict::Plausible }
    }
}
