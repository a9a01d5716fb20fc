//! Strings that a rule's regex matches, made from its syntax.

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind, literal::Extractor},
};
use sentinel_core::Rule;

use crate::Rng;

/// Makes texts in which a rule's regex matches between its boundaries. Looks inside a regex are not kept to: whoever
/// uses a text asks the rule whether it matches.
#[derive(Debug)]
pub struct Strings {
    parts: Vec<Hir>,
    own_prefix: bool,
}

/// A value that starts with so many fixed bytes says itself what it is.
const OWN_PREFIX: usize = 3;

/// A repetition is at most so much longer than it must be.
const SLACK: u32 = 24;
/// The same where the regex prefers fewer.
const LAZY_SLACK: u32 = 3;

impl Strings {
    /// None where the regex needs look-around after its start, which has no syntax tree here.
    pub fn of(rule: &Rule) -> Option<Self> {
        let parse = |regex: &str| {
            ParserBuilder::new().unicode(rule.unicode).utf8(false).build().parse(behind_looks(regex)).ok()
        };
        let conditions = (rule.before.as_deref(), rule.after.as_deref());
        let regexes = [conditions.0, Some(&*rule.regex), conditions.1];
        let parts = regexes.into_iter().flatten().map(parse).collect::<Option<_>>()?;
        Some(Self { parts, own_prefix: has_prefix(&parse(&rule.regex)?) })
    }

    /// True when every value starts with at least three fixed bytes of its own, rather than standing behind a name.
    pub fn have_own_prefix(&self) -> bool {
        self.own_prefix
    }

    /// The next text.
    pub fn make(&self, rng: &mut Rng) -> Vec<u8> {
        let mut text = Vec::new();
        self.parts.iter().for_each(|part| write(part, rng, &mut text));
        text
    }
}

/// A regex without the looks behind that it starts with: there is nothing before a text.
fn behind_looks(regex: &str) -> &str {
    let look = regex.strip_prefix("(?<!").and_then(|rest| Some(&rest[group_end(rest)?..]));
    look.map_or(regex, behind_looks)
}

/// Where the group ends that `rest` is in, behind its bracket.
fn group_end(rest: &str) -> Option<usize> {
    let (mut depth, mut class, mut escaped) = (1, false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => class = true,
            b']' => class = false,
            b'(' if !class => depth += 1,
            b')' if !class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn has_prefix(regex: &Hir) -> bool {
    let prefixes = Extractor::new().extract(secret(regex).unwrap_or(regex));
    prefixes.literals().is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.len() >= OWN_PREFIX))
}

/// The group that selects the value.
fn secret(hir: &Hir) -> Option<&Hir> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some("secret") => Some(&capture.sub),
        HirKind::Capture(capture) => secret(&capture.sub),
        HirKind::Repetition(repetition) => secret(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().find_map(secret),
        _ => None,
    }
}

fn write(hir: &Hir, rng: &mut Rng, text: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.extend_from_slice(&literal.0),
        HirKind::Class(class) => text.extend_from_slice(&member(class, rng)),
        HirKind::Capture(capture) => write(&capture.sub, rng, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, rng, text)),
        HirKind::Alternation(parts) => write(&parts[index(parts.len(), rng)], rng, text),
        HirKind::Repetition(repetition) => {
            let slack = if repetition.greedy { SLACK } else { LAZY_SLACK };
            let most = repetition.max.map_or(slack, |max| (max - repetition.min).min(slack));
            for _ in 0..repetition.min + rng.below(u64::from(most) + 1) as u32 {
                write(&repetition.sub, rng, text);
            }
        }
    }
}

/// One member of a class, as bytes: printable ASCII where there is some in it.
fn member(class: &Class, rng: &mut Rng) -> Vec<u8> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let printable = ranges.iter().map(|(start, end)| (*start.max(&0x21), *end.min(&0x7e)));
    let printable: Vec<(u32, u32)> = printable.filter(|(start, end)| start <= end).collect();
    let ranges = if printable.is_empty() { ranges } else { printable };
    let Some(point) = pick(&ranges, rng) else { return Vec::new() };
    match class {
        Class::Bytes(_) => vec![point as u8],
        Class::Unicode(_) => char::from_u32(point).map(|letter| letter.to_string().into_bytes()).unwrap_or_default(),
    }
}

fn pick(ranges: &[(u32, u32)], rng: &mut Rng) -> Option<u32> {
    let size = |(start, end): &(u32, u32)| u64::from(end - start + 1);
    let mut left = rng.below(ranges.iter().map(size).sum::<u64>().max(1));
    for range in ranges {
        if left < size(range) {
            return Some(range.0 + left as u32);
        }
        left -= size(range);
    }
    None
}

fn index(length: usize, rng: &mut Rng) -> usize {
    rng.below(length as u64) as usize
}

#[cfg(test)]
mod tests {
    use sentinel_core::{Patterns, Scanner};

    use super::*;

    #[test]
    fn what_is_made_is_matched_by_the_rule() {
        let yaml =
            r"patterns: {A: {regex: '\b(?:ab|cd)_[a-f]{3,5}(?i:xy)?[0-9]{2}\b', before: '(?:^|=)', after: '[;,]'}}";
        let patterns = Patterns::parse(yaml).unwrap();
        let strings = Strings::of(&patterns.patterns["A"]).unwrap();
        let scanner = Scanner::builder().builtin(false).patterns(patterns).build().unwrap();
        let mut rng = Rng::new(7);
        for _ in 0..200 {
            assert_eq!(scanner.scan(strings.make(&mut rng)).unwrap().len(), 1);
        }
    }

    #[test]
    fn a_prefix_is_the_values_own_only_inside_the_value() {
        let own = |regex: &str| Strings::of(&Rule::new(regex)).unwrap().have_own_prefix();
        assert!(own(r"\b(?:abc|abd)_[0-9]{4}"));
        assert!(own(r"x=(?P<secret>abc[0-9]{4})"));
        assert!(!own(r"abc=(?P<secret>[0-9]{4})"));
        assert!(!own(r"[0-9]{16}"));
    }

    #[test]
    fn only_looks_behind_at_the_start_are_left_out() {
        assert!(Strings::of(&Rule::new("b(?!a)")).is_none());
        let strings = Strings::of(&Rule::new(r"(?<!a(?:[)]|\)){0,2})(?<!d)bcd")).unwrap();
        assert_eq!(strings.make(&mut Rng::new(7)), b"bcd");
        assert!(strings.have_own_prefix());
    }
}
