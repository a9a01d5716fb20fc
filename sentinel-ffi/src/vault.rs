//! Vaults, and the guard before files, commands, databases and prompts.

use std::{ffi::c_void, mem::MaybeUninit};

use sentinel_core::{Grant, Guard, GuardPolicy, Scope, Sink, Vault};
use sentinel_store::VaultOptions;

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    scanner::sentinel_scanner,
    status::sentinel_status,
    text::sentinel_text,
};

/// Keeps values sealed, gives tokens for them, and gives them back to whom a grant allows it. Any number of threads may
/// use one at the same time.
#[derive(Debug)]
pub struct sentinel_vault(pub(crate) Vault);

/// Opens the vault in the store at a URL, as sentinel_open() does; it may be that of a service. options is JSON, or
/// missing: key (64 hexadecimal digits) or key_file, capacity (values; a million), retention (seconds; a day), tenant,
/// session. The caller owns *out: sentinel_vault_free().
///
/// SENTINEL_INVALID_INPUT for another URL or a wrong option; what sentinel_open() answers for stores and keys.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_vault_open(
    url: sentinel_text,
    options: sentinel_text,
    out: Option<&mut MaybeUninit<*mut sentinel_vault>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        let options = options.optional("options")?.map(VaultOptions::from_json).transpose()?.unwrap_or_default();
        let vault = options.open(url.required("url")?)?;
        out.write(Box::into_raw(Box::new(sentinel_vault(vault))));
        Ok(())
    })
}

/// The same vault for another tenant and session; each may be missing. The caller owns *out: sentinel_vault_free().
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_vault_scoped(
    vault: Option<&sentinel_vault>,
    tenant: sentinel_text,
    session: sentinel_text,
    out: Option<&mut MaybeUninit<*mut sentinel_vault>>,
) -> sentinel_status {
    boundary::call(|| {
        let (vault, out) = (given(vault, "vault")?, given(out, "out")?);
        let scope = Scope::new(tenant.or_empty("tenant")?, session.or_empty("session")?);
        out.write(Box::into_raw(Box::new(sentinel_vault(vault.0.scoped(scope)))));
        Ok(())
    })
}

/// Frees a vault. What a file keeps stays. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_vault_free(vault: Option<Box<sentinel_vault>>) {
    boundary::value((), || drop(vault));
}

/// Replaces every secret in a text of any bytes by a token of the vault: sentinel_restore() gives it back, byte by byte.
/// The caller owns *out: sentinel_buffer_free().
///
/// It fails closed, as sentinel_redact() does: where scanning fails, or the vault is full, *out is [REDACTED:LIMIT] or
/// [REDACTED:ERROR].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_tokenize(
    scanner: Option<&sentinel_scanner>,
    vault: Option<&sentinel_vault>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, vault, out) = (given(scanner, "scanner")?, given(vault, "vault")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        out.write(scanner.core().tokenize_bytes(text, &vault.0).text.as_slice().into());
        Ok(())
    })
}

/// Replaces every token in a text by its value, if the grant allows all of them. The grant is JSON: by ("person:NAME" or
/// "machine:NAME"), sink ("file", "command", "database" or "prompt"), purpose, until (RFC 3339), rules (a list of names,
/// or "*"), tenant, session. Tokens are read as people and language models leave them. What is done is in the hyperlog of
/// the store before this returns. The caller owns *out, which holds values: sentinel_buffer_free() overwrites it.
///
/// Nothing is restored, and *out is not written, on SENTINEL_FORBIDDEN (the grant has run out or does not allow a rule),
/// SENTINEL_TAMPERED (a token is forged, damaged or of another scope) and SENTINEL_NOT_FOUND (a value has expired).
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_restore(
    vault: Option<&sentinel_vault>,
    text: sentinel_text,
    grant: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let (vault, out) = (given(vault, "vault")?, given(out, "out")?);
        let grant = Grant::from_json(grant.required("grant")?)?;
        out.write(vault.0.restore(text.required("text")?, &grant)?.expose().into());
        Ok(())
    })
}

/// The text as it may be written to a sink: "file", "command", "database" or "prompt". Into the first three, tokens of
/// the vault are restored, if the grant allows it, and placeholders, masks, pseudonyms and forged tokens are refused; a
/// prompt takes all of it. vault may be NULL, grant and policy missing; policy is JSON, actions by kinds by sinks:
/// {"file": {"mask": "warn"}}. *out is the text, which may hold values; *traces, unless it is NULL, is JSON: a list of
/// kind, action, start, end and line. The caller owns both: sentinel_buffer_free().
///
/// SENTINEL_FORBIDDEN for what is refused; what sentinel_restore() answers. Nothing is written then.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_guard(
    text: sentinel_text,
    sink: sentinel_text,
    vault: Option<&sentinel_vault>,
    grant: sentinel_text,
    policy: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    traces: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        let policy = policy.optional("policy")?.map(GuardPolicy::from_json).transpose()?.unwrap_or_default();
        let grant = grant.optional("grant")?.map(Grant::from_json).transpose()?;
        let guard = vault.into_iter().fold(Guard::new(policy), |guard, vault| guard.with_vault(vault.0.clone()));
        let guarded = guard.check(text.required("text")?, Sink::read(sink.required("sink")?)?, grant.as_ref())?;
        if let Some(traces) = traces {
            traces.write(sentinel_buffer::json(&guarded.traces())?);
        }
        out.write(guarded.expose().into());
        Ok(())
    })
}

/// How many values a vault could not keep, because it was full or its store failed: no token was given. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_vault_failed(vault: Option<&sentinel_vault>) -> u64 {
    boundary::value(0, || vault.map_or(0, |vault| vault.0.counts().failed))
}

/// Forgets the values that have expired; *out is how many those were.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_vault_purge(
    vault: Option<&sentinel_vault>,
    out: Option<&mut MaybeUninit<u64>>,
) -> sentinel_status {
    boundary::call(|| {
        let (vault, out) = (given(vault, "vault")?, given(out, "out")?);
        out.write(vault.0.purge()?);
        Ok(())
    })
}
