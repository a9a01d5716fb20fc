//! Redaction: replaces what was found, until the text scans clean.

mod decided;
mod placeholder;
mod policy;
mod preview;

pub use self::{
    policy::{MAX_TOKEN_BYTES, Tokenizer},
    preview::preview,
};
pub(crate) use self::{
    decided::{Level, redact_decided},
    placeholder::{in_placeholder, placeholder_for, unfinished_placeholder},
};
use crate::{Error, ErrorKind, Finding, Result, Span};

/// Stands for a whole text that was withheld because of a limit.
pub const WITHHELD_LIMIT: &str = "[REDACTED:LIMIT]";
/// Stands for a whole text that was withheld because of an error.
pub const WITHHELD_ERROR: &str = "[REDACTED:ERROR]";

/// A redacted text, and what was replaced in it.
///
/// When scanning failed, the text is a fixed marker ([`WITHHELD_LIMIT`] or [`WITHHELD_ERROR`]),
/// and `error` says why: no byte of the input is passed through.
#[derive(Debug)]
#[non_exhaustive]
pub struct Redacted<T = String> {
    /// The text with every finding replaced by `[REDACTED:RULE]`.
    pub text: T,
    /// What was found; spans refer to the input.
    pub findings: Vec<Finding>,
    /// Why the text was withheld, if it was.
    pub error: Option<Error>,
}

/// How often a redacted text is scanned again before it is withheld.
const ROUNDS: usize = 8;

/// Redacts `text`. What a replacement brings together may itself look like a secret, so the result
/// is scanned again until nothing more is found.
pub(crate) fn redact(text: &[u8], find: impl Fn(&[u8]) -> Result<Vec<Finding>>) -> Result<(Vec<u8>, Vec<Finding>)> {
    let mut findings = find(text)?;
    let mut covers: Vec<(Span, String)> = Vec::new();
    let mut fresh: Vec<Finding> = findings.clone();
    for _ in 0..ROUNDS {
        cover(text, &mut covers, &fresh);
        let spliced = splice(text, &covers);
        if covers.is_empty() {
            return Ok((spliced.text, findings));
        }
        fresh = find(&spliced.text)?;
        fresh.retain(|finding| !spliced.in_placeholder(finding.span));
        if fresh.is_empty() {
            findings.sort_by_key(|finding| finding.span);
            return Ok((spliced.text, findings));
        }
        for finding in &mut fresh {
            spliced.bring_out(finding);
        }
        add_apart(&mut findings, &fresh);
    }
    Err(never_clean())
}

fn never_clean() -> Error {
    Error::new(ErrorKind::LimitExceeded, "redact", "the text does not come clean").with("rounds", ROUNDS)
}

/// Adds the findings that overlap none that is known.
fn add_apart(known: &mut Vec<Finding>, fresh: &[Finding]) {
    let apart = |new: &&Finding| !known.iter().any(|known| known.span.overlaps(new.span));
    let new: Vec<Finding> = fresh.iter().filter(apart).cloned().collect();
    known.extend(new);
}

/// Adds findings to what is covered; covers that overlap become one, named after the earliest.
fn cover(text: &[u8], covers: &mut Vec<(Span, String)>, findings: &[Finding]) {
    covers.extend(findings.iter().map(|finding| (finding.cover, placeholder_for(text, finding))));
    covers.sort_by(|a, b| (a.0.start, b.0.end).cmp(&(b.0.start, a.0.end)));
    covers.dedup_by(|next, kept| {
        // One that is empty overlaps nothing, and may still stand at the start of another or in it.
        let joined = next.0.start < kept.0.end;
        if joined {
            kept.0 = kept.0.union(next.0);
        }
        joined
    });
}

/// A text with covers replaced, and the way back from its offsets.
struct Spliced {
    text: Vec<u8>,
    /// For each cover: where its placeholder stands, and what it replaced.
    replaced: Vec<(Span, Span)>,
}

fn splice(text: &[u8], covers: &[(Span, String)]) -> Spliced {
    let mut spliced = Spliced { text: Vec::with_capacity(text.len()), replaced: Vec::with_capacity(covers.len()) };
    let mut at = 0;
    for (outer, placeholder) in covers {
        spliced.text.extend_from_slice(&text[at..outer.start]);
        let start = spliced.text.len();
        spliced.text.extend_from_slice(placeholder.as_bytes());
        spliced.replaced.push((Span::new(start, spliced.text.len()), *outer));
        at = outer.end;
    }
    spliced.text.extend_from_slice(&text[at..]);
    spliced
}

impl Spliced {
    fn in_placeholder(&self, span: Span) -> bool {
        let after = self.replaced.partition_point(|(inner, _)| inner.start <= span.start);
        after > 0 && self.replaced[after - 1].0.contains(span)
    }

    /// Makes what was found in this text a finding in the original.
    fn bring_out(&self, finding: &mut Finding) {
        finding.span = self.outer(finding.span);
        finding.cover = self.outer(finding.cover);
    }

    /// Where an offset of the original that no placeholder replaces stands.
    fn inner_offset(&self, offset: usize) -> usize {
        let before = self.replaced.partition_point(|(_, outer)| outer.end <= offset);
        match before.checked_sub(1).map(|last| self.replaced[last]) {
            Some((inner, outer)) => offset - outer.end + inner.end,
            None => offset,
        }
    }

    fn outer(&self, span: Span) -> Span {
        Span::new(self.outer_offset(span.start, true), self.outer_offset(span.end, false))
    }

    /// The offset in the original text; inside a placeholder, the edge of what it replaced.
    fn outer_offset(&self, offset: usize, start: bool) -> usize {
        let before = self.replaced.partition_point(|(inner, _)| inner.end <= offset);
        if let Some((inner, outer)) = self.replaced.get(before)
            && offset > inner.start
        {
            return if start { outer.start } else { outer.end };
        }
        match before.checked_sub(1).map(|last| self.replaced[last]) {
            Some((inner, outer)) => offset - inner.end + outer.end,
            None => offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let covers = [(Span::new(2, 4), "[REDACTED:A]".to_owned()), (Span::new(6, 9), "[REDACTED:B]".to_owned())];
        let spliced = splice(b"0123456789", &covers);
        assert_eq!(spliced.text, b"01[REDACTED:A]45[REDACTED:B]9");
        let table = [((0, 2), (0, 2)), ((2, 14), (2, 4)), ((5, 15), (2, 5)), ((14, 20), (4, 9)), ((28, 29), (9, 10))];
        for (inner, outer) in table {
            assert_eq!(spliced.outer(Span::new(inner.0, inner.1)), Span::new(outer.0, outer.1), "{inner:?}");
        }
        assert!(spliced.in_placeholder(Span::new(3, 14)) && !spliced.in_placeholder(Span::new(3, 15)));
    }
}
