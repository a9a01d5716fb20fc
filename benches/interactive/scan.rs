//! `cargo bench -p sentinel-benches`: the same haystacks, smaller, under criterion, to compare one change
//! with the one before it. The figures that count come from the runner.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sentinel_benches::haystack;
use sentinel_core::Scanner;

const BYTES: usize = 4_000_000;

fn scans(criterion: &mut Criterion) {
    let scanner = Scanner::builtin();
    let mut group = criterion.benchmark_group("scan");
    group.sample_size(20);
    for (name, text) in [
        ("logs", haystack::logs(BYTES)),
        ("json_logs", haystack::json_logs(BYTES)),
        ("source", haystack::source(BYTES)),
        ("base64_noise", haystack::base64_noise(BYTES)),
        ("dense_secrets", haystack::dense_secrets(BYTES)),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(scanner.scan(black_box(&text)).is_ok())));
    }
    group.finish();
}

fn lines(criterion: &mut Criterion) {
    let scanner = Scanner::builtin();
    let lines = haystack::lines_of(200, 4096, &haystack::logs(BYTES));
    let mut next = lines.iter().cycle();
    criterion.bench_function("redact a line of 200 bytes", |bencher| {
        bencher.iter(|| next.next().map(|line| black_box(scanner.redact(black_box(line)))));
    });
}

criterion_group!(benches, scans, lines);
criterion_main!(benches);
