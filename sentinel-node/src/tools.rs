//! Functions for those who write rules.

use napi::{
    Env,
    bindgen_prelude::{Object, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Keep, Patterns};
use serde::{Deserialize, Serialize};

use crate::{
    error::{guarded, thrown},
    options::{json, read},
    text::{Text, parts},
};

/// What people may see of a value: as much of its start and end as is kept, and four stars between
/// them; four stars only when more than half would show. Kept lengths count UTF-8 bytes.
///
/// ```js
/// preview('ABCD-efgh-ijkl-XYZ', { keepPrefix: 4, keepSuffix: 3 }) // 'ABCD****XYZ'
/// ```
#[napi(ts_args_type = "value: string | Uint8Array, keep?: Keep")]
pub fn preview(env: &Env, value: Text<'_>, keep: Option<Object<'_>>) -> napi::Result<String> {
    let keep = json(env, keep)?;
    let shown = guarded("preview", || {
        let keep: KeepOptions = read("preview", &keep)?;
        let keep = Keep { keep_prefix: keep.keep_prefix.unwrap_or(0), keep_suffix: keep.keep_suffix.unwrap_or(0) };
        Ok(sentinel_core::preview(parts(&value).0, keep))
    });
    shown.map_err(|error| thrown(env, &error))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeepOptions {
    keep_prefix: Option<usize>,
    keep_suffix: Option<usize>,
}

/// Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.
///
/// @throws {SentinelError} `invalid_input` when no token is found in the evidence, nothing in the
/// tokens is fixed, or the regex would match what stands in every log.
#[napi(ts_args_type = "evidence: string[]", ts_return_type = "Draft")]
pub fn draft_regex(env: &Env, evidence: Object<'_>) -> napi::Result<Unknown<'static>> {
    let evidence = json(env, Some(evidence))?;
    let draft = guarded("draft rule", || {
        let draft = sentinel_core::draft_regex(read::<Vec<String>>("draft rule", &evidence)?)?;
        let (samples, matched) = (draft.samples, draft.matched);
        Ok(DraftView { regex: draft.regex, samples, matched, confidence: draft.confidence })
    });
    env.to_js_value(&draft.map_err(|error| thrown(env, &error))?)
}

#[derive(Serialize)]
struct DraftView {
    regex: String,
    samples: usize,
    matched: usize,
    confidence: f64,
}

/// Checks every rule of a document (the text of a `patterns.yaml`) against its own examples.
///
/// @throws {SentinelError} `invalid_patterns` when the document cannot be read.
#[napi(ts_return_type = "Check[]")]
pub fn check_rules(env: &Env, yaml: String) -> napi::Result<Unknown<'static>> {
    let checks = guarded("check rules", || {
        let view = |check: sentinel_core::Check| CheckView {
            rule: check.rule,
            problems: check.problems.iter().map(ToString::to_string).collect(),
            notes: check.notes.iter().map(ToString::to_string).collect(),
        };
        Ok(sentinel_core::check_rules(&Patterns::parse(&yaml)?).into_iter().map(view).collect::<Vec<_>>())
    });
    env.to_js_value(&checks.map_err(|error| thrown(env, &error))?)
}

#[derive(Serialize)]
struct CheckView {
    rule: String,
    problems: Vec<String>,
    notes: Vec<String>,
}
