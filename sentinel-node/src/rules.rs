//! The rules of a sentinel.

use std::collections::BTreeMap;

use napi::{
    Env,
    bindgen_prelude::{AsyncTask, Object},
};
use napi_derive::napi;
use sentinel_core::{Actor, HistoryRow, PendingUpdate, Rule};

use crate::{
    handle::Handle,
    options::{By, json, read},
    task::{Call, Data},
};

/// The rules of a {@link Sentinel}. Only a named person decides.
#[napi]
pub struct Rules {
    pub(crate) handle: Handle,
}

#[napi]
impl Rules {
    /// The rules in force, by name.
    #[napi(ts_return_type = "Promise<Record<string, Rule>>")]
    pub fn active(&self) -> AsyncTask<Call<Data<BTreeMap<String, Rule>>>> {
        self.handle.call("active rules", |sentinel| Ok(sentinel.rules().active().into_iter().collect()))
    }

    /// The changes that wait for a decision.
    #[napi(ts_return_type = "Promise<PendingUpdate[]>")]
    pub fn pending(&self) -> AsyncTask<Call<Data<Vec<PendingUpdate>>>> {
        self.handle.call("pending updates", |sentinel| sentinel.rules().pending())
    }

    /// Puts a waiting change into force.
    ///
    /// @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
    /// missing; `conflict` when the rule is locked, or a confirmed secret would be missed;
    /// `invalid_rule` when the changed rule does not compile or fails its own examples.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<PendingUpdate>")]
    pub fn approve(
        &self,
        env: &Env,
        id: String,
        decision: Option<Object<'_>>,
    ) -> napi::Result<AsyncTask<Call<Data<PendingUpdate>>>> {
        let decision = json(env, decision)?;
        Ok(self.handle.call("approve update", move |sentinel| {
            let By { by, reason } = read("approve update", &decision)?;
            sentinel.rules().approve(&id, Actor::person(by.unwrap_or_default()), &reason.unwrap_or_default())
        }))
    }

    /// Discards a waiting change.
    ///
    /// @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
    /// missing.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<PendingUpdate>")]
    pub fn reject(
        &self,
        env: &Env,
        id: String,
        decision: Option<Object<'_>>,
    ) -> napi::Result<AsyncTask<Call<Data<PendingUpdate>>>> {
        let decision = json(env, decision)?;
        Ok(self.handle.call("reject update", move |sentinel| {
            let By { by, reason } = read("reject update", &decision)?;
            sentinel.rules().reject(&id, Actor::person(by.unwrap_or_default()), &reason.unwrap_or_default())
        }))
    }

    /// Every change that was proposed or decided, oldest first.
    #[napi(ts_return_type = "Promise<HistoryRow[]>")]
    pub fn history(&self) -> AsyncTask<Call<Data<Vec<HistoryRow>>>> {
        self.handle.call("history", |sentinel| sentinel.rules().history())
    }

    /// Reads the document of rules again, after somebody edited it by hand. When it is wrong, the
    /// rules in force stay.
    ///
    /// @throws {SentinelError} `invalid_patterns` or `invalid_rule` when the document is wrong.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn reload(&self) -> AsyncTask<Call<Data<()>>> {
        self.handle.call("reload rules", |sentinel| sentinel.rules().reload())
    }
}
