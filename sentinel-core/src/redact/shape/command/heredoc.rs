//! Here-documents: lines that a command reads as its input, up to one that ends them.

use crate::Span;

/// After so many that have no end, no more are looked for: each costs a look at the rest of the text.
const MOST_ENDLESS: usize = 16;

/// A part of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Commands.
    Commands(Span),
    /// The lines of a here-document.
    Document(Span),
}

/// The parts of `span`, in order. A document that has no end is none: its lines are read as commands.
pub(super) fn parts(text: &[u8], span: Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut quote) = (span.start, span.start, None::<u8>);
    let (mut open, mut endless) = (Vec::<End<'_>>::new(), 0);
    while at < span.end {
        let byte = text[at];
        match quote {
            Some(b'"') if byte == b'\\' => at += 1,
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'\\' => at += 1,
            None if matches!(byte, b'\'' | b'"') => quote = Some(byte),
            None if byte == b'<' => {
                let redirection = &text[at..span.end];
                let signs = redirection.iter().take_while(|byte| **byte == b'<').count();
                open.extend((signs == 2).then(|| End::read(&redirection[2..])).flatten());
                at += signs - 1;
            }
            None if byte == b'\n' => {
                for end in open.drain(..) {
                    if endless == MOST_ENDLESS {
                        break;
                    }
                    let Some((document, after)) = end.find(text, Span::new((at + 1).min(span.end), span.end)) else {
                        endless += 1;
                        continue;
                    };
                    parts.extend([Part::Commands(Span::new(start, document.start)), Part::Document(document)]);
                    (start, at) = (after, after);
                }
            }
            None => {}
        }
        at += 1;
    }
    parts.push(Part::Commands(Span::new(start.min(span.end), span.end)));
    parts
}

/// The line that ends a document.
#[derive(Debug)]
struct End<'t> {
    word: &'t [u8],
    /// True where tabs may stand before it.
    indented: bool,
}

impl<'t> End<'t> {
    /// Reads what stands after `<<`.
    fn read(text: &'t [u8]) -> Option<Self> {
        let indented = text.first() == Some(&b'-');
        let text = text[usize::from(indented)..].trim_ascii_start();
        let quoted = matches!(text.first(), Some(b'\'' | b'"' | b'\\'));
        let text = &text[usize::from(quoted)..];
        let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        // `1 << 2` shifts.
        let is_word = text.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        is_word.then(|| Self { word: &text[..length], indented })
    }

    /// The document in `rest`, and where what follows it starts.
    fn find(&self, text: &[u8], rest: Span) -> Option<(Span, usize)> {
        let mut at = rest.start;
        while at < rest.end {
            let end = memchr::memchr(b'\n', &text[at..rest.end]).map_or(rest.end, |length| at + length);
            let line = text[at..end].trim_ascii_end();
            let tabs = if self.indented { line.iter().take_while(|byte| **byte == b'\t').count() } else { 0 };
            if &line[tabs..] == self.word {
                return Some((Span::new(rest.start, at), end));
            }
            at = end + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<&str> {
        let of = |part: Part| match part {
            Part::Document(span) => Some(&text[span.start..span.end]),
            Part::Commands(_) => None,
        };
        parts(text.as_bytes(), Span::new(0, text.len())).into_iter().filter_map(of).collect()
    }

    #[test]
    fn a_document_ends_with_its_word() {
        let table: [(&str, &[&str]); 9] = [
            ("cat <<EOF >x\na\nb\nEOF\nls", &["a\nb\n"]),
            ("cat << 'EOF'\na\nEOF x\nEOF", &["a\nEOF x\n"]),
            ("cat <<-END\n\ta\n\tEND\n", &["\ta\n"]),
            ("cat <<A <<B\n1\nA\n2\nB\n", &["1\n", "2\n"]),
            ("cat <<EOF\nEOF\n", &[""]),
            ("cat <<EOF\na\n", &[]),
            ("cat <<<EOF\na\nEOF\n", &[]),
            ("echo '<<EOF'\na\nEOF\n", &[]),
            ("echo $((1 << 2))\n2\n", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(documents(text), expected, "{text}");
        }
    }

    #[test]
    fn the_parts_hold_all_but_the_ends() {
        let text = "x <<A\n1\nA\ny <<B\n2\nB";
        let parts = parts(text.as_bytes(), Span::new(0, text.len()));
        let spans = [(0, 6), (6, 8), (9, 16), (16, 18), (19, 19)].map(|(start, end)| Span::new(start, end));
        assert_eq!(parts.len(), spans.len());
        for (part, span) in parts.into_iter().zip(spans) {
            let (Part::Commands(found) | Part::Document(found)) = part;
            assert_eq!(found, span);
        }
    }
}
