//! Go's RE2.

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

use super::Translated;

const VERTICAL_TAB: &str = r"\s matches a vertical tab too";
const FOLDING: &str = "(?i) knows ASCII letters only";
const BYTES: &str = "where characters are counted, one outside ASCII counts as its bytes in UTF-8";

/// From Go's RE2: ASCII classes in any text, literal `\<` and `\>`, `\Q…\E`, octal escapes, braces that are no
/// repetition, and brackets and operators that are plain characters inside a class.
pub(in super::super) fn from_go(regex: &str) -> Translated {
    let unicode = needs_unicode(regex);
    let mut translator = Go { rest: regex, out: String::with_capacity(regex.len() + 16), unicode };
    translator.run();
    let mut differences = Vec::new();
    if !unicode && regex.contains(r"\s") {
        differences.push(VERTICAL_TAB);
    }
    if !unicode && (regex.contains("(?i") || regex.contains("(?si") || regex.contains("(?mi")) {
        differences.push(FOLDING);
    }
    let read = ParserBuilder::new().unicode(false).utf8(false).build().parse(&translator.out);
    if !unicode && read.is_ok_and(|hir| counts_bytes(&hir)) {
        differences.push(BYTES);
    }
    Translated { regex: translator.out, unicode, differences }
}

/// True when a number of characters is asked for that need not be ASCII, as in `[^;]{20}`.
fn counts_bytes(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let counted = repetition.min > 1 || repetition.max.is_some_and(|most| most > 1);
            (counted && takes_beyond_ascii(&repetition.sub)) || counts_bytes(&repetition.sub)
        }
        HirKind::Capture(capture) => counts_bytes(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(counts_bytes),
        _ => false,
    }
}

fn takes_beyond_ascii(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(Class::Bytes(class)) => class.ranges().last().is_some_and(|range| range.end() > 0x7F),
        HirKind::Capture(capture) => takes_beyond_ascii(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(takes_beyond_ascii),
        _ => false,
    }
}

/// Go's regexes match code points. It makes no difference until a regex names one outside ASCII.
fn needs_unicode(regex: &str) -> bool {
    let wide = |digits: &str| u32::from_str_radix(digits, 16).is_ok_and(|point| point > 0x7F);
    let escaped = regex.match_indices(r"\x").any(|(at, _)| {
        let rest = &regex[at + 2..];
        match rest.strip_prefix('{') {
            Some(braced) => braced.split('}').next().is_some_and(wide),
            None => rest.get(..2).is_some_and(wide),
        }
    });
    !regex.is_ascii() || regex.contains(r"\p") || regex.contains(r"\P") || escaped
}

struct Go<'r> {
    rest: &'r str,
    out: String,
    unicode: bool,
}

impl Go<'_> {
    fn run(&mut self) {
        while let Some(character) = self.next() {
            match character {
                '\\' => self.escape(),
                '[' => self.class(),
                '{' if !self.is_repetition() => self.out.push_str(r"\{"),
                other => self.out.push(other),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// True when what follows an opening brace is `2}`, `2,}` or `2,3}`.
    fn is_repetition(&self) -> bool {
        let Some((inside, _)) = self.rest.split_once('}') else { return false };
        let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match inside.split_once(',') {
            Some((least, most)) => number(least) && (most.is_empty() || number(most)),
            None => number(inside),
        }
    }

    fn escape(&mut self) {
        let Some(character) = self.next() else { return self.out.push('\\') };
        match character {
            'Q' => {
                let (quoted, rest) = self.rest.split_once(r"\E").unwrap_or((self.rest, ""));
                self.rest = rest;
                self.out.push_str(&regex_syntax::escape(quoted));
            }
            'C' => self.out.push_str("(?s-u:.)"),
            'b' if self.unicode => self.out.push_str(r"(?-u:\b)"),
            'B' if self.unicode => self.out.push_str(r"(?-u:\B)"),
            'd' | 'w' | 's' if self.unicode => {
                let members = members(character);
                self.out.push_str(&format!("[{members}]"));
            }
            'D' | 'W' | 'S' if self.unicode => {
                let members = members(character.to_ascii_lowercase());
                self.out.push_str(&format!("[^{members}]"));
            }
            other => self.plain_escape(other),
        }
    }

    /// An escape that is the same inside and outside of classes.
    fn plain_escape(&mut self, character: char) {
        match character {
            '0'..='7' => self.octal(character),
            '<' | '>' => self.out.push(character),
            'x' | 'p' | 'P' => {
                self.out.extend(['\\', character]);
                let length = match (self.rest.starts_with('{'), character) {
                    (true, _) => self.rest.find('}').map_or(self.rest.len(), |at| at + 1),
                    (false, 'x') => 2,
                    (false, _) => 1,
                };
                for _ in 0..length {
                    let Some(part) = self.next() else { break };
                    self.out.push(part);
                }
            }
            other => self.out.extend(['\\', other]),
        }
    }

    /// `\0` and up to two more digits; `\1` to `\7` only with a digit after them: else it is a back-reference, which
    /// Go has not.
    fn octal(&mut self, first: char) {
        let digit = |character: char| character.to_digit(8);
        let more: String = self.rest.chars().take_while(|&c| digit(c).is_some()).take(2).collect();
        if first != '0' && more.is_empty() {
            return self.out.extend(['\\', first]);
        }
        self.rest = &self.rest[more.len()..];
        let value = more.chars().chain(None).fold(digit(first).unwrap_or(0), |sum, c| sum * 8 + digit(c).unwrap_or(0));
        self.out.push_str(&format!(r"\x{{{value:X}}}"));
    }

    /// A class, after its opening bracket.
    fn class(&mut self) {
        self.out.push('[');
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            self.out.push('^');
        }
        let mut first = true;
        while let Some(character) = self.next() {
            if character == ']' && !first {
                return self.out.push(']');
            }
            first = false;
            if character == '[' && self.named_class() {
                continue;
            }
            let many = character == '\\' && self.rest.starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']);
            self.member(character);
            if many {
                // No range starts with a class.
                continue;
            }
            let mut ahead = self.rest.chars();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|end| end != ']') {
                self.rest = &self.rest[1..];
                self.out.push('-');
                if let Some(end) = self.next() {
                    self.member(end);
                }
            }
        }
    }

    /// `[:alpha:]`, after its first bracket.
    fn named_class(&mut self) -> bool {
        let Some(end) = self.rest.starts_with(':').then(|| self.rest.find(":]")).flatten() else { return false };
        self.out.push('[');
        self.out.push_str(&self.rest[..end + 2]);
        self.rest = &self.rest[end + 2..];
        true
    }

    fn member(&mut self, character: char) {
        match character {
            '\\' => match self.next() {
                Some(class @ ('d' | 'w' | 's')) if self.unicode => self.out.push_str(members(class)),
                Some(class @ ('D' | 'W' | 'S')) if self.unicode => {
                    let members = members(class.to_ascii_lowercase());
                    self.out.push_str(&format!("[^{members}]"));
                }
                Some(escaped) => self.plain_escape(escaped),
                None => self.out.push('\\'),
            },
            '[' | ']' | '&' | '~' | '-' => self.out.extend(['\\', character]),
            other => self.out.push(other),
        }
    }
}

fn members(class: char) -> &'static str {
    match class {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        _ => r"\t\n\f\r\x20",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_go_reads_otherwise_is_rewritten() {
        let table = [
            (r"\<a\>", "<a>"),
            (r"\Qa.b*\Ec\d", r"a\.b\*c\d"),
            (r"a{,3}b{2}c{x}d{1,}", r"a\{,3}b{2}c\{x}d{1,}"),
            (r"\101\0", r"\x{41}\x{0}"),
            (r"[[a&&b~~c]", r"[\[a\&\&b\~\~c]"),
            (r"[]a-z-9]", r"[\]a-z\-9]"),
            (r"[^--/\w-.]", r"[^\--/\w\-.]"),
            (r"[[:alpha:]_-]", r"[[:alpha:]_\-]"),
            (r"[\x41-\x5A\-]", r"[\x41-\x5A\-]"),
            (r"(?i)\bkey[\s]*(?-i:X)\z", r"(?i)\bkey[\s]*(?-i:X)\z"),
            (r"é\w\b[\S]", r"é[0-9A-Za-z_](?-u:\b)[[^\t\n\f\r\x20]]"),
        ];
        for (go, ours) in table {
            let translated = from_go(go);
            assert_eq!(translated.regex, ours);
            assert_eq!(translated.unicode, !go.is_ascii());
            assert!(regex_syntax::ParserBuilder::new().utf8(false).build().parse(ours).is_ok(), "{ours}");
        }
        assert_eq!(from_go(r"(?i)k\s").differences, [VERTICAL_TAB, FOLDING]);
        assert_eq!(from_go(r"k=(?:[^;]|x){2,9}").differences, [BYTES]);
        assert_eq!(from_go(r"k=[^;]+[a-f]{9}é.{9}").differences, [] as [&str; 0]);
        assert!(from_go(r"\xE9").unicode && from_go(r"\p{Greek}").unicode && !from_go(r"\x7F").unicode);
    }
}
