//! What a redaction replaced, and where in both texts.

use std::{ffi::c_void, mem::MaybeUninit};

use sentinel_core::{Replacement, Replacements};

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    scanner::sentinel_scanner,
    status::sentinel_status,
    text::sentinel_text,
};

/// What was replaced in one text. Immutable: any number of threads may read it at the same time.
#[derive(Debug)]
pub struct sentinel_replacements {
    /// Points into what is below.
    items: Vec<sentinel_replacement>,
    replacements: Replacements,
}

/// One stretch that was replaced, never what stood there. Lives as long as the replacements that it is of. Later
/// releases may add fields at the end.
#[repr(C)]
#[derive(Debug)]
pub struct sentinel_replacement {
    /// The rule that found what stood there; of several that overlap, the first.
    pub r#type: sentinel_text,
    /// What was done with it: "mask", "placeholder", "pseudonym", "format", "tokenize", "remove", "block" or "callback".
    pub treatment: sentinel_text,
    /// Offset of its first byte in the text.
    pub input_start: usize,
    /// Offset just past its last byte.
    pub input_end: usize,
    /// Offset in the redacted text of the first byte of what stands for it.
    pub output_start: usize,
    /// Offset just past the last byte of that.
    pub output_end: usize,
}

/// As sentinel_redact(), with what was replaced. The caller owns both: sentinel_buffer_free(),
/// sentinel_replacements_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_redact_replacements(
    scanner: Option<&sentinel_scanner>,
    text: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    replacements: Option<&mut MaybeUninit<*mut sentinel_replacements>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        let replaced = given(replacements, "replacements")?;
        // SAFETY: the caller's promise about texts.
        let text = unsafe { bytes(text, length, "text")? };
        let redacted = scanner.0.redact_bytes(text);
        let items = redacted.replacements.iter().map(lend).collect();
        replaced.write(Box::into_raw(Box::new(sentinel_replacements { items, replacements: redacted.replacements })));
        out.write(redacted.text.as_slice().into());
        Ok(())
    })
}

/// How many there are. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_replacements_count(replacements: Option<&sentinel_replacements>) -> usize {
    boundary::value(0, || replacements.map_or(0, |replacements| replacements.items.len()))
}

/// One of them, in the order of their positions, counted from 0. NULL past the last, and for NULL. The replacements own
/// it.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_replacements_get(
    replacements: Option<&sentinel_replacements>,
    index: usize,
) -> Option<&sentinel_replacement> {
    boundary::value(None, || replacements?.items.get(index))
}

/// Where in the text what stands at an offset of the redacted text stood; inside what stands for a value, the start of
/// the value. The offset itself for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_replacements_input_offset(
    replacements: Option<&sentinel_replacements>,
    offset: usize,
) -> usize {
    boundary::value(offset, || replacements.map_or(offset, |of| of.replacements.input_offset(offset)))
}

/// Where in the redacted text what stood at an offset of the text stands; inside a value, the start of what stands for
/// it. The offset itself for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_replacements_output_offset(
    replacements: Option<&sentinel_replacements>,
    offset: usize,
) -> usize {
    boundary::value(offset, || replacements.map_or(offset, |of| of.replacements.output_offset(offset)))
}

/// Frees replacements. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_replacements_free(replacements: Option<Box<sentinel_replacements>>) {
    boundary::value((), || drop(replacements));
}

fn lend(replacement: &Replacement) -> sentinel_replacement {
    sentinel_replacement {
        // The name lies on the heap, and stays there when the replacement moves.
        r#type: sentinel_text::lent(&replacement.rule),
        treatment: sentinel_text::lent(replacement.treatment.as_str()),
        input_start: replacement.input.start,
        input_end: replacement.input.end,
        output_start: replacement.output.start,
        output_end: replacement.output.end,
    }
}
