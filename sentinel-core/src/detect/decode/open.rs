//! Runs at the end of a text that goes on: which of them may yet decode to text.

use super::{MARGIN, View, base64, hex, run_views};
use crate::Span;

/// As `run_views`, for the runs among `encoded` that start at `from` or after. A run that goes on across
/// `from` has no views: a text is not cut where one has. Stretches of hexadecimal digits in it may.
pub(crate) fn open_run_views(text: &[u8], from: usize, encoded: &[Span]) -> Vec<View> {
    let mut views = Vec::new();
    let run_end = end_across(text, from, is_member);
    let digits_end = end_across(text, from, |byte| byte.is_ascii_hexdigit());
    hex::views(text, Span::new(digits_end, run_end.max(digits_end)), &mut views);
    for run in encoded.iter().filter(|run| run.start >= from) {
        views.extend(run_views(text, *run));
    }
    views
}

/// Where the first run at `from` or after starts of which it is not known, from `text` up to `upto`, whether
/// it has views, or whether what is found in them counts. What follows is what the text has there, and goes on, unless a
/// byte that is of no run stands in its place somewhere.
pub(crate) fn undecided_run(text: &[u8], upto: usize, from: usize) -> Option<usize> {
    let known = &text[..upto];
    let near = upto.saturating_sub(MARGIN).max(from);
    let base64 = (near..=upto).filter_map(|end| ends_at(known, from, end, is_member));
    let base64 = base64.filter(|run| match run.end == upto {
        true => may_get_views(text, *run, is_member, base64::may_become_text, |run| {
            run.len() >= SHORTEST && base64::may_decode(run)
        }),
        false => run.len() >= SHORTEST && has_views(|views| base64::views(known, *run, views)),
    });
    let is_digit = |byte: u8| byte.is_ascii_hexdigit();
    let hex = (near..=upto).filter_map(|end| ends_at(known, from, end, is_digit));
    let hex = hex.filter(|stretch| match stretch.end == upto {
        true => may_get_views(text, *stretch, is_digit, hex::may_become_text, hex::may_decode),
        false => has_views(|views| hex::views(known, *stretch, views)),
    });
    base64.chain(hex).map(|run| run.start).min()
}

/// True when a run may yet decode to text: ended at its end or later, or as it goes on past the end of `text`.
fn may_get_views(
    text: &[u8],
    run: Span,
    such: impl Fn(u8) -> bool,
    may_become_text: impl Fn(&[u8]) -> bool,
    may_decode: impl Fn(&[u8]) -> bool,
) -> bool {
    let end = run.end + text[run.end..].iter().take_while(|byte| such(**byte)).count();
    if end == text.len() && may_become_text(&text[run.start..end]) {
        return true;
    }
    // Of a longer one the same digits are looked at.
    let last = end.min(run.end.max(run.start + GLANCED));
    run.end < text.len() && (run.end..=last).any(|end| may_decode(&text[run.start..end]))
}

/// More digits do not count for a first look at a run.
const GLANCED: usize = 40;

/// Shorter runs are not decoded.
const SHORTEST: usize = 20;

fn has_views(add: impl Fn(&mut Vec<View>)) -> bool {
    let mut views = Vec::new();
    add(&mut views);
    !views.is_empty()
}

fn is_member(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-')
}

/// Where the stretch of such bytes ends that goes on across `at`; `at` when none does.
fn end_across(text: &[u8], at: usize, such: impl Fn(u8) -> bool) -> usize {
    if at == 0 || !such(text[at - 1]) {
        return at;
    }
    at + text[at..].iter().take_while(|byte| such(**byte)).count()
}

/// The stretch of such bytes that ends at `end`, unless it starts before `from`.
fn ends_at(text: &[u8], from: usize, end: usize, such: impl Fn(u8) -> bool) -> Option<Span> {
    if text.get(end).is_some_and(|byte| such(*byte)) {
        return None;
    }
    let length = text[from..end].iter().rev().take_while(|byte| such(**byte)).count();
    let start = end - length;
    let crosses = start == from && from > 0 && such(text[from - 1]);
    (length > 0 && !crosses).then(|| Span::new(start, end))
}
