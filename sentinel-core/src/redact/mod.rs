//! Redaction: replaces what was found, until the text scans clean.

mod cover;
mod decided;
mod evidence;
mod fields;
mod form;
mod json;
mod placeholder;
mod planned;
mod policy;
mod preview;
mod shape;
mod splice;
mod token;
mod writing;

use std::borrow::Cow;

use self::{cover::Cover, splice::splice};
pub(crate) use self::{
    cover::{Tokens, Treating},
    decided::{Level, Piece, redact_decided},
    fields::{begins_field_rule, is_field_rule},
    form::{Author, in_written, tokens, unfinished_written},
    json::{is_content, is_document},
    policy::{Memory, ReadyPolicy, field_name},
    splice::Spliced,
    token::{
        ID, ReadToken, Seen, Token, folded, id_digits, in_token, key_id, read_tokens, token_spans, unfinished_token,
    },
};
pub use self::{
    evidence::{Replacement, Replacements},
    json::{Leaves, Paths},
    policy::{MAX_KEPT, MAX_TOKEN_BYTES, Policy, Tokenizer, Treatment, TreatmentKind},
    preview::preview,
    shape::Shape,
};
use crate::{Error, ErrorKind, Finding, Result, Span};

/// Stands for a whole text that was withheld because of a limit.
pub const WITHHELD_LIMIT: &str = "[REDACTED:LIMIT]";
/// Stands for a whole text that was withheld because of an error.
pub const WITHHELD_ERROR: &str = "[REDACTED:ERROR]";
/// Stands for a whole text that the policy withholds.
pub const WITHHELD_BLOCKED: &str = "[REDACTED:BLOCKED]";

/// A redacted text, and what was replaced in it.
///
/// When scanning failed, the text is a fixed marker ([`WITHHELD_LIMIT`] or [`WITHHELD_ERROR`]),
/// and `error` says why: no byte of the input is passed through.
#[derive(Debug)]
#[non_exhaustive]
pub struct Redacted<T = String> {
    /// The text with every finding replaced as the [`Policy`] says: by `[REDACTED:RULE]` where it says nothing.
    pub text: T,
    /// What was found; spans refer to the input.
    pub findings: Vec<Finding>,
    /// What was replaced, and where in both texts; spans count bytes. Of a text that was blocked, all of it; of one
    /// that was withheld because of an error, nothing.
    pub replacements: Replacements,
    /// Why the text was withheld, if it was. That the policy blocked it is no error.
    pub error: Option<Error>,
}

impl<T: ToOwned + ?Sized> Redacted<Cow<'_, T>> {
    /// The same with a text of its own.
    pub fn into_owned(self) -> Redacted<T::Owned> {
        self.map(Cow::into_owned)
    }
}

impl<T> Redacted<T> {
    /// A text in which nothing was found.
    #[inline]
    pub(crate) fn unchanged(text: T) -> Self {
        Self { text, findings: Vec::new(), replacements: Replacements::new(Vec::new()), error: None }
    }

    pub(crate) fn map<U>(self, text_of: impl FnOnce(T) -> U) -> Redacted<U> {
        let Self { text, findings, replacements, error } = self;
        Redacted { text: text_of(text), findings, replacements, error }
    }
}

/// What became of a text, as text. Rules match whole characters unless they are made to cut one in two.
pub(crate) fn as_text(redacted: Vec<u8>) -> String {
    String::from_utf8(redacted).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned())
}

/// A text that came clean.
pub(crate) struct Clean<'t> {
    /// Borrowed where nothing is replaced: it is then all that was given.
    pub(crate) text: Cow<'t, [u8]>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) replacements: Vec<Replacement>,
    pub(crate) blocked: bool,
}

/// How often a redacted text is scanned again before it is withheld.
const ROUNDS: usize = 8;

/// Redacts `text`, in which this was found. What a replacement brings together may itself look like a secret, so what
/// comes out is scanned by `find`, until nothing more is found.
pub(crate) fn redact_found<'t>(
    text: &'t [u8],
    mut findings: Vec<Finding>,
    treating: &mut Treating<'_, impl Author>,
    find: impl Fn(&Spliced) -> Result<Vec<Finding>>,
) -> Result<Clean<'t>> {
    if findings.is_empty() {
        treating.fits(text.len())?;
        return Ok(Clean { text: Cow::Borrowed(text), findings, replacements: Vec::new(), blocked: false });
    }
    let mut covers: Vec<Cover> = Vec::new();
    treating.cover(text, &mut covers, &findings)?;
    for _ in 0..ROUNDS {
        let spliced = splice(text, &covers);
        let mut fresh = find(&spliced)?;
        fresh.retain(|finding| !spliced.in_written(finding.span));
        if fresh.is_empty() {
            return finished(text, treating, spliced, &mut covers, findings);
        }
        for finding in &mut fresh {
            spliced.bring_out(finding);
        }
        treating.cover(text, &mut covers, &fresh)?;
        add_apart(&mut findings, fresh);
    }
    Err(never_clean())
}

/// What is left to do with a text that scans clean.
fn finished(
    text: &[u8],
    treating: &mut Treating<'_, impl Author>,
    spliced: Spliced,
    covers: &mut [Cover],
    findings: Vec<Finding>,
) -> Result<Clean<'static>> {
    if let Some(blocking) = covers.iter().find(|cover| cover.blocks) {
        let (input, output) = (Span::new(0, text.len()), Span::new(0, WITHHELD_BLOCKED.len()));
        let whole = Replacement { rule: blocking.rule.clone(), treatment: TreatmentKind::Block, input, output };
        return Ok(Clean {
            text: WITHHELD_BLOCKED.as_bytes().to_vec().into(),
            findings,
            replacements: vec![whole],
            blocked: true,
        });
    }
    let spliced = if treating.number(covers) { splice(text, covers) } else { spliced };
    treating.fits(spliced.text.len())?;
    let replacements = evidence_of(&spliced, covers);
    Ok(Clean { text: spliced.text.into(), findings, replacements, blocked: false })
}

fn evidence_of(spliced: &Spliced, covers: &[Cover]) -> Vec<Replacement> {
    let of = |(cover, replaced): (&Cover, &splice::Replaced)| Replacement {
        rule: cover.rule.clone(),
        treatment: cover.treatment.kind(),
        input: replaced.outer,
        output: replaced.inner,
    };
    covers.iter().zip(&spliced.replaced).map(of).collect()
}

fn never_clean() -> Error {
    Error::new(ErrorKind::LimitExceeded, "redact", "the text does not come clean").with("rounds", ROUNDS)
}

/// Adds the findings that overlap none that is known. Those that are known overlap each other nowhere, and are in order
/// of position; so they stay.
fn add_apart(known: &mut Vec<Finding>, fresh: Vec<Finding>) {
    let count = known.len();
    for finding in fresh {
        let before = known[..count].partition_point(|known| known.span.end <= finding.span.start);
        if !known[before..count].first().is_some_and(|known| known.span.overlaps(finding.span)) {
            known.push(finding);
        }
    }
    known.sort_by_key(|finding| finding.span);
}

#[cfg(test)]
mod tests;
