//! The vectors of vaults: steps with one vault, each with what it gives or the code of its error.

use sentinel_core::{Error, Grant, Guard, GuardPolicy, Result, Scanner, Scope, Sink, Vault};
use sentinel_store::VaultOptions;
use serde_json::{Value, json};

/// Runs the steps of one case. Complaints hold no text: it may be a value.
pub(crate) fn run(case: &Value) -> Result<(), String> {
    let mut options = case.clone();
    let steps = options.as_object_mut().and_then(|options| options.remove("steps")).expect("the case has steps");
    let vault = VaultOptions::from_json(&options.to_string()).and_then(|options| options.open("memory://"));
    let vault = vault.map_err(|error| error.to_string())?;
    let steps = steps.as_array().expect("steps are a list");
    steps.iter().enumerate().try_for_each(|(index, step)| {
        check(step, given(step, &vault)).map_err(|complaint| format!("step {}: {complaint}", index + 1))
    })
}

/// The text that a step gives, and its traces.
fn given(step: &Value, vault: &Vault) -> Result<(Vec<u8>, Value)> {
    let word = |name: &str| step[name].as_str();
    if let Some(text) = word("tokenize") {
        let scope = Scope::new(word("tenant").unwrap_or_default(), word("session").unwrap_or_default());
        return Ok((Scanner::builtin().tokenize(text, &vault.scoped(scope)).text.into_bytes(), Value::Null));
    }
    let grant = || Grant::from_json(&step["grant"].to_string());
    if let Some(text) = word("restore") {
        return Ok((vault.restore(text, &grant()?)?.expose().to_vec(), Value::Null));
    }
    let text = word("guard").expect("a step tokenizes, restores or guards");
    let policy = step.get("policy").map(|policy| GuardPolicy::from_json(&policy.to_string())).transpose()?;
    let grant = step.get("grant").map(|_| grant()).transpose()?;
    let guard = Guard::new(policy.unwrap_or_default()).with_vault(vault.clone());
    let guarded = guard.check(text, Sink::read(word("sink").expect("a guard has a sink"))?, grant.as_ref())?;
    let traces = guarded.traces().iter().map(|trace| json!([trace.kind, trace.action, trace.line])).collect();
    Ok((guarded.expose().to_vec(), traces))
}

fn check(step: &Value, given: Result<(Vec<u8>, Value)>) -> Result<(), String> {
    match (given, step["error"].as_str()) {
        (Ok((text, traces)), None) => {
            if text != step["gives"].as_str().expect("a step gives a text").as_bytes() {
                return Err("the text is another".to_owned());
            }
            let expected = &step["traces"];
            if *expected == traces { Ok(()) } else { Err(format!("traces: expected {expected}, got {traces}")) }
        }
        (Ok(_), Some(code)) => Err(format!("no error, but {code} is expected")),
        (Err(error), code) => check_error(step, &error, code.unwrap_or("none")),
    }
}

fn check_error(step: &Value, error: &Error, code: &str) -> Result<(), String> {
    let text = error.to_string();
    let words = |name: &str| step[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    if error.code() != code {
        return Err(format!("expected {code}, got {}", error.code()));
    }
    match words("names").iter().find(|named| !text.contains(**named)) {
        Some(named) => Err(format!("the error's text lacks {named:?}")),
        None if words("hides").iter().any(|hidden| text.contains(hidden)) => Err("the error quotes a value".to_owned()),
        None => Ok(()),
    }
}
