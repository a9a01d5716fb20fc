//! The words of a command line.

use crate::Span;

/// Before a single quote it lets a backslash escape the quote that closes.
const DOLLAR: u8 = b'$';

/// The words of each command, with their quotes.
pub(super) fn commands(text: &[u8], span: Span) -> Vec<Vec<Span>> {
    let (mut commands, mut words) = (Vec::new(), Vec::new());
    let (mut start, mut quote, mut at) = (None::<usize>, None::<u8>, span.start);
    while at < span.end {
        let byte = text[at];
        let ends_command = matches!(byte, b'|' | b';' | b'&' | b'\n');
        match quote {
            Some(open) => {
                let close = if open == DOLLAR { b'\'' } else { open };
                if byte == close {
                    quote = None;
                } else if byte == b'\\' && open != b'\'' {
                    at += 1;
                }
            }
            // A backslash before the end of a line lets the command go on.
            None if byte == b'\\' && matches!(text.get(at + 1), Some(b'\n')) => {
                words.extend(start.take().map(|start| Span::new(start, at)));
                at += 1;
            }
            None if byte == b'\\' => {
                start.get_or_insert(at);
                at += 1;
            }
            None if ends_command || byte.is_ascii_whitespace() => {
                words.extend(start.take().map(|start| Span::new(start, at)));
                if ends_command {
                    commands.push(std::mem::take(&mut words));
                }
            }
            None => {
                start.get_or_insert(at);
                if matches!(byte, b'\'' | b'"') {
                    let dollar = byte == b'\'' && at > span.start && text[at - 1] == DOLLAR;
                    quote = Some(if dollar { DOLLAR } else { byte });
                }
            }
        }
        at += 1;
    }
    words.extend(start.map(|start| Span::new(start, span.end)));
    commands.push(words);
    commands
}
