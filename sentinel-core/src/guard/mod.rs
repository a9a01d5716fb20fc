//! The write-back guard: nothing that stands for a value is written where the value itself belongs.
//!
//! A program or an agent that reads redacted text writes it back: `AWS_KEY=[REDACTED:AWS_ACCESS_KEY]` into the real
//! `.env`, `curl -H "Bearer ghp_****abcd"` into a shell. The guard stands before files, commands, databases and prompts,
//! sees what is ours in the text, and restores, refuses or warns.

mod fit;
mod mark;
mod policy;
mod trace;

use std::fmt;

use self::{fit::Target, trace::traces};
pub use self::{
    policy::{GuardAction, GuardPolicy},
    trace::{Trace, TraceKind},
};
use crate::{Error, ErrorKind, Grant, Result, Secret, Sink, Vault};

/// Looks for what redaction left in texts on their way out, and does with it what its policy says.
///
/// ```
/// use sentinel_core::{Guard, Sink};
///
/// let guard = Guard::default();
/// assert!(guard.check("PORT=8080\n", Sink::File, None).is_ok());
/// let refused = guard.check("KEY=[REDACTED:AWS_ACCESS_KEY]\n", Sink::File, None).unwrap_err();
/// assert_eq!(refused.code(), "forbidden");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Guard {
    policy: GuardPolicy,
    vault: Option<Vault>,
}

impl Guard {
    /// A guard with this policy, and no vault: it can tell no forged token from a real one, and restores none.
    pub fn new(policy: GuardPolicy) -> Self {
        Self { policy, vault: None }
    }

    /// Tells tokens by this vault, and restores from it.
    #[must_use]
    pub fn with_vault(mut self, vault: Vault) -> Self {
        self.vault = Some(vault);
        self
    }

    /// The text as it may be written to `sink`. Tokens are those of the grant's scope; without a grant, of the vault's.
    ///
    /// # Errors
    ///
    /// `Forbidden` when something in the text is refused: `kind` says what, `line` where, `traces` how many there are.
    /// Also when tokens are to be restored and there is no vault, no grant, or one for another sink; when a value would
    /// be more than a value where it stands (in an unquoted word of a command or a statement, in a string of JSON that it
    /// would end). Else as
    /// [`Vault::restore`].
    pub fn check(&self, text: &str, sink: Sink, grant: Option<&Grant>) -> Result<Guarded> {
        let mut found = traces(text, self.vault.as_ref(), grant);
        for trace in &mut found {
            trace.action = self.policy.action(sink, trace.kind);
        }
        if let Some(first) = found.iter().find(|trace| trace.action == GuardAction::Refuse) {
            let count = found.iter().filter(|trace| trace.action == GuardAction::Refuse).count();
            return Err(refused(sink, first.kind.refusal())
                .with("kind", first.kind)
                .with("line", first.line)
                .with("traces", count));
        }
        if !found.iter().any(|trace| trace.action == GuardAction::Restore) {
            return Ok(Guarded { text: Secret::from(text), traces: found });
        }
        let text = self.restored(text, sink, grant)?;
        Ok(Guarded { text, traces: found })
    }

    fn restored(&self, text: &str, sink: Sink, grant: Option<&Grant>) -> Result<Secret> {
        let vault = self.vault.as_ref().ok_or_else(|| refused(sink, "no vault to restore tokens from"))?;
        let grant = grant.ok_or_else(|| refused(sink, "no grant to restore tokens"))?;
        if grant.sink != sink {
            return Err(refused(sink, "the grant is for another sink").with("field", "sink"));
        }
        let target = Target::new(sink, text);
        let restored = vault.restore_if(text, grant, |span, value| {
            target.fits(span, value).then_some(()).ok_or_else(|| {
                refused(sink, "the value would be more than a value there: quote it, or pass it another way")
            })
        })?;
        Ok(restored.into_secret())
    }
}

/// The text as it may be written to `sink`, by the default [`GuardPolicy`] and without a vault.
///
/// # Errors
///
/// As [`Guard::check`].
pub fn guard(text: &str, sink: Sink) -> Result<Guarded> {
    Guard::default().check(text, sink, None)
}

/// A text that a [`Guard`] let through. Values may be back in it: it cannot be printed by accident.
pub struct Guarded {
    text: Secret,
    traces: Vec<Trace>,
}

impl Guarded {
    /// The text in clear. Every call is a place to look at in a review.
    pub fn expose(&self) -> &[u8] {
        self.text.expose()
    }

    /// The text in clear, where all that was put back is UTF-8.
    pub fn expose_str(&self) -> Option<&str> {
        std::str::from_utf8(self.text.expose()).ok()
    }

    /// What of ours was in the text, and what was done about each, in order. Spans are those in the text that was given.
    pub fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// Those to be warned of.
    pub fn warnings(&self) -> impl Iterator<Item = &Trace> {
        self.traces.iter().filter(|trace| trace.action == GuardAction::Warn)
    }

    /// How many tokens were restored.
    pub fn restored(&self) -> usize {
        self.traces.iter().filter(|trace| trace.action == GuardAction::Restore).count()
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("text", &self.text).field("traces", &self.traces).finish()
    }
}

fn refused(sink: Sink, problem: &str) -> Error {
    Error::new(ErrorKind::Forbidden, "guard", problem).with("sink", sink)
}
