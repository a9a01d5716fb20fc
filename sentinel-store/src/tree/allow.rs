//! `sentinel:allow` on a line: a person has seen what stands there.

use sentinel_core::{Finding, Span};

const MARKER: &[u8] = b"sentinel:allow";

/// A line with markers beyond these is none that a person wrote.
const MOST_ON_A_LINE: usize = 16;

/// The markers of a text, by line; found in one pass.
pub(super) struct Markers<'t> {
    text: &'t [u8],
    /// Lines with markers, and where those start.
    lines: Vec<(Span, Vec<usize>)>,
}

impl<'t> Markers<'t> {
    /// All that stand in the text.
    pub(super) fn of(text: &'t [u8]) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.split(|byte| *byte == b'\n') {
            let markers: Vec<usize> = markers(line).map(|at| start + at).take(MOST_ON_A_LINE).collect();
            if !markers.is_empty() {
                lines.push((Span::new(start, start + line.len()), markers));
            }
            start += line.len() + 1;
        }
        Self { text, lines }
    }

    /// True when the line on which the finding starts allows it: the marker stands there outside the finding, alone or
    /// followed by names of rules, of which one is the finding's.
    pub(super) fn allow(&self, finding: &Finding) -> bool {
        let at = self.lines.partition_point(|(line, _)| line.end < finding.span.start);
        let Some((line, markers)) = self.lines.get(at) else { return false };
        line.start <= finding.span.start
            && markers.iter().any(|marker| {
                let end = marker + MARKER.len();
                !finding.span.overlaps(Span::new(*marker, end)) && Names(&self.text[end..line.end]).hold(&finding.rule)
            })
    }
}

/// Where markers start that are no part of longer words.
fn markers(line: &[u8]) -> impl Iterator<Item = usize> {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-:".contains(byte));
    let stands = move |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| line.get(before));
        !is_word(before) && !is_word(line.get(at + MARKER.len()))
    };
    line.windows(MARKER.len()).enumerate().filter(|(_, window)| *window == MARKER).map(|(at, _)| at).filter(stands)
}

/// What follows a marker: names of rules, up to another word.
struct Names<'l>(&'l [u8]);

impl Names<'_> {
    /// True when there are no names, or `rule` is one.
    fn hold(&self, rule: &str) -> bool {
        let is_between = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
        let words = self.0.split(is_between).filter(|word| !word.is_empty());
        let mut names = words.take_while(|word| is_name(word)).peekable();
        names.peek().is_none() || names.any(|name| name == rule.as_bytes())
    }
}

/// Names of rules are written in capitals; a reason in words is none.
fn is_name(word: &[u8]) -> bool {
    word.len() > 1
        && word[0].is_ascii_uppercase()
        && word.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use sentinel_core::Scanner;

    use super::*;

    fn allowed(after: &str) -> bool {
        let text = ["first\nkey = AKIA", "QYLPMN5HHHFPZAM2", after].concat();
        let findings = Scanner::builtin().scan(&text).unwrap();
        assert_eq!(findings.len(), 1);
        Markers::of(text.as_bytes()).allow(&findings[0])
    }

    #[test]
    fn the_marker_allows_its_own_line_alone() {
        assert!(allowed("  # sentinel:allow"));
        assert!(allowed(" <!-- sentinel:allow -->\n"));
        assert!(allowed(" // sentinel:allow, a made-up key\r\nlast"));
        assert!(!allowed("\n# sentinel:allow"));
        assert!(!allowed(""));
    }

    #[test]
    fn names_after_it_allow_those_rules_alone() {
        assert!(allowed(" # sentinel:allow AWS_ACCESS_KEY"));
        assert!(allowed(" # sentinel:allow JWT, AWS_ACCESS_KEY made up"));
        assert!(!allowed(" # sentinel:allow JWT"));
        for end in ["\r\n", " */", "*/", ";", " -->", ": made up"] {
            assert!(!allowed(&format!(" # sentinel:allow JWT{end}")), "{end}");
            assert!(allowed(&format!(" # sentinel:allow AWS_ACCESS_KEY{end}")), "{end}");
        }
        assert!(!allowed(" # sentinel:allow JWT but not AWS_ACCESS_KEY"));
    }

    #[test]
    fn longer_words_are_no_marker() {
        for word in ["sentinel:allowed", "sentinel:allow-list", "xsentinel:allow", "sentinel:allow_all"] {
            assert!(!allowed(&format!(" # {word}")), "{word}");
        }
    }

    #[test]
    fn a_value_does_not_allow_itself() {
        let yaml = "patterns: {LINE: {regex: 'tok=(?P<secret>[a-z:]{8,40})'}}";
        let patterns = sentinel_core::Patterns::parse(yaml).unwrap();
        let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
        let text = b"tok=sentinel:allow";
        let findings = scanner.scan(text).unwrap();
        assert!(!Markers::of(text).allow(&findings[0]));
    }
}
