//! The rules of a sentinel.

use napi::Env;
use napi_derive::napi;
use sentinel_core::{HistoryRow, PendingUpdate};

use crate::{
    argument::Data,
    handle::Handle,
    options::Decision,
    result::{Named, named},
    task::Promise,
};

/// The rules of a {@link Sentinel}. Only a named person decides.
#[napi]
pub struct Rules {
    pub(crate) handle: Handle,
}

#[napi]
impl Rules {
    /// The rules in force, by name.
    #[napi(ts_return_type = "Promise<Rule[]>")]
    pub fn active(&self) -> Promise<Vec<Named>> {
        self.handle.call("read rules", |sentinel| Ok(named(sentinel.rules().active())))
    }

    /// The changes that wait for a decision.
    #[napi(ts_return_type = "Promise<Update[]>")]
    pub fn pending(&self) -> Promise<Vec<PendingUpdate>> {
        self.handle.call("read rules", |sentinel| sentinel.rules().pending())
    }

    /// Puts a waiting change into force.
    ///
    /// @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
    /// missing; `conflict` when the rule is locked, or a confirmed secret would be missed;
    /// `invalid_rule` when the changed rule does not compile or fails its own examples.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<Update>")]
    pub fn approve(&self, env: &Env, id: String, decision: Data<'_>) -> Promise<PendingUpdate> {
        self.handle.call_with(env, "decide on update", decision, move |sentinel, decision: Decision| {
            sentinel.rules().approve(&id, decision.person(), &decision.reason)
        })
    }

    /// Discards a waiting change.
    ///
    /// @throws {SentinelError} `not_found` when no such change waits; `invalid_input` when `by` is
    /// missing.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<Update>")]
    pub fn reject(&self, env: &Env, id: String, decision: Data<'_>) -> Promise<PendingUpdate> {
        self.handle.call_with(env, "decide on update", decision, move |sentinel, decision: Decision| {
            sentinel.rules().reject(&id, decision.person(), &decision.reason)
        })
    }

    /// Every change that was proposed or decided, oldest first.
    #[napi(ts_return_type = "Promise<HistoryRow[]>")]
    pub fn history(&self) -> Promise<Vec<HistoryRow>> {
        self.handle.call("read history", |sentinel| sentinel.rules().history())
    }

    /// Reads the document of rules again, after somebody edited it by hand. When it is wrong, the
    /// rules in force stay.
    ///
    /// @throws {SentinelError} `invalid_patterns` or `invalid_rule` when the document is wrong.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn reload(&self) -> Promise<()> {
        self.handle.call("reload rules", |sentinel| sentinel.rules().reload())
    }
}
