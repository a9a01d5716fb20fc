//! Scanning and redacting.

use std::sync::LazyLock;

use napi::{
    Env,
    bindgen_prelude::{ClassInstance, Either, Object, Uint8Array, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Format, Redacted, Shape};

use crate::{
    argument::{Data, Text, json, parts, read},
    callback::{Callback, Says},
    error::{ErrorView, at_once},
    memory::{BUILTIN_BYTES, OWN_BYTES},
    options::ScannerOptions,
    result::{CountersView, located, named},
    stream::Stream,
    vault::Vault,
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
#[napi(custom_finalize)]
pub struct Scanner {
    pub(crate) core: Core,
    /// How many bytes V8 was told that it takes.
    pub(crate) told: i64,
}

#[napi]
impl Scanner {
    /// Reads rule files and compiles the rules.
    ///
    /// @throws {SentinelError} `not_found` or `storage` when a file cannot be read,
    /// `invalid_patterns` or `invalid_rule` when the rules are wrong, `invalid_input` when an
    /// option is.
    #[napi(constructor, ts_args_type = "options?: ScannerOptions")]
    pub fn new(
        env: &Env,
        options: Data<'_>,
        vault: Option<ClassInstance<'_, Vault>>,
        callback: Option<Says<'_>>,
    ) -> napi::Result<Self> {
        const OPERATION: &str = "build scanner";
        let vault = vault.as_ref().map(|vault| &vault.core);
        let callback = callback.map(Callback::new).transpose()?;
        let (core, told) = at_once(env, OPERATION, || {
            let options = read::<ScannerOptions>(OPERATION, &json(env, OPERATION, options)?)?;
            let bytes = if options.has_builtin() { BUILTIN_BYTES } else { OWN_BYTES };
            Ok((options.build(vault, callback)?, bytes))
        })?;
        env.adjust_external_memory(told)?;
        Ok(Self { core, told })
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

    /// The text with every finding replaced as the policy says, by `[REDACTED:RULE]` without one; text of the kind that
    /// was given: a string, a `Buffer`, a `Uint8Array`.
    /// Where scanning fails, all of the text is withheld: it is then `[REDACTED:LIMIT]` or
    /// `[REDACTED:ERROR]`, and `error` says why.
    ///
    /// Any other value is walked: objects, arrays, `Map`, `Set`, errors. The result is a redacted copy, and what was
    /// given stays as it was. Keys and values are scanned, and fields with names like `password` are masked whatever they
    /// hold, as in {@link Scanner.redactJson}. Binary data and dates are left alone, but keys of a `Map` that are bytes
    /// are read as text. Places of findings are those in the JSON text of the value. A part that stands at several places
    /// counts at each of them towards the limits; where one stands inside itself, the copy has `'[Circular]'`.
    ///
    /// A copy gives nothing of the original out, and can be logged:
    /// - An instance keeps its class, not its private fields. Where it has a `toJSON`, the copy is of what that gives.
    /// - Functions are left out of objects, and elsewhere are texts: `'[Function: name]'`.
    /// - `Headers`, `URLSearchParams` and `FormData` are copied as such. A `URL` becomes a string, redacted as by
    ///   {@link Scanner.redactAs}; objects that hold a string or a number become that.
    /// - What has no copy is named: `'[Promise]'`, `'[WeakMap]'`, `'[Request]'`, `'[Blob]'`.
    #[napi(ts_generic_types = "T", ts_args_type = "text: T", ts_return_type = "Redacted<T>")]
    pub fn redact<'env>(&self, env: &'env Env, text: Text<'_>) -> napi::Result<Object<'env>> {
        redact_with(env, &self.core, &text)
    }

    /// The text, read as what the host knows it to be. What its names say is secret is masked as a whole, whatever it
    /// looks like, and all else is redacted as by {@link Scanner.redact}. The result is of the same shape, and names stay.
    ///
    /// ```js
    /// scanner.redactAs('url', 'https://ann:horse@example.org/').text // 'https://ann:[REDACTED:PASSWORD]@example.org/'
    /// ```
    ///
    /// @throws {SentinelError} `invalid_input`, which names the field, for another shape.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array",
        ts_args_type = "shape: Shape, text: T",
        ts_return_type = "Redacted<T>"
    )]
    pub fn redact_as<'env>(&self, env: &'env Env, shape: String, text: Text<'_>) -> napi::Result<Object<'env>> {
        let shape: Shape = at_once(env, "redact as", || shape.parse())?;
        redact_by(env, &text, |bytes| self.core.redact_bytes_as(shape, bytes))
    }

    /// The text with every finding replaced by a token of the vault: {@link Vault.restore} gives it back, byte by byte.
    /// Where scanning fails, or the vault is full, all of the text is withheld, and `error` says why.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array",
        ts_args_type = "text: T, vault: Vault",
        ts_return_type = "Redacted<T>"
    )]
    pub fn tokenize<'env>(&self, env: &'env Env, text: Text<'_>, vault: &Vault) -> napi::Result<Object<'env>> {
        let scanner = &self.core;
        redact_by(env, &text, |bytes| scanner.tokenize_bytes(bytes, &vault.core))
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

    /// What this scanner and its streams have done since it was built.
    #[napi(getter, ts_return_type = "Counters")]
    pub fn counters(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&CountersView::from(self.core.counters()))
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
#[napi(ts_generic_types = "T", ts_args_type = "text: T", ts_return_type = "Redacted<T>")]
pub fn redact<'env>(env: &'env Env, text: Text<'_>) -> napi::Result<Object<'env>> {
    redact_with(env, &BUILTIN, &text)
}

/// Compiled when it is first used.
pub(crate) static BUILTIN: LazyLock<Core> = LazyLock::new(Core::builtin);

fn scan_with(env: &Env, scanner: &Core, text: &Text<'_>) -> napi::Result<Unknown<'static>> {
    let (bytes, unit) = parts(text);
    let findings = at_once(env, "scan", || Ok(located(bytes, unit, scanner.scan(bytes)?)))?;
    env.to_js_value(&findings)
}

fn redact_with<'env>(env: &'env Env, scanner: &Core, text: &Text<'_>) -> napi::Result<Object<'env>> {
    redact_by(env, text, |bytes| scanner.redact_bytes(bytes))
}

fn redact_by<'env>(
    env: &'env Env,
    text: &Text<'_>,
    redact: impl Fn(&[u8]) -> Redacted<Vec<u8>>,
) -> napi::Result<Object<'env>> {
    let (bytes, unit) = parts(text);
    let (text, redacted) = at_once(env, "redact", || {
        let mut redacted = redact(bytes);
        redacted.replacements = redacted.replacements.counted_in(unit, bytes, &redacted.text);
        let content = std::mem::take(&mut redacted.text);
        Ok(match text {
            // Valid, unless a rule cut a character in two.
            Either::A(_) => (Either::A(String::from_utf8_lossy(&content).into_owned()), redacted),
            Either::B(_) => (Either::B(Uint8Array::new(content)), redacted),
        })
    })?;
    let mut object = Object::new(env)?;
    object.set("text", text)?;
    object.set("findings", env.to_js_value(&located(bytes, unit, redacted.findings))?)?;
    object.set("error", env.to_js_value(&redacted.error.as_ref().map(ErrorView::from))?)?;
    object.set("replacements", env.to_js_value(&redacted.replacements)?)?;
    Ok(object)
}
