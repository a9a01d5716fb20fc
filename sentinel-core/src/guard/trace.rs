//! What in a text stands for a value.

use serde::Serialize;

use super::{GuardAction, mark::marks};
use crate::{
    Grant, Span, Vault,
    redact::{Seen, read_tokens},
    span::any_overlaps,
    vault::Inspected,
    words::words,
};

words! {
    /// What stands for a value.
    TraceKind {
        /// `[REDACTED:RULE]`, numbered or not.
        Placeholder = "placeholder",
        /// `AKIA****XYZ`.
        Mask = "mask",
        /// A keyed name of a value.
        Pseudonym = "pseudonym",
        /// A vault's token.
        Token = "token",
        /// What looks like a token and is none: forged, damaged beyond reading, or of another scope or vault.
        ForgedToken = "forged_token",
    }
}

impl TraceKind {
    /// Why it is refused.
    pub(super) fn refusal(self) -> &'static str {
        match self {
            Self::Placeholder => "a placeholder would be written instead of a value",
            Self::Mask => "a mask would be written instead of a value",
            Self::Pseudonym => "a pseudonym would be written instead of a value",
            Self::Token => "a token would be written instead of a value",
            Self::ForgedToken => "a token is forged, damaged or of another scope",
        }
    }
}

/// Something in a text that stands for a value, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// What was done about it.
    pub action: GuardAction,
    /// Where it stands, in UTF-8 bytes of the text that was given.
    #[serde(flatten)]
    pub span: Span,
    /// In which line, counted from 1.
    pub line: usize,
}

/// All traces, in order; none overlaps another. A vault tells forged tokens from real ones.
pub(super) fn traces(text: &str, vault: Option<&Vault>, grant: Option<&Grant>) -> Vec<Trace> {
    let mut found: Vec<(TraceKind, Span)> = match vault {
        Some(vault) => {
            let scope = grant.map_or(vault.scope(), |grant| &grant.scope);
            vault.inspect(text, scope).into_iter().map(of_vault).collect()
        }
        None => read_tokens(text).into_iter().filter_map(of_form).collect(),
    };
    let tokens: Vec<Span> = found.iter().map(|(_, span)| *span).collect();
    found.extend(marks(text).into_iter().filter(|(_, span)| !any_overlaps(&tokens, *span)));
    found.sort_by_key(|(_, span)| *span);
    let (mut line, mut at) = (1, 0);
    let place = |(kind, span): (TraceKind, Span)| {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..span.start.max(at)]).count();
        at = span.start.max(at);
        Trace { kind, action: GuardAction::Refuse, span, line }
    };
    found.into_iter().map(place).collect()
}

fn of_vault(inspected: Inspected) -> (TraceKind, Span) {
    match inspected {
        Inspected::Real(span) => (TraceKind::Token, span),
        Inspected::Broken(span) => (TraceKind::ForgedToken, span),
    }
}

fn of_form(seen: Seen) -> Option<(TraceKind, Span)> {
    match seen {
        Seen::Whole(span, _) => Some((TraceKind::Token, span)),
        Seen::Broken(span) => Some((TraceKind::ForgedToken, span)),
        Seen::Headless(..) => None,
    }
}
