//! Redaction of JSON, as text and as values: what comes out is JSON again, and the same but for what was replaced.

mod leaves;
mod level;
mod lexer;
mod pair;
mod part;
mod paths;
mod skim;
mod specials;
mod unescape;
mod value;
mod walk;

use std::{borrow::Cow, mem};

use zeroize::Zeroizing;

use self::lexer::{Blind, read};
pub(super) use self::part::{Quoting, plan_part};
pub(super) use self::unescape::unescape_single;
pub(crate) use self::unescape::{escape, unescape};
pub use self::{leaves::Leaves, paths::Paths};
use super::{
    Clean, Memory, Tokens, Treating, WITHHELD_BLOCKED,
    planned::{Plan, Planned, redact_planned},
};
use crate::{Error, Redacted, Replacements, Result, Scanner, Span, detect::Call};

impl Scanner {
    /// The document with every finding replaced, and the values of fields whose names say that they are secret
    /// (`password`, `Authorization`, `card_number` …) masked as a whole, whatever they look like. The result is JSON,
    /// and away from what was replaced the same byte for byte.
    ///
    /// So are values whose names stand beside them: `{"name": "Cookie", "value": …}`, and `["Cookie", …]` in an array of
    /// such pairs.
    ///
    /// Keys and values are scanned; a number that is replaced becomes a string; a string that holds a JSON document is
    /// redacted inside. [`paths`](crate::ScannerBuilder::paths) mask, or keep, places of your own. Below a masked name
    /// each string and number is masked; `true`, `false`, `null` and empty strings say nothing and stay. Two keys of one
    /// object may become the same placeholder, and many readers keep the last of them: numbers or pseudonyms
    /// ([`Policy`](crate::Policy)) tell them apart, and [`redact_value`](Self::redact_value) numbers them itself.
    ///
    /// Never fails: a text that is no JSON (`InvalidInput`, with the offset in bytes), that is deeper or larger than
    /// the [limits](crate::Limits), or cannot be scanned, is withheld: it is then the JSON string `"[REDACTED:ERROR]"`
    /// or `"[REDACTED:LIMIT]"`.
    ///
    /// ```
    /// use sentinel_core::Scanner;
    ///
    /// let redacted = Scanner::builtin().redact_json(r#"{ "user": 7, "password": "horse", "pin": 1234 }"#);
    /// assert_eq!(redacted.text, r#"{ "user": 7, "password": "[REDACTED:PASSWORD]", "pin": "[REDACTED:ONE_TIME_CODE]" }"#);
    /// ```
    pub fn redact_json(&self, text: &str) -> Redacted {
        match self.changed_json(text, Tokens::AsWritten) {
            None => Redacted::unchanged(text.to_owned()),
            Some(planned) => self.redacted_json(text, planned).into_owned(),
        }
    }

    /// As [`redact_json`](Self::redact_json). Where nothing is replaced the text is the one that was given, and not
    /// copied.
    pub fn redact_json_cow<'t>(&self, text: &'t str) -> Redacted<Cow<'t, str>> {
        match self.changed_json(text, Tokens::AsWritten) {
            None => Redacted::unchanged(Cow::Borrowed(text)),
            Some(planned) => self.redacted_json(text, planned),
        }
    }

    /// What becomes of a document; none where nothing is found in it and no name masks a value, as in most.
    #[inline]
    fn changed_json<'t>(&self, text: &'t str, tokens: Tokens) -> Option<Result<Planned<'t>>> {
        self.count_call(text.len());
        let (text, call) = (text.as_bytes(), self.call());
        if let Err(error) = self.check_size(text) {
            return Some(Err(error));
        }
        match walk::changes(self, text, &call) {
            None if self.may_give_out(text) => None,
            changes => {
                let plan = changes.unwrap_or_else(|| Ok(Plan::default()));
                Some(plan.and_then(|plan| self.planned_json(text, plan, tokens, &call)))
            }
        }
    }

    #[inline(never)]
    fn planned_json<'t>(&self, text: &'t [u8], plan: Plan, tokens: Tokens, call: &Call<'_>) -> Result<Planned<'t>> {
        let mut memory = Memory::default();
        let mut treating = Treating { tokens, ..self.treating(None, &mut memory) };
        let mut planned = redact_planned(text, plan, &mut treating, |text| walk::plan(self, text, call))?;
        self.count(&planned.clean);
        planned.clean.findings = self.with_components(text, planned.clean.findings);
        Ok(planned)
    }

    #[inline(never)]
    fn redacted_json<'t>(&self, given: &'t str, planned: Result<Planned<'t>>) -> Redacted<Cow<'t, str>> {
        match planned {
            Ok(Planned { mut clean, .. }) if clean.blocked => {
                let text = quoted(WITHHELD_BLOCKED);
                // The whole string stands for the document.
                clean.replacements.iter_mut().for_each(|all| all.output = Span::new(0, text.len()));
                redacted(text.into(), clean)
            }
            Ok(Planned { mut clean, .. }) => redacted(as_text(given, mem::take(&mut clean.text)), clean),
            Err(error) => withheld(quoted(self.withhold(error.kind())).into(), error),
        }
    }
}

/// True for a text that is a document.
pub(crate) fn is_document(text: &[u8]) -> bool {
    read(text, &mut Blind).is_ok()
}

/// True for what can stand in a string of a document as it is, and ends nothing there.
pub(crate) fn is_content(value: &[u8]) -> bool {
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    !value.iter().any(special) || is_document(&Zeroizing::new([b"\"", value, b"\""].concat()))
}

fn as_text<'t>(given: &'t str, redacted: Cow<'_, [u8]>) -> Cow<'t, str> {
    match redacted {
        Cow::Borrowed(_) => Cow::Borrowed(given),
        Cow::Owned(bytes) => Cow::Owned(super::as_text(bytes)),
    }
}

fn redacted<T>(text: T, clean: Clean<'_>) -> Redacted<T> {
    let Clean { findings, replacements, .. } = clean;
    Redacted { text, findings, replacements: Replacements::new(replacements), error: None }
}

fn withheld<T>(text: T, error: Error) -> Redacted<T> {
    let (findings, replacements) = Default::default();
    Redacted { text, findings, replacements, error: Some(error) }
}

fn quoted(marker: &str) -> String {
    format!("\"{marker}\"")
}
