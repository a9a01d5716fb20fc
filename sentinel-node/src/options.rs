//! Options: what callers write as objects, and what that means to the core.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
};

use sentinel_core::{Actor, Error, ErrorKind, Limits, Patterns, Result, Scanner, Sentinel, Status};
use sentinel_store::{WebhookConfig, WebhookRevoker, WebhookSecret};
use serde::Deserialize;

/// How a scanner is made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScannerOptions {
    rules: Option<Paths>,
    yaml: Option<String>,
    builtin: Option<bool>,
    pii: Option<bool>,
    max_input_bytes: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Many(Vec<String>),
}

impl ScannerOptions {
    /// Reads the files and compiles the rules.
    pub fn build(self) -> Result<Scanner> {
        let paths = match self.rules {
            None => Vec::new(),
            Some(Paths::One(path)) => vec![path],
            Some(Paths::Many(paths)) => paths,
        };
        let builder = Scanner::builder().builtin(self.builtin.unwrap_or(true)).pii(self.pii.unwrap_or(false));
        let mut builder = builder.limits(limits(self.max_input_bytes));
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

fn limits(max_input_bytes: Option<usize>) -> Limits {
    let mut limits = Limits::default();
    limits.max_input_bytes = max_input_bytes.unwrap_or(limits.max_input_bytes);
    limits
}

/// How a sentinel is opened.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenOptions {
    patterns: Option<String>,
    key_file: Option<String>,
    builtin: Option<bool>,
    pii: Option<bool>,
    max_input_bytes: Option<usize>,
    webhook_url: Option<String>,
    webhook_secret: Option<String>,
}

impl OpenOptions {
    /// Opens the store at `url`.
    pub fn open(&self, url: &str) -> Result<Sentinel> {
        let options = sentinel_store::OpenOptions::new().builtin(self.builtin.unwrap_or(true));
        let mut options = options.pii(self.pii.unwrap_or(false)).limits(limits(self.max_input_bytes));
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
