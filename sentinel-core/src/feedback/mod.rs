//! Feedback: what people report, and the change of rules that is drafted from it.
//!
//! Drafting is a pure function of the evidence: the same evidence gives the same rule.

mod class;
mod confidence;
mod decoy;
mod draft;
mod exception;
mod extract;
mod length;
mod report;
mod take;

pub(crate) use self::take::take;
pub use self::{
    confidence::wilson_lower_bound,
    draft::{Draft, draft_regex},
    report::{Feedback, FeedbackType, Reported},
};
