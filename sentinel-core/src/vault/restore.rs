//! Puts values back: all that a text asks for, or none.

use std::sync::atomic::Ordering::Relaxed;

use zeroize::Zeroizing;

use super::{Grant, RestoreAttempt, Restored, RestoredToken, Scope, Vault, VaultEvent, broken, disguise::disguised};
use crate::{
    Error, ErrorKind, Result, Secret, Span,
    redact::{Seen, read_tokens},
    span::any_overlaps,
};

/// What a vault can tell of something that looks like a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inspected {
    /// Made by this vault, in this scope.
    Real(Span),
    /// Forged, damaged, or of another scope or vault.
    Broken(Span),
}

impl Vault {
    /// The text with every token replaced by its value, if the grant allows all of them. That it was done, by whom, where
    /// to and what for, is noted before the text is given out.
    ///
    /// Tokens are read as people and language models leave them: in another case, with blanks, quotes or line breaks
    /// inside, in other brackets. What is left of a token otherwise makes all of it fail, and so does one that is escaped as a
    /// whole (`%3A` or `&#58;` for its colons) or in UTF-16: what it stands for would have to be written in the same way.
    ///
    /// What comes back is what was replaced, byte by byte: of a text what was written there, of an object what that means.
    /// Put into another text it is not escaped for that: a [`Guard`](crate::Guard) refuses what would be read as more than a
    /// value.
    ///
    /// # Errors
    ///
    /// Nothing is put back then. `Forbidden` when the grant has run out or does not allow a rule; `Tampered` when a
    /// token's check does not hold; `NotFound` when a value has expired; `InvalidInput` when the grant says too little;
    /// `Storage` when store or log cannot be used. `token` (counted from 1) and `line` say where, `rule` which.
    pub fn restore(&self, text: &str, grant: &Grant) -> Result<Restored> {
        self.restore_if(text, grant, |_, _| Ok(()))
    }

    /// As [`restore`](Self::restore), where `accept` takes every value at its place.
    pub(crate) fn restore_if(
        &self,
        text: &str,
        grant: &Grant,
        accept: impl Fn(Span, &[u8]) -> Result<()>,
    ) -> Result<Restored> {
        let seen = self.tokens_in(text, &grant.scope);
        let now = self.inner.clock.now();
        let attempt = RestoreAttempt::new(grant, seen.len());
        let values = grant.check(now).and_then(|()| self.values(text, &seen, grant, &accept));
        let values = values.inspect_err(|error| {
            self.inner.counters.refused.fetch_add(1, Relaxed);
            // It is refused whether or not that can be noted.
            let _ = self.inner.audit.record(now, &VaultEvent::Refused(attempt.clone(), error.kind()));
        })?;
        if !values.is_empty() {
            let rules = values.iter().map(|(token, _)| token.rule.as_str()).collect();
            self.inner.audit.record(now, &VaultEvent::Restored(attempt, rules))?;
            self.inner.counters.restored.fetch_add(values.len() as u64, Relaxed);
        }
        Ok(put_back(text, values))
    }

    /// What in a text is a token of this scope, and what only looks like one.
    pub(crate) fn inspect(&self, text: &str, scope: &Scope) -> Vec<Inspected> {
        let inspected = |seen: &Seen| match seen {
            Seen::Whole(span, token) if self.key_of(scope, token).is_some() => Inspected::Real(*span),
            seen => Inspected::Broken(seen.span()),
        };
        self.tokens_in(text, scope).iter().map(inspected).collect()
    }

    /// All that is or was a token.
    fn tokens_in(&self, text: &str, scope: &Scope) -> Vec<Seen> {
        let is_token = |seen: &Seen| match seen {
            Seen::Headless(_, readings) => readings.iter().any(|token| self.key_of(scope, token).is_some()),
            _ => true,
        };
        let mut seen = read_tokens(text);
        seen.retain(is_token);
        let hidden = disguised(text, is_token);
        let known: Vec<Span> = seen.iter().map(Seen::span).collect();
        let apart = |span: &Span| !any_overlaps(&known, *span);
        let hidden: Vec<Seen> = hidden.into_iter().filter(apart).map(Seen::Broken).collect();
        seen.extend(hidden);
        seen.sort_by_key(|seen| seen.span().start);
        seen
    }

    fn values(
        &self,
        text: &str,
        seen: &[Seen],
        grant: &Grant,
        accept: &impl Fn(Span, &[u8]) -> Result<()>,
    ) -> Result<Vec<(RestoredToken, Secret)>> {
        let value = |(index, seen): (usize, &Seen)| {
            let accepted = self.granted(seen, grant).and_then(|(token, value)| {
                accept(token.span, value.expose()).map_err(|error| error.with("rule", &token.rule))?;
                Ok((token, value))
            });
            accepted.map_err(|error| placed(error, text, index, seen.span()))
        };
        seen.iter().enumerate().map(value).collect()
    }

    fn granted(&self, seen: &Seen, grant: &Grant) -> Result<(RestoredToken, Secret)> {
        let Seen::Whole(span, token) = seen else { return Err(broken()) };
        let (rule, value) = self.value(&grant.scope, token)?;
        if !grant.allows(&rule) {
            let problem = "the grant does not allow values of this rule";
            return Err(Error::new(ErrorKind::Forbidden, "restore", problem).with("rule", rule));
        }
        Ok((RestoredToken { rule, span: *span }, value))
    }
}

/// Says where a token stands: which of the text's tokens it is, and in which line.
fn placed(error: Error, text: &str, index: usize, span: Span) -> Error {
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..span.start]).count();
    error.with("token", index + 1).with("line", line)
}

fn put_back(text: &str, values: Vec<(RestoredToken, Secret)>) -> Restored {
    let added: usize = values.iter().map(|(_, value)| value.expose().len()).sum();
    // Large enough from the start: what grows leaves copies behind.
    let mut whole = Zeroizing::new(Vec::with_capacity(text.len() + added));
    let (mut at, mut tokens) = (0, Vec::with_capacity(values.len()));
    for (token, value) in values {
        whole.extend_from_slice(&text.as_bytes()[at..token.span.start]);
        whole.extend_from_slice(value.expose());
        at = token.span.end;
        tokens.push(token);
    }
    whole.extend_from_slice(&text.as_bytes()[at..]);
    Restored { text: Secret::new(std::mem::take(&mut *whole)), tokens }
}
