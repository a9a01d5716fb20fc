//! Which literals every match of a regex must hold. All are in lower case: a class that holds a
//! letter in both cases counts as that letter.

use regex_syntax::hir::{Class, Hir, HirKind};

/// More literals than this for one rule are cut shorter instead.
const MOST_LITERALS: usize = 64;
/// A class of more different bytes than this ends a literal.
const MOST_CLASS_BYTES: usize = 6;
/// Literals are not grown past this.
const LONGEST: usize = 24;

/// Literals of which every match starts with one; none when nothing useful is known.
pub(super) fn prefixes(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    finish(starts(hir))
}

/// Literals of which every match holds one, somewhere; none when nothing useful is known.
pub(super) fn inner(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Capture(capture) => inner(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => inner(&repetition.sub),
        HirKind::Concat(parts) => {
            let tails = (0..parts.len()).map(|from| finish(concat(&parts[from..])));
            tails.chain(parts.iter().map(inner)).flatten().max_by_key(|literals| worth(literals))
        }
        HirKind::Alternation(parts) => {
            let each: Option<Vec<_>> = parts.iter().map(inner).collect();
            finish(Starts { literals: each?.concat(), exact: false })
        }
        _ => prefixes(hir),
    }
}

/// Longer is rarer; of equals, fewer are cheaper.
fn worth(literals: &[Vec<u8>]) -> (usize, usize) {
    let shortest = literals.iter().map(Vec::len).min().unwrap_or(0);
    (shortest, usize::MAX - literals.len())
}

fn finish(starts: Starts) -> Option<Vec<Vec<u8>>> {
    let mut literals = starts.literals;
    literals.sort();
    // What starts with another of the literals is found where that one is.
    literals.dedup_by(|next, kept| next.starts_with(kept));
    let useful = !literals.is_empty() && literals.iter().all(|literal| !literal.is_empty());
    useful.then_some(literals)
}

/// What the matches of a part start with.
struct Starts {
    literals: Vec<Vec<u8>>,
    /// True when each literal is a whole match of the part, so that what follows may extend it.
    exact: bool,
}

impl Starts {
    fn nothing(exact: bool) -> Self {
        Self { literals: vec![Vec::new()], exact }
    }

    fn cross(self, next: &Self) -> Self {
        let count = self.literals.len() * next.literals.len();
        let longest = self.literals.iter().map(Vec::len).max().unwrap_or(0);
        if count > MOST_LITERALS || longest >= LONGEST {
            return Self { exact: false, ..self };
        }
        let literals = self
            .literals
            .iter()
            .flat_map(|head| next.literals.iter().map(move |tail| [head.as_slice(), tail].concat()))
            .collect();
        Self { literals, exact: next.exact }
    }
}

fn starts(hir: &Hir) -> Starts {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Starts::nothing(true),
        HirKind::Literal(literal) => {
            let end = literal.0.len().min(LONGEST);
            Starts { literals: vec![literal.0[..end].to_ascii_lowercase()], exact: end == literal.0.len() }
        }
        HirKind::Class(class) => match class_bytes(class) {
            Some(bytes) => Starts { literals: bytes.into_iter().map(|byte| vec![byte]).collect(), exact: true },
            None => Starts::nothing(false),
        },
        HirKind::Capture(capture) => starts(&capture.sub),
        HirKind::Repetition(repetition) => {
            let once = starts(&repetition.sub);
            match (repetition.min, repetition.max) {
                (0, Some(1)) => union(vec![once, Starts::nothing(true)]),
                (0, _) => Starts::nothing(false),
                (min, max) => {
                    let mut all = Starts::nothing(true);
                    for _ in 0..min.min(LONGEST as u32) {
                        if !all.exact {
                            break;
                        }
                        all = all.cross(&once);
                    }
                    let exact = all.exact && max == Some(min) && min <= LONGEST as u32;
                    Starts { exact, ..all }
                }
            }
        }
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(parts) => union(parts.iter().map(starts).collect()),
    }
}

fn concat(parts: &[Hir]) -> Starts {
    let mut all = Starts::nothing(true);
    for part in parts {
        if !all.exact {
            break;
        }
        all = all.cross(&starts(part));
    }
    all
}

fn union(parts: Vec<Starts>) -> Starts {
    let exact = parts.iter().all(|part| part.exact);
    let mut literals: Vec<_> = parts.into_iter().flat_map(|part| part.literals).collect();
    literals.sort();
    literals.dedup();
    if literals.len() > MOST_LITERALS {
        return Starts::nothing(false);
    }
    Starts { literals, exact }
}

/// The few different bytes, folded to lower case, that a class matches.
fn class_bytes(class: &Class) -> Option<Vec<u8>> {
    let ranges: Vec<(u8, u8)> = match class {
        Class::Bytes(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Unicode(class) => {
            class.iter().map(|range| Some((ascii(range.start())?, ascii(range.end())?))).collect::<Option<_>>()?
        }
    };
    let mut bytes = Vec::new();
    for byte in ranges.into_iter().flat_map(|(start, end)| start..=end) {
        let folded = byte.to_ascii_lowercase();
        if !bytes.contains(&folded) {
            bytes.push(folded);
        }
        if bytes.len() > MOST_CLASS_BYTES {
            return None;
        }
    }
    Some(bytes)
}

fn ascii(character: char) -> Option<u8> {
    character.is_ascii().then_some(character as u8)
}
