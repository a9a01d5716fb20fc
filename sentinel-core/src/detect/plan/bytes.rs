//! Which bytes may stand where in a match.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct ByteSet([u64; 4]);

impl ByteSet {
    pub(crate) const NONE: Self = Self([0; 4]);
    pub(crate) const ALL: Self = Self([u64::MAX; 4]);
    const PAST_ASCII: Self = Self([0, 0, u64::MAX, u64::MAX]);

    pub(crate) fn of(bytes: impl IntoIterator<Item = u8>) -> Self {
        let mut set = Self::NONE;
        bytes.into_iter().for_each(|byte| set.insert(byte));
        set
    }

    pub(crate) fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    #[inline]
    pub(crate) fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    pub(crate) fn intersection(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }

    /// A bit for each byte, 64 to a word.
    pub(crate) fn words(self) -> [u64; 4] {
        self.0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u8> {
        (0..4_u8).flat_map(move |word| {
            let mut bits = self.0[usize::from(word)];
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros() as u8;
                bits &= bits.wrapping_sub(1);
                (bit < 64).then(|| word * 64 + bit)
            })
        })
    }
}

/// How many bytes of a match are looked at.
pub(crate) const AHEAD: usize = 20;

/// For each of the first bytes of a match, which it may be; any, where a match may have ended before.
pub(crate) fn first_bytes(hir: &Hir) -> [ByteSet; AHEAD] {
    let mut walk = Walk { sets: [ByteSet::NONE; AHEAD], fuel: FUEL };
    let ends = walk.pass(hir, 1);
    if walk.fuel == 0 {
        return [ByteSet::ALL; AHEAD];
    }
    let earliest = (ends.trailing_zeros() as usize).min(AHEAD);
    walk.sets[earliest..].fill(ByteSet::ALL);
    walk.sets
}

/// The bytes that a match of the parts, one after another, may end with; any, when all of them may be empty.
pub(crate) fn last_bytes(parts: &[Hir]) -> ByteSet {
    let mut set = ByteSet::NONE;
    for part in parts.iter().rev() {
        set = set.union(last_of(part));
        if part.properties().minimum_len().is_some_and(|length| length > 0) {
            return set;
        }
    }
    ByteSet::ALL
}

fn last_of(hir: &Hir) -> ByteSet {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => ByteSet::NONE,
        HirKind::Literal(literal) => literal.0.last().map_or(ByteSet::NONE, |byte| ByteSet::of([*byte])),
        HirKind::Class(class) => bytes_of(class),
        HirKind::Repetition(repetition) => last_of(&repetition.sub),
        HirKind::Capture(capture) => last_of(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().map(last_of).fold(ByteSet::NONE, ByteSet::union),
        HirKind::Concat(parts) => {
            let mut set = ByteSet::NONE;
            for part in parts.iter().rev() {
                set = set.union(last_of(part));
                if part.properties().minimum_len().is_some_and(|length| length > 0) {
                    break;
                }
            }
            set
        }
    }
}

/// All bytes that a class may be made of.
pub(super) fn bytes_of(class: &Class) -> ByteSet {
    let ascii = |start: u32, end: u32| (start..=end.min(127)).map(|code| code as u8);
    match class {
        Class::Bytes(class) => ByteSet::of(class.iter().flat_map(|range| range.start()..=range.end())),
        Class::Unicode(class) => class.iter().fold(ByteSet::NONE, |set, range| {
            let (start, end) = (range.start() as u32, range.end() as u32);
            let past = if end > 127 { ByteSet::PAST_ASCII } else { ByteSet::NONE };
            set.union(ByteSet::of(ascii(start, end))).union(past)
        }),
    }
}

/// Steps in one regex: repetitions inside repetitions could take very many.
const FUEL: u32 = 20_000;

struct Walk {
    sets: [ByteSet; AHEAD],
    fuel: u32,
}

impl Walk {
    /// `at` has a bit for each offset at which the part may start; the result one for each at which
    /// it may end. Offsets past the last are dropped.
    fn pass(&mut self, hir: &Hir, at: u32) -> u32 {
        self.fuel = self.fuel.saturating_sub(1);
        if at == 0 || self.fuel == 0 {
            return 0;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => at,
            HirKind::Literal(literal) => literal.0.iter().fold(at, |at, byte| self.one(ByteSet::of([*byte]), at)),
            HirKind::Class(class) => {
                let longest = if matches!(class, Class::Unicode(_)) { class.maximum_len().unwrap_or(4) } else { 1 };
                let set = bytes_of(class);
                let mut ends = self.one(set, at);
                for _ in 1..longest {
                    ends |= self.one(ByteSet::PAST_ASCII, ends);
                }
                ends
            }
            HirKind::Capture(capture) => self.pass(&capture.sub, at),
            HirKind::Concat(parts) => parts.iter().fold(at, |at, part| self.pass(part, at)),
            HirKind::Alternation(parts) => parts.iter().fold(0, |ends, part| ends | self.pass(part, at)),
            HirKind::Repetition(repetition) => {
                let mut ends = if repetition.min == 0 { at } else { 0 };
                let mut now = at;
                for count in 1..=repetition.max.unwrap_or(u32::MAX) {
                    let next = self.pass(&repetition.sub, now);
                    let before = ends;
                    if count >= repetition.min {
                        ends |= next;
                    }
                    // Nothing new can come of what was there before.
                    if next == 0 || (count >= repetition.min && ends == before) {
                        break;
                    }
                    now = next;
                }
                ends
            }
        }
    }

    fn one(&mut self, set: ByteSet, at: u32) -> u32 {
        for (offset, known) in self.sets.iter_mut().enumerate() {
            if at >> offset & 1 == 1 {
                *known = known.union(set);
            }
        }
        at << 1 & ((1 << AHEAD) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(regex: &str) -> Hir {
        regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap()
    }

    fn shown(set: ByteSet) -> String {
        if set == ByteSet::ALL { "any".to_owned() } else { set.iter().map(char::from).collect() }
    }

    #[test]
    fn bytes_are_told_by_their_place() {
        let table: [(&str, &[&str]); 6] = [
            ("abc", &["a", "b", "c", "any"]),
            ("a[xy]?b", &["a", "bxy", "any"]),
            ("(?:ab|c)d", &["ac", "bd", "any"]),
            ("a{2,3}b", &["a", "a", "ab", "any"]),
            ("a*b", &["ab", "any"]),
            (r"\b[0-1]+,", &["01", ",01", "any"]),
        ];
        for (regex, expected) in table {
            let sets = first_bytes(&parse(regex));
            assert_eq!(sets[..expected.len()].iter().map(|set| shown(*set)).collect::<Vec<_>>(), expected, "{regex}");
        }
        assert_eq!(first_bytes(&parse("(?:(?:(?:(?:a?){1,9}){1,9}){1,9}){1,9}b"))[0], ByteSet::of(*b"ab"));
    }

    #[test]
    fn last_bytes_look_past_what_may_be_empty() {
        let parts = |regex: &str| match parse(regex).kind() {
            HirKind::Concat(parts) => parts.clone(),
            _ => vec![parse(regex)],
        };
        assert_eq!(shown(last_bytes(&parts("x[ab]c?"))), "abc");
        assert_eq!(last_bytes(&parts("a?b?")), ByteSet::ALL);
    }
}
