//! Quarantine, revocations and hyperlog of a sentinel.

use napi::{
    Env,
    bindgen_prelude::{AsyncTask, Object},
};
use napi_derive::napi;
use sentinel_core::{Actor, Entry, EntryQuery, Event, LogEntry, Secret, Verification};

use crate::{
    handle::Handle,
    options::{By, EntriesOptions, EventsOptions, LogOptions, PAGE, Review, json, read},
    task::{Call, Data, promise},
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
    pub fn entries(&self, env: &Env, query: Option<Object<'_>>) -> napi::Result<AsyncTask<Call<Data<Vec<Entry>>>>> {
        let query = json(env, query)?;
        Ok(self.handle.call("read quarantine", move |sentinel| {
            let wanted: EntriesOptions = read("read quarantine", &query)?;
            let mut query = EntryQuery::default();
            (query.id, query.status, query.secret_type) = (wanted.id, wanted.status, wanted.secret_type);
            query.offset = wanted.offset.unwrap_or(0);
            query.limit = wanted.limit.unwrap_or(PAGE);
            sentinel.quarantine().entries(&query)
        }))
    }

    /// One entry.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id.
    #[napi(ts_return_type = "Promise<Entry>")]
    pub fn entry(&self, id: String) -> AsyncTask<Call<Data<Entry>>> {
        self.handle.call("read quarantine", move |sentinel| sentinel.quarantine().entry(&id))
    }

    /// Notes what a person made of an entry. `REVIEWED` confirms that it was real: no change of
    /// rules may miss it again.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
    /// or `status` is missing.
    #[napi(ts_args_type = "id: string, review: Review", ts_return_type = "Promise<void>")]
    pub fn review(&self, env: &Env, id: String, review: Option<Object<'_>>) -> napi::Result<AsyncTask<Call<Data<()>>>> {
        let review = json(env, review)?;
        Ok(self.handle.call("review entry", move |sentinel| {
            let Review { status, by, reason } = read("review entry", &review)?;
            let by = Actor::person(by.unwrap_or_default());
            sentinel.quarantine().review(&id, status, &by, &reason.unwrap_or_default())
        }))
    }

    /// Opens the original of an entry: the record as it was given, with the secret in clear. That it
    /// was opened, by whom and why, is logged first. Overwrite it (`fill(0)`) when done.
    ///
    /// @throws {SentinelError} `not_found` when there is none of this id; `invalid_input` when `by`
    /// or `reason` is missing; `tampered` when the seal is broken.
    #[napi(ts_args_type = "id: string, decision: Decision", ts_return_type = "Promise<Uint8Array>")]
    pub fn open(&self, env: &Env, id: String, decision: Option<Object<'_>>) -> napi::Result<AsyncTask<Call<Secret>>> {
        let decision = json(env, decision)?;
        let handle = self.handle.clone();
        Ok(promise("open original", move || {
            let By { by, reason } = read("open original", &decision)?;
            let by = Actor::person(by.unwrap_or_default());
            handle.get("open original")?.quarantine().open(&id, &by, &reason.unwrap_or_default())
        }))
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
    pub fn events(&self, env: &Env, query: Option<Object<'_>>) -> napi::Result<AsyncTask<Call<Data<Vec<Event>>>>> {
        let query = json(env, query)?;
        Ok(self.handle.call("read revocations", move |sentinel| {
            let EventsOptions { after, limit } = read("read revocations", &query)?;
            sentinel.revocations().events(after.as_deref(), limit.unwrap_or(PAGE))
        }))
    }
}

/// The log of all decisions of a {@link Sentinel}.
#[napi]
pub struct Hyperlog {
    pub(crate) handle: Handle,
}

#[napi]
impl Hyperlog {
    /// Entries in order, from sequence 1 and 100 at most unless `from` and `limit` say otherwise.
    #[napi(ts_args_type = "query?: LogQuery", ts_return_type = "Promise<LogEntry[]>")]
    pub fn entries(&self, env: &Env, query: Option<Object<'_>>) -> napi::Result<AsyncTask<Call<Data<Vec<LogEntry>>>>> {
        let query = json(env, query)?;
        Ok(self.handle.call("read hyperlog", move |sentinel| {
            let LogOptions { from, limit } = read("read hyperlog", &query)?;
            sentinel.hyperlog().entries(from.unwrap_or(1), limit.unwrap_or(PAGE))
        }))
    }

    /// Walks the whole log and says whether it is what was once written.
    ///
    /// @throws {SentinelError} `tampered`, with the sequence of the first entry that does not fit.
    #[napi(ts_return_type = "Promise<Verification>")]
    pub fn verify(&self) -> AsyncTask<Call<Data<Verification>>> {
        self.handle.call("verify hyperlog", |sentinel| sentinel.hyperlog().verify())
    }
}
