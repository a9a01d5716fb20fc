//! Scanning and redacting.

use std::sync::LazyLock;

use napi::{
    Env,
    bindgen_prelude::{Either, Object, Uint8Array, Unknown},
};
use napi_derive::napi;
use sentinel_core::Format;

use crate::{
    argument::{Data, Text, json, parts, read},
    error::{ErrorView, at_once},
    options::ScannerOptions,
    result::{located, named},
    stream::Stream,
};

type Core = sentinel_core::Scanner;

/// Compiled, immutable rules: finds secrets and replaces them. Does no I/O after it was made, keeps
/// no text, and answers at once.
///
/// In a string a lone surrogate is read as U+FFFD, and stands so in a redacted text; offsets are not
/// changed by it.
///
/// ```js
/// const scanner = new Scanner({ yaml: 'patterns: {HOUSE: {regex: "hsk_[a-z]{8}"}}' })
/// scanner.redact('t=hsk_abcdefgh').text // 't=[REDACTED:HOUSE]'
/// ```
#[napi]
pub struct Scanner {
    pub(crate) core: Core,
}

#[napi]
impl Scanner {
    /// Reads rule files and compiles the rules.
    ///
    /// @throws {SentinelError} `not_found` or `storage` when a file cannot be read,
    /// `invalid_patterns` or `invalid_rule` when the rules are wrong, `invalid_input` when an
    /// option is.
    #[napi(constructor, ts_args_type = "options?: ScannerOptions")]
    pub fn new(env: &Env, options: Data<'_>) -> napi::Result<Self> {
        const OPERATION: &str = "build scanner";
        let build = || read::<ScannerOptions>(OPERATION, &json(env, OPERATION, options)?)?.build();
        at_once(env, OPERATION, build).map(|core| Self { core })
    }

    /// Every finding, in order of position; none overlaps another. Offsets and columns count UTF-16
    /// units of a string, and bytes of a `Uint8Array`.
    ///
    /// @throws {SentinelError} `limit_exceeded` when the text is larger, or dearer to scan, than the
    /// limits allow.
    #[napi(ts_args_type = "text: string | Uint8Array", ts_return_type = "Finding[]")]
    pub fn scan(&self, env: &Env, text: Text<'_>) -> napi::Result<Unknown<'static>> {
        scan_with(env, &self.core, &text)
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
        redact_with(env, &self.core, &text)
    }

    /// A stream with these rules: redacts a text that comes piece by piece. `format` says what the text is made
    /// of; default: `text`.
    ///
    /// @throws {SentinelError} `unsupported` when no bound is known for what one of the rules looks at,
    /// `invalid_input` for another format.
    #[napi(ts_args_type = "format?: StreamFormat")]
    pub fn stream(&self, env: &Env, format: Option<String>) -> napi::Result<Stream> {
        let feed = || self.core.feed(format.as_deref().map_or(Ok(Format::Text), str::parse)?);
        at_once(env, "stream", feed).map(Stream::of)
    }

    /// Identifies the rules: 16 hexadecimal digits, equal for equal rules.
    #[napi(getter)]
    pub fn digest(&self) -> &str {
        self.core.digest()
    }

    /// How many texts have been withheld.
    #[napi(getter)]
    pub fn withheld(&self) -> f64 {
        self.core.withheld() as f64
    }

    /// The active rules, by name.
    #[napi(ts_return_type = "Rule[]")]
    pub fn rules(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&named(self.core.rules().map(|(name, rule)| (name.to_owned(), rule.clone()))))
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
static BUILTIN: LazyLock<Core> = LazyLock::new(Core::builtin);

fn scan_with(env: &Env, scanner: &Core, text: &Text<'_>) -> napi::Result<Unknown<'static>> {
    let (bytes, unit) = parts(text);
    let findings = at_once(env, "scan", || Ok(located(bytes, unit, scanner.scan(bytes)?)))?;
    env.to_js_value(&findings)
}

fn redact_with<'env>(env: &'env Env, scanner: &Core, text: &Text<'_>) -> napi::Result<Object<'env>> {
    let (bytes, unit) = parts(text);
    let (text, findings, error) = at_once(env, "redact", || {
        Ok(match text {
            Either::A(text) => {
                let redacted = scanner.redact(text);
                (Either::A(redacted.text), located(bytes, unit, redacted.findings), redacted.error)
            }
            Either::B(_) => {
                let redacted = scanner.redact_bytes(bytes);
                (Either::B(Uint8Array::new(redacted.text)), located(bytes, unit, redacted.findings), redacted.error)
            }
        })
    })?;
    let mut object = Object::new(env)?;
    object.set("text", text)?;
    object.set("findings", env.to_js_value(&findings)?)?;
    object.set("error", env.to_js_value(&error.as_ref().map(ErrorView::from))?)?;
    Ok(object)
}
