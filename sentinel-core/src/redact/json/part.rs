//! Documents that stand in a text of another shape, or in a string.

use super::{
    level::{Level, brought_out},
    lexer::{Blind, read},
    skim::may_hold_document,
    unescape::{plain, unescape, unescape_double, unescape_single},
    walk::Walk,
};
use crate::{Finding, Result, Scanner, Span, detect::Call, redact::planned::Plan};

/// How a document is written in a text of another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As it is.
    Plain,
    /// Between single quotes of a shell.
    Single,
    /// Between double quotes of a shell.
    Double,
    /// Between `$'` and `'` of a shell.
    Dollar,
}

/// Plans the redaction of a document that stands in a text of another shape, where this was found. None when it is no
/// object and no array.
pub(crate) fn plan_part(
    scanner: &Scanner,
    (text, span): (&[u8], Span),
    quoting: Quoting,
    found: &[Finding],
    call: &Call<'_>,
) -> Result<Option<Plan>> {
    let content = span.of(text);
    let (decoded, depth) = match quoting {
        Quoting::Plain => (plain(content), 0),
        Quoting::Single => (unescape_single(content), 0),
        Quoting::Double => (unescape_double(content), 1),
        Quoting::Dollar => (unescape(content), 1),
    };
    if !may_hold_document(&decoded.text) || read(&decoded.text, &mut Blind).is_err() {
        return Ok(None);
    }
    let inner = decoded.text.clone();
    // Escapes of two levels were looked through from outside.
    let deep = depth > 0 && memchr::memchr(b'\\', &inner).is_some();
    let mut findings = if deep { scanner.find(&inner, call)? } else { Vec::new() };
    findings.extend(found.iter().filter(|finding| finding.cover.overlaps(span)).map(|finding| {
        let cover = finding.cover;
        let inside = Span::new(cover.start.max(span.start), cover.end.min(span.end)).back(span.start);
        let inside = decoded.inner(inside);
        Finding { span: inside, cover: inside, ..finding.clone() }
    }));
    let below = Walk::start(scanner, call, Level::new(&inner, depth, findings)).document()?;
    let mut plan = brought_out(below.plan, span, &decoded);
    plan.places.iter_mut().for_each(|place| place.writing = place.writing.in_shell(quoting));
    Ok(Some(plan))
}
