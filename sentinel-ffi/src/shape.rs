//! Texts of a known shape.

use std::{ffi::c_void, mem::MaybeUninit};

use sentinel_core::Shape;

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    finding::sentinel_findings,
    scanner::sentinel_scanner,
    status::sentinel_status,
    text::sentinel_text,
};

/// As sentinel_redact(), of a text that is known to be of a shape: "url", "headers", "command", "environment", "sql" or
/// "traceback". What its names say is secret is masked as a whole, whatever it looks like. *out is of the same shape.
/// findings, which may be NULL, gets what was found and why the text was withheld, if it was. The caller owns both:
/// sentinel_buffer_free(), sentinel_findings_free().
///
/// SENTINEL_INVALID_INPUT, with the field, for another shape.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_redact_as(
    scanner: Option<&sentinel_scanner>,
    shape: sentinel_text,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        let shape: Shape = shape.required("shape")?.parse()?;
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        let redacted = scanner.core().redact_bytes_as(shape, text);
        if let Some(found) = findings {
            found.write(sentinel_findings::handle(text, redacted.findings, redacted.error.as_ref()));
        }
        out.write(redacted.text.as_slice().into());
        Ok(())
    })
}
