//! Redaction of JSON logs, beside the reading of the same lines into values.

use std::hint::black_box;

use serde_json::Value;

use super::{Outcome, unlimited};
use crate::{
    Figure,
    haystack::{self, LARGE},
    measure::{Budget, count_newlines, interleaved, passed},
};

/// One call for each line, and one for all of them as an array.
pub(super) fn redact_json() -> Outcome {
    let scanner = unlimited(sentinel_core::Scanner::builder()).build().map_err(|error| error.to_string())?;
    let text = String::from_utf8(haystack::json_logs(LARGE / 4)).map_err(|error| error.to_string())?;
    // The haystack ends within a line.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let lines: Vec<&str> = whole.lines().collect();
    let array = format!("[{}]", lines.join(","));
    let [memchr, parsed, redacted, parsed_whole, redacted_whole] = interleaved(
        Budget::LARGE,
        [
            &mut || count_newlines(whole.as_bytes()),
            &mut || {
                for line in &lines {
                    black_box(serde_json::from_str::<Value>(black_box(line)).is_ok());
                }
            },
            &mut || {
                for line in &lines {
                    black_box(scanner.redact_json_cow(black_box(line)));
                }
            },
            &mut || {
                black_box(serde_json::from_str::<Value>(black_box(&array)).is_ok());
            },
            &mut || {
                black_box(scanner.redact_json_cow(black_box(&array)));
            },
        ],
    );
    let bytes = whole.len();
    let beside = |name: &str, it: std::time::Duration, other: std::time::Duration| -> Figure {
        let slowdown = it.as_secs_f64() / other.as_secs_f64() - 1.0;
        Figure { slowdown: Some(slowdown), ..passed(name, bytes, it, memchr) }
    };
    Ok(vec![
        passed("serde_json_lines", bytes, parsed, memchr),
        beside("redact_json_lines", redacted, parsed),
        passed("serde_json_array", bytes, parsed_whole, memchr),
        beside("redact_json_array", redacted_whole, parsed_whole),
    ])
}
