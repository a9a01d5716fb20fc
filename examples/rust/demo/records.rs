//! Cuts a log into records: lines, and private keys that go over several.

use std::ops::Range;

/// A key of more lines than this is cut.
const MOST_LINES: usize = 200;

/// The byte ranges of the records of `log`, without their line breaks.
pub(crate) fn records(log: &[u8]) -> Vec<Range<usize>> {
    let mut records: Vec<Range<usize>> = Vec::new();
    let mut open_lines = 0;
    let mut start = 0;
    for line in log.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let content = start..end - usize::from(line.ends_with(b"\n"));
        match records.last_mut() {
            Some(last) if open_lines > 0 => last.end = content.end,
            _ => records.push(content),
        }
        open_lines = match (contains(line, b"-----BEGIN "), contains(line, b"-----END ")) {
            (_, true) => 0,
            (true, false) => 1,
            (false, false) if open_lines > 0 && open_lines < MOST_LINES => open_lines + 1,
            _ => 0,
        };
        start = end;
    }
    records
}

fn contains(line: &[u8], words: &[u8]) -> bool {
    line.windows(words.len()).any(|window| window == words)
}
