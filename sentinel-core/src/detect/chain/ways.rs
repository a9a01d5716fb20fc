//! The ways through a regex, each without a choice.

use regex_syntax::hir::{Hir, HirKind, Look, Repetition};

use super::super::{
    plan::{ByteSet, SECRET},
    tail::single,
};

/// What stands in a way, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Bytes(Box<[u8]>),
    /// As many as there are.
    Run {
        class: ByteSet,
        least: usize,
        most: usize,
    },
    Boundary(Look),
    ValueStart,
    ValueEnd,
}

type Way = Vec<Part>;

/// More are not worth while.
const MOST_WAYS: usize = 64;
const MOST_PARTS: usize = 64;
/// Of a literal, which each way through the regex has for itself.
const MOST_BYTES: usize = 256;

/// All ways through a regex, the preferred first; none where a run may give bytes back. Each says where the value starts and
/// ends.
pub(super) fn ways(hir: &Hir) -> Option<Vec<Way>> {
    let mut ways = through(hir)?;
    ways.iter_mut().filter(|way| !way.contains(&Part::ValueStart)).for_each(mark_as_value);
    let all_sound = ways.iter().all(|way| (0..way.len()).all(|at| keeps_all(&way[at], &way[at + 1..])));
    all_sound.then_some(ways)
}

fn through(hir: &Hir) -> Option<Vec<Way>> {
    let one = |part| Some(vec![vec![part]]);
    if let Some(class) = single(hir) {
        return one(Part::Run { class, least: 1, most: 1 });
    }
    match hir.kind() {
        HirKind::Empty => Some(vec![Way::new()]),
        HirKind::Literal(literal) if literal.0.len() > MOST_BYTES => None,
        HirKind::Literal(literal) => one(Part::Bytes(literal.0.clone())),
        HirKind::Class(_) => None,
        HirKind::Look(look) => {
            matches!(look, Look::WordAscii | Look::WordUnicode).then(|| one(Part::Boundary(*look)))?
        }
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Capture(capture) => {
            let mut ways = through(&capture.sub)?;
            if capture.name.as_deref() == Some(SECRET) {
                ways.iter_mut().for_each(mark_as_value);
            }
            Some(ways)
        }
        HirKind::Concat(parts) => in_row(parts),
        HirKind::Alternation(parts) => {
            let ways: Vec<Way> = parts.iter().map(through).collect::<Option<Vec<_>>>()?.concat();
            (ways.len() <= MOST_WAYS).then_some(ways)
        }
    }
}

fn mark_as_value(way: &mut Way) {
    way.insert(0, Part::ValueStart);
    way.push(Part::ValueEnd);
}

/// The first choice decides before the second.
fn in_row(parts: &[Hir]) -> Option<Vec<Way>> {
    parts.iter().try_fold(vec![Way::new()], |before, part| joined(&before, &through(part)?))
}

fn joined(before: &[Way], after: &[Way]) -> Option<Vec<Way>> {
    let ways: Vec<Way> = before.iter().flat_map(|a| after.iter().map(|b| [&a[..], &b[..]].concat())).collect();
    let fit = ways.len() <= MOST_WAYS && ways.iter().all(|way| way.len() <= MOST_PARTS);
    fit.then_some(ways)
}

fn repeated(repetition: &Repetition) -> Option<Vec<Way>> {
    let Repetition { min, max, greedy, ref sub } = *repetition;
    if !greedy && max != Some(min) {
        return None;
    }
    if let Some(class) = single(sub) {
        let most = max.map_or(usize::MAX, |max| max as usize);
        return Some(vec![vec![Part::Run { class, least: min as usize, most }]]);
    }
    let once = through(sub)?;
    match (min, max) {
        (0, Some(1)) => Some([once, vec![Way::new()]].concat()),
        (times, Some(most)) if times == most => {
            (0..times.min(MOST_PARTS as u32 + 1)).try_fold(vec![Way::new()], |before, _| joined(&before, &once))
        }
        _ => None,
    }
}

/// True for what takes as many bytes as there are in every match, whatever stands `after` it.
fn keeps_all(part: &Part, after: &[Part]) -> bool {
    let Part::Run { class, least, most } = *part else { return true };
    if least == most {
        return true;
    }
    let mut next = ByteSet::NONE;
    for part in after {
        match part {
            Part::Bytes(bytes) => {
                next.insert(bytes[0]);
                return class.intersection(next) == ByteSet::NONE;
            }
            Part::Run { class: other, least, .. } => {
                next = next.union(*other);
                if *least > 0 {
                    return class.intersection(next) == ByteSet::NONE;
                }
            }
            Part::Boundary(_) | Part::ValueStart | Part::ValueEnd => {}
        }
    }
    // Nothing must follow. A word goes on inside of it, so that its end is the only boundary.
    let of_words =
        least > 0 && class.without(ByteSet::of((0..=127).filter(|byte| super::is_word(*byte)))) == ByteSet::NONE;
    let asks = |part: &&Part| !matches!(part, Part::ValueStart | Part::ValueEnd);
    match after.iter().filter(asks).collect::<Vec<_>>()[..] {
        [Part::Boundary(_)] => of_words,
        ref rest => !rest.iter().any(|part| matches!(part, Part::Boundary(_))),
    }
}
