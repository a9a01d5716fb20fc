//! Feeds with the built-in rules, and adapters of readers and writers.

use std::{
    io::{self, Read, Write},
    time::Duration,
};

use sentinel_core::{Feed, Format, Patterns, RedactReader, RedactWriter, Scanner, Stream, builtin_packs};

const LINE: &str = "2025-08-02 INFO checkout took 12 ms for order 8841 of customer 77, retry 3 of 5\n";

fn key() -> String {
    ["AKIA", "QYLPMN5HHHFPZAM2"].concat()
}

fn small() -> Scanner {
    let rules = "patterns: {KEY: {regex: 'key_[a-z]{4}'}, NAMED: {regex: 'password=\\S{4,40}'}}";
    Scanner::builder().builtin(false).patterns(Patterns::parse(rules).unwrap()).build().unwrap()
}

fn fed(mut feed: Feed, input: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in input.chunks(size) {
        out.extend(feed.push(piece).text);
    }
    out.extend(feed.finish().text);
    out
}

/// The text that a client puts together from the deltas of one choice.
fn answer(stream: &[u8], part: impl Fn(&serde_json::Value) -> Option<&str>) -> String {
    let lines = stream.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"data: "));
    let documents = lines.filter(|payload| *payload != b"[DONE]");
    let values: Vec<serde_json::Value> =
        documents.map(|payload| serde_json::from_slice(payload).expect("an event is a document")).collect();
    values.iter().filter_map(part).collect()
}

#[test]
fn every_example_of_every_rule_is_redacted_in_the_events_of_an_answer() {
    let scanner = Scanner::builtin();
    type Wrap = (fn(&str) -> serde_json::Value, fn(&serde_json::Value) -> Option<&str>, &'static str);
    let wraps: [Wrap; 3] = [
        (
            |text| serde_json::json!({"choices": [{"index": 0, "delta": {"content": text}}]}),
            |event| event["choices"][0]["delta"]["content"].as_str(),
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        ),
        (
            |text| serde_json::json!({"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": text}}),
            |event| event["delta"]["partial_json"].as_str(),
            "{\"type\":\"content_block_stop\",\"index\":0}",
        ),
        (
            |text| serde_json::json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": text}),
            |event| event["delta"].as_str(),
            "{\"type\":\"response.completed\"}",
        ),
    ];
    let rules = builtin_packs().iter().flat_map(|pack| pack.patterns().unwrap().patterns.into_values());
    for (number, rule) in rules.enumerate() {
        let (event, part, stop) = wraps[number % wraps.len()];
        for example in rule.examples.iter().take(2) {
            let text = format!("here it is: {example} and that is all");
            let mut stream = String::new();
            let characters: Vec<char> = text.chars().collect();
            for piece in characters.chunks(1 + number % 5) {
                stream += &format!("data: {}\n\n", event(&piece.iter().collect::<String>()));
            }
            stream += &format!("data: {stop}\n\ndata: [DONE]\n\n");
            let given = fed(scanner.feed(Format::ServerSentEvents).unwrap(), stream.as_bytes(), 1000);
            assert!(answer(&given, part) == scanner.redact(&text).text, "{}", rule.description);
        }
    }
}

#[test]
fn lines_come_at_once_with_the_built_in_rules() {
    let scanner = Scanner::builtin();
    let mut feed = scanner.feed(Format::Lines).unwrap();
    for line in [
        LINE.to_owned(),
        format!("key={} user=7\n", key()),
        format!("key={}\n", key()),
        "\n".to_owned(),
        format!("{} x\r\n", key()),
    ] {
        assert!(feed.push(&line).text == scanner.redact(&line).text.as_bytes());
        assert_eq!(feed.held(), 0);
    }
    // What a line begins may end in the next.
    let mut bytes = scanner.feed(Format::Lines).unwrap();
    assert!(bytes.push("key = {\n").text.is_empty() && bytes.held() > 0);
    let (first, second) = ("password = \\\n", "hunter2hunter2\nnext\n");
    let given = [feed.push(first).text, feed.push(second).text].concat();
    assert!(given == scanner.redact(&[first, second].concat()).text.as_bytes());
}

#[test]
fn a_key_of_many_lines_is_redacted_in_lines() {
    let scanner = Scanner::builtin();
    let pem = [
        "-----BEGIN RSA ",
        "PRIVATE KEY-----\n",
        &"MIIEpAIBAAKCAQEA7bq2hZ0vX9tKQm3WcLr8\n".repeat(12),
        "-----END RSA ",
        "PRIVATE KEY-----",
    ]
    .concat();
    let text = format!("{LINE}{pem}\n{LINE}");
    assert!(!scanner.scan(&text).unwrap().is_empty());
    for size in [1, 7, 1000] {
        assert!(
            fed(scanner.feed(Format::Lines).unwrap(), text.as_bytes(), size) == scanner.redact(&text).text.as_bytes()
        );
    }
}

/// A writer that takes a few bytes at a time, and at times none.
struct Slow {
    taken: Vec<u8>,
    calls: usize,
}

impl Write for Slow {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        match self.calls % 3 {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            1 => Err(io::ErrorKind::Interrupted.into()),
            _ => {
                let length = piece.len().min(5);
                self.taken.extend(&piece[..length]);
                Ok(length)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_at_times_loses_and_repeats_nothing() {
    let text = format!("a {} b\n", key()).repeat(20);
    let mut writer =
        RedactWriter::new(Slow { taken: Vec::new(), calls: 0 }, Scanner::builtin().feed(Format::Lines).unwrap());
    for piece in text.as_bytes().chunks(11) {
        while writer.write(piece).is_err() {}
    }
    while writer.flush().is_err() {}
    assert_eq!(writer.take_findings().len(), 20);
    let slow = writer.finish().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(slow.taken, "a [REDACTED:AWS_ACCESS_KEY] b\n".repeat(20).as_bytes());
}

#[test]
fn a_writer_that_is_dropped_writes_what_is_left() {
    let mut taken = Vec::new();
    {
        let mut writer = RedactWriter::new(&mut taken, small().feed(Format::Text).unwrap());
        writer.write_all(b"x key_abcd").unwrap();
        assert!(writer.error().is_none());
    }
    assert_eq!(taken, b"x [REDACTED:KEY]");
}

#[test]
fn a_reader_gives_what_the_text_gives_however_it_is_read() {
    let scanner = Scanner::builtin();
    let text = format!("é {} 🔑\n{LINE}", key()).repeat(30);
    for (format, size) in [(Format::Text, 1), (Format::Text, 1000), (Format::Lines, 3)] {
        let mut reader = RedactReader::new(text.as_bytes(), scanner.feed(format).unwrap());
        let (mut out, mut buffer) = (Vec::<u8>::new(), vec![0; size]);
        loop {
            let length = reader.read(&mut buffer).unwrap();
            if length == 0 {
                break;
            }
            out.extend(&buffer[..length]);
        }
        assert!(out == scanner.redact(&text).text.as_bytes());
        assert_eq!(reader.take_findings().len(), 30);
        assert_eq!(reader.read(&mut buffer).unwrap(), 0);
    }
}

/// What this thread has computed so far; the time of day where that is not told.
fn work() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Time for 1, 2, 4 and 8 MB is proportional within 15 %, one byte a push.
fn is_proportional(name: &str, start: impl Fn() -> Box<dyn FnMut(&[u8])>, text: &str) {
    let mut least = [Duration::MAX; 4];
    let text = text.repeat((8 << 20) / text.len() + 1);
    for _round in 0..8 {
        for (time, size) in least.iter_mut().zip([1 << 20, 2 << 20, 4 << 20, 8 << 20]) {
            let mut push = start();
            let before = work();
            text.as_bytes()[..size].chunks(1).for_each(&mut push);
            *time = (*time).min(work() - before);
        }
        let for_each_mb: Vec<f64> =
            least.iter().zip([1.0, 2.0, 4.0, 8.0]).map(|(time, mb)| time.as_secs_f64() / mb).collect();
        let most = for_each_mb.iter().copied().fold(0.0, f64::max);
        if most <= for_each_mb.iter().copied().fold(f64::MAX, f64::min) * 1.15 {
            return;
        }
    }
    panic!("{name}: {least:?} for 1, 2, 4 and 8 MB");
}

#[test]
fn time_is_proportional_at_one_byte_a_push() {
    let scanner = small();
    let text = LINE.replace("INFO", "password=tiger-lily");
    is_proportional(
        "stream",
        || {
            let mut stream: Stream = scanner.stream().unwrap();
            Box::new(move |byte| drop(stream.push(byte)))
        },
        &text,
    );
    let event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" and so on, password=tiger-lily\"}}]}\n\n";
    for (format, text) in [(Format::Lines, text.as_str()), (Format::ServerSentEvents, event)] {
        is_proportional(
            format.as_str(),
            || {
                let mut feed = scanner.feed(format).unwrap();
                Box::new(move |byte| drop(feed.push(byte)))
            },
            text,
        );
    }
}
