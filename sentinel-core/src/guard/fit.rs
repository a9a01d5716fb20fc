//! Whether a value is only a value where it is put.

use crate::{Sink, Span};

/// True when `value`, put where `span` stands in `text`, is read as it is. In a command or a statement a value with
/// quotes, blanks or signs of a shell would be more than that, unless it stands between single quotes and has none, or is
/// the whole text: one argument, one parameter. Files and prompts take any value.
pub(super) fn fits(sink: Sink, text: &str, span: Span, value: &[u8]) -> bool {
    let whole = span.start == 0 && span.end == text.len();
    let quoted = text[..span.start].ends_with('\'') && text[span.end..].starts_with('\'');
    match sink {
        Sink::Command if !whole => {
            let closes = |byte: &u8| matches!(byte, b'\'' | b'\n' | b'\r' | 0);
            value.iter().all(is_plain) || (quoted && !value.iter().any(closes))
        }
        Sink::Database if !whole => {
            let closes = |byte: &u8| matches!(byte, b'\'' | b'\\' | 0);
            value.iter().all(is_plain) || (quoted && !value.iter().any(closes))
        }
        _ => true,
    }
}

/// What no shell and no database reads as anything but itself, anywhere in a word.
fn is_plain(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/' | b'@' | b':' | b',' | b'=' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_signs_of_a_shell_fits_only_between_single_quotes() {
        let fits_in = |sink, text: &str, value: &str| {
            let start = text.find('T').unwrap();
            fits(sink, text, Span::new(start, start + 1), value.as_bytes())
        };
        for sink in [Sink::Command, Sink::Database] {
            assert!(
                fits_in(sink, "run T", "ghp_abc-1.2") && !fits_in(sink, "run T", "a b") && fits_in(sink, "T", "a b")
            );
            assert!(fits_in(sink, "run 'T'", "a $(b)") && !fits_in(sink, "run \"T\"", "a $(b)"));
            assert!(!fits_in(sink, "run 'T'", "a' b"));
        }
        assert!(fits_in(Sink::Command, "run 'T'", "a\\b") && !fits_in(Sink::Database, "run 'T'", "a\\b"));
        assert!(fits_in(Sink::File, "k=T", "a' b\n") && fits_in(Sink::Prompt, "k=T", "a' b\n"));
    }
}
