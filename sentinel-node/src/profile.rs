//! What rules cost.

use std::time::Duration;

use napi::{Env, bindgen_prelude::Unknown};
use napi_derive::napi;
use sentinel_core::{Profile, RuleCost, SlowRule};
use serde::Serialize;

use crate::{
    argument::{Text, parts},
    error::at_once,
    scanner::Scanner,
};

#[napi]
impl Scanner {
    /// What scanning the text costs, rule by rule. Rules that were turned off run here too.
    ///
    /// @throws {SentinelError} `limit_exceeded` when the text is larger, or dearer to scan, than the limits allow.
    #[napi(ts_args_type = "text: string | Uint8Array", ts_return_type = "Profile")]
    pub fn profile(&self, env: &Env, text: Text<'_>) -> napi::Result<Unknown<'static>> {
        let (bytes, _) = parts(&text);
        let profile = at_once(env, "profile", || self.core.profile(bytes))?;
        env.to_js_value(&ProfileView::from(profile))
    }

    /// The rules that cost more than the `ruleBudget` in all that this scanner has scanned, and those that are off
    /// because they did. Empty without a budget, and before a MiB was scanned.
    #[napi(ts_return_type = "SlowRule[]")]
    pub fn slow_rules(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        let slow = at_once(env, "slow rules", || Ok(self.core.slow_rules()))?;
        env.to_js_value(&slow.into_iter().map(SlowRuleView::from).collect::<Vec<_>>())
    }
}

// Numbers are as JavaScript has them: a `u64` past 2^32 would become a `BigInt`.

#[derive(Serialize)]
struct ProfileView {
    bytes: f64,
    nanoseconds: f64,
    rules: Vec<RuleCostView>,
}

#[derive(Serialize)]
struct RuleCostView {
    rule: String,
    candidates: f64,
    regex_runs: f64,
    searched_bytes: f64,
    matches: f64,
    refused: f64,
    nanoseconds: f64,
}

#[derive(Serialize)]
struct SlowRuleView {
    rule: String,
    nanoseconds_per_mib: f64,
    disabled: bool,
    skipped: f64,
}

impl From<Profile> for ProfileView {
    fn from(of: Profile) -> Self {
        let rules = of.rules.into_iter().map(RuleCostView::from).collect();
        Self { bytes: of.bytes as f64, nanoseconds: nanoseconds(of.time), rules }
    }
}

impl From<RuleCost> for RuleCostView {
    fn from(of: RuleCost) -> Self {
        Self {
            rule: of.rule,
            candidates: of.candidates as f64,
            regex_runs: of.regex_runs as f64,
            searched_bytes: of.searched_bytes as f64,
            matches: of.matches as f64,
            refused: of.refused as f64,
            nanoseconds: nanoseconds(of.time),
        }
    }
}

impl From<SlowRule> for SlowRuleView {
    fn from(of: SlowRule) -> Self {
        let time = nanoseconds(of.time_per_mib);
        Self { rule: of.rule, nanoseconds_per_mib: time, disabled: of.disabled, skipped: of.skipped as f64 }
    }
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos() as f64
}
