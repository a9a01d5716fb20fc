//! Rules for which a line is all that counts.

use regex_syntax::hir::{Hir, HirKind};

use crate::detect::{compiled::CompiledRule, plan::can_match_newline};

/// True when what a rule finds at an offset depends on nothing past the end of its line.
pub(super) fn ends_with_line(rule: &CompiledRule) -> bool {
    let mut ahead = rule.conditions().iter().filter(|condition| condition.looks_back().is_none());
    rule.engine.hir().is_some_and(|hir| !can_match_newline(&hir))
        && ahead.all(|condition| condition.hir().is_ok_and(|hir| !looks_past_line(&hir)))
}

/// False when a regex surely looks at nothing past the first line break that it matches.
fn looks_past_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => false,
        HirKind::Literal(literal) => literal.0.iter().rev().skip(1).any(|byte| *byte == b'\n'),
        HirKind::Repetition(repetition) => {
            repetition.max != Some(1) && can_match_newline(&repetition.sub) || looks_past_line(&repetition.sub)
        }
        HirKind::Capture(capture) => looks_past_line(&capture.sub),
        HirKind::Concat(parts) => {
            let (last, others) = parts.split_last().expect("a part at least");
            others.iter().any(can_match_newline) || looks_past_line(last)
        }
        HirKind::Alternation(parts) => parts.iter().any(looks_past_line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_is_the_last_that_is_looked_at() {
        let looks_past = |regex: &str| {
            let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
            looks_past_line(&parser.parse(regex).unwrap())
        };
        for regex in ["a", "a$", "(?:a|\\n)", "[ \\t]*(?:\\r|\\n|$)", "a\\b[^b]", "(?:\\r?\\n)?", "", "a(?:b|$)"] {
            assert!(!looks_past(regex), "{regex}");
        }
        for regex in ["\\na", "\\n$", "\\n\\b", "\\s+", "\\n{2}", "\\r?\\n--", "(?:a|\\nb)", "(?:[^x]y)?", "(\\n)*a"] {
            assert!(looks_past(regex), "{regex}");
        }
    }
}
