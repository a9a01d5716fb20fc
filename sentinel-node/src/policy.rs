//! Pseudonyms, and places before and after a redaction.

use napi::Env;
use napi_derive::napi;
use sentinel_core::{Error, ErrorKind, Policy, Replacements, Result, Treatment};

use crate::{
    argument::{Data, json, read},
    error::at_once,
};

const OPERATION: &str = "map offset";

/// Where in the input what stands at an offset of the redacted text stood; inside what stands for a value, the start of
/// the value. `replacements` are those of a {@link Redacted}.
///
/// @throws {SentinelError} `invalid_input` for an offset that is no whole number from 0.
#[napi(ts_args_type = "replacements: Replacement[], offset: number")]
pub fn input_offset(env: &Env, replacements: Data<'_>, offset: f64) -> napi::Result<f64> {
    let replacements = given(env, replacements);
    at_once(env, OPERATION, || Ok(replacements?.input_offset(whole(offset)?) as f64))
}

/// Where in the redacted text what stood at an offset of the input stands; inside a value, the start of what stands for
/// it.
///
/// @throws {SentinelError} `invalid_input` for an offset that is no whole number from 0.
#[napi(ts_args_type = "replacements: Replacement[], offset: number")]
pub fn output_offset(env: &Env, replacements: Data<'_>, offset: f64) -> napi::Result<f64> {
    let replacements = given(env, replacements);
    at_once(env, OPERATION, || Ok(replacements?.output_offset(whole(offset)?) as f64))
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

/// The offset, if it is one: past 2^53 not every number is there.
fn whole(offset: f64) -> Result<usize> {
    if offset.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&offset) {
        return Ok(offset as usize);
    }
    Err(Error::new(ErrorKind::InvalidInput, OPERATION, "expected a whole number from 0").with("field", "offset"))
}
