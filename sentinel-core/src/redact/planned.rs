//! Redaction of a text of known shape: what is replaced is planned, so that the shape stays.

use std::borrow::Cow;

use super::{
    Clean, ROUNDS, Treating, add_apart,
    cover::{Cover, Place},
    finished,
    form::Author,
    never_clean,
    splice::{Spliced, splice},
    writing::Writing,
};
use crate::{Finding, Result};

/// What is to be replaced in a text.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// In order; none overlaps another.
    pub(crate) findings: Vec<Finding>,
    /// In no order; they may overlap.
    pub(crate) places: Vec<Placed>,
}

/// A stretch that is to be replaced, all of which is written in one way.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// What was found in it. The cover is the stretch.
    pub(crate) finding: Finding,
    /// The name of its field, as policies compare names.
    pub(crate) field: Option<String>,
    pub(crate) writing: Writing,
    /// True when the field's name alone says that it is to be replaced.
    pub(crate) by_name: bool,
}

impl Place for Placed {
    fn finding(&self) -> &Finding {
        &self.finding
    }

    fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    fn writing(&self) -> Writing {
        self.writing
    }
}

/// A text after it was redacted.
pub(crate) struct Planned<'t> {
    pub(crate) clean: Clean<'t>,
    /// What was replaced, in order; none overlaps another.
    pub(crate) covers: Vec<Cover>,
}

/// Redacts `text`, of which this was planned, as [`redact_found`](super::redact_found) does: until nothing more is to be
/// replaced.
pub(crate) fn redact_planned<'t>(
    text: &'t [u8],
    Plan { mut findings, places }: Plan,
    treating: &mut Treating<'_, impl Author>,
    plan: impl Fn(&[u8]) -> Result<Plan>,
) -> Result<Planned<'t>> {
    let mut covers: Vec<Cover> = Vec::new();
    if places.is_empty() {
        treating.fits(text.len())?;
        let clean = Clean { text: Cow::Borrowed(text), findings, replacements: Vec::new(), blocked: false };
        return Ok(Planned { clean, covers });
    }
    treating.cover(text, &mut covers, &places)?;
    for _ in 0..ROUNDS {
        let spliced = splice(text, &covers);
        let mut fresh = plan(&spliced.text)?;
        // What a name masks was masked, whatever stands there now.
        let done = |Placed { finding, by_name, .. }: &Placed| {
            spliced.in_written(finding.cover) || *by_name && spliced.in_replaced(finding.cover)
        };
        fresh.places.retain(|place| !done(place));
        if fresh.places.is_empty() {
            let clean = finished(text, treating, spliced, &mut covers, findings)?;
            return Ok(Planned { clean, covers });
        }
        bring_out(&spliced, &mut fresh);
        treating.cover(text, &mut covers, &fresh.places)?;
        add_apart(&mut findings, fresh.findings);
    }
    Err(never_clean())
}

fn bring_out(spliced: &Spliced, plan: &mut Plan) {
    plan.places.iter_mut().for_each(|place| spliced.bring_out(&mut place.finding));
    plan.findings.iter_mut().for_each(|finding| spliced.bring_out(finding));
}
