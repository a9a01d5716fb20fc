//! Which lines say where a program was.

use super::indented;
use crate::{Span, redact::fields::field_of};

/// What a line of a traceback says.
pub(super) enum Line {
    /// Where the code stands that the next line shows; how far it is indented, in bytes.
    File(usize),
    /// Where the program was; what follows that on the line.
    Frame(Span),
    /// Source code.
    Code(Span),
    Other,
}

/// What a line says. `file` is how far the line before is indented, if it names a file.
pub(super) fn kind(text: &[u8], line: Span, file: Option<usize>) -> Line {
    let words = indented(text, line);
    let bytes = words.of(text);
    let nothing = Span::new(line.end, line.end);
    if bytes.starts_with(b"File \"") && memchr::memmem::find(bytes, b", line ").is_some() {
        return Line::File(words.start - line.start);
    }
    if is_call(bytes) {
        return Line::Frame(nothing);
    }
    if let Some(length) = place(bytes) {
        return Line::Frame(Span::new(words.start + length, line.end));
    }
    if let Some(code) = numbered_code(bytes) {
        return Line::Code(Span::new(words.start + code, words.end));
    }
    // The code is indented more; where none is known, a message may follow.
    let shows_code = file.is_some_and(|indent| words.start - line.start > indent) && !bytes.is_empty();
    if shows_code { Line::Code(words) } else { Line::Other }
}

/// A URL without the line and column after it, as `address:3:14` has them.
pub(super) fn without_place(text: &[u8], address: Span) -> Span {
    let mut bytes = address.of(text);
    for _ in 0..2 {
        let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        match bytes[..bytes.len() - digits].last() {
            Some(b':') if digits > 0 => bytes = &bytes[..bytes.len() - digits - 1],
            _ => break,
        }
    }
    Span::new(address.start, address.start + bytes.len())
}

/// `at module.function(place)`, `... 3 more`, `12: path::function`, `goroutine 1 [running]:`.
fn is_call(line: &[u8]) -> bool {
    let digits = |from: usize| line[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let starts: [&[u8]; 4] = [b"at ", b"goroutine ", b"created by ", b"--- End of"];
    let known = starts.iter().any(|start| line.starts_with(start));
    let more = line.starts_with(b"... ") && digits(4) > 0;
    let numbered = digits(0) > 0 && line[digits(0)..].starts_with(b": ") && memchr::memmem::find(line, b"::").is_some();
    // What sets anything is a message.
    let sets = memchr::memchr(b'=', line).is_some() && memchr::memmem::find(line, b"://").is_none();
    (known || more || numbered) && !sets
}

/// The length of `path:line:column`, and of the function after it.
fn place(line: &[u8]) -> Option<usize> {
    let from = if line.starts_with(b"from ") { 5 } else { 0 };
    let path = line[from..].iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'='));
    let word = &line[from..path.map_or(line.len(), |length| from + length)];
    // `C:\…`.
    let drive = if word.get(1) == Some(&b':') && word.get(2) == Some(&b'\\') { 2 } else { 0 };
    let colon = (drive..word.len()).find(|at| word[*at] == b':' && word.get(at + 1).is_some_and(u8::is_ascii_digit))?;
    let path = &word[..colon];
    let named = path.contains(&b'/') || path.contains(&b'\\') || has_extension(path);
    if !named || memchr::memmem::find(path, b"://").is_some() || memchr::memchr2(b'@', b',', path).is_some() {
        return None;
    }
    let digits = |at: usize| word[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = colon + 1 + digits(colon + 1);
    if word.get(end) == Some(&b':') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    Some(from + end + function(&line[from + end..]))
}

/// The length of `:in 'name'`, or of ` in name`.
fn function(after: &[u8]) -> usize {
    let Some(start) =
        [b":in ".as_slice(), b" in "].iter().find(|start| after.starts_with(start)).map(|start| start.len())
    else {
        return 0;
    };
    match after.get(start) {
        Some(b'\'' | b'`') => match memchr::memchr(b'\'', &after[start + 1..]) {
            Some(close) => start + close + 2,
            None => after.len(),
        },
        _ => start + after[start..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b':').count(),
    }
}

fn has_extension(path: &[u8]) -> bool {
    let dot = memchr::memrchr(b'.', path);
    let is_short = |dot: usize| (1..=5).contains(&(path.len() - dot - 1));
    dot.is_some_and(|dot| is_short(dot) && path[dot + 1..].iter().all(u8::is_ascii_alphabetic))
        && field_of(path).is_none()
}

/// Where the code starts in `❱ 12 │ code`, or in `> 12 | code`.
fn numbered_code(line: &[u8]) -> Option<usize> {
    let marks: [&[u8]; 6] = ["❱".as_bytes(), "→".as_bytes(), b"-->", b"->", b"=>", b">"];
    let mark = marks.iter().find(|mark| line.starts_with(mark)).map_or(0, |mark| mark.len());
    let space = spaces(&line[mark..]);
    let digits = line[mark + space..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = mark + space + digits;
    let gutter = after + spaces(&line[after..]);
    let rule = ["│".as_bytes(), b"|", b":"].iter().find(|rule| line[gutter..].starts_with(rule)).map(|rule| rule.len());
    rule.filter(|_| digits > 0).map(|length| gutter + length)
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b' ').count()
}
