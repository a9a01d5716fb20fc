//! Options: what callers write as objects, and what that means to the core.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    sync::Arc,
    time::Duration,
};

use sentinel_core::{
    Actor, Error, ErrorKind, Known, Limits, Paths as CorePaths, Patterns, Policy, Result, Scanner, Sentinel, Status,
    Vault,
};
use sentinel_store::{WebhookConfig, WebhookRevoker, WebhookSecret, known_values, monotonic_clock};
use serde::Deserialize;

use crate::callback::Callback;

/// How a scanner is made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScannerOptions {
    rules: Option<Paths>,
    yaml: Option<String>,
    builtin: Option<bool>,
    pii: Option<bool>,
    known: Option<BTreeMap<String, String>>,
    known_env: Option<bool>,
    max_input_bytes: Option<usize>,
    max_decoded_bytes: Option<usize>,
    max_output_bytes: Option<usize>,
    max_time: Option<f64>,
    rule_budget: Option<f64>,
    disable_slow_rules: Option<bool>,
    policy: Option<String>,
    pseudonym_keys: Option<BTreeMap<String, String>>,
    paths: Option<Places>,
}

/// Places in documents, by their paths.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Places {
    redact: Vec<String>,
    keep: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Many(Vec<String>),
}

impl ScannerOptions {
    /// Whether the built-in rules run.
    pub fn has_builtin(&self) -> bool {
        self.builtin.unwrap_or(true)
    }

    /// Reads the files and compiles the rules. The vault gives tokens, and the callback texts, where the policy says so.
    pub fn build(self, vault: Option<&Vault>, callback: Option<Callback>) -> Result<Scanner> {
        let builder = Scanner::builder().builtin(self.has_builtin()).pii(self.pii.unwrap_or(false));
        let paths = match self.rules {
            None => Vec::new(),
            Some(Paths::One(path)) => vec![path],
            Some(Paths::Many(paths)) => paths,
        };
        let limits = GivenLimits {
            input_bytes: self.max_input_bytes,
            decoded_bytes: self.max_decoded_bytes,
            output_bytes: self.max_output_bytes,
            time: self.max_time,
        };
        let builder = builder.limits(limits.meaning()?).clock(monotonic_clock());
        let mut builder = builder.known(known(self.known, self.known_env)?);
        if let Some(budget) = self.rule_budget {
            builder = builder.rule_budget(milliseconds(budget, "ruleBudget")?);
        }
        builder = builder.disable_slow_rules(self.disable_slow_rules.unwrap_or(false));
        let keys = self.pseudonym_keys.unwrap_or_default();
        let mut policy = policy(self.policy.as_deref(), &keys)?;
        if let Some(vault) = vault {
            policy = policy.tokenizer(Arc::new(vault.clone()));
        }
        if let Some(callback) = callback {
            policy = policy.callback(move |finding| callback.call(finding));
        }
        builder = builder.policy(policy);
        if let Some(Places { redact, keep }) = &self.paths {
            let paths = redact.iter().try_fold(CorePaths::new(), |paths, path| paths.redact(path))?;
            builder = builder.paths(keep.iter().try_fold(paths, |paths, path| paths.keep(path))?);
        }
        for path in &paths {
            let document = read_rules(path).and_then(|text| Patterns::parse(&text));
            builder = builder.patterns(document.map_err(|error| error.with("file", path))?);
        }
        if let Some(yaml) = &self.yaml {
            builder = builder.patterns(Patterns::parse(yaml)?);
        }
        builder.build()
    }
}

/// Enough to be refused for its size; a device may have no end.
const MOST_READ: u64 = 32 << 20;

fn read_rules(path: &str) -> Result<String> {
    let mut text = String::new();
    let taken = File::open(path).and_then(|file| file.take(MOST_READ).read_to_string(&mut text));
    let failed = |kind, problem: &str| Error::new(kind, "read patterns", problem);
    taken.map(|_| text).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => failed(ErrorKind::NotFound, "no such file"),
        io::ErrorKind::InvalidData => failed(ErrorKind::InvalidPatterns, "not UTF-8"),
        other => failed(ErrorKind::Storage, &other.to_string()),
    })
}

/// Limits as they are given; none is the default. The time is in milliseconds.
struct GivenLimits {
    input_bytes: Option<usize>,
    decoded_bytes: Option<usize>,
    output_bytes: Option<usize>,
    time: Option<f64>,
}

impl GivenLimits {
    fn meaning(&self) -> Result<Limits> {
        let mut limits = Limits::default();
        limits.max_input_bytes = self.input_bytes.unwrap_or(limits.max_input_bytes);
        limits.max_decoded_bytes = self.decoded_bytes;
        limits.max_output_bytes = self.output_bytes.unwrap_or(limits.max_output_bytes);
        limits.max_time = self.time.map(|given| milliseconds(given, "maxTime")).transpose()?;
        Ok(limits)
    }
}

fn milliseconds(given: f64, field: &'static str) -> Result<Duration> {
    Duration::try_from_secs_f64(given / 1000.0)
        .map_err(|_| Error::new(ErrorKind::InvalidInput, "build scanner", "expected milliseconds").with("field", field))
}

fn known(values: Option<BTreeMap<String, String>>, environment: Option<bool>) -> Result<Known> {
    known_values(values.unwrap_or_default(), environment.unwrap_or(false))
}

fn policy(document: Option<&str>, keys: &BTreeMap<String, String>) -> Result<Policy> {
    let policy = document.map_or(Ok(Policy::default()), Policy::from_yaml)?;
    keys.iter().try_fold(policy, |policy, (id, key)| policy.pseudonym_key(id, key.as_str()))
}

/// How a sentinel is opened.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenOptions {
    patterns: Option<String>,
    key_file: Option<String>,
    builtin: Option<bool>,
    pii: Option<bool>,
    known: Option<BTreeMap<String, String>>,
    known_env: Option<bool>,
    max_input_bytes: Option<usize>,
    max_decoded_bytes: Option<usize>,
    max_output_bytes: Option<usize>,
    max_time: Option<f64>,
    webhook_url: Option<String>,
    webhook_secret: Option<String>,
}

impl OpenOptions {
    /// Opens the store at `url`.
    pub fn open(&self, url: &str) -> Result<Sentinel> {
        let limits = GivenLimits {
            input_bytes: self.max_input_bytes,
            decoded_bytes: self.max_decoded_bytes,
            output_bytes: self.max_output_bytes,
            time: self.max_time,
        };
        let known = known(self.known.clone(), self.known_env)?;
        let options = sentinel_store::OpenOptions::new().builtin(self.builtin.unwrap_or(true));
        let mut options = options.pii(self.pii.unwrap_or(false)).known(known).limits(limits.meaning()?);
        if let Some(path) = &self.patterns {
            options = options.patterns(path);
        }
        if let Some(path) = &self.key_file {
            options = options.key_file(path);
        }
        options.open(url)
    }

    /// Who is told of revocations, if anybody.
    pub fn revoker(&self) -> Result<Option<WebhookRevoker>> {
        let missing = match (&self.webhook_url, &self.webhook_secret) {
            (None, None) => return Ok(None),
            (Some(url), Some(secret)) => {
                let config = WebhookConfig::new(url, WebhookSecret::parse(secret)?)?;
                return Ok(Some(WebhookRevoker::new(config)));
            }
            (Some(_), None) => "webhookSecret",
            (None, Some(_)) => "webhookUrl",
        };
        let problem = "a webhook needs a URL and a secret";
        Err(Error::new(ErrorKind::InvalidInput, "configure webhook", problem).with("field", missing))
    }
}

/// What is known about a record.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RecordOptions {
    pub source: String,
    pub tenant: String,
    pub attributes: BTreeMap<String, String>,
}

/// Who does something, and why.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decision {
    by: String,
    pub reason: String,
}

impl Decision {
    /// The person who decides; the core refuses one without a name.
    pub fn person(&self) -> Actor {
        Actor::person(&self.by)
    }
}

/// What a person made of an entry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub status: Status,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub reason: String,
}

/// Which entries are read.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EntryOptions {
    pub status: Option<Status>,
    pub secret_type: Option<String>,
    pub offset: usize,
    pub limit: Option<usize>,
}

/// Which part of the revocations is read.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EventOptions {
    pub after: Option<String>,
    pub limit: Option<usize>,
}

/// Which part of the log is read.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogOptions {
    pub sequence: Option<u64>,
    pub limit: Option<usize>,
}

/// How much is read when the caller does not say.
pub const PAGE: usize = 100;
