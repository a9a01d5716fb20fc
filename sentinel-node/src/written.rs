//! What a sentinel has written down: quarantine, revocations and hyperlog.

use napi::{Env, bindgen_prelude::AsyncTask};
use napi_derive::napi;
use sentinel_core::{Actor, Entry, EntryQuery, Event, LogEntry, Secret, Verification};

use crate::{
    argument::{Data, json, read},
    handle::Handle,
    options::{Decision, EntryOptions, EventOptions, LogOptions, PAGE, Review},
    task::{Call, Promise, promise},
};

/// The quarantined records of a {@link Sentinel}.
#[napi]
pub struct Quarantine {
    pub(crate) handle: Handle,
}

#[napi]
impl Quarantine {
    /// Entries that fit, newest first; 100 at most unless `limit` says otherwise.
    #[napi(ts_args_type = "query?: EntryQuery", ts_return_type = "Promise<Entry[]>")]
    pub fn entries(&self, env: &Env, query: Data<'_>) -> Promise<Vec<Entry>> {
        self.handle.call_with(env, "read quarantine", query, |sentinel, options: EntryOptions| {
            let mut query = EntryQuery::default();
            (query.status, query.secret_type) = (options.status, options.secret_type);
            (query.offset, query.limit) = (options.offset, options.limit.unwrap_or(PAGE));
            sentinel.quarantine().entries(&query)
        })
    }

    /// One entry.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id.
    #[napi(ts_return_type = "Promise<Entry>")]
    pub fn entry(&self, id: String) -> Promise<Entry> {
        self.handle.call("read quarantine", move |sentinel| sentinel.quarantine().entry(&id))
    }

    /// Notes what a person made of an entry. `REVIEWED` confirms that it was real: no change of
    /// rules may miss it again.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
    /// or `status` is missing.
    #[napi(ts_args_type = "id: string, review: Review", ts_return_type = "Promise<void>")]
    pub fn review(&self, env: &Env, id: String, review: Data<'_>) -> Promise<()> {
        self.handle.call_with(env, "review entry", review, move |sentinel, review: Review| {
            sentinel.quarantine().review(&id, review.status, &Actor::person(review.by), &review.reason)
        })
    }

    /// Opens the original of an entry: the record as it was given, with the secret in clear. That it
    /// was opened, by whom and why, is logged first. Overwrite it (`fill(0)`) when done.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
    /// or `reason` is missing; `tampered` when the seal is broken.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<Uint8Array>")]
    pub fn open(&self, env: &Env, id: String, decision: Data<'_>) -> AsyncTask<Call<Secret>> {
        let (handle, decision) = (self.handle.clone(), json(env, "open original", decision));
        promise("open original", move || {
            let decision: Decision = read("open original", &decision?)?;
            handle.get()?.quarantine().open(&id, &decision.person(), &decision.reason)
        })
    }
}

/// The revocations of a {@link Sentinel}.
#[napi]
pub struct Revocations {
    pub(crate) handle: Handle,
}

#[napi]
impl Revocations {
    /// Events, oldest first; 100 at most unless `limit` says otherwise.
    #[napi(ts_args_type = "query?: EventQuery", ts_return_type = "Promise<RevocationEvent[]>")]
    pub fn events(&self, env: &Env, query: Data<'_>) -> Promise<Vec<Event>> {
        self.handle.call_with(env, "read revocations", query, |sentinel, EventOptions { after, limit }| {
            sentinel.revocations().events(after.as_deref(), limit.unwrap_or(PAGE))
        })
    }

    /// How often the thread that delivers could not use the store; `null` when there is none.
    #[napi(getter, ts_return_type = "number | null")]
    pub fn worker_errors(&self) -> Option<f64> {
        self.handle.worker_errors().map(|errors| errors as f64)
    }
}

/// The log of all decisions of a {@link Sentinel}.
#[napi]
pub struct Hyperlog {
    pub(crate) handle: Handle,
}

#[napi]
impl Hyperlog {
    /// Entries in order, from the first and 100 at most unless `sequence` and `limit` say otherwise.
    #[napi(ts_args_type = "query?: LogQuery", ts_return_type = "Promise<LogEntry[]>")]
    pub fn entries(&self, env: &Env, query: Data<'_>) -> Promise<Vec<LogEntry>> {
        self.handle.call_with(env, "read log", query, |sentinel, LogOptions { sequence, limit }| {
            sentinel.hyperlog().entries(sequence.unwrap_or(1), limit.unwrap_or(PAGE))
        })
    }

    /// Walks the whole log and says whether it is what was once written.
    ///
    /// @throws {SentinelError} `tampered`, with the sequence of the first entry that does not fit.
    #[napi(ts_return_type = "Promise<Verification>")]
    pub fn verify(&self) -> Promise<Verification> {
        self.handle.call("verify hyperlog", |sentinel| sentinel.hyperlog().verify())
    }
}
