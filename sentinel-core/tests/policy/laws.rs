//! Laws that hold for every text and every policy.

use proptest::{
    prelude::*,
    test_runner::{TestError, TestRunner},
};
use sentinel_core::{Finding, Redacted, Replacement, Scanner, Settled, WITHHELD_BLOCKED};

use crate::world::{BUILTIN, Planted, SMALL, examples, planted};

const CASES: u32 = 20_000;
const BUILTIN_CASES: u32 = 300;

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

/// Runs a law for texts under the few rules, and under the built-in ones. What it complains of shows no text.
fn hold(law: impl Fn(&Scanner, &Planted, u64) -> Result<(), String>) {
    let run = |count, strategy: BoxedStrategy<(usize, Planted, u64)>, scanners: &[Scanner]| {
        check(count, strategy, |(at, planted, seed)| {
            law(&scanners[at], &planted, seed).map_err(|complaint| format!("{at}: {complaint}"))
        });
    };
    run(CASES, (0..SMALL.len(), planted(), any::<u64>()).boxed(), &SMALL);
    let as_planted = |text| Planted { text, secrets: Vec::new() };
    run(BUILTIN_CASES, (0..BUILTIN.len(), examples().prop_map(as_planted), any::<u64>()).boxed(), &BUILTIN);
}

/// Runs a law for so many cases. What a case that fails holds is not shown.
fn check<S: Strategy>(count: u32, strategy: S, law: impl Fn(S::Value) -> Result<(), String>) {
    let checked = |case| law(case).map_err(TestCaseError::fail);
    match TestRunner::new(cases(count)).run(&strategy, checked) {
        Ok(()) => {}
        Err(TestError::Fail(reason, _) | TestError::Abort(reason)) => panic!("{reason}"),
    }
}

fn same<T: PartialEq>(what: &str, a: T, b: T) -> Result<(), String> {
    if a == b { Ok(()) } else { Err(format!("{what}: not the same")) }
}

#[test]
fn what_is_redacted_scans_clean_and_is_not_changed_again() {
    hold(|scanner, planted, _| {
        let once = scanner.redact(&planted.text);
        same("error", once.error.is_none(), true)?;
        same("scan", scanner.scan(&once.text).unwrap(), Vec::new())?;
        let twice = scanner.redact(&once.text);
        same("text", twice.text, once.text)?;
        same("replacements", twice.replacements.len(), 0)
    });
}

#[test]
fn a_stream_gives_what_the_whole_text_gives_for_every_cut() {
    hold(|scanner, planted, seed| {
        let whole = scanner.redact_bytes(planted.text.as_bytes());
        let streamed = streamed(scanner, planted.text.as_bytes(), seed);
        same("error", streamed.error.is_none(), true)?;
        same("findings", whole.findings, streamed.findings.into_iter().map(|found| found.0).collect::<Vec<Finding>>())?;
        same("text", whole.text, streamed.text)?;
        same("replacements", whole.replacements.into_iter().collect::<Vec<Replacement>>(), streamed.replacements)
    });
}

/// Of a long text only what is near a replacement is scanned again; a stream scans all of it.
#[test]
fn a_long_text_comes_clean_and_as_its_stream_gives_it() {
    let law = |scanner: &Scanner, parts: &[String]| {
        let text = parts.iter().fold(String::new(), |text, part| text + part + "\n" + &other_lines(3_000));
        let once = scanner.redact_bytes(text.as_bytes());
        let mut stream = scanner.stream().unwrap();
        let mut streamed = stream.push(text.as_bytes());
        let last = stream.finish();
        streamed.text.extend(last.text);
        streamed.replacements.extend(last.replacements);
        same("text", &once.text, &streamed.text)?;
        same("replacements", once.replacements.into_iter().collect::<Vec<Replacement>>(), streamed.replacements)?;
        same("scan", scanner.scan(&once.text).unwrap(), Vec::new())
    };
    let run = |count, part: BoxedStrategy<String>, scanners: &[Scanner]| {
        let strategy = (0..scanners.len(), prop::collection::vec(part, 2..6));
        check(count, strategy, |(at, parts)| {
            law(&scanners[at], &parts).map_err(|complaint| format!("{at}: {complaint}"))
        });
    };
    run(2_000, planted().prop_map(|planted| planted.text).boxed(), &SMALL);
    run(200, examples().boxed(), &BUILTIN);
}

/// Lines in which nothing is found.
fn other_lines(bytes: usize) -> String {
    "INFO worker took some ms\n".repeat(bytes / 25)
}

/// In pieces of sizes that the seed says.
fn streamed(scanner: &Scanner, text: &[u8], mut seed: u64) -> Settled {
    let mut stream = scanner.stream().unwrap();
    let mut all = Settled::default();
    let mut keep = |mut given: Settled| {
        all.text.append(&mut given.text);
        all.findings.append(&mut given.findings);
        all.replacements.append(&mut given.replacements);
        all.error = all.error.take().or(given.error);
    };
    let mut rest = text;
    while !rest.is_empty() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A quarter of the texts come byte by byte.
        let size = if seed.is_multiple_of(4) { 1 } else { (seed >> 33) as usize % 40 + 1 };
        let (piece, later) = rest.split_at(rest.len().min(size));
        rest = later;
        keep(stream.push(piece));
        if seed >> 60 == 3 {
            keep(stream.flush());
        }
    }
    keep(stream.finish());
    all
}

#[test]
fn no_part_of_a_secret_is_left_but_what_is_kept_on_purpose() {
    hold(|scanner, planted, _| {
        let Redacted { text, replacements, .. } = scanner.redact_bytes(planted.text.as_bytes());
        let (input, text) = (planted.text.as_bytes(), String::from_utf8_lossy(&text));
        // What no redaction replaced, in pieces.
        let mut left = String::new();
        let mut at = 0;
        for replacement in replacements.iter() {
            left.push_str(&String::from_utf8_lossy(&input[at..replacement.input.start]));
            left.push('\n');
            at = replacement.input.end;
        }
        left.push_str(&String::from_utf8_lossy(&input[at..]));
        for (secret, hidden) in &planted.secrets {
            let windows = hidden.as_bytes().windows(if secret.len() == 16 && hidden.len() == 7 { 7 } else { 6 });
            for window in windows.map(|window| std::str::from_utf8(window).unwrap()) {
                // It may be found, and stand where nothing is found too.
                same("a part of a secret", text.contains(window) && !left.contains(window), false)?;
            }
        }
        Ok(())
    });
}

#[test]
fn evidence_says_what_became_of_every_byte() {
    hold(|scanner, planted, seed| {
        let input = planted.text.as_bytes();
        let redacted = scanner.redact_bytes(input);
        let (output, replacements) = (&redacted.text, &redacted.replacements);
        let (mut at, mut out) = (0, 0);
        for Replacement { input: from, output: to, .. } in replacements.iter() {
            same("between", &input[at..from.start], &output[out..to.start])?;
            (at, out) = (from.end, to.end);
        }
        same("after", &input[at..], &output[out..])?;
        same("counts", replacements.counts().values().sum::<usize>(), replacements.len())?;
        let offset = seed as usize % (output.len() + 1);
        let (there, back) = (replacements.input_offset(offset), |at| replacements.output_offset(at));
        same("offset", back(there) <= offset && there <= input.len(), true)?;
        let replaced = replacements.iter().any(|it| it.output.start <= offset && offset < it.output.end);
        let beside = replacements.iter().any(|it| it.output.is_empty() && it.output.start == offset);
        same("there and back", replaced || beside || back(there) == offset, true)?;
        same(
            "blocked",
            output == WITHHELD_BLOCKED.as_bytes(),
            replacements.iter().any(|it| it.treatment.as_str() == "block"),
        )
    });
}
