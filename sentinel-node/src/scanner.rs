//! Scanning and redacting.

use std::{collections::BTreeMap, sync::LazyLock};

use napi::{
    Env,
    bindgen_prelude::{Either, Object, Uint8Array, Unknown},
};
use napi_derive::napi;
use sentinel_core::Redacted;

use crate::{
    error::{ErrorView, guarded, thrown},
    finding::FindingView,
    options::{ScannerOptions, json, read},
    text::{Text, parts},
};

/// Compiled, immutable rules: finds secrets and replaces them. Does no I/O after it was made, keeps
/// no text, and answers at once.
///
/// ```js
/// const scanner = new Scanner({ yaml: 'patterns: {HOUSE: {regex: "hsk_[a-z]{8}"}}' })
/// scanner.redact('t=hsk_abcdefgh').text // 't=[REDACTED:HOUSE]'
/// ```
#[napi]
pub struct Scanner {
    pub(crate) inner: sentinel_core::Scanner,
}

#[napi]
impl Scanner {
    /// Reads rule files and compiles the rules.
    ///
    /// @throws {SentinelError} `not_found` or `storage` when a file cannot be read,
    /// `invalid_patterns` or `invalid_rule` when the rules are wrong, `invalid_input` when an
    /// option is.
    #[napi(constructor, ts_args_type = "options?: ScannerOptions")]
    pub fn new(env: &Env, options: Option<Object<'_>>) -> napi::Result<Self> {
        let options = json(env, options)?;
        guarded("make scanner", || read::<ScannerOptions>("make scanner", &options)?.build())
            .map(|inner| Self { inner })
            .map_err(|error| thrown(env, &error))
    }

    /// Every finding, in order of position; none overlaps another. Offsets and columns count UTF-16
    /// units of a string, and bytes of a `Uint8Array`.
    ///
    /// @throws {SentinelError} `limit_exceeded` when the text is larger, or dearer to scan, than the
    /// limits allow.
    #[napi(ts_args_type = "text: string | Uint8Array", ts_return_type = "Finding[]")]
    pub fn scan(&self, env: &Env, text: Text<'_>) -> napi::Result<Unknown<'static>> {
        scan_with(env, &self.inner, &text)
    }

    /// The text with every finding replaced by `[REDACTED:RULE]`; text of the kind that was given.
    /// Where scanning fails, all of the text is withheld: it is then `[REDACTED:LIMIT]` or
    /// `[REDACTED:ERROR]`, and `error` says why.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array",
        ts_args_type = "text: T",
        ts_return_type = "Redacted<T>"
    )]
    pub fn redact<'env>(&self, env: &'env Env, text: Text<'_>) -> napi::Result<Object<'env>> {
        redact_with(env, &self.inner, &text)
    }

    /// Identifies the rules: 16 hexadecimal digits, equal for equal rules.
    #[napi(getter)]
    pub fn digest(&self) -> &str {
        self.inner.digest()
    }

    /// How many texts have been withheld.
    #[napi(getter)]
    pub fn withheld(&self) -> f64 {
        self.inner.withheld() as f64
    }

    /// The active rules, by name.
    #[napi(ts_return_type = "Record<string, Rule>")]
    pub fn rules(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.inner.rules().collect::<BTreeMap<_, _>>())
    }
}

/// As {@link Scanner.scan}, with the built-in rules for secrets.
#[napi(ts_args_type = "text: string | Uint8Array", ts_return_type = "Finding[]")]
pub fn scan(env: &Env, text: Text<'_>) -> napi::Result<Unknown<'static>> {
    scan_with(env, &BUILTIN, &text)
}

/// As {@link Scanner.redact}, with the built-in rules for secrets.
///
/// ```js
/// redact('key=AKIA…').text // 'key=[REDACTED:AWS_ACCESS_KEY]'
/// ```
#[napi(ts_generic_types = "T extends string | Uint8Array", ts_args_type = "text: T", ts_return_type = "Redacted<T>")]
pub fn redact<'env>(env: &'env Env, text: Text<'_>) -> napi::Result<Object<'env>> {
    redact_with(env, &BUILTIN, &text)
}

/// Compiled when it is first used.
static BUILTIN: LazyLock<sentinel_core::Scanner> = LazyLock::new(sentinel_core::Scanner::builtin);

fn scan_with(env: &Env, scanner: &sentinel_core::Scanner, text: &Text<'_>) -> napi::Result<Unknown<'static>> {
    let (bytes, unit) = parts(text);
    let found = guarded("scan", || Ok(FindingView::all(bytes, unit, scanner.scan(bytes)?)));
    env.to_js_value(&found.map_err(|error| thrown(env, &error))?)
}

fn redact_with<'env>(env: &'env Env, scanner: &sentinel_core::Scanner, text: &Text<'_>) -> napi::Result<Object<'env>> {
    let (bytes, unit) = parts(text);
    let redacted = guarded("redact", || {
        Ok(match text {
            Either::A(text) => view(scanner.redact(text), Either::A, bytes, unit),
            Either::B(_) => view(scanner.redact_bytes(bytes), |text| Either::B(Uint8Array::new(text)), bytes, unit),
        })
    });
    let (text, findings, error) = redacted.map_err(|error| thrown(env, &error))?;
    let mut object = Object::new(env)?;
    object.set("text", text)?;
    object.set("findings", env.to_js_value(&findings)?)?;
    object.set("error", env.to_js_value(&error)?)?;
    Ok(object)
}

type View = (Either<String, Uint8Array>, Vec<FindingView>, Option<ErrorView>);

fn view<T>(
    redacted: Redacted<T>,
    text: impl FnOnce(T) -> Either<String, Uint8Array>,
    bytes: &[u8],
    unit: sentinel_core::Unit,
) -> View {
    let findings = FindingView::all(bytes, unit, redacted.findings);
    (text(redacted.text), findings, redacted.error.as_ref().map(ErrorView::from))
}
