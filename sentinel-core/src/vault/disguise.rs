//! Tokens that do not stand in a text as they are, but escaped, or in UTF-16.

use crate::{
    Span,
    detect::escaped_lines,
    redact::{Seen, read_tokens},
};

/// So many escapes, one inside the other, are looked through.
const DEPTH: usize = 2;

/// Where in `text` something is seen through escapes, or between zero bytes, that is or was a token; in order of position,
/// and apart.
pub(super) fn disguised(text: &str, is_token: impl Fn(&Seen) -> bool) -> Vec<Span> {
    let mut spans = Vec::new();
    escaped(text.as_bytes(), DEPTH, &is_token, &mut spans);
    wide(text, &is_token, &mut spans);
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let overlap = next.start < kept.end;
        if overlap {
            *kept = kept.union(*next);
        }
        overlap
    });
    spans
}

fn escaped(text: &[u8], depth: usize, is_token: &impl Fn(&Seen) -> bool, spans: &mut Vec<Span>) {
    for (at, view) in escaped_lines(text) {
        let mut inside = Vec::new();
        read(&readable(&view.text), is_token, &mut inside);
        if depth > 1 {
            escaped(&view.text, depth - 1, is_token, &mut inside);
        }
        spans.extend(inside.into_iter().filter_map(|span| Some(view.outer(span)?.shifted(at))));
    }
}

/// Every other byte of UTF-16 is zero.
fn wide(text: &str, is_token: &impl Fn(&Seen) -> bool, spans: &mut Vec<Span>) {
    if memchr::memchr(0, text.as_bytes()).is_none() {
        return;
    }
    let (mut narrow, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (at, character) in text.char_indices().filter(|(_, character)| *character != '\0') {
        narrow.push(character);
        places.extend(std::iter::repeat_n(at, character.len_utf8()));
    }
    let mut inside = Vec::new();
    read(&narrow, is_token, &mut inside);
    let last = |span: Span| places[span.end - 1];
    let width = |at: usize| text[at..].chars().next().map_or(1, char::len_utf8);
    spans.extend(inside.into_iter().map(|span| Span::new(places[span.start], last(span) + width(last(span)))));
}

fn read(text: &str, is_token: &impl Fn(&Seen) -> bool, spans: &mut Vec<Span>) {
    spans.extend(read_tokens(text).iter().filter(|seen| is_token(seen)).map(Seen::span));
}

/// The same at each offset, but for what is no UTF-8.
fn readable(bytes: &[u8]) -> String {
    let mut readable = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        readable.push_str(chunk.valid());
        readable.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    readable
}
