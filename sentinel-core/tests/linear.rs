//! Time is proportional to the text, whole and byte by byte. The benches measure it more finely, on more text.

use std::{
    fs,
    time::{Duration, Instant},
};

use sentinel_core::{Format, Scanner};

/// Lines of a log, one in fifty of which holds a secret.
fn log(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    for number in 0_u32.. {
        if text.len() >= bytes {
            break;
        }
        let clock = number.wrapping_mul(7919) % 86_400;
        text.push_str(&format!("2026-01-07T{clock:05} INFO checkout request {number} took {} ms", number % 977));
        match number % 50 {
            0 => text.push_str(&["; key=AKIA", "QYLPMN5HHHFPZAM2"].concat()),
            1 => text.push_str(r#"; body {\"user\": \"ann\", \"path\": \"%2Fcart\"}"#),
            _ => {}
        }
        text.push('\n');
    }
    text.truncate(bytes);
    text
}

/// What this thread has used of its processor, where the system says so; the time of day otherwise. It is told to a few
/// milliseconds.
fn used(since: Instant) -> Duration {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let running = schedule.and_then(|text| text.split(' ').next()?.parse().ok());
    running.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The time for one text of eight times so many bytes is held against that for two and for eight parts of it, each the
/// best of several. Where time is linear they are the same but for what a call costs; the whole may take half as much
/// again, where a cost that grows with the square would make it eight times as much.
fn is_linear(name: &str, bytes: usize, run: impl Fn(&str)) {
    let (start, text) = (Instant::now(), log(8 * bytes));
    let pass = |part: usize| {
        let from = used(start);
        text.as_bytes().chunks(part).for_each(|part| run(std::str::from_utf8(part).unwrap()));
        used(start) - from
    };
    let mut best = [Duration::MAX; 3];
    for _ in 0..5 {
        for (best, times) in best.iter_mut().zip([1, 4, 8]) {
            *best = pass(bytes * times).min(*best);
        }
    }
    let growth = best[1].max(best[2]).as_secs_f64() / best[0].as_secs_f64();
    assert!(growth < 1.5, "{name}: {growth:.2} times as much time for the same text in fewer parts");
}

#[test]
fn a_whole_text_takes_time_in_proportion() {
    let scanner = Scanner::builtin();
    is_linear("redact", 512 << 10, |text| assert!(scanner.redact(text).error.is_none()));
}

#[test]
fn a_document_takes_time_in_proportion() {
    let scanner = Scanner::builtin();
    is_linear("redact_json", 512 << 10, |text| {
        let lines: Vec<&str> = text.lines().collect();
        assert!(scanner.redact_json(&serde_json::json!({ "lines": lines }).to_string()).error.is_none());
    });
}

#[test]
fn a_text_that_comes_byte_by_byte_takes_time_in_proportion() {
    let scanner = Scanner::builtin();
    is_linear("stream", 32 << 10, |text| {
        let mut stream = scanner.stream().unwrap();
        assert!(text.as_bytes().iter().all(|byte| stream.push([*byte]).error.is_none()));
        assert!(stream.finish().error.is_none());
    });
}

#[test]
fn lines_that_come_byte_by_byte_take_time_in_proportion() {
    let scanner = Scanner::builtin();
    is_linear("feed", 32 << 10, |text| {
        let mut feed = scanner.feed(Format::Lines).unwrap();
        assert!(text.as_bytes().iter().all(|byte| feed.push([*byte]).error.is_none()));
        assert!(feed.finish().error.is_none());
    });
}
