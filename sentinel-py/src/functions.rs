//! The functions of the module.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use pyo3::prelude::*;
use sentinel_core::{Error, ErrorKind, Keep, Result, RetryPolicy, Scanner as Core, Sentinel as CoreSentinel};
use sentinel_store::{
    KeyRing, MemoryPatterns, OpenOptions, SqliteStore, SystemClock, WebhookConfig, WebhookRevoker, WebhookSecret,
    Worker,
};
use serde_json::json;

use crate::{
    error::{detached, invalid},
    results,
    scanner::{Scanner, limits, parse},
    sentinel::Sentinel,
    text::{Text, Words},
};

/// Every finding in `text` by the built-in rules for secrets. See Scanner.scan.
#[pyfunction]
pub(crate) fn scan<'py>(py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
    shared(py)?.get().scan(py, text)
}

/// The text, redacted by the built-in rules for secrets. See Scanner.redact.
///
/// >>> import sentinel
/// >>> sentinel.redact("key=AKIA" + "QYLPMN5HHHFPZAM2").text
/// 'key=[REDACTED:AWS_ACCESS_KEY]'
#[pyfunction]
pub(crate) fn redact<'py>(py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
    shared(py)?.get().redact(py, text)
}

/// What people may see of a value: as many bytes of its start and end as asked for, and four stars.
///
/// >>> import sentinel
/// >>> sentinel.preview("ABCD-efgh-ijkl-XYZ", 4, 3)
/// 'ABCD****XYZ'
///
/// A value of which more than half would show, or whose kept parts do not print, gives four stars.
#[pyfunction]
#[pyo3(signature = (value, keep_prefix=0, keep_suffix=0))]
pub(crate) fn preview(value: Text, keep_prefix: usize, keep_suffix: usize) -> String {
    sentinel_core::preview(value.bytes(), Keep { keep_prefix, keep_suffix })
}

#[derive(FromPyObject)]
pub(crate) enum Texts {
    One(Text),
    Many(Vec<Text>),
}

/// Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.
///
/// Raises InvalidInputError when nothing fixed is found in them, or the regex would be too broad.
#[pyfunction]
pub(crate) fn draft_regex<'py>(py: Python<'py>, evidence: Texts) -> PyResult<Bound<'py, PyAny>> {
    const OPERATION: &str = "draft regex";
    let evidence = match evidence {
        Texts::One(text) => vec![text],
        Texts::Many(texts) => texts,
    };
    let draft = detached(py, OPERATION, || {
        let words = evidence.iter().map(Text::as_str).collect::<Option<Vec<_>>>();
        sentinel_core::draft_regex(words.ok_or_else(|| invalid(OPERATION, "evidence", "not UTF-8"))?)
    })?;
    let fields = json!({
        "regex": draft.regex,
        "samples": draft.samples,
        "matched": draft.matched,
        "confidence": draft.confidence,
    });
    results::records(py, "Draft", &fields)
}

/// Checks every rule of a document in the format of `patterns.yaml` against its own examples.
///
/// Raises InvalidPatternsError when the text is no such document.
#[pyfunction]
pub(crate) fn check_rules<'py>(py: Python<'py>, yaml_text: Text) -> PyResult<Bound<'py, PyAny>> {
    let checks = detached(py, "check rules", || Ok(sentinel_core::check_rules(&parse(&yaml_text)?)))?;
    let fields = checks.iter().map(|check| {
        let problems: Vec<_> = check.problems.iter().map(ToString::to_string).collect();
        let notes: Vec<_> = check.notes.iter().map(ToString::to_string).collect();
        json!({"rule": check.rule, "problems": problems, "notes": notes})
    });
    results::records(py, "Check", &fields.collect::<Vec<_>>())
}

/// The built-in rule packs: name and document of each.
#[pyfunction]
pub(crate) fn builtin_packs() -> Vec<(&'static str, &'static str)> {
    sentinel_core::builtin_packs().iter().map(|pack| (pack.name, pack.yaml)).collect()
}

/// Verifies the log in a database of SQLite. The store's key is not needed.
#[pyfunction]
pub(crate) fn verify_hyperlog(py: Python<'_>, path: PathBuf) -> PyResult<Bound<'_, PyAny>> {
    let verification = detached(py, "verify hyperlog", || existing(&path)?.hyperlog().verify())?;
    results::records(py, "Verification", &verification)
}

/// Opens the store at `url`; see `sentinel.open`.
#[pyfunction]
#[pyo3(signature = (url, *, patterns=None, key_file=None, builtin=true, pii=false, max_input_bytes=None,
    webhook_url=None, webhook_secret=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments")]
pub(crate) fn open(
    py: Python<'_>,
    url: Words,
    patterns: Option<PathBuf>,
    key_file: Option<PathBuf>,
    builtin: bool,
    pii: bool,
    max_input_bytes: Option<usize>,
    webhook_url: Option<Words>,
    webhook_secret: Option<Words>,
) -> PyResult<Sentinel> {
    detached(py, "open store", || {
        let revoker = webhook(webhook_url, webhook_secret)?;
        let mut options = OpenOptions::new().builtin(builtin).pii(pii).limits(limits(max_input_bytes));
        if let Some(path) = patterns {
            options = options.patterns(path);
        }
        if let Some(path) = key_file {
            options = options.key_file(path);
        }
        let core = options.open(&url.0)?;
        let worker = revoker.map(|revoker| Worker::start(core.clone(), revoker, RetryPolicy::default()));
        Ok(Sentinel::new(core, worker))
    })
}

fn webhook(url: Option<Words>, secret: Option<Words>) -> Result<Option<WebhookRevoker>> {
    match (url, secret) {
        (None, None) => Ok(None),
        (Some(url), Some(secret)) => {
            let secret = WebhookSecret::parse(&secret.0)?;
            Ok(Some(WebhookRevoker::new(WebhookConfig::new(&url.0, secret)?)))
        }
        (Some(_), None) => Err(invalid("configure webhook", "webhook_secret", "a webhook needs a secret to sign with")),
        (None, Some(_)) => Err(invalid("configure webhook", "webhook_url", "the secret of a webhook without a URL")),
    }
}

/// The store in a file that must be there, under a key that nothing is read with.
fn existing(path: &Path) -> Result<CoreSentinel> {
    if !path.is_file() {
        return Err(Error::new(ErrorKind::NotFound, "verify hyperlog", "no such file").with("file", path.display()));
    }
    let ring = KeyRing::generate()?;
    let scanner = Core::builder().builtin(false).fingerprint_key(ring.fingerprint_key());
    let store = Arc::new(SqliteStore::open(path)?);
    let patterns = Arc::new(MemoryPatterns::default());
    CoreSentinel::new(scanner, patterns, store, Arc::new(ring.sealing_key()), Arc::new(SystemClock))
}

/// The scanner of the module's own `scan` and `redact`, built when first asked for.
fn shared(py: Python<'_>) -> PyResult<&'static Py<Scanner>> {
    static SHARED: OnceLock<Py<Scanner>> = OnceLock::new();
    if let Some(scanner) = SHARED.get() {
        return Ok(scanner);
    }
    // Two threads may build one each; the first one stays.
    let core = detached(py, "build scanner", || Core::builder().build())?;
    let scanner = Py::new(py, Scanner { core })?;
    Ok(SHARED.get_or_init(|| scanner))
}
