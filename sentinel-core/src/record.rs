//! What goes into `process`, and what comes out.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{Error, Finding};

/// One record: a log line, a prompt, a trace, with what is known about where it came from.
#[derive(Clone)]
pub struct Record<'r> {
    pub(crate) text: &'r [u8],
    pub(crate) source: String,
    pub(crate) tenant: String,
    pub(crate) attributes: BTreeMap<String, String>,
}

impl<'r> Record<'r> {
    /// A record with this text, which need not be UTF-8.
    pub fn new(text: &'r (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { text: text.as_ref(), source: String::new(), tenant: String::new(), attributes: BTreeMap::new() }
    }

    /// What sent it: a service, an agent.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// Whose it is, when several share a store.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// Something else that is known: `repository` and `workspace` stand in the payloads for GitHub
    /// and Slack.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}

/// What `process` did with a record.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// The record as it may be passed on.
    pub text: String,
    /// What was found; spans refer to the record.
    pub findings: Vec<Finding>,
    /// The quarantined record, `log_…`, if anything was found or withheld.
    pub entry: Option<String>,
    /// The log entry, `hyperlog:…`, if anything was found or withheld.
    pub log_reference: Option<String>,
    /// How many credentials in it ask for a revocation.
    pub revocations: usize,
    /// Why the record was withheld, if it was.
    #[serde(skip)]
    pub error: Option<Error>,
}
