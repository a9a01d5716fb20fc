//! Rules that name places in a document.

use serde::Deserialize;

use crate::{Error, ErrorKind, Result};

/// The places in JSON documents and objects that are masked, or left to the rules, by their path.
///
/// A path is written as in JSONPath: `$.user.*.token`, `$.items[0].pin`, `$['a b'].c`, `**.secret`. `*` stands for one
/// key or one index, `**` for any number of them, none included; the `$` may be left out. Names are compared as they
/// are written. What a path names is masked with all that stands below it.
///
/// ```
/// use sentinel_core::{Paths, Scanner};
///
/// let paths = Paths::new().redact("$.user.*.note")?.keep("**.fixtures.password")?;
/// let scanner = Scanner::builder().paths(paths).build()?;
/// let redacted = scanner.redact_json(r#"{"user": {"a": {"note": "x y"}}, "fixtures": {"password": "sample"}}"#);
/// assert_eq!(redacted.text, r#"{"user": {"a": {"note": "[REDACTED:PATH]"}}, "fixtures": {"password": "sample"}}"#);
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    paths: Vec<Path>,
}

impl Paths {
    /// No path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a document in YAML or JSON: `redact` and `keep`, each a list of paths.
    ///
    /// ```
    /// # use sentinel_core::Paths;
    /// let paths = Paths::parse("{redact: ['$.user.*.token', '**.secret'], keep: [$.fixtures]}")?;
    /// # Ok::<(), sentinel_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `InvalidInput` when it is no such document, and as [`redact`](Self::redact).
    pub fn parse(text: &str) -> Result<Self> {
        let Document { redact, keep } = serde_yaml::from_str(text).map_err(|_| {
            Error::new(ErrorKind::InvalidInput, "read paths", "expected lists of paths").with("field", "redact or keep")
        })?;
        let paths = redact.iter().try_fold(Self::new(), |paths, path| paths.redact(path))?;
        keep.iter().try_fold(paths, |paths, path| paths.keep(path))
    }

    /// Masks what the path names.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field `redact`, the path and the offset (bytes) in it, when it is no path.
    pub fn redact(self, path: &str) -> Result<Self> {
        self.with(path, Effect::Redact)
    }

    /// Does not mask what the path names for the name of a field, or for a wider path; where both kinds of path name
    /// the same place, this one counts. What a rule finds there is replaced all the same: a rule has exceptions of its
    /// own.
    ///
    /// # Errors
    ///
    /// As [`redact`](Self::redact), with the field `keep`.
    pub fn keep(self, path: &str) -> Result<Self> {
        self.with(path, Effect::Keep)
    }

    fn with(mut self, text: &str, effect: Effect) -> Result<Self> {
        let field = if effect == Effect::Redact { "redact" } else { "keep" };
        let segments = parse(text).map_err(|(problem, offset)| {
            let error = Error::new(ErrorKind::InvalidInput, "read path", problem).with("field", field);
            error.with("path", text).with("offset", offset)
        })?;
        self.paths.push(Path { segments, effect });
        Ok(self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// How many words the state at one place in a document takes.
    pub(crate) fn width(&self) -> usize {
        self.paths.len()
    }

    /// The state at the root.
    pub(crate) fn start(&self, states: &mut Vec<u64>) {
        states.extend(self.paths.iter().map(|path| path.closed(1)));
    }

    /// Appends the state one step below the state that stands at `from`.
    pub(crate) fn step(&self, states: &mut Vec<u64>, from: usize, step: Step<'_>) {
        for (index, path) in self.paths.iter().enumerate() {
            states.push(path.step(states[from + index], step));
        }
    }

    /// What the paths say of the place.
    pub(crate) fn effect(&self, states: &[u64]) -> Option<Effect> {
        let ended = self.paths.iter().zip(states).filter(|(path, state)| *state >> path.segments.len() & 1 == 1);
        ended.map(|(path, _)| path.effect).max()
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    redact: Vec<String>,
    keep: Vec<String>,
}

/// What becomes of a place that a path names. The later counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    Redact,
    Keep,
}

/// One step down into a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'s> {
    Key(&'s [u8]),
    Index(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Path {
    segments: Vec<Segment>,
    effect: Effect,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Name(String),
    Index(usize),
    Any,
    Deep,
}

/// A path is followed as an automaton: bit `n` of its state is set where `n` segments may have been passed.
const MOST_SEGMENTS: usize = 63;

impl Path {
    fn step(&self, state: u64, step: Step<'_>) -> u64 {
        let mut next = 0;
        for (at, segment) in self.segments.iter().enumerate().filter(|(at, _)| state >> at & 1 == 1) {
            match (segment, step) {
                (Segment::Deep, _) => next |= 1 << at,
                (Segment::Any, _) => next |= 1 << (at + 1),
                (Segment::Name(name), Step::Key(key)) if name.as_bytes() == key => next |= 1 << (at + 1),
                (Segment::Index(wanted), Step::Index(index)) if *wanted == index => next |= 1 << (at + 1),
                _ => {}
            }
        }
        self.closed(next)
    }

    /// `**` may stand for nothing.
    fn closed(&self, mut state: u64) -> u64 {
        for (at, segment) in self.segments.iter().enumerate() {
            if *segment == Segment::Deep && state >> at & 1 == 1 {
                state |= 1 << (at + 1);
            }
        }
        state
    }
}

/// The segments, or what is wrong, and where.
fn parse(text: &str) -> Result<Vec<Segment>, (&'static str, usize)> {
    let mut segments = Vec::new();
    let mut at = usize::from(text.starts_with('$'));
    // Without a `$` the first segment has no point before it.
    let mut bare = at == 0;
    if text.is_empty() {
        return Err(("a path is empty", 0));
    }
    while at < text.len() {
        let rest = &text[at..];
        let (segment, length) = match rest.as_bytes()[0] {
            b'[' => bracketed(rest).ok_or(("a bracket is not closed, or holds no name and no index", at))?,
            b'.' if !bare => {
                named(&rest[1..]).map(|(segment, length)| (segment, length + 1)).ok_or(("a name is empty", at))?
            }
            _ if bare => named(rest).ok_or(("a name is empty", at))?,
            _ => return Err(("a point or a bracket is missing", at)),
        };
        bare = false;
        segments.push(segment);
        at += length;
        if segments.len() > MOST_SEGMENTS {
            return Err(("a path has too many segments", at));
        }
    }
    Ok(segments)
}

fn named(rest: &str) -> Option<(Segment, usize)> {
    let length = rest.find(['.', '[']).unwrap_or(rest.len());
    let segment = match &rest[..length] {
        "" => return None,
        "*" => Segment::Any,
        "**" => Segment::Deep,
        // `a*` is no pattern: it would be taken for one.
        name if name.contains(['*', ']', '$', '\'', '"']) => return None,
        name => Segment::Name(name.to_owned()),
    };
    Some((segment, length))
}

fn bracketed(rest: &str) -> Option<(Segment, usize)> {
    for quote in ["'", "\""] {
        if let Some(name) = rest.strip_prefix('[').and_then(|rest| rest.strip_prefix(quote)) {
            let length = name.find(&format!("{quote}]"))?;
            return Some((Segment::Name(name[..length].to_owned()), length + 4));
        }
    }
    let end = rest.find(']')?;
    let segment = match &rest[1..end] {
        "*" => Segment::Any,
        "**" => Segment::Deep,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Segment::Index(digits.parse().ok()?),
        _ => return None,
    };
    Some((segment, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(path: &str, steps: &[Step<'_>]) -> bool {
        let paths = Paths::new().redact(path).unwrap();
        let mut states = Vec::new();
        paths.start(&mut states);
        for (depth, step) in steps.iter().enumerate() {
            paths.step(&mut states, depth, *step);
        }
        paths.effect(&states[steps.len()..]).is_some()
    }

    #[test]
    fn wildcards_stand_for_steps() {
        let key = |name: &'static str| Step::Key(name.as_bytes());
        let table: [(&str, &[Step<'_>], bool); 14] = [
            ("$.user.*.token", &[key("user"), key("a"), key("token")], true),
            ("$.user.*.token", &[key("user"), Step::Index(3), key("token")], true),
            ("$.user.*.token", &[key("user"), key("token")], false),
            ("**.secret", &[key("secret")], true),
            ("**.secret", &[key("a"), Step::Index(0), key("secret")], true),
            ("**.secret", &[key("secret"), key("a")], false),
            ("$.a.**.b", &[key("a"), key("b")], true),
            ("$.a.**.b", &[key("a"), key("b"), key("c"), key("b")], true),
            ("$.a.**", &[key("a")], true),
            ("a[0]['b c']", &[key("a"), Step::Index(0), key("b c")], true),
            ("a[0]", &[key("a"), Step::Index(1)], false),
            ("a[*]", &[key("a"), Step::Index(7)], true),
            ("$", &[], true),
            ("[\"a.b\"]", &[key("a.b")], true),
        ];
        for (path, steps, expected) in table {
            assert_eq!(matches(path, steps), expected, "{path} {steps:?}");
        }
    }

    #[test]
    fn what_is_no_path_is_named() {
        for (path, offset) in [
            ("", 0),
            ("$.", 1),
            ("$.a..b", 3),
            ("$a", 1),
            ("a[", 1),
            ("a[x]", 1),
            ("$.a*", 1),
            ("a['b]", 1),
            ("[0]b", 3),
        ] {
            let error = Paths::new().keep(path).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            let context: Vec<_> = error.context().collect();
            assert_eq!(context, [("field", "keep"), ("path", path), ("offset", offset.to_string().as_str())]);
        }
        assert!(Paths::new().redact(&"*.".repeat(63)).is_err() && Paths::new().redact(&["*"; 64].join(".")).is_err());
        assert!(Paths::new().redact(&["*"; 63].join(".")).is_ok());
    }
}
