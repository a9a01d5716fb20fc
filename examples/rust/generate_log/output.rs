//! The two files: lines with their offsets, and one label a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::label::{Kind, Marked, unmark};

/// So many of the company's own tokens are reported by people; the rest is for the new rule.
const REPORTED: usize = 5;

pub(crate) struct Output {
    log: Sink,
    labels: Sink,
    lines: u64,
    offset: usize,
    counts: BTreeMap<&'static str, usize>,
    leak_types: BTreeSet<String>,
}

impl Output {
    pub(crate) fn create(folder: &Path) -> Result<Output, String> {
        fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
        Ok(Output {
            log: Sink::create(folder.join("checkout-service.log"))?,
            labels: Sink::create(folder.join("checkout-service.labels.jsonl"))?,
            lines: 0,
            offset: 0,
            counts: BTreeMap::new(),
            leak_types: BTreeSet::new(),
        })
    }

    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// Writes an event of one or more lines; `kind` says what the values marked in it are.
    pub(crate) fn write_labelled(&mut self, kind: Kind, marked: &str) -> Result<(), String> {
        let (text, found) = unmark(marked);
        for value in &found {
            self.label(kind, &text, value)?;
        }
        self.write(&text)
    }

    /// Writes an event of one or more lines.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), String> {
        self.log.line(text)?;
        self.lines += text.matches('\n').count() as u64 + 1;
        self.offset += text.len() + 1;
        Ok(())
    }

    pub(crate) fn finish(mut self, seed: u64) -> Result<String, String> {
        self.log.flush()?;
        self.labels.flush()?;
        let count = |kind: Kind| self.counts.get(kind.name()).copied().unwrap_or(0);
        Ok(format!(
            "{}: {} lines, {} leaks of {} types, {} near misses, {} house tokens (seed {seed})",
            self.log.path.display(),
            self.lines,
            count(Kind::Leak),
            self.leak_types.len(),
            count(Kind::NearMiss),
            count(Kind::House),
        ))
    }

    fn label(&mut self, kind: Kind, text: &str, value: &Marked) -> Result<(), String> {
        let (line, start) = position(text, value.start);
        let (end_line, end) = position(text, value.end);
        let mut json = format!(
            r#"{{"line":{},"kind":"{}","type":"{}","start":{start},"end":{end}"#,
            self.lines + 1 + line,
            kind.name(),
            value.name,
        );
        if end_line > line {
            json += &format!(r#","end_line":{}"#, self.lines + 1 + end_line);
        }
        let (from, to) = (self.offset + value.start, self.offset + value.end);
        json += &format!(r#","offset":{from},"offset_end":{to}"#);
        let count = self.counts.entry(kind.name()).or_default();
        *count += 1;
        if kind == Kind::House && *count <= REPORTED {
            json += r#","report":true"#;
        }
        if kind == Kind::Leak {
            self.leak_types.insert(value.name.clone());
        }
        self.labels.line(&(json + "}"))
    }
}

/// The line, counted from 0, and the byte offset in it.
fn position(text: &str, offset: usize) -> (u64, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() as u64, offset - line_start)
}

struct Sink {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Sink {
    fn create(path: PathBuf) -> Result<Sink, String> {
        let file = File::create(&path).map_err(|error| cannot_write(&path, &error))?;
        Ok(Sink { path, file: BufWriter::new(file) })
    }

    fn line(&mut self, text: &str) -> Result<(), String> {
        writeln!(self.file, "{text}").map_err(|error| cannot_write(&self.path, &error))
    }

    fn flush(&mut self) -> Result<(), String> {
        self.file.flush().map_err(|error| cannot_write(&self.path, &error))
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}
