//! One pass over the text for everything that is looked for: the literals of all rules, runs of
//! bytes of one class, encoded runs and escapes.
//!
//! From each literal four positions are taken, each with the bytes that may stand there: its
//! *window*. A kernel passes over the text 64 bytes at a time and says where a window may stand and
//! which bytes are of which class; [`Sieve`] drops most of these stops, by hashes of the window and of
//! what stands [beside](beside) it; [`Confirm`] says which literals really stand there, and
//! [`Follow`](follow::Follow) turns down what cannot become a match within a few bytes. Kernels differ in speed
//! and in how often they stop in vain, and never in what is confirmed.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod beside;
mod buckets;
mod classes;
mod confirm;
mod echoes;
mod encoded;
mod follow;
#[cfg(target_arch = "x86_64")]
mod hashes;
mod kernel;
mod lazy;
mod lines;
mod pairs;
mod placement;
mod portable;
mod reach;
mod runs;
mod sieve;
mod steps;
mod sweep;
mod told;

#[cfg(test)]
pub(crate) use self::follow::NoRules;
use self::{classes::Classes, confirm::Confirm, kernel::Kernel, runs::RunRules, sieve::Sieve};
pub(crate) use self::{
    follow::Starts,
    lazy::LOOKS_AHEAD,
    lines::{Changed, are_in},
    sweep::{Rest, Sweep},
    told::{Before, Told},
};
use super::plan::Plan;

/// Finds where rules may match.
#[derive(Debug)]
pub(crate) struct LiteralFilter {
    kernel: Kernel,
    sieve: Sieve,
    confirm: Confirm,
    runs: RunRules,
    /// How far before what was passed over something may start that is not told yet.
    late: usize,
    /// So many bytes from where something starts decide whether it is told.
    ahead: usize,
    /// So many bytes are passed over before what was found in them is looked at.
    part: usize,
}

/// A rule may match here. Sorts by rule, then by offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) rule: u32,
    pub(crate) start: usize,
}

/// Names a kernel: `portable`, `avx2` or `avx512`. For tests and benches; a kernel that the machine
/// does not have is not used.
pub(crate) const KERNEL_VARIABLE: &str = "SENTINEL_LITERAL_KERNEL";

/// How many bytes of a literal the kernels look at.
const WINDOW: usize = 4;

/// How many bytes a kernel looks at together.
const BLOCK: usize = 64;

/// Bytes: as much as stays near in memory while it is looked at.
const PART: usize = 1 << 18;

/// How many blocks are told of together.
const BLOCKS: usize = 8;

impl LiteralFilter {
    /// A filter for each rule's plan, in the order of the rules, with the fastest kernel that the
    /// machine has.
    pub(crate) fn new<'r>(plans: impl IntoIterator<Item = &'r Plan> + Clone) -> Self {
        let wanted = std::env::var(KERNEL_VARIABLE).ok();
        Self::with_kernel(plans, wanted.as_deref())
    }

    fn with_kernel<'r>(plans: impl IntoIterator<Item = &'r Plan> + Clone, wanted: Option<&str>) -> Self {
        let (confirm, sieve) = Confirm::new(plans.clone());
        let mut classes = Classes::encodings();
        let runs = RunRules::new(plans, &mut classes);
        let kernel = Kernel::new(confirm.windows(), &classes, wanted);
        let late = confirm.farthest().max(BLOCK);
        let ahead = confirm.longest().max(runs.longest()).max(LOOKS_AHEAD);
        Self { kernel, sieve, confirm, runs, late, ahead, part: PART }
    }

    /// True when a text of that length is told of in one part.
    pub(crate) fn is_one_part(&self, length: usize) -> bool {
        length <= self.part
    }

    #[cfg(test)]
    pub(crate) fn in_parts_of(self, part: usize) -> Self {
        Self { part, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_syntax::hir::Hir;

    use super::*;
    use crate::{
        Span,
        detect::{
            decode::MARGIN,
            plan::{Literal, plan, start},
        },
    };

    fn cases(cases: u32) -> ProptestConfig {
        ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
    }

    const KERNELS: [&str; 3] = ["portable", "avx2", "avx512"];

    /// Regexes, read.
    struct Regexes(Vec<Hir>);

    impl Regexes {
        fn new(regexes: &[&str]) -> Self {
            let parser = || regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
            Self(regexes.iter().map(|regex| parser().parse(regex).unwrap()).collect())
        }

        fn plans(&self) -> Vec<Plan> {
            self.0.iter().map(plan).collect()
        }
    }

    impl Starts for Regexes {
        fn start(&self, rule: u32) -> Option<Hir> {
            let hir = &self.0[rule as usize];
            Some(start(hir, &plan(hir)))
        }
    }

    fn filters(plans: &[Plan]) -> [LiteralFilter; 3] {
        KERNELS.map(|kernel| LiteralFilter::with_kernel(plans, Some(kernel)))
    }

    /// Where rules may match, by comparison at every offset, nothing turned down.
    fn reference(plans: &[Plan], text: &[u8]) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (rule, plan) in (0..).zip(plans) {
            for start in 0..text.len() {
                let rest = &text[start..];
                let stands = match plan {
                    Plan::Run(run, _) => {
                        rest.len() >= run.length && rest[..run.length].iter().all(|byte| run.class.contains(*byte))
                    }
                    _ => plan.literals().iter().any(|literal: &Literal| literal.starts(rest)),
                };
                if stands {
                    found.push(Candidate { rule, start });
                }
            }
        }
        found
    }

    #[test]
    fn overlapping_literals_are_all_found_in_order_and_in_their_case() {
        let regexes = Regexes::new(&["(?i)abcd|(?i)bcz|bCd", "(?i)bc", "[~#]{5}", "bC", "bc"]);
        let plans = regexes.plans();
        for (filter, kernel) in filters(&plans).iter().zip(KERNELS) {
            let found: Vec<_> =
                filter.sweep(b"xAbCd#~~##", &regexes).candidates.into_iter().map(|c| (c.rule, c.start)).collect();
            assert_eq!(found, [(0, 1), (0, 2), (1, 2), (2, 5), (3, 2)], "{kernel}");
        }
    }

    const REGEXES: [&str; 12] = [
        "ab[a-z]",
        "(?i)key=",
        "_x_y_z_",
        "aaa",
        "(?i)a-b",
        "zzzzzzzzzzzzzzzzzzzzzz",
        "k1",
        "é",
        "=[0-9]x|==y",
        "[1~]{9}",
        "[a-z]{2}@[x_]",
        "#",
    ];

    #[test]
    fn all_kernels_agree_and_lose_nothing() {
        let read = Regexes::new(&REGEXES);
        let plans = read.plans();
        let filters = filters(&plans);
        let regexes = REGEXES.map(|regex| regex_automata::meta::Regex::new(regex).unwrap());
        let config = cases(2000);
        proptest!(config, |(text in "[abkKeEyY=_xyzA1~#@é \n-]{0,200}")| {
            let possible = reference(&plans, text.as_bytes());
            let found = filters[0].sweep(text.as_bytes(), &read);
            let all = |sweep: Sweep<'_>| (sweep.candidates, sweep.encoded, sweep.rest);
            let found = all(found);
            for (kernel, filter) in KERNELS.iter().zip(&filters) {
                prop_assert_eq!(&all(filter.sweep(text.as_bytes(), &read)), &found, "{}", kernel);
            }
            let (found, ..) = found;
            prop_assert!(found.iter().all(|candidate| possible.contains(candidate)));
            // What was turned down is no match.
            for candidate in possible.iter().filter(|candidate| !found.contains(candidate)) {
                let regex = &regexes[candidate.rule as usize];
                let at = candidate.start;
                let anchored = regex_automata::Input::new(&text).range(at..).anchored(regex_automata::Anchored::Yes);
                match plans[candidate.rule as usize] {
                    Plan::Line(..) => prop_assert!(!regex.find_iter(&text).any(|m| m.start() <= at && at < m.end())),
                    _ => prop_assert!(!regex.is_match(anchored)),
                }
            }
        });
    }

    #[test]
    fn parts_tell_what_a_whole_pass_tells_each_thing_once_and_by_rule_in_order() {
        // The first is found by its end, and then starts before others of its rule that were found already.
        let read = Regexes::new(&[&["and_the_and_the_xqjz|nd_"], &REGEXES[..]].concat());
        let plans = read.plans();
        let filters = filters(&plans);
        let config = cases(300);
        let text = "(and_the_and_the_xqjz|nd_|ab|key=|_x_y_z_|z{24}|k1|[a=1~@ \n]|[A-Z]{40}){0,300}";
        proptest!(config, |(text in text)| {
            let text = text.as_bytes();
            for filter in &filters {
                let whole = filter.sweep(text, &read);
                let (mut candidates, mut encoded) = (vec![Vec::new(); plans.len()], Vec::new());
                let mut sweep = Sweep::new(text.len(), &read);
                let taken = filter.sweep_by(1, text, None, &mut sweep, &mut |some, runs| {
                    some.iter().for_each(|candidate| candidates[candidate.rule as usize].push(*candidate));
                    encoded.extend_from_slice(runs);
                    Ok(())
                });
                taken.unwrap();
                prop_assert_eq!(sweep.rest, whole.rest);
                prop_assert_eq!(candidates.concat(), whole.candidates);
                prop_assert_eq!(encoded, whole.encoded);
            }
        });
    }

    #[test]
    fn of_a_text_that_starts_as_another_the_rest_is_told_as_of_any() {
        let read = Regexes::new(&[&["(?i)a_literal_that_is_longer_than_what_is_looked_at"], &REGEXES[..]].concat());
        let plans = read.plans();
        let filters = filters(&plans);
        let config = cases(500);
        let parts = "(key=|_x_y_z_|z{24}|k1|[a=1~@ ]|[A-Z]{19,21}|\\\\n|%|A\"\\+\"A|a_literal_that|\0)";
        let (same, rest) = (format!("{parts}{{0,60}}"), format!("(|_is_longer_than_what_is_looked_at){parts}{{0,9}}"));
        proptest!(config, |(same in same.as_str(), one in rest.as_str(), other in rest.as_str())| {
            let (one, other) = (same.clone() + &one, same.clone() + &other);
            for filter in &filters {
                let Sweep { candidates, rest, .. } = filter.sweep(one.as_bytes(), &read);
                let told = Told { candidates: &candidates, rest: &rest, same: same.len() };
                let whole = filter.sweep(other.as_bytes(), &read);
                let mut told_on = Sweep::new(other.len(), &read);
                let swept = filter.sweep_by(other.len(), other.as_bytes(), Some(&told), &mut told_on, &mut |_, _| Ok(()));
                swept.unwrap();
                prop_assert_eq!(told_on.rest, whole.rest);
                prop_assert_eq!(told_on.candidates, whole.candidates);
                let near_end = |run: &Span| run.end + MARGIN >= same.len();
                let (mut encoded, mut all) = (told_on.encoded, whole.encoded);
                encoded.retain(near_end);
                all.retain(near_end);
                prop_assert_eq!(encoded, all);
            }
        });
    }

    #[test]
    fn of_many_literals_that_stand_close_together_none_is_lost() {
        let word = |index: u32| {
            (0..9).map(move |at| char::from(b'a' + (index.wrapping_mul(0x9e37_79b1) >> (3 * at)) as u8 % 26))
        };
        let words: Vec<String> = (1..500).map(|index| word(index).collect()).collect();
        let patterns: Vec<String> = words.iter().map(|word| format!("(?i){word}")).collect();
        let regexes = Regexes::new(&patterns.iter().map(String::as_str).collect::<Vec<_>>());
        let plans = regexes.plans();
        let text = words.join(" ");
        for (filter, kernel) in filters(&plans).iter().zip(KERNELS) {
            for text in [text.as_bytes(), text.to_ascii_uppercase().as_bytes()] {
                assert!(filter.sweep(text, &regexes).candidates == reference(&plans, text), "{kernel}");
            }
        }
    }

    #[test]
    fn what_stood_before_in_a_text_is_told_as_what_did_not() {
        let read =
            Regexes::new(&["(?i)key=[a-c]{3}x", "key[=1]{1,4}2", "ab[a-c]", "k1", "[1~]{9}", r"_x\b", "(?i)a-b|a-b=1"]);
        let plans = read.plans();
        let filters = filters(&plans);
        let config = cases(40);
        // Long enough for places to be kept.
        let text = "(key=[ab]{0,3}[cx1]|KEY=abc|key1[=1]{0,3}|ab|_x|a-b|k1|~{4,6}|[x= 12~]){400,600}";
        proptest!(config, |(text in text)| {
            let text = text.as_bytes();
            for filter in &filters {
                let found = filter.sweep(text, &read).candidates;
                // Each place on its own: nothing like it stood before.
                let alone = (0..text.len()).flat_map(|at| {
                    let (from, to) = (at.saturating_sub(1), text.len().min(at + 64));
                    let here = filter.sweep(&text[from..to], &read).candidates.into_iter();
                    let here = here.filter(|candidate| from + candidate.start == at);
                    here.map(|candidate| Candidate { start: at, ..candidate }).collect::<Vec<_>>()
                });
                let mut alone: Vec<Candidate> = alone.collect();
                alone.sort();
                prop_assert_eq!(found, alone);
            }
        });
    }

    #[test]
    fn a_literal_of_any_length_is_compared_to_its_last_byte() {
        for length in 3..=20 {
            let literal = &"_k-EY.z1@w~Q=x#T:p/V"[..length];
            let regexes = Regexes::new(&[&format!("(?i){}", regex_syntax::escape(literal))]);
            let plans = regexes.plans();
            for (filter, kernel) in filters(&plans).iter().zip(KERNELS) {
                let found = |text: &str| !filter.sweep(text.as_bytes(), &regexes).candidates.is_empty();
                for (before, after) in [("", ""), ("ab", ""), ("", "ab"), ("ab", "abcdefgh")] {
                    let in_text = |literal: &str| found(&format!("{before}{literal}{after}"));
                    assert!(in_text(literal) && in_text(&literal.to_lowercase()), "{kernel} {length}");
                    for at in 0..length {
                        let other = format!("{}!{}", &literal[..at], &literal[at + 1..]);
                        assert!(!in_text(&other), "{kernel} {length} {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_literal_is_found_at_every_offset_of_texts_of_every_length() {
        let regexes = Regexes::new(&["ab", "abc", "abcd", "abcdefgh", "[~#]{6}"]);
        let plans = regexes.plans();
        for (filter, kernel) in filters(&plans).iter().zip(KERNELS) {
            for length in 0..200 {
                for at in 0..=length {
                    let mut text = vec![b'.'; length];
                    for (byte, letter) in text[at..].iter_mut().zip(b"abcdefgh~~~##~") {
                        *byte = *letter;
                    }
                    assert_eq!(
                        filter.sweep(&text, &regexes).candidates,
                        reference(&plans, &text),
                        "{kernel} {length} {at}"
                    );
                }
            }
        }
    }
}
