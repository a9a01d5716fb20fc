//! Pseudonyms, and places before and after a redaction.

use napi::Env;
use napi_derive::napi;
use sentinel_core::{Policy, Replacements, Result, Treatment};

use crate::{
    argument::{Data, json, read},
    error::at_once,
};

const OPERATION: &str = "map offset";

/// Where in the input what stands at an offset of the redacted text stood; inside what stands for a value, the start of
/// the value. `replacements` are those of a {@link Redacted}.
#[napi(ts_args_type = "replacements: Replacement[], offset: number")]
pub fn input_offset(env: &Env, replacements: Data<'_>, offset: u32) -> napi::Result<f64> {
    let replacements = given(env, replacements);
    at_once(env, OPERATION, || Ok(replacements?.input_offset(offset as usize) as f64))
}

/// Where in the redacted text what stood at an offset of the input stands; inside a value, the start of what stands for
/// it.
#[napi(ts_args_type = "replacements: Replacement[], offset: number")]
pub fn output_offset(env: &Env, replacements: Data<'_>, offset: u32) -> napi::Result<f64> {
    let replacements = given(env, replacements);
    at_once(env, OPERATION, || Ok(replacements?.output_offset(offset as usize) as f64))
}

/// The pseudonym of a value under a key, as a scanner with the key writes it: to look for it in redacted texts.
///
/// @throws {SentinelError} `invalid_input` when the id or the key has not the form of one.
#[napi]
pub fn pseudonym(env: &Env, id: String, key: String, rule: String, value: String) -> napi::Result<String> {
    at_once(env, "pseudonym", || {
        let policy = Policy::new(Treatment::Pseudonym).pseudonym_key(&id, key)?;
        Ok(policy.pseudonyms(&rule, value).remove(0))
    })
}

fn given(env: &Env, replacements: Data<'_>) -> Result<Replacements> {
    read(OPERATION, &json(env, OPERATION, replacements)?)
}
