//! The whole loop.

use napi::{Env, bindgen_prelude::AsyncTask};
use napi_derive::napi;
use sentinel_core::{Feedback, PendingUpdate, Record, Secret};

use crate::{
    argument::{Data, Text, json, parts, read},
    error::at_once,
    handle::Handle,
    options::RecordOptions,
    result::OutcomeView,
    rules::Rules,
    scanner::Scanner,
    task::{Call, Deliver, Plain, Promise, promise},
    written::{Hyperlog, Quarantine, Revocations},
};

/// Opens a sentinel: `sqlite://relative.db`, `sqlite:///absolute.db` or `memory://`. With a webhook
/// it also starts a thread that delivers revocations until the sentinel is closed.
///
/// ```js
/// const sentinel = await open('sqlite://sentinel.db')
/// const outcome = await sentinel.process(line, { source: 'checkout' })
/// await sentinel.close()
/// ```
///
/// @throws {SentinelError} `invalid_input` for another URL or a wrong option; `storage` when a file
/// cannot be read or written; `not_found` when the store is there and its key is not; `conflict`
/// when the key is another store's; `invalid_patterns` or `invalid_rule` when the rules are wrong.
#[napi(ts_args_type = "url: string, options?: OpenOptions", ts_return_type = "Promise<Sentinel>")]
pub fn open(env: &Env, url: String, options: Data<'_>) -> AsyncTask<Call<Sentinel>> {
    let options = json(env, "open store", options);
    promise("open store", move || Ok(Sentinel { handle: Handle::open(&url, &read("open store", &options?)?)? }))
}

/// A scanner with rules that can change, a store, and the loop around them. Its calls run on
/// libuv's pool and never hold up the event loop.
///
/// Every promise rejects with a {@link SentinelError}: besides what a method lists, `storage` when
/// the store cannot be read or written, and `conflict` when the sentinel is closed.
#[napi]
pub struct Sentinel {
    handle: Handle,
}

impl Deliver for Sentinel {
    type Js = Self;

    fn deliver(self, _: &Env) -> napi::Result<Self> {
        Ok(self)
    }
}

#[napi]
impl Sentinel {
    /// Redacts a record. If anything is found, the record is quarantined, revocations are asked for
    /// and the log is written, all in one transaction that is durable when the promise resolves.
    ///
    /// A record that cannot be scanned is withheld and quarantined as a whole: the outcome's text is
    /// a marker, and its `error` says why. When the promise rejects, nothing of the record may be
    /// passed on.
    #[napi(ts_args_type = "text: string | Uint8Array, options?: RecordOptions", ts_return_type = "Promise<Outcome>")]
    pub fn process(&self, env: &Env, text: Text<'_>, options: Data<'_>) -> Promise<OutcomeView> {
        let (bytes, unit) = parts(&text);
        let text = Secret::from(bytes);
        self.handle.call_with(env, "process", options, move |sentinel, options: RecordOptions| {
            let mut record = Record::new(text.expose()).source(options.source).tenant(options.tenant);
            for (name, value) in options.attributes {
                record = record.attribute(name, value);
            }
            Ok(OutcomeView::new(text.expose(), unit, sentinel.process(record)?))
        })
    }

    /// Takes a report and drafts a change of rules from it, which waits for somebody to decide.
    ///
    /// @throws {SentinelError} `invalid_input` when the report is not one, or no change can be
    /// drafted from it (it is kept all the same); `conflict` when the rule is locked, or a confirmed
    /// secret would be missed.
    #[napi(ts_args_type = "report: Feedback", ts_return_type = "Promise<Update>")]
    pub fn feedback(&self, env: &Env, report: Data<'_>) -> Promise<PendingUpdate> {
        let report = json(env, "read feedback", report);
        self.handle.call("take feedback", move |sentinel| sentinel.feedback(Feedback::from_json(&report?)?))
    }

    /// The rules in force, as a scanner. It keeps these rules when they change later.
    ///
    /// @throws {SentinelError} `conflict` when the sentinel is closed.
    #[napi]
    pub fn scanner(&self, env: &Env) -> napi::Result<Scanner> {
        at_once(env, "use sentinel", || Ok(Scanner { core: self.handle.get()?.scanner(), told: 0 }))
    }

    /// The rules: what is in force, what waits, what was decided.
    #[napi(getter)]
    pub fn rules(&self) -> Rules {
        Rules { handle: self.handle.clone() }
    }

    /// The quarantined records.
    #[napi(getter)]
    pub fn quarantine(&self) -> Quarantine {
        Quarantine { handle: self.handle.clone() }
    }

    /// The revocations.
    #[napi(getter)]
    pub fn revocations(&self) -> Revocations {
        Revocations { handle: self.handle.clone() }
    }

    /// The log of all decisions.
    #[napi(getter)]
    pub fn hyperlog(&self) -> Hyperlog {
        Hyperlog { handle: self.handle.clone() }
    }

    /// Waits for the delivery under way, at most 15 s, stops the worker and closes the store. Calls
    /// under way end as usual; later ones fail with `conflict`. Closing twice does nothing.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> Promise<()> {
        let handle = self.handle.clone();
        promise("close sentinel", move || {
            handle.close();
            Ok(Plain(()))
        })
    }
}
