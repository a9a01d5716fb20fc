//! Places windows so that as little text as can be looks like a window of a bucket: each in turn where it adds least, over
//! and over, counted on a sample.
//!
//! `make placement SAMPLE="file file …"` writes the lists anew. What was sampled: logs of 16 systems and made ones, the
//! same as JSON in the forms of common loggers, source of several languages, documentation.

use std::{
    collections::HashMap,
    env, fs,
    io::{self, Write},
    path::Path,
};

use super::{
    super::{
        BLOCK,
        buckets::Window,
        classes::Classes,
        kernel::{Kernel, Masks},
    },
    *,
};
use crate::{Scanner, detect::plan::ByteSet};

const SAMPLE: &str = "PLACEMENT_SAMPLE";
/// Of each file so many bytes count.
const MOST_BYTES: usize = 4 << 20;
/// The most common fours, by which windows are placed.
const FOURS: usize = 100_000;
const ROUNDS: usize = 8;

/// How windows are told from each other.
struct Scheme {
    name: &'static str,
    /// For the windows of rules that are on by themselves, and for all.
    buckets: [usize; 2],
    pairs: &'static [[usize; 2]],
    slots: usize,
    hash: fn(usize, [u8; 2]) -> usize,
}

fn schemes() -> Vec<Scheme> {
    use super::super::pairs;
    let neighbours: &[[usize; 2]] = &[[0, 1], [1, 2], [2, 3]];
    let mut schemes = vec![Scheme {
        name: "pairs",
        buckets: [pairs::BUCKETS; 2],
        pairs: neighbours,
        slots: 1 << pairs::HASH_BITS,
        hash: |_, [one, two]| pairs::hash(one, two),
    }];
    #[cfg(target_arch = "x86_64")]
    {
        use super::super::hashes;
        let (buckets, slots) = ([hashes::BUCKETS, hashes::BUCKETS + hashes::MORE_BUCKETS], hashes::SLOTS);
        schemes.push(Scheme { name: "hashes", buckets, pairs: &hashes::PAIRS, slots, hash: hashes::hash });
    }
    schemes
}

/// The windows of the rules that are on by themselves, then those that personal data needs more.
fn windows() -> [Vec<Window>; 2] {
    let of = |pii: bool| {
        let scanner = Scanner::builder().pii(pii).build().unwrap();
        scanner.detector().filter.confirm.windows().to_vec()
    };
    let (secrets, mut all) = (of(false), of(true));
    all.retain(|window| secrets.binary_search(window).is_err());
    [secrets, all]
}

/// For each pair a bit for each slot.
type Slots = Vec<Vec<u64>>;

impl Scheme {
    fn slots(&self, window: &Window) -> Slots {
        let mut slots = self.none();
        for (pair, [one, two]) in self.pairs.iter().enumerate() {
            let sets = [window[*one], window[*two]];
            if sets.contains(&ByteSet::ALL) {
                slots[pair].fill(u64::MAX);
                continue;
            }
            for (one, two) in sets[0].iter().flat_map(|one| sets[1].iter().map(move |two| (one, two))) {
                let slot = (self.hash)(pair, [one, two]);
                slots[pair][slot / 64] |= 1 << (slot % 64);
            }
        }
        slots
    }

    fn none(&self) -> Slots {
        vec![vec![0; self.slots.div_ceil(64)]; self.pairs.len()]
    }
}

/// Four bytes of the sample: what they are hashed to, and how often they stand there.
struct Four {
    hashes: Vec<usize>,
    count: u64,
    /// In so many buckets they look like a window.
    buckets: u32,
}

impl Four {
    fn looks_like(&self, slots: &Slots) -> bool {
        self.hashes.iter().zip(slots).all(|(hash, slots)| slots[hash / 64] >> (hash % 64) & 1 == 1)
    }
}

struct Search<'s> {
    scheme: &'s Scheme,
    fours: Vec<Four>,
    buckets: Vec<Slots>,
    placed: Vec<(Window, Slots, usize)>,
}

impl Search<'_> {
    fn place(&mut self, windows: &[Window]) {
        let first = self.placed.len();
        // Those that look like much come first.
        let mut order: Vec<(Window, Slots)> =
            windows.iter().map(|window| (*window, self.scheme.slots(window))).collect();
        order.sort_by_key(|(_, slots)| {
            std::cmp::Reverse(
                slots.iter().map(|slots| slots.iter().map(|bits| bits.count_ones()).sum::<u32>().ilog2()).sum::<u32>(),
            )
        });
        for (window, slots) in order {
            let bucket = self.best(&slots);
            self.add(&slots, bucket);
            self.placed.push((window, slots, bucket));
        }
        for _ in 1..ROUNDS {
            for index in first..self.placed.len() {
                let (bucket, slots) = (self.placed[index].2, self.placed[index].1.clone());
                self.placed[index].2 = usize::MAX;
                self.remove(bucket);
                let best = self.best(&slots);
                self.add(&slots, best);
                self.placed[index].2 = best;
            }
        }
    }

    /// The bucket to which a window adds least.
    fn best(&self, slots: &Slots) -> usize {
        let added = self.buckets.iter().map(|bucket| {
            let both = union(bucket, slots);
            let new = self.fours.iter().filter(|four| four.buckets == 0 && four.looks_like(&both));
            let grown: u32 = both.iter().zip(bucket).map(|(both, bucket)| count(both) - count(bucket)).sum();
            // Of what is alike on the sample, the one that is told by fewer hashes.
            (new.map(|four| four.count).sum::<u64>(), grown)
        });
        let best = added.enumerate().min_by_key(|(_, added)| *added);
        best.map_or(0, |(bucket, _)| bucket)
    }

    fn add(&mut self, slots: &Slots, bucket: usize) {
        let both = union(&self.buckets[bucket], slots);
        self.replace(bucket, both);
    }

    /// Takes out of a bucket what is no longer placed there.
    fn remove(&mut self, bucket: usize) {
        let left = self.placed.iter().filter(|(_, _, other)| *other == bucket);
        let left = left.fold(self.scheme.none(), |all, (_, slots, _)| union(&all, slots));
        self.replace(bucket, left);
    }

    fn replace(&mut self, bucket: usize, slots: Slots) {
        let old = std::mem::replace(&mut self.buckets[bucket], slots);
        let new = &self.buckets[bucket];
        if old != *new {
            for four in &mut self.fours {
                four.buckets = four.buckets + u32::from(four.looks_like(new)) - u32::from(four.looks_like(&old));
            }
        }
    }

    fn stops(&self) -> u64 {
        self.fours.iter().filter(|four| four.buckets > 0).map(|four| four.count).sum()
    }
}

fn union(one: &Slots, two: &Slots) -> Slots {
    one.iter().zip(two).map(|(one, two)| one.iter().zip(two).map(|(one, two)| one | two).collect()).collect()
}

fn count(slots: &[u64]) -> u32 {
    slots.iter().map(|bits| bits.count_ones()).sum()
}

/// The most common fours of the sample, case aside.
fn fours(files: &str) -> Vec<([u8; 4], u64)> {
    let mut counts = HashMap::<[u8; 4], u64>::new();
    for file in files.split_whitespace() {
        let text = fs::read(file).unwrap_or_else(|error| panic!("{SAMPLE}: {file}: {error}"));
        for four in text[..text.len().min(MOST_BYTES)].windows(4) {
            *counts.entry([four[0], four[1], four[2], four[3]].map(|byte| byte.to_ascii_lowercase())).or_default() += 1;
        }
    }
    let mut fours: Vec<_> = counts.into_iter().collect();
    fours.sort_unstable_by_key(|(four, count)| (std::cmp::Reverse(*count), *four));
    fours.truncate(FOURS);
    fours
}

#[test]
fn placement_lists_the_windows_of_the_built_in_rules() {
    let windows = windows();
    if let Ok(files) = env::var(SAMPLE) {
        let fours = fours(&files);
        for scheme in &schemes() {
            let hashes = |four: &[u8; 4]| {
                let pairs = scheme.pairs.iter().enumerate();
                pairs.map(|(pair, [one, two])| (scheme.hash)(pair, [four[*one], four[*two]])).collect()
            };
            let fours = fours.iter().map(|(four, count)| Four { hashes: hashes(four), count: *count, buckets: 0 });
            let mut search = Search { scheme, fours: fours.collect(), buckets: Vec::new(), placed: Vec::new() };
            for (windows, buckets) in windows.iter().zip(scheme.buckets) {
                search.buckets.resize(buckets, scheme.none());
                search.place(windows);
                let all: u64 = search.fours.iter().map(|four| four.count).sum();
                writeln!(io::stdout(), "{}: stops at {} of {all}", scheme.name, search.stops()).unwrap();
            }
            let mut lines: Vec<String> =
                search.placed.iter().map(|(window, _, bucket)| format!("{} {bucket}\n", key(window))).collect();
            lines.sort();
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/detect/literal/placement");
            fs::write(folder.join(scheme.name).with_extension("txt"), lines.concat()).unwrap();
        }
        return;
    }
    let all = windows.concat();
    let listed = |placement: &Placement| placement.part(&all).0.len();
    assert!(listed(&Placement::pairs()) * 10 >= all.len() * 9, "too many are new: make placement");
    #[cfg(target_arch = "x86_64")]
    assert!(listed(&Placement::hashes()) * 10 >= all.len() * 9, "too many are new: make placement");
}

#[test]
fn kernels_stop_at_each_window_whichever_others_there_are() {
    let [secrets, personal] = windows();
    let all = [&secrets[..], &personal].concat();
    for windows in [&personal[..40], &personal, &secrets, &all] {
        for name in ["portable", "avx2", "avx512"] {
            let kernel = Kernel::new(windows, &Classes::encodings(), Some(name));
            for (index, window) in windows.iter().enumerate() {
                let text = window.map(|set| set.iter().next().unwrap_or_default());
                let mut masks = Masks::default();
                kernel.masks(&text, 0, &mut masks);
                assert_eq!(masks.windows[0] & 1, 1, "{name}: window {index} of {}", windows.len());
            }
        }
    }
}

#[test]
fn placement_makes_less_text_look_like_windows() {
    let [placed, _] = windows();
    // The same but for bytes that ASCII has not: these are not listed.
    let elsewhere = placed.iter().map(|window| {
        let past = window[3].iter().take(1).map(|byte| byte | 0x80);
        [window[0], window[1], window[2], window[3].union(ByteSet::of(past))]
    });
    let elsewhere: Vec<Window> = elsewhere.collect();
    let text = concat!(include_str!("search.rs"), include_str!("../lazy.rs"), include_str!("../../plan/literals.rs"));
    for name in ["portable", "avx512"] {
        let stops = |windows: &[Window]| {
            let kernel = Kernel::new(windows, &Classes::encodings(), Some(name));
            let (mut masks, mut at, mut stops) = (Masks::default(), 0, 0);
            while at < text.len() {
                let told = kernel.masks(text.as_bytes(), at, &mut masks);
                stops += masks.windows[..told].iter().map(|windows| windows.count_ones()).sum::<u32>();
                at += told * BLOCK;
            }
            stops
        };
        let (placed, modelled) = (stops(&placed), stops(&elsewhere));
        assert!(placed > 0 && placed * 4 < modelled * 3, "{name}: {placed} of {modelled}");
    }
}
