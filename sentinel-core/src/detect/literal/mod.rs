//! One pass over the text for the literals of all rules.
//!
//! From each literal the four bytes that are rarest in logs and code are taken: its *window*. A
//! kernel passes over the text and stops where four bytes may be a window; [`Confirm`] then says
//! which literals really stand there. Kernels differ in speed and in how often they stop in vain,
//! and never in what is confirmed.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod buckets;
mod confirm;
mod frequency;
mod portable;

use self::{buckets::Buckets, confirm::Confirm};
use super::plan::Literal;

/// Finds where literals stand.
#[derive(Debug)]
pub(crate) struct LiteralFilter {
    kernel: Kernel,
    confirm: Confirm,
}

/// A literal of a rule stands at an offset. Sorts by rule, then by offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) rule: u32,
    pub(crate) start: usize,
}

/// How the text is passed over.
#[derive(Debug)]
enum Kernel {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(Box<avx2::Tables>),
    #[cfg(target_arch = "x86_64")]
    Avx512(Box<avx512::Tables>),
}

/// Names a kernel: `portable`, `avx2` or `avx512`. For tests and benches; a kernel that the machine
/// does not have is not used.
pub(crate) const KERNEL_VARIABLE: &str = "SENTINEL_LITERAL_KERNEL";

/// How many bytes of a literal the kernels look at.
const WINDOW: usize = 4;

impl LiteralFilter {
    /// A filter for each rule's literals, in the order of the rules, with the fastest kernel that
    /// the machine has.
    pub(crate) fn new<'r>(rules: impl IntoIterator<Item = &'r [Literal]>) -> Self {
        let wanted = std::env::var(KERNEL_VARIABLE).ok();
        Self::with_kernel(rules, wanted.as_deref())
    }

    fn with_kernel<'r>(rules: impl IntoIterator<Item = &'r [Literal]>, wanted: Option<&str>) -> Self {
        let confirm = Confirm::new(rules);
        let kernel = Kernel::new(&confirm, wanted);
        Self { kernel, confirm }
    }

    /// Every place where a rule's literal stands, by rule and offset.
    pub(crate) fn candidates(&self, text: &[u8]) -> Vec<Candidate> {
        let mut found = Vec::new();
        if self.confirm.is_empty() {
            return found;
        }
        match &self.kernel {
            Kernel::Portable => portable::pass(text, &self.confirm, &mut found),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(tables) => tables.pass(text, &self.confirm, &mut found),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(tables) => tables.pass(text, &self.confirm, &mut found),
        }
        found.sort_unstable();
        found
    }
}

impl Kernel {
    #[cfg(target_arch = "x86_64")]
    fn new(confirm: &Confirm, wanted: Option<&str>) -> Self {
        let may = |name: &str| wanted.is_none_or(|wanted| wanted == name);
        if may("avx512")
            && let Some(tables) = avx512::Tables::new(|count| Buckets::new(confirm.windows(), count))
        {
            return Self::Avx512(Box::new(tables));
        }
        if may("avx2")
            && let Some(tables) = avx2::Tables::new(|count| Buckets::new(confirm.windows(), count))
        {
            return Self::Avx2(Box::new(tables));
        }
        Self::Portable
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn new(_: &Confirm, _: Option<&str>) -> Self {
        Self::Portable
    }
}

/// Passes over a text of any length with a kernel that takes blocks of `BLOCK` offsets, and three
/// bytes past them: `mask` gives a bit for each offset of a block at which a window may stand.
#[cfg(target_arch = "x86_64")]
// Always: only in a kernel's own function may `mask` use what the kernel needs.
#[inline(always)]
fn pass_blocks<const BLOCK: usize>(
    text: &[u8],
    confirm: &Confirm,
    found: &mut Vec<Candidate>,
    mut mask: impl FnMut(&[u8]) -> u64,
) {
    let mut at = 0;
    let mut stops = |at: usize, mut bits: u64| {
        while bits != 0 {
            confirm.at(text, at + bits.trailing_zeros() as usize, found);
            bits &= bits - 1;
        }
    };
    while at + BLOCK + WINDOW <= text.len() {
        let bits = mask(&text[at..at + BLOCK + WINDOW]);
        stops(at, bits);
        at += BLOCK;
    }
    // The rest, and zeros up to a whole block.
    while at < text.len() {
        let mut rest = [0_u8; 128];
        let length = (text.len() - at).min(BLOCK + WINDOW);
        rest[..length].copy_from_slice(&text[at..at + length]);
        let here = BLOCK.min(text.len() - at);
        let bits = mask(&rest[..BLOCK + WINDOW]);
        stops(at, if here < 64 { bits & ((1 << here) - 1) } else { bits });
        at += BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detect::plan::plan;

    const KERNELS: [&str; 3] = ["portable", "avx2", "avx512"];

    fn literals(regexes: &[&str]) -> Vec<Vec<Literal>> {
        let parse = |regex: &&str| {
            let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).unwrap();
            plan(&hir).literals().to_vec()
        };
        regexes.iter().map(parse).collect()
    }

    /// What stands where, by comparison at every offset.
    fn reference(rules: &[Vec<Literal>], text: &[u8]) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (rule, literals) in (0..).zip(rules) {
            for start in 0..text.len() {
                let here = literals.iter().filter(|literal| literal.starts(&text[start..]));
                found.extend(here.map(|_| Candidate { rule, start }));
            }
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn overlapping_literals_are_all_found_in_order_and_in_their_case() {
        let rules = literals(&["(?i)abcd|(?i)bc", "(?i)bc", "[0-9]{3}", "bC", "bc"]);
        for kernel in KERNELS {
            let filter = LiteralFilter::with_kernel(rules.iter().map(Vec::as_slice), Some(kernel));
            let found: Vec<_> = filter.candidates(b"xAbCd").into_iter().map(|c| (c.rule, c.start)).collect();
            assert_eq!(found, [(0, 1), (0, 2), (1, 2), (3, 2)], "{kernel}");
        }
    }

    #[test]
    fn all_kernels_find_what_stands_there() {
        let regexes =
            ["ab", "(?i)key=", "_x_y_z_", "aaa", "(?i)a-b", "zzzzzzzzzzzzzzzzzzzzzz", "k1", "é", "=[0-9]x|==y"];
        let rules = literals(&regexes);
        let filters = KERNELS.map(|kernel| LiteralFilter::with_kernel(rules.iter().map(Vec::as_slice), Some(kernel)));
        let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(text in "[abkKeEyY=_xyzA1-é \n]{0,200}")| {
            let expected = reference(&rules, text.as_bytes());
            for (kernel, filter) in KERNELS.iter().zip(&filters) {
                prop_assert_eq!(&filter.candidates(text.as_bytes()), &expected, "{}", kernel);
            }
        });
    }

    #[test]
    fn a_literal_is_found_at_every_offset_of_texts_of_every_length() {
        let rules = literals(&["ab", "abc", "abcd", "abcdefgh"]);
        for kernel in KERNELS {
            let filter = LiteralFilter::with_kernel(rules.iter().map(Vec::as_slice), Some(kernel));
            for length in 0..200 {
                for at in 0..=length {
                    let mut text = vec![b'.'; length];
                    for (byte, letter) in text[at..].iter_mut().zip(b"abcdefgh") {
                        *byte = *letter;
                    }
                    assert_eq!(filter.candidates(&text), reference(&rules, &text), "{kernel} {length} {at}");
                }
            }
        }
    }
}
