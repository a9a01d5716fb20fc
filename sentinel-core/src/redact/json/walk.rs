//! Walks a document and plans what is replaced in it, so that it stays JSON.

use std::sync::Arc;

use super::{
    level::{Level, brought_out},
    lexer::{Blind, Quoted, Stop, Visit, read},
    pair::{Pair, is_name_key, is_value_key, named_by, starts_rows},
    paths::{Effect, Step},
    skim::{is_plain, may_hold_document},
    unescape::{Unescaped, unescape},
};
use crate::{
    Error, ErrorKind, Finding, Keep, Proof, Result, Scanner, Span,
    detect::{Call, exceeded},
    redact::{
        field_name,
        fields::{Field, PATH, field_of},
        planned::{Placed, Plan},
        preview,
        writing::Writing,
    },
};

/// Plans the redaction of a document.
pub(crate) fn plan(scanner: &Scanner, text: &[u8], call: &Call<'_>) -> Result<Plan> {
    changes(scanner, text, call).unwrap_or_else(|| Ok(Plan::default()))
}

/// The same; none where nothing is found and no name masks a value.
#[inline]
pub(super) fn changes(scanner: &Scanner, text: &[u8], call: &Call<'_>) -> Option<Result<Plan>> {
    let findings = match scanner.found(text, call, None) {
        None if scanner.paths().is_empty() && is_plain(text, call.limits) => return None,
        None => Vec::new(),
        Some(Ok(findings)) => findings,
        Some(Err(error)) => return Some(Err(error)),
    };
    Some(walked(scanner, text, findings, call))
}

/// Plans it by a walk through all of the document, in which this was found.
#[inline(never)]
pub(super) fn walked(scanner: &Scanner, text: &[u8], findings: Vec<Finding>, call: &Call<'_>) -> Result<Plan> {
    let mut walk = Walk::start(scanner, call, Level::new(text, 0, findings));
    match read(text, &mut walk) {
        Ok(()) => Ok(walk.level.plan()),
        Err(Stop::Visitor(error)) => Err(error),
        Err(Stop::Syntax(offset)) => {
            Err(Error::new(ErrorKind::InvalidInput, "redact json", "the text is no JSON").with("offset", offset))
        }
    }
}

/// What becomes of a value for where it stands.
#[derive(Clone, Copy)]
enum Fate {
    /// Rules alone decide.
    Open,
    Masked(&'static Field),
    /// No name masks it.
    Kept,
}

/// An object or array that the walk is in.
struct Frame {
    fate: Fate,
    /// The key that it is the value of, or its outermost array is.
    key: Option<Quoted>,
    /// The next element's index; none in an object.
    index: Option<usize>,
    /// True for an array that stands in one whose first element is one.
    row: bool,
    /// True for an array whose first element is one.
    rows: bool,
    pair: Pair,
}

pub(super) struct Walk<'w, 't> {
    scanner: &'w Scanner,
    call: &'w Call<'w>,
    level: Level<'t>,
    frames: Vec<Frame>,
    /// The states of the paths: of the root, of each frame and of the value that comes next.
    states: Vec<u64>,
    /// What becomes of the value that comes next, if it is known: an array's element is looked at when it comes.
    next: Option<Fate>,
    /// The key that it is the value of; none at the root.
    key: Option<Quoted>,
    /// The name of the field in which the text of the level stands.
    around: Option<String>,
    nodes: usize,
}

impl Visit for Walk<'_, '_> {
    type Stop = Error;

    fn key(&mut self, key: Quoted) -> Result<()> {
        self.count()?;
        self.key = Some(key);
        self.replace_found(key, true);
        let (parent, pair) = self.frames.last().map_or((Fate::Open, Pair::default()), |frame| (frame.fate, frame.pair));
        // Below what is masked, or kept, only a path changes anything.
        if self.scanner.paths().is_empty() && !matches!(parent, Fate::Open) {
            self.next = Some(parent);
            return Ok(());
        }
        let content = key.content.of(self.level.text);
        let decoded = key.escaped.then(|| unescape(content));
        let name = decoded.as_ref().map_or(content, |decoded| &decoded.text);
        let by_path = self.step(Step::Key(name));
        let by_name = || match parent {
            Fate::Open => field_of(name).map_or(Fate::Open, Fate::Masked),
            known => known,
        };
        let fate = by_path.unwrap_or_else(by_name);
        self.next = Some(match (fate, pair.name) {
            (Fate::Open, Some((name_beside, field))) if is_value_key(name) => {
                self.key = Some(name_beside);
                Fate::Masked(field)
            }
            _ => fate,
        });
        Ok(())
    }

    fn string(&mut self, text: Quoted) -> Result<()> {
        self.count()?;
        let fate = self.take_next();
        if text.content.is_empty() {
            return Ok(());
        }
        match fate {
            Fate::Masked(field) => self.mask(text.content, field, Writing::String { depth: self.level.depth }),
            _ => {
                if !self.embedded(text, fate)? {
                    self.replace_found(text, false);
                }
                if matches!(fate, Fate::Open) {
                    self.pair(text.content, Some(text), Writing::String { depth: self.level.depth });
                }
            }
        }
        Ok(())
    }

    fn bare(&mut self, span: Span, number: bool) -> Result<()> {
        self.count()?;
        let writing = Writing::Bare { depth: self.level.depth };
        match self.take_next() {
            Fate::Masked(field) if number => self.mask(span, field, writing),
            fate => {
                let touching = self.level.touching(span);
                if !touching.is_empty() {
                    let finding = self.level.found_in(touching.start, span);
                    self.place(finding, writing, false);
                }
                if number && matches!(fate, Fate::Open) {
                    self.pair(span, None, writing);
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, array: bool, at: usize) -> Result<()> {
        self.count()?;
        let limit = self.call.limits.max_depth;
        if self.frames.len() >= limit {
            return Err(exceeded("the document is too deep", "max_depth").with("limit", limit));
        }
        let fate = self.take_next();
        let starts_rows = array && starts_rows(self.level.text, at);
        let row = self.frames.last_mut().is_some_and(|around| {
            around.rows |= starts_rows;
            array && around.rows
        });
        let (key, index, pair) = (self.key, array.then_some(0), Pair::default());
        self.frames.push(Frame { fate, key, index, row, rows: false, pair });
        Ok(())
    }

    fn close(&mut self) {
        // A row of more says nothing.
        if let Some(Frame { row: true, index: Some(2), pair, .. }) = self.frames.pop() {
            self.mask_pair(pair);
        }
    }
}

impl<'w, 't> Walk<'w, 't> {
    /// A walk through a whole document.
    pub(super) fn start(scanner: &'w Scanner, call: &'w Call<'w>, level: Level<'t>) -> Self {
        let (frames, mut states) = (Vec::new(), Vec::new());
        scanner.paths().start(&mut states);
        let mut walk = Self { scanner, call, level, frames, states, next: None, key: None, around: None, nodes: 0 };
        walk.next = Some(walk.fate(0).unwrap_or(Fate::Open));
        walk
    }

    fn count(&mut self) -> Result<()> {
        self.nodes += 1;
        let limit = self.call.limits.max_nodes;
        if self.nodes <= limit {
            return Ok(());
        }
        Err(exceeded("the document has too many values", "max_nodes").with("limit", limit))
    }

    /// What becomes of the value that has come.
    fn take_next(&mut self) -> Fate {
        if let Some(fate) = self.next.take() {
            return fate;
        }
        let Some(Frame { fate, key, index: Some(index), .. }) = self.frames.last_mut() else { return Fate::Open };
        self.key = *key;
        let (parent, step) = (*fate, Step::Index(*index));
        *index += 1;
        self.step(step).unwrap_or(parent)
    }

    /// Follows the paths one step below the innermost frame; says what they make of the value there, if anything.
    fn step(&mut self, step: Step<'_>) -> Option<Fate> {
        let paths = self.scanner.paths();
        if paths.is_empty() {
            return None;
        }
        // The root has a state, and each frame but it.
        let above = self.frames.len().saturating_sub(1) * paths.width();
        self.states.truncate(above + paths.width());
        paths.step(&mut self.states, above, step);
        self.fate(above + paths.width())
    }

    /// What the paths make of the place whose state stands at `at`.
    fn fate(&self, at: usize) -> Option<Fate> {
        match self.scanner.paths().effect(self.states.get(at..)?)? {
            Effect::Redact => Some(Fate::Masked(&PATH)),
            Effect::Keep => Some(Fate::Kept),
        }
    }

    /// Replaces all of a value, unless that was done before.
    fn mask(&mut self, span: Span, field: &'static Field, writing: Writing) {
        let value = writing_in_level(writing).read(span.of(self.level.text));
        if self.scanner.is_written(self.level.text, span) {
            return;
        }
        let touching = self.level.touching(span);
        // What a rule finds in it may not stay, though a treatment may have made it.
        let treated = self.scanner.policy().looks_treated(&value);
        if !touching.is_empty() {
            let finding = Finding { span, ..self.level.found_in(touching.start, span) };
            self.place(finding, writing, !treated);
        } else if !treated {
            let finding = self.named(span, field, &value);
            self.level.named.push(finding.clone());
            self.place(finding, writing, true);
        }
    }

    /// Takes up a value of a pair, or a string that may be its name.
    fn pair(&mut self, span: Span, string: Option<Quoted>, writing: Writing) {
        let Some(Frame { index, row, pair, .. }) = self.frames.last_mut() else { return };
        let (names, holds) = match (*index, self.key) {
            (None, Some(key)) => {
                let key = unescape(key.content.of(self.level.text)).text;
                (is_name_key(&key), is_value_key(&key))
            }
            (Some(next), _) if *row => (next == 1, next == 2),
            _ => return,
        };
        if holds {
            pair.value = Some((span, writing));
        } else if names && let Some(name) = string {
            pair.name = named_by(self.level.text, name).map(|field| (name, field)).or(pair.name);
        }
        if index.is_none() {
            let pair = std::mem::take(pair);
            self.mask_pair(pair);
            if let Some(frame) = self.frames.last_mut() {
                frame.pair = pair;
            }
        }
    }

    /// Masks the value of a pair, where both were told.
    fn mask_pair(&mut self, pair: Pair) {
        if let Pair { name: Some((name, field)), value: Some((span, writing)) } = pair {
            self.key = Some(name);
            self.mask(span, field, writing);
        }
    }

    /// The name of the field that the walk is in, as policies compare names.
    fn field(&self) -> Option<String> {
        let name = |key: Quoted| field_name(&String::from_utf8_lossy(&unescape(key.content.of(self.level.text)).text));
        self.key.map(name).or_else(|| self.around.clone())
    }

    fn place(&mut self, finding: Finding, writing: Writing, by_name: bool) {
        let field = self.field();
        self.level.places.push(Placed { finding, field, writing, by_name });
    }

    fn named(&self, span: Span, field: &Field, value: &[u8]) -> Finding {
        Finding {
            rule: Arc::clone(&field.rule),
            category: field.category,
            severity: field.severity,
            confidence: 1.0,
            span,
            preview: preview(value, Keep::default()),
            fingerprint: self.call.key.map(|key| key.fingerprint(&field.rule, value)),
            proof: Proof::Context,
            encodings: Vec::new(),
            components: Vec::new(),
            ruleset: Arc::clone(self.scanner.detector().digest()),
            cover: span,
            issuer_known: false,
        }
    }

    /// Replaces what rules found in a string. In an empty one is nothing, whatever goes on past its quotes; a key in the
    /// midst of what was found is the name of a part of it, and stays.
    fn replace_found(&mut self, text: Quoted, is_key: bool) {
        let touching = self.level.touching(text.content);
        if touching.is_empty() || text.content.is_empty() {
            return;
        }
        let content = text.content.of(self.level.text);
        let decoded = unescape(content);
        for found in touching {
            let cover = self.level.found[found].0;
            if is_key && cover.start + 1 < text.content.start && cover.end > text.content.end + 1 {
                continue;
            }
            let inside = Span::new(cover.start.max(text.content.start), cover.end.min(text.content.end));
            let whole = whole_characters(content, decoded.whole_escapes(inside.back(text.content.start)));
            let finding = self.level.found_in(found, whole.shifted(text.content.start));
            self.place(finding, Writing::String { depth: self.level.depth }, false);
        }
    }

    /// Redacts the document that a string holds; false when it holds none.
    fn embedded(&mut self, text: Quoted, fate: Fate) -> Result<bool> {
        let content = text.content.of(self.level.text);
        if !may_hold_document(content) {
            return Ok(false);
        }
        let decoded = unescape(content);
        if read(&decoded.text, &mut Blind).is_err() {
            return Ok(false);
        }
        let inner = decoded.text.clone();
        // Escapes of two levels were looked through from outside.
        let deep = memchr::memchr(b'\\', &inner).is_some();
        let mut findings = if deep { self.scanner.find(&inner, self.call)? } else { Vec::new() };
        let touching = self.level.touching(text.content);
        findings.extend(touching.map(|found| {
            let (cover, index) = self.level.found[found];
            let inside = Span::new(cover.start.max(text.content.start), cover.end.min(text.content.end));
            let inside = decoded.inner(inside.back(text.content.start));
            Finding { span: inside, cover: inside, ..self.level.findings[index].clone() }
        }));
        let around = self.field();
        let below = Walk {
            scanner: self.scanner,
            call: self.call,
            level: Level::new(&inner, self.level.depth.saturating_add(1), findings),
            frames: std::mem::take(&mut self.frames),
            states: std::mem::take(&mut self.states),
            next: Some(fate),
            key: None,
            around,
            nodes: self.nodes,
        };
        self.take_up(below.document()?, text, &decoded);
        Ok(true)
    }

    /// Plans the redaction of a document below another.
    pub(super) fn document(mut self) -> Result<Below> {
        let text = self.level.text;
        match read(text, &mut self) {
            Err(Stop::Visitor(error)) => return Err(error),
            // It was read before.
            Ok(()) | Err(Stop::Syntax(_)) => {}
        }
        let Self { level, frames, states, nodes, .. } = self;
        Ok(Below { plan: level.plan(), frames, states, nodes })
    }

    fn take_up(&mut self, below: Below, text: Quoted, decoded: &Unescaped) {
        (self.frames, self.states, self.nodes) = (below.frames, below.states, below.nodes);
        let plan = brought_out(below.plan, text.content, decoded);
        self.level.places.extend(plan.places);
        self.level.named.extend(plan.findings);
    }
}

/// What the walk of an inner document leaves.
pub(super) struct Below {
    pub(super) plan: Plan,
    frames: Vec<Frame>,
    states: Vec<u64>,
    nodes: usize,
}

/// How it is written in the text of its own level.
fn writing_in_level(writing: Writing) -> Writing {
    match writing {
        Writing::String { .. } => Writing::String { depth: 0 },
        other => other,
    }
}

/// The span, made larger so that it cuts no character in two.
fn whole_characters(text: &[u8], span: Span) -> Span {
    let inside = |at: usize| text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let (mut start, mut end) = (span.start, span.end);
    while inside(start) && start > 0 {
        start -= 1;
    }
    while inside(end) {
        end += 1;
    }
    Span::new(start, end)
}
