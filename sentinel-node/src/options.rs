//! Options: what callers write as objects, and what that means to the core.

use std::{collections::BTreeMap, fs, io};

use napi::{
    Env,
    bindgen_prelude::{JsObjectValue, Object},
};
use sentinel_core::{Error, ErrorKind, Limits, Patterns, Result, Scanner, Sentinel, Status};
use sentinel_store::{WebhookConfig, WebhookRevoker, WebhookSecret};
use serde::{Deserialize, de::DeserializeOwned};

/// How a scanner is made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScannerOptions {
    rules: Option<OneOrMany>,
    yaml: Option<String>,
    builtin: Option<bool>,
    pii: Option<bool>,
    max_input_bytes: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl ScannerOptions {
    /// Reads the files and compiles the rules.
    pub fn build(self) -> Result<Scanner> {
        let files = match self.rules {
            None => Vec::new(),
            Some(OneOrMany::One(file)) => vec![file],
            Some(OneOrMany::Many(files)) => files,
        };
        let mut builder = Scanner::builder()
            .builtin(self.builtin.unwrap_or(true))
            .pii(self.pii.unwrap_or(false))
            .limits(limits(self.max_input_bytes));
        for file in &files {
            builder = builder.patterns(read_rules(file).map_err(|error| error.with("file", file))?);
        }
        if let Some(yaml) = &self.yaml {
            builder = builder.patterns(Patterns::parse(yaml)?);
        }
        builder.build()
    }
}

fn read_rules(file: &str) -> Result<Patterns> {
    let text = fs::read_to_string(file).map_err(|error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            io::ErrorKind::InvalidData => ErrorKind::InvalidPatterns,
            _ => ErrorKind::Storage,
        };
        Error::new(kind, "read patterns", error.kind().to_string())
    })?;
    Patterns::parse(&text)
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
        let mut options = sentinel_store::OpenOptions::new()
            .builtin(self.builtin.unwrap_or(true))
            .pii(self.pii.unwrap_or(false))
            .limits(limits(self.max_input_bytes));
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
        match (&self.webhook_url, &self.webhook_secret) {
            (None, None) => Ok(None),
            (Some(url), Some(secret)) => {
                let config = WebhookConfig::new(url, WebhookSecret::parse(secret)?)?;
                Ok(Some(WebhookRevoker::new(config)))
            }
            (url, _) => {
                let missing = if url.is_some() { "webhookSecret" } else { "webhookUrl" };
                Err(Error::new(ErrorKind::InvalidInput, "open", "a webhook needs both its URL and its secret")
                    .with("field", missing))
            }
        }
    }
}

/// What is known about a record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordOptions {
    pub source: Option<String>,
    pub tenant: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

/// Who does something, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    pub by: Option<String>,
    pub reason: Option<String>,
}

/// What a person made of an entry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub status: Status,
    pub by: Option<String>,
    pub reason: Option<String>,
}

/// Which part of a list is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntriesOptions {
    pub id: Option<String>,
    pub status: Option<Status>,
    pub secret_type: Option<String>,
    pub offset: Option<usize>,
    pub limit: Option<usize>,
}

/// Which events are read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventsOptions {
    pub after: Option<String>,
    pub limit: Option<usize>,
}

/// Which log entries are read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogOptions {
    pub from: Option<u64>,
    pub limit: Option<usize>,
}

/// How many list items are read when the caller does not say.
pub const PAGE: usize = 100;

/// An argument as JSON; `{}` for none.
pub fn json(env: &Env, value: Option<Object<'_>>) -> napi::Result<String> {
    match value {
        Some(object) => env.get_global()?.get_named_property_unchecked::<napi::JSON<'_>>("JSON")?.stringify(object),
        None => Ok("{}".to_owned()),
    }
}

/// Reads an argument of `operation`. Its values, which may be secrets, are not quoted.
pub fn read<T: DeserializeOwned>(operation: &'static str, json: &str) -> Result<T> {
    let deserializer = &mut serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let named = ["unknown field", "missing field", "unknown variant"];
        let problem = named.into_iter().find(|words| message.starts_with(words)).unwrap_or("not of the right type");
        let error = Error::new(ErrorKind::InvalidInput, operation, problem);
        match (path.as_str(), message.split('`').nth(1)) {
            (".", Some(field)) if problem.ends_with("field") => error.with("field", field),
            (".", _) => error,
            _ => error.with("field", path),
        }
    })
}
