//! Which literals every match of a regex must hold. A class that holds a letter in both cases
//! counts as that letter, and its literal is compared without regard to case.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use super::{
    bytes::{ByteSet, last_bytes},
    frequency::{commonness, commonness_of_four},
};

/// Bytes to look for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Literal {
    #[serde(with = "as_text")]
    bytes: Vec<u8>,
    folded: bool,
}

/// A character for each byte: read faster than numbers.
mod as_text {
    use std::fmt;

    use serde::{
        Deserializer, Serializer,
        de::{Error, Visitor},
    };

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_str(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a character for each byte")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
            if text.is_ascii() {
                return Ok(text.into());
            }
            let bytes = text.chars().map(u8::try_from).collect::<Result<_, _>>();
            bytes.map_err(|_| E::custom("a character past a byte"))
        }
    }
}

/// For tests and debugging; `~` says that case does not count.
impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.folded { "~" } else { "" }, self.bytes.escape_ascii())
    }
}

impl Literal {
    /// The bytes; in lower case when case does not count.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// True when `text` starts with it.
    #[inline]
    pub(crate) fn starts(&self, text: &[u8]) -> bool {
        text.get(..self.bytes.len()).is_some_and(|start| {
            if self.folded { start.eq_ignore_ascii_case(&self.bytes) } else { start == self.bytes }
        })
    }

    /// True when it stands wherever the other does.
    pub(crate) fn begins(&self, other: &Self) -> bool {
        self.starts(&other.bytes) && (self.folded || !other.folded || !self.bytes.iter().any(u8::is_ascii_alphabetic))
    }

    /// True when in some case the other starts with it.
    pub(crate) fn begins_in_any_case(&self, other: &Self) -> bool {
        other.bytes.get(..self.bytes.len()).is_some_and(|start| start.eq_ignore_ascii_case(&self.bytes))
    }

    /// The forms in which a byte of it may stand.
    pub(crate) fn set(&self, byte: u8) -> ByteSet {
        let folded = self.folded && byte.is_ascii_alphabetic();
        ByteSet::of([byte, if folded { byte ^ 0x20 } else { byte }])
    }

    /// True when it, with what may follow it, is rare enough in text to be looked for.
    pub(super) fn is_rare(&self, bytes: &[ByteSet]) -> bool {
        let past = bytes.iter().skip(self.bytes.len()).copied();
        let all: Vec<ByteSet> = self.sets().into_iter().chain(past).take(4).collect();
        commonness(&all) < RARE
    }

    /// How likely it is that it stands somewhere: not more than the rarest of its parts.
    fn commonness(&self) -> f64 {
        let sets = self.sets();
        let fours = sets.windows(4).map(|sets| commonness_of_four(sets.try_into().expect("four")));
        fours.fold(commonness(&sets), f64::min)
    }

    fn sets(&self) -> Vec<ByteSet> {
        self.bytes.iter().map(|byte| self.set(*byte)).collect()
    }

    fn empty() -> Self {
        Self { bytes: Vec::new(), folded: false }
    }

    fn exact(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), folded: false }
    }

    fn folded(byte: u8) -> Self {
        Self { bytes: vec![byte.to_ascii_lowercase()], folded: true }
    }

    fn then(&self, next: &Self) -> Self {
        let folded = self.folded || next.folded;
        let mut bytes = [self.bytes.as_slice(), &next.bytes].concat();
        if folded {
            bytes.make_ascii_lowercase();
        }
        Self { bytes, folded }
    }

    /// True when `next` stands nowhere where this does not.
    fn covers(&self, next: &Self) -> bool {
        (self.folded || !next.folded) && self.starts(&next.bytes)
    }
}

/// Text in which four bytes are this likely has one in so many.
const RARE: f64 = 2e-3;
/// More literals than this for one rule are cut shorter instead.
const MOST_LITERALS: usize = 256;
/// A class of more different bytes than this ends a literal.
const MOST_CLASS_BYTES: usize = 6;
/// Literals are not grown past this.
const LONGEST: usize = 64;

/// Literals of which every match starts with one; none when nothing useful is known.
pub(super) fn prefixes(hir: &Hir) -> Option<Vec<Literal>> {
    finish(starts(hir))
}

/// Literals of which every match holds one somewhere, and what is known of what stands round it.
pub(super) struct Inner {
    pub(super) literals: Vec<Literal>,
    /// The bytes that may stand before the literal.
    pub(super) before: ByteSet,
    /// What starts with the literal.
    pub(super) tail: Hir,
}

/// Literals of which every match holds one, somewhere; none when nothing useful is known.
pub(super) fn inner(hir: &Hir) -> Option<Inner> {
    match hir.kind() {
        HirKind::Capture(capture) => inner(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => inner(&repetition.sub).map(Inner::anywhere),
        HirKind::Concat(parts) => {
            let tails = (0..parts.len()).map(|from| {
                let tail = Hir::concat(parts[from..].to_vec());
                Some(Inner { literals: finish(concat(&parts[from..]))?, before: last_bytes(&parts[..from]), tail })
            });
            let within = (0..parts.len()).map(|at| {
                let mut found = inner(&parts[at])?;
                found.tail = Hir::concat([std::slice::from_ref(&found.tail), &parts[at + 1..]].concat());
                Some(found)
            });
            tails.chain(within).flatten().min_by(|a, b| a.commonness().total_cmp(&b.commonness()))
        }
        HirKind::Alternation(parts) => {
            let each = parts.iter().map(inner).collect::<Option<Vec<_>>>()?;
            let literals = finish(Starts {
                literals: each.iter().flat_map(|found| found.literals.iter().cloned()).collect(),
                exact: false,
            })?;
            let before = each.iter().fold(ByteSet::NONE, |set, found| set.union(found.before));
            Some(Inner { literals, before, tail: Hir::alternation(each.into_iter().map(|found| found.tail).collect()) })
        }
        _ => Some(Inner { literals: prefixes(hir)?, before: ByteSet::ALL, tail: hir.clone() }),
    }
}

impl Inner {
    /// How likely it is that one of the literals stands somewhere.
    fn commonness(&self) -> f64 {
        self.literals.iter().map(Literal::commonness).sum()
    }

    /// Of a part that may be repeated: what stands round one of its literals may be another of them.
    fn anywhere(self) -> Self {
        Self { before: ByteSet::ALL, tail: Hir::empty(), ..self }
    }
}

fn finish(starts: Starts) -> Option<Vec<Literal>> {
    let mut literals: Vec<Literal> = Vec::new();
    let mut by_length = starts.literals;
    by_length
        .sort_by(|a, b| a.bytes.len().cmp(&b.bytes.len()).then_with(|| b.folded.cmp(&a.folded)).then_with(|| a.cmp(b)));
    for literal in by_length {
        // What starts with another of the literals is found where that one is.
        if !literals.iter().any(|known| known.covers(&literal)) {
            literals.push(literal);
        }
    }
    let useful = !literals.is_empty() && literals.iter().all(|literal| !literal.bytes.is_empty());
    useful.then_some(literals)
}

/// What the matches of a part start with.
struct Starts {
    literals: Vec<Literal>,
    /// True when each literal is a whole match of the part, so that what follows may extend it.
    exact: bool,
}

impl Starts {
    fn nothing(exact: bool) -> Self {
        Self { literals: vec![Literal::empty()], exact }
    }

    fn cross(self, next: &Self) -> Self {
        let count = self.literals.len() * next.literals.len();
        let longest = self.literals.iter().map(|literal| literal.bytes.len()).max().unwrap_or(0);
        if count > MOST_LITERALS || longest >= LONGEST {
            return Self { exact: false, ..self };
        }
        let literals =
            self.literals.iter().flat_map(|head| next.literals.iter().map(move |tail| head.then(tail))).collect();
        Self { literals, exact: next.exact }
    }
}

fn starts(hir: &Hir) -> Starts {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Starts::nothing(true),
        HirKind::Literal(literal) => {
            let end = literal.0.len().min(LONGEST);
            Starts { literals: vec![Literal::exact(&literal.0[..end])], exact: end == literal.0.len() }
        }
        HirKind::Class(class) => match class_literals(class) {
            Some(literals) => Starts { literals, exact: true },
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

/// The few different letters that a class matches, each as a literal.
fn class_literals(class: &Class) -> Option<Vec<Literal>> {
    let ranges: Vec<(u8, u8)> = match class {
        Class::Bytes(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Unicode(class) => {
            class.iter().map(|range| Some((ascii(range.start())?, ascii(range.end())?))).collect::<Option<_>>()?
        }
    };
    let holds = |byte: u8| ranges.iter().any(|&(start, end)| (start..=end).contains(&byte));
    let mut literals = Vec::new();
    for byte in ranges.iter().flat_map(|&(start, end)| start..=end) {
        let other = if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte };
        let both = other != byte && holds(other);
        if !(both && byte.is_ascii_uppercase()) {
            literals.push(if both { Literal::folded(byte) } else { Literal::exact(&[byte]) });
        }
        if literals.len() > MOST_CLASS_BYTES {
            return None;
        }
    }
    Some(literals)
}

fn ascii(character: char) -> Option<u8> {
    character.is_ascii().then_some(character as u8)
}
