//! Finds where server-sent events end: after an empty line.

/// What counts of the bytes so far. Lines end with a line feed, a carriage return, or both.
#[derive(Debug)]
pub(super) struct Boundary {
    line_is_empty: bool,
    after_return: bool,
}

impl Default for Boundary {
    fn default() -> Self {
        Self { line_is_empty: true, after_return: false }
    }
}

impl Boundary {
    /// How many of these bytes, which come next, belong to an event that ends among them. None are left out: where a
    /// carriage return ends the event, it is known to end only when the next byte has come, and that may be 0.
    pub(super) fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if std::mem::take(&mut self.after_return) {
                at += usize::from(bytes[at] == b'\n');
                if std::mem::replace(&mut self.line_is_empty, true) {
                    return Some(at);
                }
                continue;
            }
            let Some(offset) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) else {
                self.line_is_empty = false;
                return None;
            };
            self.line_is_empty &= offset == 0;
            at += offset + 1;
            if bytes[at - 1] == b'\r' {
                self.after_return = true;
            } else if std::mem::replace(&mut self.line_is_empty, true) {
                return Some(at);
            }
        }
        None
    }

    /// True where an event ends if nothing more comes.
    pub(super) fn is_at_end(&self) -> bool {
        self.after_return && self.line_is_empty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of a text that comes in pieces of this size.
    fn events(text: &str, size: usize) -> Vec<String> {
        let (mut boundary, mut events, mut event) = (Boundary::default(), Vec::new(), Vec::new());
        for piece in text.as_bytes().chunks(size) {
            let mut rest = piece;
            while let Some(end) = boundary.end_in(rest) {
                event.extend_from_slice(&rest[..end]);
                events.push(String::from_utf8(std::mem::take(&mut event)).unwrap());
                rest = &rest[end..];
            }
            event.extend_from_slice(rest);
        }
        events.push(String::from_utf8(event).unwrap());
        events
    }

    #[test]
    fn events_end_after_an_empty_line_of_any_kind() {
        for text in [
            "a\n\n|b\nc\n\n|d",
            "a\r\n\r\n|b\r\nc\r\n\r\n|",
            "a\r\r|b\rc\r\r|d",
            "\n|\r\n|a\n\r\n|\n|b\r\n\n|c",
            "|",
            "a",
        ] {
            let text = text.strip_prefix('|').unwrap_or(text);
            let expected: Vec<&str> = text.split('|').collect();
            for size in 1..5 {
                assert_eq!(events(&text.replace('|', ""), size), expected, "{text:?} {size}");
            }
        }
    }
}
