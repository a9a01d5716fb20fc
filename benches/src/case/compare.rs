//! Redaction of log lines beside other crates that do the same, each called as its documentation says, built once.

use std::{hint::black_box, time::Duration};

use redact_secret::{DefaultPolicy, DetectorRegistry, default_placeholder_formatter, scan_and_redact};
use scrubbers::Scrubber;
use sentinel_core::Scanner;

use super::{Outcome, line};
use crate::{
    Figure, haystack,
    measure::{Budget, count_newlines, interleaved, passed},
};

/// Lines of 200 bytes without a secret, and the same lines with one of which all three know the form.
pub(super) fn compare() -> Outcome {
    let clean = line::lines();
    let leaking = haystack::with_token(&clean);
    let crates = Crates::new()?;
    crates.check(&leaking)?;
    Ok([figures(&crates, "clean", &clean), figures(&crates, "leaking", &leaking)].concat())
}

struct Crates {
    sentinel: Scanner,
    redact_secret: DetectorRegistry,
    scrubbers: Scrubber,
}

impl Crates {
    fn new() -> Result<Self, String> {
        Ok(Self {
            sentinel: Scanner::builtin(),
            redact_secret: DetectorRegistry::with_built_in([]).map_err(|error| error.to_string())?,
            scrubbers: Scrubber::new().map_err(|error| error.to_string())?,
        })
    }

    fn with_sentinel(&self, line: &str) -> String {
        self.sentinel.redact(line).text
    }

    fn with_redact_secret(&self, line: &str) -> String {
        scan_and_redact(line, &self.redact_secret, &DefaultPolicy, &default_placeholder_formatter)
            .map_or_else(|error| error.to_string(), |result| result.text().to_owned())
    }

    /// It overwrites its input: the fastest that it offers, when the host can give the line away.
    fn with_scrubbers(&self, line: &str, buffer: &mut Vec<u8>) {
        buffer.clear();
        buffer.extend_from_slice(line.as_bytes());
        self.scrubbers.scrub_in_place(buffer);
    }

    /// Speed counts only where the work is done: each must hide the token in every line that has one.
    fn check(&self, leaking: &[String]) -> Result<(), String> {
        let mut scrubbed = Vec::new();
        for line in leaking {
            let (_, token) = line.rsplit_once(' ').ok_or("a line has no token")?;
            self.with_scrubbers(line, &mut scrubbed);
            let (sentinel, redact_secret) = (self.with_sentinel(line), self.with_redact_secret(line));
            let outputs = [
                ("sentinel", sentinel.as_bytes()),
                ("redact-secret", redact_secret.as_bytes()),
                ("scrubbers", &scrubbed),
            ];
            let shows = |output: &[u8]| memchr::memmem::find(output, token.as_bytes()).is_some();
            if let Some((name, _)) = outputs.into_iter().find(|(_, output)| shows(output)) {
                return Err(format!("{name} leaves a token in a line"));
            }
        }
        Ok(())
    }
}

fn figures(crates: &Crates, kind: &str, lines: &[String]) -> Vec<Figure> {
    let mut buffer = Vec::new();
    let [memchr, sentinel, redact_secret, scrubbers] = interleaved(
        Budget::LARGE,
        [
            &mut || lines.iter().for_each(|line| count_newlines(line.as_bytes())),
            &mut || {
                for line in lines {
                    black_box(crates.sentinel.redact_cow(black_box(line)));
                }
            },
            &mut || {
                for line in lines {
                    let policy = (&DefaultPolicy, &default_placeholder_formatter);
                    black_box(scan_and_redact(black_box(line), &crates.redact_secret, policy.0, policy.1).is_ok());
                }
            },
            &mut || {
                for line in lines {
                    crates.with_scrubbers(black_box(line), &mut buffer);
                    black_box(&buffer);
                }
            },
        ],
    );
    let bytes = lines.iter().map(String::len).sum();
    let of_one = |name: &str, time: Duration| -> Figure {
        let figure = passed(&format!("{name}_{kind}"), bytes, time, memchr);
        Figure { ns: figure.ns.map(|ns| ns / lines.len() as f64), ..figure }
    };
    let beside = |name: &str, time: Duration| -> Figure {
        Figure { sentinel_faster: Some(time.as_secs_f64() / sentinel.as_secs_f64()), ..of_one(name, time) }
    };
    vec![
        of_one("compare_sentinel", sentinel),
        beside("compare_redact_secret", redact_secret),
        beside("compare_scrubbers", scrubbers),
    ]
}
