//! What becomes of the keys and values of a document that a host holds as objects.

use std::convert::Infallible;

use super::{
    lexer::{Quoted, Visit, read},
    redacted,
    unescape::unescape,
    withheld,
};
use crate::{
    Redacted, Scanner, Span,
    redact::{Tokens, WITHHELD_BLOCKED, cover::Cover},
};

/// Which keys and values of a document are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Leaves {
    /// The number of each that is replaced, counted from 0 over all keys, strings, numbers, `true`, `false` and `null`
    /// of the document in their order; and the string that it becomes.
    Replaced(Vec<(usize, String)>),
    /// The marker that stands for the whole document.
    Withheld(&'static str),
}

impl Scanner {
    /// As [`redact_json`](Self::redact_json), for a host that holds the document as objects: says which of its leaves
    /// are replaced, so that the host can copy its objects with all else as it is. Spans of findings are those in
    /// `text`.
    ///
    /// ```
    /// use sentinel_core::{Leaves, Scanner};
    ///
    /// let redacted = Scanner::builtin().redact_leaves(r#"{"user":"ann","password":"horse"}"#);
    /// assert_eq!(redacted.text, Leaves::Replaced(vec![(3, "[REDACTED:PASSWORD]".to_owned())]));
    /// ```
    pub fn redact_leaves(&self, text: &str) -> Redacted<Leaves> {
        match self.changed_json(text, Tokens::AsMeant) {
            None => Redacted::unchanged(Leaves::Replaced(Vec::new())),
            Some(Ok(planned)) if planned.clean.blocked => redacted(Leaves::Withheld(WITHHELD_BLOCKED), planned.clean),
            Some(Ok(planned)) => {
                let replaced = replaced(text.as_bytes(), &planned.covers);
                redacted(Leaves::Replaced(replaced), planned.clean)
            }
            Some(Err(error)) => withheld(Leaves::Withheld(self.withhold(error.kind())), error),
        }
    }
}

/// `covers` are in order, and each lies in one leaf.
fn replaced(text: &[u8], covers: &[Cover]) -> Vec<(usize, String)> {
    if covers.is_empty() {
        return Vec::new();
    }
    let mut listing = Listing { text, covers, index: 0, replaced: Vec::new() };
    // It was read before.
    let _ = read(text, &mut listing);
    listing.replaced
}

fn unquoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

struct Listing<'l> {
    text: &'l [u8],
    /// Those that lie in what is still to come.
    covers: &'l [Cover],
    index: usize,
    replaced: Vec<(usize, String)>,
}

impl Listing<'_> {
    fn leaf(&mut self, content: Span, quoted: bool) {
        let inside = self.covers.partition_point(|cover| cover.span.start < content.end);
        let (own, rest) = self.covers.split_at(inside);
        self.covers = rest;
        if !own.is_empty() {
            let mut becomes = Vec::new();
            let mut at = content.start;
            for cover in own {
                becomes.extend_from_slice(&self.text[at..cover.span.start]);
                // What stands for a number brings its quotes.
                let bare = if quoted { Some(&*cover.text) } else { unquoted(&cover.text) };
                becomes.extend_from_slice(bare.unwrap_or(&cover.text).as_bytes());
                at = cover.span.end;
            }
            becomes.extend_from_slice(&self.text[at..content.end]);
            self.replaced.push((self.index, String::from_utf8_lossy(&unescape(&becomes).text).into_owned()));
        }
        self.index += 1;
    }
}

impl Visit for Listing<'_> {
    type Stop = Infallible;

    fn key(&mut self, text: Quoted) -> Result<(), Infallible> {
        self.leaf(text.content, true);
        Ok(())
    }

    fn string(&mut self, text: Quoted) -> Result<(), Infallible> {
        self.leaf(text.content, true);
        Ok(())
    }

    fn bare(&mut self, span: Span, _: bool) -> Result<(), Infallible> {
        self.leaf(span, false);
        Ok(())
    }

    fn open(&mut self, _: bool, _: usize) -> Result<(), Infallible> {
        Ok(())
    }

    fn close(&mut self) {}
}
