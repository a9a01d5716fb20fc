//! Parts of one credential that stand near each other.

use std::sync::Arc;

use crate::{Component, Finding, Part};

/// Attaches to each finding the parts that its rule asks for. A part that could belong to several
/// findings, or of which several stand near, is left on its own. `findings` are in order; `lines`
/// says in which line each starts.
pub(crate) fn attach<'r>(lines: &[usize], findings: &mut [Finding], wanted: impl Fn(&str) -> &'r [Component]) {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        for component in wanted(&finding.rule) {
            let first = lines[..index].partition_point(|line| line + component.within_lines < lines[index]);
            let mut near = (first..findings.len())
                .take_while(|&other| lines[other] <= lines[index] + component.within_lines)
                .filter(|&other| other != index && *findings[other].rule == *component.rule);
            if let (Some(only), None) = (near.next(), near.next()) {
                pairs.push((index, only));
            }
        }
    }
    pairs.sort_unstable_by_key(|&(index, part)| (part, index));
    for claims in pairs.chunk_by(|a, b| a.1 == b.1) {
        if let [(index, part)] = *claims {
            let part = Part { rule: Arc::clone(&findings[part].rule), span: findings[part].span };
            findings[index].components.push(part);
        }
    }
}

/// The rules that found something, each once; none where they are many.
pub(super) fn few_rules(findings: &[Finding]) -> Option<Vec<&str>> {
    let mut rules: Vec<&Arc<str>> = Vec::new();
    for Finding { rule, .. } in findings {
        if !rules.iter().any(|other| Arc::ptr_eq(other, rule)) {
            rules.push(rule);
            if rules.len() > MANY {
                return None;
            }
        }
    }
    Some(rules.into_iter().map(|rule| &**rule).collect())
}

const MANY: usize = 24;

/// The line, counted from 0, in which each finding starts. They are in order.
pub(crate) fn lines_of(text: &[u8], findings: &[Finding]) -> Vec<usize> {
    let (mut line, mut at) = (0, 0);
    let count = |finding: &Finding| {
        line += memchr::memchr_iter(b'\n', &text[at..finding.span.start]).count();
        at = finding.span.start;
        line
    };
    findings.iter().map(count).collect()
}
