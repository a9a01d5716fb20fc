//! What of a text of a known shape is replaced.

use std::sync::Arc;

use super::{
    Shape, command, environment, headers, lenient, sql, traceback, url,
    values::{Document, Named, Values, Written},
};
use crate::{
    Finding, Keep, Proof, Result, Scanner, Span,
    detect::Call,
    redact::{
        add_apart,
        fields::Field,
        json::{Quoting, plan_part},
        planned::{Placed, Plan},
        preview,
        writing::Writing,
    },
};

/// Plans the redaction of a text: what rules find, what names mask, and the documents in it.
pub(super) fn plan(scanner: &Scanner, shape: Shape, text: &[u8], call: &Call<'_>) -> Result<Plan> {
    let findings = scanner.find(text, call)?;
    let found = Found::new(&findings);
    let mut values = Values::of_text(text);
    read(shape, &mut values);
    let (mut places, mut more) = (Vec::new(), Vec::new());
    let mut documents: Vec<Span> = Vec::new();
    for Document { span, quoting } in std::mem::take(&mut values.documents) {
        let touching: Vec<Finding> = found.touching(span).cloned().collect();
        match plan_part(scanner, (text, span), quoting, &touching, call)? {
            Some(part) => {
                documents.push(span);
                places.extend(part.places);
                more.extend(part.findings);
            }
            None if is_whole(text, span, quoting) => lenient::read(&mut values, span),
            None => {}
        }
    }
    let Values { named, written, .. } = values;
    let named = apart(scanner, text, named);
    let masked: Vec<Span> = named.iter().map(|value| value.span).collect();
    let elsewhere = |finding: &&Finding| !lies_in(&masked, finding.cover) && !lies_in(&documents, finding.cover);
    places.extend(findings.iter().filter(elsewhere).map(|finding| by_rule(finding, &written)));
    for Named { span, field, name, writing } in named {
        let finding = match found.touching(span).next() {
            Some(finding) => Finding { span, cover: span, ..finding.clone() },
            None => {
                let finding = by_name(scanner, text, span, field, call);
                more.push(finding.clone());
                finding
            }
        };
        places.push(Placed { finding, field: Some(name), writing, by_name: true });
    }
    let mut findings = findings;
    more.sort_by_key(|finding| finding.span);
    add_apart(&mut findings, more);
    Ok(Plan { findings, places })
}

fn read(shape: Shape, values: &mut Values<'_>) {
    let whole = Span::new(0, values.text.len());
    match shape {
        Shape::Url => url::read(values, whole),
        Shape::Headers => headers::read(values, whole),
        Shape::Command => command::read(values, whole),
        Shape::Environment => environment::read(values, whole),
        Shape::Sql => sql::read(values, whole),
        Shape::Traceback => traceback::read(values, whole),
    }
}

/// False for what is put together from texts in quotes: what lies between them is no part of it.
fn is_whole(text: &[u8], span: Span, quoting: Quoting) -> bool {
    quoting != Quoting::Single || memchr::memchr(b'\'', span.of(text)).is_none()
}

/// In order, none overlapping another, and none of what stands for a value already.
fn apart(scanner: &Scanner, text: &[u8], mut named: Vec<Named>) -> Vec<Named> {
    // One that lies in another was read twice: the outer one counts.
    named.sort_by_key(|value| (value.span.start, usize::MAX - value.span.end));
    named.dedup_by(|next, kept| next.span.start < kept.span.end);
    let treated = |value: &Named| {
        let read = value.writing.read(value.span.of(text));
        scanner.is_written(text, value.span) || scanner.policy().looks_treated(&read)
    };
    named.retain(|value| !treated(value));
    named
}

/// True when `span` lies in one of these, which are in order and apart.
fn lies_in(spans: &[Span], span: Span) -> bool {
    let after = spans.partition_point(|known| known.start <= span.start);
    after.checked_sub(1).is_some_and(|last| spans[last].contains(span))
}

/// What rules found, by what it covers.
struct Found<'f> {
    by_cover: Vec<&'f Finding>,
    /// The farthest end of each and those before it.
    ends: Vec<usize>,
}

impl<'f> Found<'f> {
    fn new(findings: &'f [Finding]) -> Self {
        let mut by_cover: Vec<&Finding> = findings.iter().collect();
        by_cover.sort_by_key(|finding| finding.cover);
        let mut farthest = 0;
        let reach = |finding: &&Finding| {
            farthest = finding.cover.end.max(farthest);
            farthest
        };
        let ends = by_cover.iter().map(reach).collect();
        Self { by_cover, ends }
    }

    fn touching(&self, span: Span) -> impl Iterator<Item = &'f Finding> {
        let start = self.ends.partition_point(|end| *end <= span.start);
        let end = self.by_cover.partition_point(|finding| finding.cover.start < span.end).max(start);
        self.by_cover[start..end].iter().copied().filter(move |finding| finding.cover.overlaps(span))
    }
}

/// A finding of a rule, as values are written where it stands.
fn by_rule(finding: &Finding, written: &[Written]) -> Placed {
    let after = written.partition_point(|known| known.span.start <= finding.cover.start);
    let around = after.checked_sub(1).map(|last| written[last]).filter(|known| known.span.contains(finding.cover));
    let mut placed = Placed { finding: finding.clone(), field: None, writing: Writing::Plain, by_name: false };
    if let Some(Written { span, writing }) = around {
        placed.writing = writing;
        // Of a number, nothing may be left beside the quotes.
        if matches!(writing, Writing::SqlBare(_)) {
            placed.finding.cover = span;
        }
    }
    placed
}

fn by_name(scanner: &Scanner, text: &[u8], span: Span, field: &Field, call: &Call<'_>) -> Finding {
    let value = span.of(text);
    Finding {
        rule: Arc::clone(&field.rule),
        category: field.category,
        severity: field.severity,
        confidence: 1.0,
        span,
        preview: preview(value, Keep::default()),
        fingerprint: call.key.map(|key| key.fingerprint(&field.rule, value)),
        proof: Proof::Context,
        encodings: Vec::new(),
        components: Vec::new(),
        ruleset: Arc::clone(scanner.detector().digest()),
        cover: span,
        issuer_known: false,
    }
}
