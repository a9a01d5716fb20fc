//! Redaction by tokens of a vault.

use std::sync::Arc;

use super::Scanner;
use crate::{
    Policy, Redacted, Result, Span, Treatment, Vault,
    redact::{self, Author, Clean, Memory, ReadyPolicy, Tokens, Treating},
};

impl Scanner {
    /// The text with every finding replaced by a token of this vault, whatever the policy says: restored by the vault,
    /// it is the text again, byte by byte. Never fails: where scanning does, or the vault is full, the text is withheld,
    /// and `error` says why.
    pub fn tokenize(&self, text: &str, vault: &Vault) -> Redacted {
        let Redacted { text, findings, replacements, error } = self.tokenize_bytes(text.as_bytes(), vault);
        let text = String::from_utf8(text).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned());
        Redacted { text, findings, replacements, error }
    }

    /// As [`tokenize`](Self::tokenize), for bytes that need not be UTF-8.
    pub fn tokenize_bytes(&self, text: &[u8], vault: &Vault) -> Redacted<Vec<u8>> {
        let policy = Policy::new(Treatment::Tokenize).tokenizer(Arc::new(vault.clone()));
        let ready = policy.ready(std::iter::empty(), |_| true);
        self.count_call(text.len());
        self.done(text, ready.and_then(|policy| Tokenizing { scanner: self, policy }.clean(text)))
    }
}

/// A scanner that gives tokens for all it finds.
struct Tokenizing<'s> {
    scanner: &'s Scanner,
    policy: ReadyPolicy,
}

impl Tokenizing<'_> {
    fn clean<'t>(&self, text: &'t [u8]) -> Result<Clean<'t>> {
        self.scanner.check_size(text)?;
        let call = self.scanner.call();
        let mut memory = Memory::default();
        let Self { scanner, policy } = self;
        let room = scanner.limits().max_output_bytes;
        let mut treating = Treating {
            policy,
            author: self,
            field: None,
            before: &[],
            offset: 0,
            room,
            tokens: Tokens::AsWritten,
            memory: &mut memory,
        };
        let find =
            |text: &[u8]| self.scanner.inner.detector.find_where(text, &call, |span| !self.is_written(text, span));
        redact::redact_found(text, find(text)?, &mut treating, |spliced| find(&spliced.text))
    }

    fn is_written(&self, text: &[u8], span: Span) -> bool {
        let is_ours = |name: &str, token: &str| self.is_rule(name) && self.gave_token(token);
        redact::in_written(text, span, self) || redact::in_token(text, span, is_ours)
    }
}

impl Author for Tokenizing<'_> {
    fn is_rule(&self, name: &str) -> bool {
        self.scanner.is_rule(name)
    }

    fn begins_rule(&self, beginning: &str) -> bool {
        self.scanner.begins_rule(beginning)
    }

    fn made_pseudonym(&self, rule: &str, key: &str, digits: &[u8]) -> bool {
        self.scanner.made_pseudonym(rule, key, digits)
    }

    fn gave_token(&self, token: &str) -> bool {
        self.policy.recognises_token(token) || self.scanner.gave_token(token)
    }

    fn gives_tokens(&self) -> bool {
        true
    }
}
