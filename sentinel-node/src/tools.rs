//! Functions for those who write rules.

use napi::{
    Env,
    bindgen_prelude::{Either, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Keep, Patterns};
use serde::Deserialize;
use serde_json::json;

use crate::{
    argument::{self, Data, Text, parts, read},
    error::at_once,
};

/// What people may see of a value: as much of its start and end as is kept, and four stars between
/// them; four stars only when more than half would show. Kept lengths count UTF-8 bytes.
///
/// ```js
/// preview('ABCD-efgh-ijkl-XYZ', { keepPrefix: 4, keepSuffix: 3 }) // 'ABCD****XYZ'
/// ```
#[napi(ts_args_type = "value: string | Uint8Array, keep?: Keep")]
pub fn preview(env: &Env, value: Text<'_>, keep: Data<'_>) -> napi::Result<String> {
    at_once(env, "preview", || {
        let Kept { keep_prefix, keep_suffix } = read("preview", &argument::json(env, "preview", keep)?)?;
        Ok(sentinel_core::preview(parts(&value).0, Keep { keep_prefix, keep_suffix }))
    })
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Kept {
    keep_prefix: usize,
    keep_suffix: usize,
}

/// Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.
///
/// @throws {SentinelError} `invalid_input` when no token is found in the evidence, nothing in the
/// tokens is fixed, or the regex would match what stands in every log.
#[napi(ts_args_type = "evidence: string | string[]", ts_return_type = "Draft")]
pub fn draft_regex(env: &Env, evidence: Either<String, Vec<String>>) -> napi::Result<Unknown<'static>> {
    let draft = at_once(env, "draft regex", || match evidence {
        Either::A(text) => sentinel_core::draft_regex([text]),
        Either::B(texts) => sentinel_core::draft_regex(texts),
    })?;
    let (regex, confidence) = (draft.regex, draft.confidence);
    env.to_js_value(
        &json!({"regex": regex, "samples": draft.samples, "matched": draft.matched, "confidence": confidence}),
    )
}

/// Checks every rule of a document (the text of a `patterns.yaml`) against its own examples.
///
/// @throws {SentinelError} `invalid_patterns` when the document cannot be read.
#[napi(ts_return_type = "Check[]")]
pub fn check_rules(env: &Env, yaml: String) -> napi::Result<Unknown<'static>> {
    let checks = at_once(env, "check rules", || Ok(sentinel_core::check_rules(&Patterns::parse(&yaml)?)))?;
    let words = |check: &sentinel_core::Check| {
        let problems: Vec<_> = check.problems.iter().map(ToString::to_string).collect();
        let notes: Vec<_> = check.notes.iter().map(ToString::to_string).collect();
        json!({"rule": check.rule, "problems": problems, "notes": notes})
    };
    env.to_js_value(&checks.iter().map(words).collect::<Vec<_>>())
}
