//! Look-around in a user's regex, translated into conditions on the text beside a match where
//! that is exact.
//!
//! A linear-time engine has no look-around. Most that people write stands at the very start or
//! the very end of a regex, and says something about the text before or after the match. There:
//!
//! - a look-around at the start sees one position, the match's start, for every way to match;
//! - a look-around at the end sees one position if every match from one start has the same length.
//!
//! In both cases "match the rest, then test, and on refusal go on one byte after the start" finds
//! exactly what a backtracking engine finds. Everything else is left to that engine, on a budget.

use regex_syntax::hir::Hir;

/// A regex without look-around, and the conditions that replace it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Translation {
    /// The regex for the linear-time engine; none when the translation would not be exact.
    pub(crate) linear: Option<(String, Vec<Condition>)>,
}

/// Something that must hold beside a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) place: Place,
    pub(crate) negated: bool,
    pub(crate) regex: String,
}

/// Where a condition looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Text that ends where the match starts.
    BeforeStart,
    /// Text that starts where the match starts.
    FromStart,
    /// Text that ends where the match ends.
    BeforeEnd,
    /// Text that starts where the match ends.
    FromEnd,
}

/// Translates `regex`; `parse` reads a regex without look-around.
pub(crate) fn translate(regex: &str, parse: impl Fn(&str) -> Option<Hir>) -> Translation {
    Translation { linear: split(regex).and_then(|parts| exact(parts, parse)) }
}

struct Parts<'r> {
    flags: &'r str,
    body: &'r str,
    start: Vec<Group<'r>>,
    end: Vec<Group<'r>>,
}

#[derive(Clone, Copy)]
struct Group<'r> {
    behind: bool,
    negated: bool,
    regex: &'r str,
}

fn exact(parts: Parts<'_>, parse: impl Fn(&str) -> Option<Hir>) -> Option<(String, Vec<Condition>)> {
    let Parts { flags, body, start, end } = parts;
    let body_hir = parse(&format!("{flags}{body}"))?;
    let length = (body_hir.properties().minimum_len(), body_hir.properties().maximum_len());
    if !end.is_empty() && !matches!(length, (Some(min), Some(max)) if min == max) {
        return None;
    }
    let mut conditions = Vec::new();
    for (groups, behind, ahead) in
        [(&start, Place::BeforeStart, Place::FromStart), (&end, Place::BeforeEnd, Place::FromEnd)]
    {
        for group in groups {
            let regex = format!("{flags}{}", group.regex);
            let hir = parse(&regex)?;
            // Text before is tested on a slice: an assertion at its end would see the slice's end.
            if group.behind && !hir.properties().look_set().is_empty() {
                return None;
            }
            if group.behind && hir.properties().maximum_len().is_none() {
                return None;
            }
            let place = if group.behind { behind } else { ahead };
            conditions.push(Condition { place, negated: group.negated, regex });
        }
    }
    Some((format!("{flags}{body}"), conditions))
}

/// Takes the look-around off both ends; none when some stands elsewhere.
fn split(regex: &str) -> Option<Parts<'_>> {
    let flags = leading_flags(regex);
    let mut body = &regex[flags.len()..];
    let groups = top_level_groups(body)?;
    if groups.alternation && groups.spans.iter().any(|&(from, _)| look(&body[from..]).is_some()) {
        return None;
    }
    let mut spans = groups.spans.as_slice();
    let (mut start, mut end) = (Vec::new(), Vec::new());
    let (mut from, mut to) = (0, body.len());
    while let Some((&(open, close), rest)) = spans.split_first()
        && open == from
        && let Some(group) = look(&body[open..close])
    {
        start.push(group);
        (from, spans) = (close, rest);
    }
    while let Some((&(open, close), rest)) = spans.split_last()
        && close == to
        && let Some(group) = look(&body[open..close])
    {
        end.insert(0, group);
        (to, spans) = (open, rest);
    }
    body = &body[from..to];
    Some(Parts { flags, body, start, end })
}

fn leading_flags(regex: &str) -> &str {
    let Some(rest) = regex.strip_prefix("(?") else { return "" };
    let letters = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters > 0 && rest[letters..].starts_with(')') { &regex[..letters + 3] } else { "" }
}

/// The look-around that a whole group, parentheses included, is.
fn look(group: &str) -> Option<Group<'_>> {
    let kinds = [("(?=", false, false), ("(?!", false, true), ("(?<=", true, false), ("(?<!", true, true)];
    kinds.into_iter().find_map(|(opening, behind, negated)| {
        let regex = group.strip_prefix(opening)?.strip_suffix(')').unwrap_or_default();
        Some(Group { behind, negated, regex })
    })
}

struct TopLevel {
    /// Byte ranges of the groups that stand in no other group.
    spans: Vec<(usize, usize)>,
    /// True when a `|` stands outside every group.
    alternation: bool,
}

fn top_level_groups(regex: &str) -> Option<TopLevel> {
    let bytes = regex.as_bytes();
    let mut found = TopLevel { spans: Vec::new(), alternation: false };
    let (mut depth, mut open, mut at) = (0_usize, 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => at = class_end(bytes, at)?,
            b'(' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    found.spans.push((open, at + 1));
                }
            }
            b'|' if depth == 0 => found.alternation = true,
            _ => {}
        }
        at += 1;
    }
    (depth == 0).then_some(found)
}

/// Offset of the `]` that closes the class which opens at `open`.
fn class_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    if bytes.get(at) == Some(&b'^') {
        at += 1;
    }
    if bytes.get(at) == Some(&b']') {
        at += 1;
    }
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'[' => at = class_end(bytes, at)?,
            b']' => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(regex: &str) -> Option<(String, Vec<Condition>)> {
        translate(regex, |text| regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(text).ok())
            .linear
    }

    #[test]
    fn look_around_at_the_ends_becomes_conditions() {
        let (body, conditions) = linear("(?i)(?<![a-z])(?=k)AKIA[0-9A-Z]{16}(?!TESTKEY)").unwrap();
        assert_eq!(body, "(?i)AKIA[0-9A-Z]{16}");
        let places: Vec<_> = conditions.iter().map(|c| (c.place, c.negated, c.regex.as_str())).collect();
        assert_eq!(
            places,
            [
                (Place::BeforeStart, true, "(?i)[a-z]"),
                (Place::FromStart, false, "(?i)k"),
                (Place::FromEnd, true, "(?i)TESTKEY"),
            ]
        );
    }

    #[test]
    fn what_would_not_be_exact_is_left_alone() {
        for regex in ["ab+(?!c)", "a(?=b)b", "a|b(?!c)", "(?<=a+)b", r"(a)\1", "((?=a)b)"] {
            assert_eq!(linear(regex), None, "{regex}");
        }
    }

    #[test]
    fn escapes_and_classes_do_not_mislead() {
        let (body, conditions) = linear(r"\(=[(?!)\]]x(?!\))").unwrap();
        assert_eq!(body, r"\(=[(?!)\]]x".to_owned());
        assert_eq!(conditions.len(), 1);
    }
}
