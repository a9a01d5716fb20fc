//! How a template says where the interesting text stands, and how that is read back.

/// Framing characters that no log line holds otherwise.
const OPEN: char = '\u{1}';
const NAMED: char = '\u{2}';
const CLOSE: char = '\u{3}';

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Leak,
    NearMiss,
    House,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Leak => "leak",
            Kind::NearMiss => "near_miss",
            Kind::House => "house",
        }
    }
}

/// Marks a value inside a template's text, so that `format!` and padding cannot lose its place.
pub(crate) fn mark(name: &str, value: &str) -> String {
    format!("{OPEN}{name}{NAMED}{value}{CLOSE}")
}

/// One marked value: byte offsets in the text without marks.
pub(crate) struct Marked {
    pub(crate) name: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The text as the log shows it, and what was marked in it.
pub(crate) fn unmark(marked: &str) -> (String, Vec<Marked>) {
    let (mut text, mut found) = (String::new(), Vec::new());
    for piece in marked.split(CLOSE) {
        let Some((before, rest)) = piece.split_once(OPEN) else {
            text.push_str(piece);
            continue;
        };
        let (name, value) = rest.split_once(NAMED).unwrap_or(("", rest));
        text.push_str(before);
        let start = text.len();
        text.push_str(value);
        found.push(Marked { name: name.to_string(), start, end: text.len() });
    }
    (text, found)
}
