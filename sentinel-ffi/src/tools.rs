//! What needs neither scanner nor service: previews, drafts, checks of rules.

use std::{ffi::c_void, mem::MaybeUninit};

use sentinel_core::{Keep, Patterns, check_rules, draft_regex, preview};
use serde_json::{Value, json};

use crate::{
    argument::{self, bytes, given},
    boundary,
    buffer::sentinel_buffer,
    status::sentinel_status,
    text::sentinel_text,
};

/// What people may see of a value: "AKIA****XYZ". At most half of it shows. The caller owns *out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_preview(
    value: *const c_void,
    length: usize,
    keep_prefix: usize,
    keep_suffix: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        // SAFETY: the caller's promise about texts.
        let value = unsafe { bytes(value, length, "value")? };
        out.write(preview(value, Keep { keep_prefix, keep_suffix }).as_bytes().into());
        Ok(())
    })
}

/// Drafts a regex from examples of one family of tokens. evidence is a JSON list of strings: bare
/// tokens, assignments, or lines that hold one. *out is JSON: regex, samples, matched, confidence.
///
/// SENTINEL_INVALID_INPUT when nothing in the tokens is fixed, or the regex would be too broad.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_draft_regex(
    evidence: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        let draft = draft_regex(argument::json::<Vec<String>>(evidence, "evidence")?)?;
        out.write(sentinel_buffer::json(&json!({
            "regex": draft.regex,
            "samples": draft.samples,
            "matched": draft.matched,
            "confidence": draft.confidence,
        }))?);
        Ok(())
    })
}

/// Checks the rules of a patterns.yaml against their own examples. *out is a JSON list: rule,
/// problems (what makes it unfit for use) and notes (what is worth knowing), both in words.
///
/// SENTINEL_INVALID_PATTERNS when the document cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_check_rules(
    rules: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        let checks = check_rules(&Patterns::parse(rules.required("rules")?)?);
        let document = checks.iter().map(|check| {
            let problems: Vec<String> = check.problems.iter().map(ToString::to_string).collect();
            let notes: Vec<String> = check.notes.iter().map(ToString::to_string).collect();
            json!({"rule": check.rule, "problems": problems, "notes": notes})
        });
        out.write(sentinel_buffer::json(&document.collect::<Value>())?);
        Ok(())
    })
}
