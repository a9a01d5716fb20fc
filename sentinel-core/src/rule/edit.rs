//! Changes the text of a `patterns.yaml` and leaves everything else in it as people wrote it:
//! comments, order, quoting, blank lines.
//!
//! The edit works on lines of block-style YAML. Whether it came out right is not assumed: the
//! new text is read again, and must give exactly the document that was meant.

use std::ops::Range;

use serde::Serialize;

use super::{PendingUpdate, Rule, SPLIT_MARK};
use crate::{Error, ErrorKind, Patterns, Result};

const OPERATION: &str = "write patterns";

/// Applies `change` to the document in `text` and returns its new text. What people wrote besides
/// (comments, order, quotes, blank lines) stays.
///
/// ```
/// let text = "patterns:\n  # ours\n  A:\n    regex: 'a_[0-9]{4}'\n    confidence: 0.5\n";
/// let edited = sentinel_core::edit_patterns(text, |patterns| {
///     patterns.patterns.get_mut("A").unwrap().confidence = 0.9;
/// })?;
/// assert_eq!(edited, text.replace("0.5", "0.9"));
/// # Ok::<(), sentinel_core::Error>(())
/// ```
///
/// # Errors
///
/// `InvalidPatterns` when `text` cannot be read; `Unsupported` when its layout cannot be edited
/// without losing comments.
pub fn edit_patterns(text: &str, change: impl FnOnce(&mut Patterns)) -> Result<String> {
    let before = Patterns::parse(text)?;
    let mut after = before.clone();
    change(&mut after);
    let edited = edit_lines(text, &before, &after)?;
    if Patterns::parse(&edited).is_ok_and(|read| read == after) {
        return Ok(edited);
    }
    let rewritten = emit_document(&after)?;
    if !text.contains('#') && Patterns::parse(&rewritten).is_ok_and(|read| read == after) {
        return Ok(rewritten);
    }
    Err(Error::new(ErrorKind::Unsupported, OPERATION, "the file's layout cannot be edited; write it in block style"))
}

fn edit_lines(text: &str, before: &Patterns, after: &Patterns) -> Result<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (name, rule) in &after.patterns {
        match before.patterns.get(name) {
            Some(old) if old == rule => {}
            Some(old) => change_rule(&mut lines, name, old, rule)?,
            None => {
                let entry = keyed(name, &emit_rule(rule)?, 2);
                insert_under(&mut lines, "patterns", entry);
            }
        }
    }
    for name in before.patterns.keys().filter(|name| !after.patterns.contains_key(*name)) {
        if let Some(block) = find(&lines, &["patterns", name]) {
            lines.drain(block.range);
        }
    }
    change_pending(&mut lines, &before.pending_updates, &after.pending_updates)?;
    let mut edited = lines.join("\n");
    edited.push('\n');
    Ok(edited)
}

fn change_rule(lines: &mut Vec<String>, name: &str, old: &Rule, new: &Rule) -> Result<()> {
    let (old, new) = (fields(old)?, fields(new)?);
    for (key, field) in &new {
        if old.iter().any(|(other, text)| other == key && text == field) {
            continue;
        }
        let Some(rule) = find(lines, &["patterns", name]) else { return Ok(()) };
        let child = child_indent(lines, &rule).unwrap_or(rule.indent + 2);
        match find(lines, &["patterns", name, key]) {
            Some(at) => drop(lines.splice(at.range, indented(field, child))),
            None => drop(lines.splice(rule.range.end..rule.range.end, indented(field, child))),
        }
    }
    for (key, _) in old.iter().filter(|(key, _)| !new.iter().any(|(other, _)| other == key)) {
        if let Some(at) = find(lines, &["patterns", name, key]) {
            lines.drain(at.range);
        }
    }
    Ok(())
}

fn change_pending(lines: &mut Vec<String>, old: &[PendingUpdate], new: &[PendingUpdate]) -> Result<()> {
    for update in old {
        let same = new.iter().find(|other| other.id() == update.id());
        if same == Some(update) {
            continue;
        }
        let item = find_item(lines, &update.id());
        match (item, same) {
            (Some(item), Some(changed)) => {
                let text = listed(&emit(changed)?, item.indent);
                lines.splice(item.range, text);
            }
            (Some(item), None) => drop(lines.drain(item.range)),
            (None, _) => {}
        }
    }
    let known = |update: &&PendingUpdate| !old.iter().any(|other| other.id() == update.id());
    for update in new.iter().filter(known) {
        let list = find(lines, &["pending_updates"]);
        let indent = list.and_then(|list| child_indent(lines, &list)).unwrap_or(2);
        insert_under(lines, "pending_updates", listed(&emit(update)?, indent));
    }
    if new.is_empty()
        && let Some(list) = find(lines, &["pending_updates"])
        && list.range.len() == 1
    {
        lines[list.range.start] = "pending_updates: []".to_owned();
    }
    Ok(())
}

/// A key and everything under it.
#[derive(Debug)]
struct Block {
    range: Range<usize>,
    indent: usize,
}

/// Appends `entry` to the block of a top-level key, which is made when there is none.
fn insert_under(lines: &mut Vec<String>, key: &str, entry: Vec<String>) {
    match find(lines, &[key]) {
        Some(block) => {
            if block.range.len() == 1 {
                lines[block.range.start] = format!("{key}:");
            }
            lines.splice(block.range.end..block.range.end, entry);
        }
        None => {
            lines.push(format!("{key}:"));
            lines.extend(entry);
        }
    }
}

fn find(lines: &[String], path: &[&str]) -> Option<Block> {
    let mut scope = 0..lines.len();
    let mut found = None;
    for key in path {
        let block = blocks(lines, scope).into_iter().find(|block| key_of(&lines[block.range.start]) == Some(*key))?;
        scope = block.range.start + 1..block.range.end;
        found = Some(block);
    }
    found
}

fn find_item(lines: &[String], id: &str) -> Option<Block> {
    let list = find(lines, &["pending_updates"])?;
    blocks(lines, list.range.start + 1..list.range.end).into_iter().find(|item| {
        let text = lines[item.range.clone()].join("\n");
        let document = format!("pending_updates:\n{text}\n");
        Patterns::parse(&document).is_ok_and(|read| read.pending_updates.iter().any(|update| update.id() == id))
    })
}

/// The blocks directly within `scope`: those whose first line is indented least. Blank lines and
/// comments after the last line of a block belong to what follows.
fn blocks(lines: &[String], scope: Range<usize>) -> Vec<Block> {
    let content = |line: &str| {
        let trimmed = line.trim_start();
        !(trimmed.is_empty() || trimmed.starts_with('#') || line.starts_with("---") || line.starts_with('%'))
    };
    let Some(indent) = scope.clone().filter(|&at| content(&lines[at])).map(|at| indent_of(&lines[at])).min() else {
        return Vec::new();
    };
    let mut blocks: Vec<Block> = Vec::new();
    for at in scope.filter(|&at| content(&lines[at])) {
        let line = &lines[at];
        let item = line.trim_start().starts_with("- ");
        let opens = indent_of(line) == indent
            && match blocks.last() {
                // A list may stand at the indentation of its key.
                Some(open) if item => lines[open.range.start].trim_start().starts_with("- "),
                _ => true,
            };
        match blocks.last_mut() {
            Some(open) if !opens => open.range.end = at + 1,
            _ => blocks.push(Block { range: at..at + 1, indent }),
        }
    }
    blocks
}

fn child_indent(lines: &[String], block: &Block) -> Option<usize> {
    blocks(lines, block.range.start + 1..block.range.end).first().map(|child| child.indent)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.trim_start().split_once(':')?;
    Some(key.trim().trim_matches(['"', '\'']))
}

/// The fields of a rule as lines of YAML, by key.
fn fields(rule: &Rule) -> Result<Vec<(String, Vec<String>)>> {
    let lines = emit_rule(rule)?;
    let blocks = blocks(&lines, 0..lines.len());
    Ok(blocks
        .into_iter()
        .filter_map(|block| {
            let key = key_of(&lines[block.range.start])?.to_owned();
            Some((key, lines[block.range].to_vec()))
        })
        .collect())
}

/// The lines of a rule. Its examples are split, so that no scanner fires on the file.
fn emit_rule(rule: &Rule) -> Result<Vec<String>> {
    let mut rule = rule.clone();
    for example in rule.examples.iter_mut().chain(&mut rule.counterexamples) {
        *example = split_runs(example);
    }
    emit(&rule)
}

pub(super) fn split_runs(example: &str) -> String {
    const EVERY: usize = 5;
    let mut run = 0;
    let mut split = String::with_capacity(example.len() * 2);
    for character in example.chars() {
        run = if character.is_ascii_alphanumeric() { run + 1 } else { 0 };
        if run > EVERY {
            split.push_str(SPLIT_MARK);
            run = 1;
        }
        split.push(character);
    }
    split
}

fn emit(value: &impl Serialize) -> Result<Vec<String>> {
    let text = serde_yaml::to_string(value)
        .map_err(|_| Error::new(ErrorKind::Internal, OPERATION, "a document cannot be written as YAML"))?;
    Ok(text.lines().filter(|line| !line.starts_with("---")).map(str::to_owned).collect())
}

fn emit_document(patterns: &Patterns) -> Result<String> {
    let mut lines = vec![format!("version: {}", patterns.version), "patterns:".to_owned()];
    for (name, rule) in &patterns.patterns {
        lines.extend(keyed(name, &emit_rule(rule)?, 2));
    }
    if !patterns.pending_updates.is_empty() {
        lines.push("pending_updates:".to_owned());
    }
    for update in &patterns.pending_updates {
        lines.extend(listed(&emit(update)?, 2));
    }
    Ok(lines.join("\n") + "\n")
}

fn keyed(key: &str, lines: &[String], indent: usize) -> Vec<String> {
    let mut keyed = vec![format!("{:indent$}{key}:", "")];
    keyed.extend(indented(lines, indent + 2));
    keyed
}

fn listed(lines: &[String], indent: usize) -> Vec<String> {
    let mut listed = indented(lines, indent + 2);
    if let Some(first) = listed.first_mut() {
        first.replace_range(indent..indent + 1, "-");
    }
    listed
}

fn indented(lines: &[String], indent: usize) -> Vec<String> {
    lines.iter().map(|line| format!("{:indent$}{line}", "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, Timestamp};

    const FILE: &str = "\
# House rules. Ask security before you touch them.
version: 3

patterns:
  # the old tokens
  OLD_TOKEN:
    regex: 'old_[0-9]{8}'   # eight digits
    severity: LOW
    # measured in May
    confidence: 0.5
    active: true

  # the new tokens
  NEW_TOKEN:
    regex: \"new_[0-9]{8}\"
    severity: HIGH
    confidence: 0.9
    active: true
# the end
";

    fn update(id: &str) -> PendingUpdate {
        let time = Timestamp::parse("2025-08-02T12:40:00Z").unwrap();
        let mut update = PendingUpdate::new(id.to_owned(), "NEW_TOKEN", Action::Modify, "curator_2", time);
        update.new_regex = Some(r"new_[0-9a-f]{8}(?!TESTKEY)".to_owned());
        update
    }

    #[test]
    fn a_changed_field_leaves_every_comment_in_place() {
        let edited = edit_patterns(FILE, |patterns| {
            patterns.patterns.get_mut("OLD_TOKEN").unwrap().severity = crate::Severity::Medium;
        })
        .unwrap();
        assert_eq!(edited, FILE.replace("severity: LOW", "severity: MEDIUM"));
    }

    #[test]
    fn a_new_field_goes_to_the_end_of_its_rule() {
        let edited = edit_patterns(FILE, |patterns| {
            patterns.patterns.get_mut("OLD_TOKEN").unwrap().exceptions.prefixes.push("TESTKEY".into());
        })
        .unwrap();
        let at = edited.find("exceptions:").unwrap();
        assert!(edited.find("measured in May").unwrap() < at && at < edited.find("the new tokens").unwrap());
        for comment in FILE.lines().filter_map(|line| line.split_once('#')).map(|(_, comment)| comment) {
            assert!(edited.contains(comment));
        }
    }

    #[test]
    fn updates_come_and_go_without_a_trace() {
        let pending = edit_patterns(FILE, |patterns| patterns.pending_updates.push(update("upd_1"))).unwrap();
        let both = edit_patterns(&pending, |patterns| patterns.pending_updates.push(update("upd_2"))).unwrap();
        let one = edit_patterns(&both, |patterns| patterns.pending_updates.retain(|u| u.id() != "upd_1")).unwrap();
        let none = edit_patterns(&one, |patterns| patterns.pending_updates.clear()).unwrap();
        assert_eq!(Patterns::parse(&one).unwrap().pending_updates, [update("upd_2")]);
        assert_eq!(none, format!("{FILE}pending_updates: []\n"));
    }

    #[test]
    fn rules_are_added_and_removed() {
        let added = edit_patterns(FILE, |patterns| {
            patterns.patterns.insert("HOUSE".into(), Rule::new("house_[0-9a-z]{12}"));
        })
        .unwrap();
        let removed = edit_patterns(&added, |patterns| drop(patterns.patterns.remove("HOUSE"))).unwrap();
        assert_eq!(removed, FILE);
    }

    #[test]
    fn an_empty_file_and_a_flow_style_file_can_be_edited() {
        for text in ["", "{version: 3, patterns: {A: {regex: 'a_[0-9]{8}'}}}\n", "pending_updates: []\n"] {
            let edited = edit_patterns(text, |patterns| patterns.pending_updates.push(update("upd_1"))).unwrap();
            assert_eq!(Patterns::parse(&edited).unwrap().pending_updates.len(), 1);
        }
    }

    #[test]
    fn a_flow_style_file_with_comments_is_refused_rather_than_stripped() {
        let text = "{version: 3, patterns: {A: {regex: 'a_[0-9]{8}'}}} # mine\n";
        let error = edit_patterns(text, |patterns| patterns.pending_updates.push(update("u"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }

    #[test]
    fn examples_are_written_split() {
        let mut rule = Rule::new("house_[0-9a-z]{12}");
        rule.examples.push("house_0123456789ab".into());
        let edited =
            edit_patterns("", |patterns| drop(patterns.patterns.insert("HOUSE".into(), rule.clone()))).unwrap();
        assert!(!edited.contains("0123456789ab"));
        assert_eq!(Patterns::parse(&edited).unwrap().patterns["HOUSE"], rule);
    }
}
