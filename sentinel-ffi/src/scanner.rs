//! The scanner: rules without a store.

use std::{ffi::c_void, mem::MaybeUninit, sync::Arc, time::Duration};

use sentinel_core::{Counters, Patterns, Scanner};
use sentinel_store::monotonic_clock;

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    callback::Callback,
    finding::sentinel_findings,
    options::{self, sentinel_scanner_options},
    status::sentinel_status,
};

/// Compiled, immutable rules. Any number of threads may use one at the same time.
#[derive(Debug)]
pub struct sentinel_scanner(pub(crate) Scanner);

impl sentinel_scanner {
    pub(crate) fn core(&self) -> &Scanner {
        &self.0
    }
}

/// Builds a scanner; options may be NULL. The caller owns *out: sentinel_scanner_free(). Building
/// takes milliseconds: do it once.
///
/// SENTINEL_INVALID_PATTERNS or SENTINEL_INVALID_RULE when the rules are wrong; SENTINEL_INVALID_INPUT when a known
/// value is too short, too long, blank or a placeholder, or the policy says what cannot be: the error names it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_scanner_new(
    options: *const sentinel_scanner_options,
    out: Option<&mut MaybeUninit<*mut sentinel_scanner>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        // SAFETY: the caller's promise about structures.
        let options = unsafe { options::read(options, "options")? };
        // SAFETY: the caller's promise about structures.
        let known = unsafe { options::known(options.known, options.known_length, options.known_env)? };
        // SAFETY: the caller's promise about structures.
        let policy = unsafe { options::policy(options.policy, options.pseudonym_keys, options.pseudonym_keys_length)? };
        // SAFETY: the caller's promise about handles.
        let vault = unsafe { options.vault.as_ref() };
        let policy = vault.into_iter().fold(policy, |policy, vault| policy.tokenizer(Arc::new(vault.0.clone())));
        let policy = Callback::of(&options).into_iter().fold(policy, |policy, own| policy.callback(own.function()));
        let builder = Scanner::builder().builtin(!options.without_builtin).pii(options.pii).policy(policy);
        let builder = builder.paths(options::paths(options.paths)?);
        let mut builder = builder.known(known).limits(options.limits()).clock(monotonic_clock());
        if options.rule_budget != 0 {
            builder = builder.rule_budget(Duration::from_nanos(options.rule_budget));
        }
        builder = builder.disable_slow_rules(options.disable_slow_rules);
        if let Some(rules) = options.rules.optional("options.rules")? {
            builder = builder.patterns(Patterns::parse(rules)?);
        }
        out.write(Box::into_raw(Box::new(sentinel_scanner(builder.build()?))));
        Ok(())
    })
}

/// Frees a scanner. What it found stays. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_scanner_free(scanner: Option<Box<sentinel_scanner>>) {
    boundary::value((), || drop(scanner));
}

/// Finds secrets in a text of any bytes. The caller owns *out: sentinel_findings_free().
///
/// SENTINEL_LIMIT_EXCEEDED when the text is larger, or dearer to scan, than the limits allow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_scan(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        out.write(sentinel_findings::handle(text, scanner.0.scan(text)?, None));
        Ok(())
    })
}

/// Replaces every secret in a text of any bytes as the policy says, by [REDACTED:RULE] without one. The caller owns
/// *out: sentinel_buffer_free().
///
/// It fails closed: a text that cannot be scanned is withheld as a whole. *out is then
/// [REDACTED:LIMIT] or [REDACTED:ERROR], which may be passed on, and the status is SENTINEL_OK;
/// sentinel_redact_findings() says why, and sentinel_scanner_withheld() counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_redact(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        out.write(scanner.0.redact_bytes(text).text.as_slice().into());
        Ok(())
    })
}

/// As sentinel_redact(), with what was found, and why the text was withheld if it was
/// (sentinel_findings_withheld). Offsets are those of the text, not of *out. The caller owns both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_redact_findings(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out, found) = (given(scanner, "scanner")?, given(out, "out")?, given(findings, "findings")?);
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        let redacted = scanner.0.redact_bytes(text);
        found.write(sentinel_findings::handle(text, redacted.findings, redacted.error.as_ref()));
        out.write(redacted.text.as_slice().into());
        Ok(())
    })
}

/// How many texts this scanner has withheld since it was built. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_scanner_withheld(scanner: Option<&sentinel_scanner>) -> u64 {
    boundary::value(0, || scanner.map_or(0, |scanner| scanner.0.withheld()))
}

/// What a scanner and its streams have done since it was built. The numbers only grow.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct sentinel_counters {
    /// Texts and streams that were to be scanned or redacted.
    pub calls: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Findings.
    pub found: u64,
    /// Stretches of text that were replaced.
    pub redacted: u64,
    /// Texts and streams that the policy withheld.
    pub blocked: u64,
    /// Those that were withheld because of a limit.
    pub limited: u64,
    /// Those that were withheld because of an error.
    pub failed: u64,
}

/// Reads the counters of a scanner.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_scanner_counters(
    scanner: Option<&sentinel_scanner>,
    out: Option<&mut MaybeUninit<sentinel_counters>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        let Counters { calls, bytes, found, redacted, blocked, limited, failed, .. } = scanner.0.counters();
        out.write(sentinel_counters { calls, bytes, found, redacted, blocked, limited, failed });
        Ok(())
    })
}
