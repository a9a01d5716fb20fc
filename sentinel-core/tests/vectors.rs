//! The language-neutral vectors, in Rust. What needs a store is run by `sentinel-store`.

#[path = "vectors/load.rs"]
mod load;

use load::{Call, Case, Op, equal};
use sentinel_core::{
    Finding, Format, Keep, Located, Locator, Redacted, Replacement, Replacements, Settled, Shape, Unit, draft_regex,
    preview,
};
use serde_json::{Value, json};

#[test]
fn every_vector_holds() {
    load::run(|case| match case.op {
        Op::Scan => Some(scan(case)),
        Op::Redact => Some(redact(case)),
        Op::RedactJson => Some(redact_json(case)),
        Op::RedactAs => Some(redact_as(case)),
        Op::Stream => Some(stream(case)),
        Op::Feed => Some(feed(case)),
        Op::Preview => Some(equal("preview", shown(case).as_str(), &case.preview)),
        Op::Draft => Some(draft(case)),
        Op::Error => error(case),
        Op::Vault => None,
    });
}

fn scan(case: &Case) -> Result<(), String> {
    let input = case.input();
    let findings = case.scanner().and_then(|scanner| scanner.scan(&input)).map_err(|error| error.to_string())?;
    let (expected, got) = (case.findings.as_ref().expect("the case has findings"), described(&input, &findings));
    if got == *expected { Ok(()) } else { Err(format!("expected {expected}, got {got}")) }
}

/// Findings in the form of the vectors, which holds no value.
fn described(text: &[u8], findings: &[Finding]) -> Value {
    let mut units = [Unit::Bytes, Unit::CodePoints, Unit::Utf16].map(|unit| Locator::new(text, unit));
    let mut describe = |finding: &Finding| {
        let [bytes, code_points, utf16] = units.each_mut().map(|locator| finding.locate(locator));
        let range = |located: &Located| json!([located.at.start, located.at.end]);
        let mut described = json!({
            "type": &*finding.rule,
            "category": finding.category,
            "severity": finding.severity,
            "proof": finding.proof,
            "preview": finding.preview,
            "bytes": range(&bytes),
            "code_points": range(&code_points),
            "utf16": range(&utf16),
            "line": bytes.at.line,
            "column": {"bytes": bytes.at.column, "code_points": code_points.at.column, "utf16": utf16.at.column},
        });
        if !finding.components.is_empty() {
            described["components"] = finding.components.iter().map(|part| Value::from(&*part.rule)).collect();
        }
        described
    };
    findings.iter().map(&mut describe).collect()
}

fn redact(case: &Case) -> Result<(), String> {
    let scanner = case.scanner().map_err(|error| error.to_string())?;
    let Redacted { text, findings, replacements, error, .. } = scanner.redact_bytes(&case.input());
    equal("error", error.as_ref().map(|error| error.code()), case.error.as_deref())?;
    equal("types", findings.iter().map(|finding| finding.rule.to_string()).collect(), case.types.clone())?;
    // Where it is wrong, the text may hold a value: it is not shown.
    if text != case.redacted() {
        return Err("the redacted text is another".to_owned());
    }
    if let Some(expected) = &case.replacements {
        equal("replacements", &replaced(&replacements, &case.input(), &text), expected)?;
    }
    if scanner.redact_bytes(&text).text != text {
        return Err("redacting the redacted text changes it".to_owned());
    }
    match std::str::from_utf8(&case.input()) {
        Ok(input) => equal("redacted as text", scanner.redact(input).text.as_bytes() == text, true),
        Err(_) => Ok(()),
    }
}

/// What was replaced, in the form of the vectors.
fn replaced(replacements: &Replacements, input: &[u8], output: &[u8]) -> Value {
    let units = [("bytes", Unit::Bytes), ("code_points", Unit::CodePoints), ("utf16", Unit::Utf16)];
    let counted = units.map(|(name, unit)| (name, replacements.counted_in(unit, input, output)));
    let one = |at: usize| {
        let mut one = json!({"type": replacements[at].rule, "treatment": replacements[at].treatment});
        for (name, counted) in &counted {
            let (input, output) = (counted[at].input, counted[at].output);
            one[*name] = json!([input.start, input.end, output.start, output.end]);
        }
        one
    };
    (0..replacements.len()).map(one).collect()
}

fn redact_json(case: &Case) -> Result<(), String> {
    let scanner = case.scanner().map_err(|error| error.to_string())?;
    let input = String::from_utf8(case.input()).expect("JSON is UTF-8");
    let Redacted { text, findings, error, .. } = scanner.redact_json(&input);
    equal("error", error.as_ref().map(|error| error.code()), case.error.as_deref())?;
    equal("types", findings.iter().map(|finding| finding.rule.to_string()).collect(), case.types.clone())?;
    // Where it is wrong, the text may hold a value: it is not shown.
    if text.as_bytes() != case.redacted() {
        return Err("the redacted text is another".to_owned());
    }
    if scanner.redact_json(&text).text != text {
        return Err("redacting the redacted text changes it".to_owned());
    }
    let Ok(mut value) = serde_json::from_str::<Value>(&input) else { return Ok(()) };
    scanner.redact_value(&mut value);
    match &case.error {
        Some(_) => Ok(()),
        None if serde_json::from_str::<Value>(&text).is_ok_and(|expected| expected == value) => Ok(()),
        None => Err("the redacted value is another".to_owned()),
    }
}

fn redact_as(case: &Case) -> Result<(), String> {
    let scanner = case.scanner().map_err(|error| error.to_string())?;
    let shape: Shape = case.shape.parse().map_err(|error: sentinel_core::Error| error.to_string())?;
    let Redacted { text, findings, replacements, error, .. } = scanner.redact_bytes_as(shape, &case.input());
    equal("error", error.as_ref().map(|error| error.code()), case.error.as_deref())?;
    equal("types", findings.iter().map(|finding| finding.rule.to_string()).collect(), case.types.clone())?;
    // Where it is wrong, the text may hold a value: it is not shown.
    if text != case.redacted() {
        return Err("the redacted text is another".to_owned());
    }
    if let Some(expected) = &case.replacements {
        equal("replacements", &replaced(&replacements, &case.input(), &text), expected)?;
    }
    if scanner.redact_bytes_as(shape, &text).text != text {
        return Err("redacting the redacted text changes it".to_owned());
    }
    match std::str::from_utf8(&case.input()) {
        Ok(input) => equal("redacted as text", scanner.redact_as(shape, input).text.as_bytes() == text, true),
        Err(_) => Ok(()),
    }
}

fn stream(case: &Case) -> Result<(), String> {
    let mut stream = case.scanner().and_then(|scanner| scanner.stream()).map_err(|error| error.to_string())?;
    let (input, mut text, mut types) = (case.input(), Vec::new(), Vec::new());
    let mut replacements: Vec<Replacement> = Vec::new();
    let mut keep = |settled: Settled| {
        text.extend(settled.text);
        replacements.extend(settled.replacements);
        types.extend(settled.findings.iter().map(|(finding, _)| finding.rule.to_string()));
        settled.error
    };
    let (mut rest, mut sizes) = (&input[..], case.chunks.iter().cycle());
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(rest.len().min(*sizes.next().expect("the case has sizes of pieces")));
        keep(stream.push(piece));
        rest = later;
    }
    let error = keep(stream.finish());
    equal("error", error.as_ref().map(|error| error.code()), case.error.as_deref())?;
    equal("types", types, case.types.clone())?;
    let whole = case.scanner().map_err(|error| error.to_string())?.redact_bytes(&input);
    if case.error.is_none() {
        equal("replacements", &replacements[..], &whole.replacements[..])?;
    }
    if text == case.redacted() { Ok(()) } else { Err("the redacted text is another".to_owned()) }
}

fn feed(case: &Case) -> Result<(), String> {
    let format = Format::parse(&case.format).ok_or("an unknown format")?;
    let mut feed = case.scanner().and_then(|scanner| scanner.feed(format)).map_err(|error| error.to_string())?;
    let (input, mut text, mut types, mut first) = (case.input(), Vec::new(), Vec::new(), None);
    let mut keep = |settled: Settled| {
        text.extend(settled.text);
        types.extend(settled.findings.iter().map(|(finding, _)| finding.rule.to_string()));
        first = first.take().or(settled.error);
    };
    let (mut rest, mut sizes) = (&input[..], case.chunks.iter().cycle());
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(rest.len().min(*sizes.next().expect("the case has sizes of pieces")));
        keep(feed.push(piece));
        rest = later;
    }
    keep(feed.finish());
    equal("error", first.as_ref().map(|error| error.code()), case.error.as_deref())?;
    equal("types", types, case.types.clone())?;
    let text = if case.answer.is_empty() { text } else { answer(&text, &case.answer).into_bytes() };
    if text == case.redacted() { Ok(()) } else { Err("the redacted text is another".to_owned()) }
}

/// What the members of this name say, all in all, in the documents of events.
fn answer(events: &[u8], name: &str) -> String {
    let lines = String::from_utf8_lossy(events);
    let payloads =
        lines.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|payload| payload.starts_with('{'));
    payloads.map(|payload| said(&serde_json::from_str(payload).expect("a document"), name)).collect()
}

fn said(value: &Value, name: &str) -> String {
    match value {
        Value::Object(members) => {
            let said = |(key, value): (&String, &Value)| match value {
                Value::String(text) if key == name => text.clone(),
                other => said(other, name),
            };
            members.iter().map(said).collect()
        }
        Value::Array(items) => items.iter().map(|item| said(item, name)).collect(),
        _ => String::new(),
    }
}

fn shown(case: &Case) -> String {
    let &Case { keep_prefix, keep_suffix, .. } = case;
    preview(case.value.as_bytes(), Keep { keep_prefix, keep_suffix })
}

fn draft(case: &Case) -> Result<(), String> {
    match (draft_regex(&case.evidence), &case.error) {
        (Err(error), expected) => equal("error", Some(error.code()), expected.as_deref()),
        (Ok(draft), None) => {
            equal("regex", &draft.regex, &case.regex)?;
            equal("samples, matched", (draft.samples, draft.matched), (case.samples, case.matched))?;
            equal("confidence", format!("{:.2}", draft.confidence), format!("{:.2}", case.confidence))
        }
        (Ok(_), Some(_)) => Err("no error".to_owned()),
    }
}

fn error(case: &Case) -> Option<Result<(), String>> {
    match case.call.expect("the case has a call") {
        Call::Rules | Call::Known | Call::Policy | Call::Paths => Some(case.check_error(case.scanner())),
        Call::Scan => Some(case.check_error(case.scanner().and_then(|scanner| scanner.scan(case.input())))),
        Call::RedactAs => {
            let redacted = case
                .shape
                .parse::<Shape>()
                .map(|shape| case.scanner().map(|of| of.redact_bytes_as(shape, &case.input())));
            Some(case.check_error(redacted))
        }
        Call::Feedback | Call::Open | Call::Approve => None,
    }
}
