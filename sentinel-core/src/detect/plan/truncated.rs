//! The start of a regex: a smaller one that matches a prefix of whatever the whole one matches.

use regex_syntax::hir::{Capture, Hir, HirKind, Repetition};

/// At most so many bytes of a match are looked at before the whole regex is run.
pub(crate) const DEPTH: usize = 12;

/// A regex of which every match of `hir` has a prefix that matches, or is one.
pub(crate) fn truncated(hir: &Hir) -> Hir {
    cut(hir, &[])
}

/// `hir` and what follows it, in order, the next last.
fn cut(hir: &Hir, rest: &[&Hir]) -> Hir {
    let mut parts = Vec::new();
    let mut length = 0;
    let mut queue: Vec<&Hir> = rest.to_vec();
    queue.push(hir);
    while let Some(part) = queue.pop() {
        match part.kind() {
            HirKind::Concat(inner) => queue.extend(inner.iter().rev()),
            HirKind::Capture(capture) => queue.push(&capture.sub),
            HirKind::Repetition(repetition) if is_long(repetition) => {
                parts.push(long(repetition, &queue));
                break;
            }
            _ => {
                length += part.properties().minimum_len().unwrap_or(0);
                parts.push(within(part));
            }
        }
        if length >= DEPTH {
            break;
        }
    }
    Hir::concat(parts)
}

fn is_long(repetition: &Repetition) -> bool {
    repetition.max.is_none_or(|max| max as usize > DEPTH)
}

/// A repetition past the depth: either it fills it, and nothing else is looked at, or it ends before.
fn long(repetition: &Repetition, rest: &[&Hir]) -> Hir {
    let sub = grouped(within(&repetition.sub));
    let times = |min: u32, max: u32| {
        Hir::repetition(Repetition { min, max: Some(max), greedy: true, sub: Box::new(sub.clone()) })
    };
    let most = DEPTH as u32;
    if repetition.min >= most {
        return times(most, most);
    }
    let ends = Hir::concat(vec![
        times(repetition.min, most - 1),
        match rest.split_last() {
            Some((next, rest)) => cut(next, rest),
            None => Hir::empty(),
        },
    ]);
    Hir::alternation(vec![times(most, most), ends])
}

/// The same without captures, and with repetitions that need not end.
fn within(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Capture(Capture { sub, .. }) => within(sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(within).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(within).collect()),
        HirKind::Repetition(repetition) => {
            // More repetitions than fit are as good as any number.
            let long = is_long(repetition);
            Hir::repetition(Repetition {
                min: repetition.min.min(DEPTH as u32),
                max: if long { None } else { repetition.max },
                greedy: true,
                sub: Box::new(grouped(within(&repetition.sub))),
            })
        }
        _ => hir.clone(),
    }
}

/// A repetition of a repetition is written without a group round the inner one, and read as one that is
/// lazy.
fn grouped(sub: Hir) -> Hir {
    match sub.kind() {
        HirKind::Repetition(_) => Hir::capture(Capture { index: 1, name: None, sub: Box::new(sub) }),
        _ => sub,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_match_has_a_prefix_that_matches() {
        let regexes = [
            "ab{0,40}c?d",
            "(?:a|b{20}){2,9}c",
            "a(?P<x>b{3,30})(?:c|dd)*",
            "[ab]{5,16}c",
            "a+b+c+d",
            "(?:ab{0,15}){1,30}c",
            "a(?:b{1,2})?(?:b{2}){0,3}c",
        ];
        for regex in regexes {
            let parse = |regex: &str| regex_syntax::ParserBuilder::new().utf8(false).build().parse(regex).unwrap();
            let build = |hir: &Hir| regex_automata::meta::Builder::new().build_from_hir(hir).unwrap();
            let whole = parse(regex);
            let (short, whole) = (build(&parse(&truncated(&whole).to_string())), build(&whole));
            let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
            proptest!(config, |(text in "[ab]{0,3}b{0,22}[a-d]{0,12}")| {
                use regex_automata::{Anchored, Input};
                let anchored = || Input::new(&text).anchored(Anchored::Yes);
                prop_assert!(!whole.is_match(anchored()) || short.is_match(anchored()), "{}", regex);
            });
        }
    }
}
