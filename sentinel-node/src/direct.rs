//! Scanning and redacting of strings, which hosts do for each line: functions of one scanner, which need not find out
//! whose method was called. Where nothing was found they make nothing, and the package makes the result.

use std::borrow::Cow;

use napi::{
    Env,
    bindgen_prelude::{FunctionCallContext, Object, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Redacted, Replacements, Scanner as Core, Unit};
use serde::Serialize;

use crate::{
    error::{ErrorView, at_once},
    line::Line,
    result::{FindingView, located},
    scanner::{BUILTIN, Scanner},
};

#[napi]
impl Scanner {
    /// Its functions for strings, for the package itself.
    #[napi(skip_typescript)]
    pub fn direct<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        functions(env, &self.core)
    }
}

/// Those of the built-in rules, for the package itself.
#[napi(skip_typescript)]
pub fn direct<'env>(env: &'env Env) -> napi::Result<Object<'env>> {
    functions(env, &BUILTIN)
}

fn functions<'env>(env: &'env Env, scanner: &Core) -> napi::Result<Object<'env>> {
    let mut functions = Object::new(env)?;
    add(&mut functions, env, "scan", scanner, scan)?;
    add(&mut functions, env, "redact", scanner, redact)?;
    add(&mut functions, env, "redactJson", scanner, redact_json)?;
    Ok(functions)
}

/// What a call gives, made of data; none where the package makes it.
type Answer = napi::Result<Option<Unknown<'static>>>;

fn add(
    functions: &mut Object<'_>,
    env: &Env,
    name: &str,
    scanner: &Core,
    call: fn(&Env, &Core, &Line) -> Answer,
) -> napi::Result<()> {
    let scanner = scanner.clone();
    let called = move |context: FunctionCallContext<'_>| call(context.env, &scanner, &context.first_arg()?);
    functions.set(name, env.create_function_from_closure::<(), _, _>(name, called)?)
}

fn scan(env: &Env, scanner: &Core, line: &Line) -> Answer {
    let bytes = line.text().as_bytes();
    let findings = at_once(env, "scan", || Ok(located(bytes, Unit::Utf16, scanner.scan(bytes)?)))?;
    (!findings.is_empty()).then(|| env.to_js_value(&findings)).transpose()
}

fn redact(env: &Env, scanner: &Core, line: &Line) -> Answer {
    let redacted = at_once(env, "redact", || Ok(RedactedView::new(line, scanner.redact_cow(line.text()))))?;
    redacted.map(|redacted| env.to_js_value(&redacted)).transpose()
}

fn redact_json(env: &Env, scanner: &Core, line: &Line) -> Answer {
    let redacted = at_once(env, "redact json", || Ok(RedactedView::new(line, scanner.redact_json_cow(line.text()))))?;
    redacted.map(|redacted| env.to_js_value(&redacted)).transpose()
}

/// A string with every finding replaced.
#[derive(Serialize)]
struct RedactedView {
    text: String,
    findings: Vec<FindingView>,
    error: Option<ErrorView>,
    replacements: Replacements,
}

impl RedactedView {
    /// None when the string itself is the result.
    fn new(line: &Line, redacted: Redacted<Cow<'_, str>>) -> Option<Self> {
        if line.is_exact() && matches!(redacted.text, Cow::Borrowed(_)) {
            return None;
        }
        let Redacted { text, findings, replacements, error, .. } = redacted;
        let bytes = line.text().as_bytes();
        Some(Self {
            findings: located(bytes, Unit::Utf16, findings),
            error: error.as_ref().map(ErrorView::from),
            replacements: replacements.counted_in(Unit::Utf16, bytes, text.as_bytes()),
            text: text.into_owned(),
        })
    }
}
