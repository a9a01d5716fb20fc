//! The host's own function.

use std::{fmt, sync::Arc};

use super::host::ask;
use crate::{Error, Finding, Result, Span};

type Function = dyn Fn(&Finding) -> Result<String> + Send + Sync;

/// Says what stands for a finding.
#[derive(Clone)]
pub(crate) struct Callback(Arc<Function>);

impl Callback {
    pub(super) fn new(function: impl Fn(&Finding) -> Result<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(function))
    }

    /// Of its error only the kind is kept: its words are not ours, and may hold anything. The finding's text starts at
    /// `offset` of that of the host.
    pub(super) fn call(&self, finding: &Finding, offset: usize) -> Result<String> {
        let moved = |span: Span| span.shifted(offset);
        let in_whole = || Finding { span: moved(finding.span), cover: moved(finding.cover), ..finding.clone() };
        let given = ask("callback", || if offset == 0 { (self.0)(finding) } else { (self.0)(&in_whole()) });
        given.map_err(|error| {
            Error::new(error.kind(), "redact", "the policy's callback failed").with("rule", &finding.rule)
        })
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}
