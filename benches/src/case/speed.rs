//! Passes over whole haystacks.

use std::hint::black_box;

use sentinel_core::{Scanner, ScannerBuilder};

use super::{Outcome, unlimited};
use crate::{
    Figure,
    haystack::{self, LARGE, repeated},
    measure::{Budget, beside_memchr},
};

pub(super) fn logs() -> Outcome {
    large_and_small("logs", "logs_4mb", &haystack::logs(LARGE))
}

pub(super) fn logs_corpus() -> Outcome {
    large_and_small("logs_corpus", "logs_4mb_corpus", &repeated(&haystack::log_corpus()?, LARGE))
}

pub(super) fn logs_pii() -> Outcome {
    scan("logs_pii", Scanner::builder().pii(true), &haystack::logs(LARGE))
}

pub(super) fn logs_pii_corpus() -> Outcome {
    scan("logs_pii_corpus", Scanner::builder().pii(true), &repeated(&haystack::log_corpus()?, LARGE))
}

pub(super) fn json_logs() -> Outcome {
    scan("json_logs", Scanner::builder(), &haystack::json_logs(LARGE))
}

pub(super) fn source() -> Outcome {
    scan("source", Scanner::builder(), &haystack::source(LARGE))
}

pub(super) fn source_corpus() -> Outcome {
    scan("source_corpus", Scanner::builder(), &repeated(&haystack::source_corpus()?, LARGE))
}

pub(super) fn base64_noise() -> Outcome {
    scan("base64_noise", Scanner::builder(), &haystack::base64_noise(LARGE / 4))
}

pub(super) fn dense_secrets() -> Outcome {
    let text = haystack::dense_secrets(LARGE / 16);
    let mut figures = scan("dense_secrets_scan", Scanner::builder(), &text)?;
    figures.extend(redact("dense_secrets_redact", &text)?);
    Ok(figures)
}

pub(super) fn one_in_100() -> Outcome {
    redact("one_in_100_redact", &haystack::one_in(100, &haystack::logs(LARGE)))
}

pub(super) fn one_in_100_corpus() -> Outcome {
    redact("one_in_100_redact_corpus", &haystack::one_in(100, &repeated(&haystack::log_corpus()?, LARGE)))
}

/// All of `text`, and 4 MB of it: there `memchr` is not held up by memory, so that the ratio says more.
fn large_and_small(large: &str, small: &str, text: &[u8]) -> Outcome {
    let mut figures = scan(large, Scanner::builder(), text)?;
    figures.extend(scan(small, Scanner::builder(), &text[..LARGE / 16])?);
    Ok(figures)
}

fn scan(name: &str, builder: ScannerBuilder, text: &[u8]) -> Outcome {
    let scanner = built(builder)?;
    Ok(vec![figure(name, text, |text| {
        black_box(scanner.scan(text).expect("the limits are lifted"));
    })])
}

fn redact(name: &str, text: &[u8]) -> Outcome {
    let scanner = built(Scanner::builder())?;
    Ok(vec![figure(name, text, |text| {
        let redacted = black_box(scanner.redact_bytes(text));
        assert!(redacted.error.is_none() && !redacted.findings.is_empty(), "{name}: withheld or clean");
    })])
}

fn built(builder: ScannerBuilder) -> Result<Scanner, String> {
    unlimited(builder).build().map_err(|error| error.to_string())
}

fn figure(name: &str, text: &[u8], subject: impl FnMut(&[u8])) -> Figure {
    beside_memchr(name, text, Budget::LARGE, subject)
}
