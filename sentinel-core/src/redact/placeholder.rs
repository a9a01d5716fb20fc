//! What stands where a value stood.

use crate::{Encoding, Finding, Span};

const OPEN: &[u8] = b"[REDACTED:";
/// The longest name of a rule.
const LONGEST_NAME: usize = 64;

/// `[REDACTED:RULE]`.
pub(crate) fn placeholder(rule: &str) -> String {
    format!("[REDACTED:{rule}]")
}

/// The placeholder of a finding in `text`: in UTF-16 where the text is.
pub(crate) fn placeholder_for(text: &[u8], finding: &Finding) -> String {
    let plain = placeholder(&finding.rule);
    match finding.encodings.first() {
        Some(Encoding::Utf16) if text.get(finding.cover.start) == Some(&0) => {
            plain.chars().flat_map(|letter| ['\0', letter]).collect()
        }
        Some(Encoding::Utf16) => plain.chars().flat_map(|letter| [letter, '\0']).collect(),
        _ => plain,
    }
}

/// True when `span` lies in a placeholder of a rule that `is_rule` knows, or in that of a text that
/// was withheld. A name that is no rule's makes no placeholder: it may be a secret.
pub(crate) fn in_placeholder(text: &[u8], span: Span, is_rule: impl Fn(&str) -> bool) -> bool {
    let from = span.start.saturating_sub(OPEN.len() + LONGEST_NAME);
    let reach = &text[from..text.len().min(span.start + OPEN.len())];
    let Some(open) = memchr::memmem::rfind(reach, OPEN).map(|at| from + at).filter(|open| *open <= span.start) else {
        return false;
    };
    let rest = &text[open + OPEN.len()..];
    let Some(length) = memchr::memchr(b']', &rest[..rest.len().min(LONGEST_NAME + 1)]) else { return false };
    let end = open + OPEN.len() + length + 1;
    let name = std::str::from_utf8(&rest[..length]).unwrap_or_default();
    span.end <= end && (is_rule(name) || matches!(name, "LIMIT" | "ERROR"))
}

/// Where in `text`, which goes on, a placeholder starts that is not yet known to be one. One that
/// starts in `before` counts as starting with the text.
pub(crate) fn unfinished_placeholder(before: &[u8], text: &[u8]) -> Option<usize> {
    let longest = OPEN.len() + LONGEST_NAME;
    let skipped = text.len().saturating_sub(longest);
    let near = [&before[before.len().saturating_sub(longest - (text.len() - skipped))..], &text[skipped..]].concat();
    let open = memchr::memrchr(b'[', &near)?;
    let rest = &near[open..];
    let unfinished = match rest.strip_prefix(OPEN) {
        Some(name) => !name.contains(&b']'),
        None => OPEN.starts_with(rest),
    };
    unfinished.then(|| (open + text.len()).saturating_sub(near.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_become_a_placeholder_is_unfinished() {
        let table = [
            ("", "a [REDACTED:KEY", Some(2)),
            ("", "a [RED", Some(2)),
            ("", "a [REDACTED:KEY] b", None),
            ("", "a [b] [c", None),
            ("x [REDAC", "TED:KEY", Some(0)),
            ("x [REDACTED:KEY", "]", None),
        ];
        for (before, text, start) in table {
            assert_eq!(unfinished_placeholder(before.as_bytes(), text.as_bytes()), start, "{before} {text}");
        }
        assert_eq!(unfinished_placeholder(b"", format!("[REDACTED:{}", "X".repeat(65)).as_bytes()), None);
        assert_eq!(unfinished_placeholder(b"", format!("{}[", "X".repeat(200)).as_bytes()), Some(200));
    }

    #[test]
    fn only_a_known_name_makes_a_placeholder() {
        let text = b"a=[REDACTED:KEY] b=[REDACTED:ghp] [REDACTED:LIMIT]";
        let inside = |start, end| in_placeholder(text, Span::new(start, end), |name| name == "KEY");
        assert!(inside(2, 16) && inside(12, 15) && inside(2, 3) && inside(34, 50));
        assert!(!inside(2, 17) && !inside(1, 16) && !inside(19, 33) && !inside(29, 32));
    }
}
