//! The service: a sentinel, and the worker that delivers its revocations.

use std::{collections::BTreeMap, ffi::c_void, mem::MaybeUninit};

use sentinel_core::{Feedback, PendingUpdate, Record, RetryPolicy, Sentinel};
use sentinel_store::{OpenOptions, WebhookConfig, WebhookRevoker, WebhookSecret, Worker};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    argument::{self, bytes, given},
    boundary,
    buffer::sentinel_buffer,
    failure::{self, Failure},
    finding,
    options::{self, sentinel_record, sentinel_service_options},
    status::sentinel_status,
    text::sentinel_text,
};

/// Rules that can change, a store, and the loop around them. Any number of threads may use one at
/// the same time.
#[derive(Debug)]
pub struct sentinel_service {
    sentinel: Sentinel,
    worker: Option<Worker>,
}

/// Opens the store at a URL, sqlite://relative.db, sqlite:///absolute.db or memory://, and starts a
/// thread that delivers revocations if there is a webhook. options may be NULL. The caller owns
/// *out: sentinel_close().
///
/// SENTINEL_INVALID_INPUT for another URL, a wrong webhook or a refused known value; SENTINEL_STORAGE when a file cannot be
/// read or written; SENTINEL_NOT_FOUND when the store is there and its key is not; SENTINEL_CONFLICT
/// when the key is another store's; SENTINEL_INVALID_PATTERNS or SENTINEL_INVALID_RULE when the
/// rules are wrong.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_open(
    url: sentinel_text,
    options: *const sentinel_service_options,
    out: Option<&mut MaybeUninit<*mut sentinel_service>>,
) -> sentinel_status {
    boundary::call(|| {
        let out = given(out, "out")?;
        // SAFETY: the caller's promise about structures.
        let options = unsafe { options::read(options, "options")? };
        out.write(Box::into_raw(Box::new(sentinel_service::open(url.required("url")?, &options)?)));
        Ok(())
    })
}

/// Waits for the delivery under way, stops the thread and closes the store. No other thread may use
/// the service any more. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_close(service: Option<Box<sentinel_service>>) {
    boundary::value((), || drop(service));
}

/// Redacts a record of any bytes. If anything is found, the record is quarantined, revocations are
/// asked for and the log is written, all durable when this returns. record may be NULL.
///
/// *out is JSON: text (the record as it may be passed on), findings (a list, with the fields of
/// sentinel_finding), entry ("log_…") and log_reference ("hyperlog:…") if anything was found or
/// withheld, revocations (how many credentials ask for one), and error: why the record was withheld,
/// if it was, with the fields of sentinel_last_error_json().
///
/// SENTINEL_STORAGE when the store cannot be written: nothing of the record may be passed on then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_process(
    service: Option<&sentinel_service>,
    text: *const c_void,
    length: usize,
    record: *const sentinel_record,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| {
        // SAFETY: the caller's promises about texts and structures.
        let (text, known) = unsafe { (bytes(text, length, "text")?, options::read(record, "record")?) };
        let source = known.source.or_empty("record.source")?;
        let mut record = Record::new(text).source(source).tenant(known.tenant.or_empty("record.tenant")?);
        if known.attributes.optional("record.attributes")?.is_some() {
            let attributes: BTreeMap<String, String> = argument::json(known.attributes, "record.attributes")?;
            record = attributes.into_iter().fold(record, |record, (name, value)| record.attribute(name, value));
        }
        let outcome = sentinel.process(record)?;
        Ok(json!({
            "text": outcome.text,
            "findings": finding::documents(text, &outcome.findings),
            "entry": outcome.entry,
            "log_reference": outcome.log_reference,
            "revocations": outcome.revocations,
            "error": outcome.error.as_ref().map(|error| failure::document(error.kind().into(), error)),
        }))
    })
}

/// Takes a report and drafts a change of rules from it, which waits for somebody to decide. report is
/// JSON: secret_type, feedback_type ("false_positive", "missed_secret" or "uncertain") and, where
/// they apply, alert_id, evidence (a string or a list), suggested_regex_fix, submitted_by. *out is
/// the update as JSON, with its id.
///
/// SENTINEL_INVALID_INPUT when no change can be drafted from it; SENTINEL_NOT_FOUND when it is about
/// something unknown; SENTINEL_CONFLICT when the rule is locked, or a confirmed secret would be missed.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_feedback(
    service: Option<&sentinel_service>,
    report: sentinel_text,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
) -> sentinel_status {
    answer(service, out, |sentinel| {
        let report = Feedback::from_json(report.required("report")?)?;
        Ok(update(&sentinel.feedback(report)?))
    })
}

/// How often the thread that delivers revocations could not read or write the store. What it
/// attempted then it attempts again. 0 for NULL, and without a webhook.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_delivery_errors(service: Option<&sentinel_service>) -> u64 {
    boundary::value(0, || service.and_then(|service| service.worker.as_ref()).map_or(0, Worker::errors))
}

/// What most functions of a service are: one call, whose answer is a document.
pub(crate) fn answer<T: Serialize>(
    service: Option<&sentinel_service>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    ask: impl FnOnce(&Sentinel) -> Result<T, Failure>,
) -> sentinel_status {
    boundary::call(|| {
        let (service, out) = (given(service, "service")?, given(out, "out")?);
        out.write(sentinel_buffer::json(&ask(&service.sentinel)?)?);
        Ok(())
    })
}

/// An update with its id, also where a person wrote none.
pub(crate) fn update(update: &PendingUpdate) -> Value {
    let mut document = json!(update);
    document["id"] = update.id().into();
    document
}

impl sentinel_service {
    pub(crate) fn sentinel(&self) -> &Sentinel {
        &self.sentinel
    }

    fn open(url: &str, options: &sentinel_service_options) -> Result<Self, Failure> {
        let revoker = webhook(options)?;
        // SAFETY: the promise that the caller gave for the structure holds for what it points to.
        let known = unsafe { options::known(options.known, options.known_length, options.known_env)? };
        let mut open =
            OpenOptions::new().builtin(!options.without_builtin).pii(options.pii).known(known).limits(options.limits());
        if let Some(path) = options.patterns.optional("options.patterns")? {
            open = open.patterns(path);
        }
        if let Some(path) = options.key_file.optional("options.key_file")? {
            open = open.key_file(path);
        }
        let sentinel = open.open(url)?;
        let start = |revoker| Worker::start(sentinel.clone(), revoker, RetryPolicy::default());
        let worker = revoker.map(start);
        Ok(Self { sentinel, worker })
    }
}

/// One of the two fields without the other is refused like a wrong one.
fn webhook(options: &sentinel_service_options) -> Result<Option<WebhookRevoker>, Failure> {
    let url = options.webhook_url.optional("options.webhook_url")?;
    let secret = options.webhook_secret.optional("options.webhook_secret")?;
    if url.is_none() && secret.is_none() {
        return Ok(None);
    }
    let secret = WebhookSecret::parse(secret.unwrap_or_default())?;
    Ok(Some(WebhookRevoker::new(WebhookConfig::new(url.unwrap_or_default(), secret)?)))
}
