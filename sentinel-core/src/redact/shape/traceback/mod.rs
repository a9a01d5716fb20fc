//! What a program prints when it fails: where it was, and with which values.

mod annotation;
mod frame;

use self::frame::Line;
use super::{
    lenient, url,
    values::{Values, line_end, trimmed},
};
use crate::Span;

/// Reads lines: of frames nothing but addresses is masked, of source code literals, of all else any value.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let mut reader = Reader { prose: None, source: None, file: None };
    let mut at = span.start;
    while at < span.end {
        let end = line_end(values.text, at, span.end);
        reader.line(values, Span::new(at, end));
        at = (end + 1).min(span.end).max(at + 1);
    }
    reader.end_prose(values);
}

struct Reader {
    /// Lines of neither frames nor code, one after another: a value may stand in several.
    prose: Option<Span>,
    /// The line of code that was read last, below which values may be drawn.
    source: Option<Span>,
    /// How far the line is indented that named a file, if it was the last.
    file: Option<usize>,
}

impl Reader {
    fn line(&mut self, values: &mut Values<'_>, line: Span) {
        match frame::kind(values.text, line, self.file.take()) {
            Line::File(indent) => {
                self.end_prose(values);
                self.file = Some(indent);
                self.source = None;
            }
            Line::Frame(rest) => {
                self.end_prose(values);
                self.source = None;
                addresses(values, Span::new(line.start, rest.start), frame::without_place);
                self.prose = Some(rest).filter(|rest| !rest.is_empty());
            }
            Line::Code(code) => {
                self.end_prose(values);
                self.source = Some(line);
                lenient::literals(values, code);
            }
            Line::Other => {
                if let Some(source) = self.source
                    && annotation::read(values, source, line)
                {
                    return;
                }
                let start = self.prose.map_or(line.start, |prose| prose.start);
                self.prose = Some(Span::new(start, line.end));
            }
        }
    }

    fn end_prose(&mut self, values: &mut Values<'_>) {
        if let Some(prose) = self.prose.take() {
            lenient::read(values, prose);
            addresses(values, prose, |_, address| address);
        }
    }
}

/// What URLs hold.
fn addresses(values: &mut Values<'_>, span: Span, whole: impl Fn(&[u8], Span) -> Span) {
    let text = values.text;
    let mut from = span.start;
    for found in memchr::memmem::find_iter(span.of(text), b"://") {
        let at = span.start + found;
        if at < from {
            continue;
        }
        let scheme = text[from..at].iter().rev().take(32).take_while(|byte| is_scheme(**byte)).count();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>{}[](),|\\".contains(byte);
        let rest = &text[at..span.end];
        let end = at + rest.iter().position(ends).unwrap_or(rest.len());
        let address = Span::new(at - scheme, end);
        url::read(values, whole(text, address));
        from = end;
    }
}

fn is_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-' | b':')
}

/// The words of a line, without what is drawn before them.
fn indented(text: &[u8], line: Span) -> Span {
    super::values::trimmed_box(text, trimmed(text, line))
}
