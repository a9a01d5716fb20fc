//! One server-sent event: its lines, and the payload that its `data:` lines hold together.

use std::ops::Range;

use super::BYTE_ORDER_MARK;

/// An event as it stands in the input, up to and with the empty line that ends it.
pub(super) struct Event<'b> {
    block: &'b [u8],
    lines: Vec<Line>,
    /// The values of the `data:` lines, with a line feed between them.
    pub(super) payload: Vec<u8>,
    /// For each of them, where it starts in the payload and in the block.
    starts: Vec<(usize, usize)>,
}

struct Line {
    kind: Kind,
    /// What stands before its value, if it is one of data.
    name: Range<usize>,
    value: Range<usize>,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    /// The name of an event, its id, the time before a new connection.
    Known,
    /// A comment, or a field that nobody knows.
    Other,
}

impl<'b> Event<'b> {
    pub(super) fn new(block: &'b [u8]) -> Self {
        let mut event = Self { block, lines: Vec::new(), payload: Vec::new(), starts: Vec::new() };
        let mut at = 0;
        while at < block.len() {
            let line = line_at(block, at);
            at = line.end;
            if line.kind == Kind::Data {
                if !event.starts.is_empty() {
                    event.payload.push(b'\n');
                }
                event.starts.push((event.payload.len(), line.value.start));
                event.payload.extend_from_slice(&block[line.value.clone()]);
            }
            event.lines.push(line);
        }
        event
    }

    pub(super) fn has_data(&self) -> bool {
        !self.starts.is_empty()
    }

    /// Where an offset of the payload stands in the block.
    pub(super) fn outer(&self, offset: usize) -> usize {
        let before = self.starts.partition_point(|(inner, _)| *inner <= offset);
        before.checked_sub(1).map_or(offset, |line| self.starts[line].1 + offset - self.starts[line].0)
    }

    /// Its name, if it has one that is complete.
    pub(super) fn name(&self) -> Option<&'b [u8]> {
        let complete = |line: &&Line| line.kind == Kind::Known && line.value.end < line.end;
        let mut names = self.lines.iter().rev().filter(complete);
        let name = names.find(|line| self.block[line.name.clone()].starts_with(b"event"))?;
        Some(&self.block[name.value.clone()])
    }

    /// The event with another payload. `other` gives what stands for the value of another field, or for a comment.
    pub(super) fn with_payload(&self, payload: &[u8], mut other: impl FnMut(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.block.len() + payload.len());
        let mut values = payload.split(|byte| *byte == b'\n');
        let mut left = self.starts.len();
        for line in &self.lines {
            let end = &self.block[line.value.end..line.end];
            match line.kind {
                Kind::Known | Kind::Other => {
                    out.extend_from_slice(&self.block[line.name.clone()]);
                    if !line.value.is_empty() {
                        out.extend(in_one_line(other(&self.block[line.value.clone()])));
                    }
                    out.extend_from_slice(end);
                }
                Kind::Data => {
                    left -= 1;
                    // The last line takes all that is left; what was replaced may have been of several lines.
                    let turns = if left == 0 { usize::MAX } else { 1 };
                    for value in values.by_ref().take(turns) {
                        out.extend_from_slice(&self.block[line.name.clone()]);
                        out.extend(in_one_line(value.to_vec()));
                        out.extend_from_slice(if end.is_empty() && left > 0 { b"\n" } else { end });
                    }
                }
            }
        }
        out
    }

    /// An event with only this payload, and with this name where events have names here.
    pub(super) fn alone(&self, name: Option<&str>, payload: &[u8]) -> Vec<u8> {
        let end = self.line_end();
        let mut out = Vec::new();
        let has_name = || self.lines.iter().any(|line| self.block[line.name.clone()].starts_with(b"event"));
        if let Some(name) = name.filter(|_| has_name()) {
            out.extend_from_slice(b"event: ");
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(end);
        }
        out.extend_from_slice(b"data: ");
        out.extend_from_slice(payload);
        out.extend_from_slice(end);
        out.extend_from_slice(end);
        out
    }

    /// What ends lines here.
    fn line_end(&self) -> &'b [u8] {
        let ends = self.lines.iter().map(|line| &self.block[line.value.end..line.end]);
        ends.into_iter().find(|end| !end.is_empty()).unwrap_or(b"\n")
    }
}

/// What stands for a value may be of several lines, as a host's replacement is; an event would end in it.
pub(super) fn in_one_line(mut value: Vec<u8>) -> Vec<u8> {
    value.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    value
}

fn line_at(block: &[u8], start: usize) -> Line {
    let rest = &block[start..];
    let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    let end = match rest.get(length..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([_, ..]) => 1,
        _ => 0,
    };
    let content = &rest[..length];
    let mark = if content.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let colon = memchr::memchr(b':', content);
    let name = &content[mark..colon.unwrap_or(length)];
    let value = colon.map_or(length, |colon| colon + 1 + usize::from(content.get(colon + 1) == Some(&b' ')));
    let kind = match name {
        b"data" => Kind::Data,
        b"event" | b"id" | b"retry" => Kind::Known,
        _ => Kind::Other,
    };
    // What is unknown is redacted with its name.
    let value = if kind == Kind::Other { 0 } else { value };
    Line { kind, name: start..start + value, value: start + value..start + length, end: start + length + end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framing_stays_whatever_the_payload_becomes() {
        let block = b"event: a\r\nid:7\r\ndata: one\r\n: note\r\ndata:two\r\nretry: 3\r\ndata\r\n\r\n";
        let event = Event::new(block);
        assert_eq!(event.payload, b"one\ntwo\n");
        assert_eq!(event.with_payload(&event.payload, <[u8]>::to_vec), block);
        assert_eq!(&block[event.outer(4)..][..3], b"two");
        // Lines of what stands for a value would be fields, or end the event.
        let shorter = event.with_payload(b"al\rl", |other| {
            if matches!(other, b": note" | b"7") { b": x\r\ny".to_vec() } else { other.to_vec() }
        });
        assert_eq!(shorter, b"event: a\r\nid:: x  y\r\ndata: al l\r\n: x  y\r\nretry: 3\r\n\r\n");
        assert_eq!(event.alone(Some("b"), b"{}"), b"event: b\r\ndata: {}\r\n\r\n");
        assert_eq!(Event::new(b"data: x\n\n").alone(Some("b"), b"{}"), b"data: {}\n\n");
    }

    #[test]
    fn an_event_that_is_cut_off_is_one_too() {
        for block in
            [&b"data: x"[..], b"data: x\n", b"data:x\rdata: y\r", b"\xef\xbb\xbfdata: x\n\n", b": ping\n\n", b""]
        {
            let event = Event::new(block);
            assert_eq!(event.with_payload(&event.payload, <[u8]>::to_vec), block);
        }
        assert_eq!(Event::new(b"\xef\xbb\xbfdata: x\n\n").payload, b"x");
        assert!(!Event::new(b": data: x\n\n").has_data());
    }
}
