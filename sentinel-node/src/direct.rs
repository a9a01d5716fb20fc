//! Scanning and redacting of strings, which hosts do for each line: functions of one scanner, which need not find out
//! whose method was called. Where nothing was found they make nothing, and the package makes the result. What was found
//! goes as JSON: V8 makes objects of that in a fraction of the time that it takes to set their fields one by one.

use std::borrow::Cow;

use napi::{
    Env,
    bindgen_prelude::{FunctionCallContext, Object, ToNapiValue},
};
use napi_derive::napi;
use sentinel_core::{Error, ErrorKind, Redacted, Replacements, Result, Scanner as Core, Unit};
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
    add(&mut functions, env, ("scan", "scan"), scanner, scan)?;
    add(&mut functions, env, ("redact", "redact"), scanner, |scanner, line| {
        redacted(line, scanner.redact_cow(line.text()))
    })?;
    add(&mut functions, env, ("redactJson", "redact json"), scanner, |scanner, line| {
        redacted(line, scanner.redact_json_cow(line.text()))
    })?;
    Ok(functions)
}

/// What a call gives; nothing where nothing was found.
type Answer<T> = Result<Option<T>>;

fn add<T: ToNapiValue + 'static>(
    functions: &mut Object<'_>,
    env: &Env,
    (name, operation): (&str, &'static str),
    scanner: &Core,
    call: fn(&Core, &Line) -> Answer<T>,
) -> napi::Result<()> {
    let scanner = scanner.clone();
    let called = move |context: FunctionCallContext<'_>| {
        let line = context.first_arg()?;
        at_once(context.env, operation, || call(&scanner, &line))
    };
    functions.set(name, env.create_function_from_closure::<(), _, _>(name, called)?)
}

/// The findings.
fn scan(scanner: &Core, line: &Line) -> Answer<String> {
    let bytes = line.text().as_bytes();
    let findings = scanner.scan(bytes)?;
    if findings.is_empty() {
        return Ok(None);
    }
    json("scan", &located(bytes, Unit::Utf16, findings)).map(Some)
}

/// The text, and all else of the result. Nothing where the string itself is the result.
fn redacted(line: &Line, redacted: Redacted<Cow<'_, str>>) -> Answer<Vec<String>> {
    if line.is_exact() && matches!(redacted.text, Cow::Borrowed(_)) {
        return Ok(None);
    }
    let Redacted { text, findings, replacements, error, .. } = redacted;
    let bytes = line.text().as_bytes();
    let findings = located(bytes, Unit::Utf16, findings);
    let error = error.as_ref().map(ErrorView::from);
    let replacements = replacements.counted_in(Unit::Utf16, bytes, text.as_bytes());
    let rest = json("redact", &RestView { findings, error, replacements })?;
    Ok(Some(vec![text.into_owned(), rest]))
}

fn json(operation: &'static str, data: &impl Serialize) -> Result<String> {
    serde_json::to_string(data).map_err(|_| Error::new(ErrorKind::Internal, operation, "a result cannot be written"))
}

/// A result without its text.
#[derive(Serialize)]
struct RestView {
    findings: Vec<FindingView>,
    error: Option<ErrorView>,
    replacements: Replacements,
}
