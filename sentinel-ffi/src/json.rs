//! JSON documents.

use std::{ffi::c_void, mem::MaybeUninit};

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    failure::Failure,
    finding::sentinel_findings,
    scanner::sentinel_scanner,
    status::sentinel_status,
};

/// Replaces every secret in a JSON document, and masks the values of fields with names like "password", "Authorization"
/// or "card_number" whatever they look like. *out is JSON again, and the same away from what was replaced. findings,
/// which may be NULL, gets what was found and why the text was withheld, if it was. The caller owns both:
/// sentinel_buffer_free(), sentinel_findings_free().
///
/// It fails closed: of a text that is no JSON, or cannot be scanned, *out is the JSON string "[REDACTED:ERROR]" or
/// "[REDACTED:LIMIT]", and the status is SENTINEL_OK. SENTINEL_INVALID_UTF8 when the text is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_redact_json(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        let document = str::from_utf8(text).map_err(|_| Failure::utf8("text"))?;
        let redacted = scanner.core().redact_json(document);
        if let Some(found) = findings {
            found.write(sentinel_findings::handle(text, redacted.findings, redacted.error.as_ref()));
        }
        out.write(redacted.text.as_bytes().into());
        Ok(())
    })
}
